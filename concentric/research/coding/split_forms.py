"""Splitting a code: the new codes, the words by which codings go to them, and what is placed by hand, page by page."""

from __future__ import annotations

import re
import uuid
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from concentric.research.coding.codebook_forms import ReasonForm
from concentric.research.coding.models import Coding
from concentric.research.coding.recoding import NewCode
from concentric.research.frameworks.models import SHORT
from concentric.web import forms

AT_FIRST, MORE, MOST = 4, 4, 40
CODINGS_A_PAGE = 50
STAYS = "stays"
_PLACED = re.compile(r"([0-9a-f]{32}):(stays|\d{1,2})")
_TO = "to_"


class SplitForm(ReasonForm):
    """`typed`: all that the page sent, also where it is not to be checked yet, as when it only turns to other codings.

    What was placed by hand on other pages comes along in `typed["placed"]`.
    """

    below = forms.ChoiceField(
        label="Where the new codes stand",
        choices=[("below", "Below this code"), ("beside", "Beside this code")],
        widget=forms.RadioSelect,
    )
    retire = forms.BooleanField(
        label="Remove this code when nothing is left of it",
        required=False,
        help_text="Only where every coding goes to a new code, and the new ones stand beside it.",
    )
    find = forms.CharField(label="Show only codings with these words", max_length=SHORT, required=False)
    left = forms.BooleanField(label="Only those that would stay", required=False)

    def __init__(
        self,
        data: MultiValueDict[str, str] | None,
        *,
        codings: Sequence[Coding],
        typed: QueryDict,
        may_stand_beside: bool,
    ) -> None:
        self.codings, self.typed = list(codings), typed
        asked = _number(typed.get("rows", ""), AT_FIRST) + (MORE if "more" in typed else 0)
        self.numbers = range(1, max(AT_FIRST, min(asked, MOST)) + 1)
        out = () if may_stand_beside else ("below", "retire")
        own = {name: field for name, field in type(self).base_fields.items() if name not in out}
        self.base_fields = {**own, **_new_codes(self.numbers)}  # type: ignore[misc]  # this form's own
        super().__init__(data, initial={"below": "below", **typed.dict()})
        self.placed = self._placed()

    def _placed(self) -> dict[uuid.UUID, str]:
        """What was chosen by hand: by coding, `STAYS` or the number of a new code."""
        known = {one.pk.hex: one.pk for one in self.codings}
        chosen = dict(_PLACED.findall(self.typed.get("placed", "")))
        chosen |= {key.removeprefix(_TO): value for key, value in self.typed.items() if key.startswith(_TO)}
        places = {STAYS, *map(str, self.numbers)}
        return {known[key]: value for key, value in chosen.items() if key in known and value in places}

    def clean(self) -> dict[str, Any]:
        asked = super().clean() or {}
        going = Counter(map(self.goes_to, self.codings))
        for n in self.numbers:
            if asked.get(f"name_{n}"):
                continue
            if asked.get(f"words_{n}"):
                self.add_error(f"name_{n}", "Name the code that these words are for")
            elif going[n]:
                self.add_error(f"name_{n}", "Name this code: there are codings that you want to go to it")
        if not any(asked.get(f"name_{n}") for n in self.numbers) and "name_1" not in self.errors:
            self.add_error("name_1", "Name at least one new code")
        return asked

    @cached_property
    def _words(self) -> list[tuple[int, str]]:
        """The words by which codings go to each new code, as they are typed now."""
        typed = ((n, self.typed.get(f"words_{n}", "").strip().casefold()) for n in self.numbers)
        return [(n, words) for n, words in typed if words]

    def goes_to(self, coding: Coding) -> int:
        """The number of the new code that a coding goes to; 0 where it stays."""
        chosen = self.placed.get(coding.pk)
        if chosen:
            return 0 if chosen == STAYS else int(chosen)
        quote = _quote(coding)
        return next((n for n, wanted in self._words if wanted in quote), 0)

    def name(self, number: int) -> str:
        """What a new code is called on the page."""
        return self.typed.get(f"name_{number}", "").strip() or f"New code {number}"

    @cached_property
    def page(self) -> Page[Coding]:
        """The codings that are shown: those that were asked for, some at a time."""
        wanted = self.typed.get("find", "").strip().casefold()
        shown = [one for one in self.codings if wanted in _quote(one)]
        if "left" in self.typed:
            shown = [one for one in shown if not self.goes_to(one)]
        return Paginator(shown, CODINGS_A_PAGE).get_page(self.typed.get("page", 1))

    @property
    def carried(self) -> str:
        """What is placed by hand and not shown, for the page to send again."""
        shown = {one.pk for one in self.page}
        return " ".join(f"{pk.hex}:{to}" for pk, to in self.placed.items() if pk not in shown)

    def into(self) -> Iterator[NewCode]:
        """As `recoding.split` takes them. Of a form that is valid."""
        going: dict[int, set[uuid.UUID]] = {}
        for coding in self.codings:
            going.setdefault(self.goes_to(coding), set()).add(coding.pk)
        for n in self.numbers:
            if self.cleaned_data[f"name_{n}"]:
                yield NewCode(self.cleaned_data[f"name_{n}"], frozenset(going.get(n, ())))


def _quote(coding: Coding) -> str:
    return coding.entry.text[coding.start : coding.end].casefold()


def _number(typed: str, otherwise: int) -> int:
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 4 else otherwise


def _new_codes(numbers: range) -> dict[str, forms.Field]:
    asked = {"name": "its name", "words": "all with these words"}
    return {
        f"{key}_{n}": forms.CharField(label=f"New code {n}: {what}", max_length=SHORT, required=False)
        for n in numbers
        for key, what in asked.items()
    }
