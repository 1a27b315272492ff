"""Forms of double coding: the sample, how it is compared, and what holds."""

from __future__ import annotations

import re
import uuid
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from concentric.research.coding.counting import EntryCode
from concentric.research.coding.double.actions import Wanted
from concentric.research.coding.double.comparing import Level, Unit
from concentric.research.coding.double.disagreements import By, Decision, Row, Shown
from concentric.research.coding.double.queries import Candidate
from concentric.research.coding.models import DoubleCoding
from concentric.research.frameworks.models import LINE, SHORT, TEXT
from concentric.web import forms

_SIZE = re.compile(r"(\d{1,6})\s*(%|per cent|percent)?", re.IGNORECASE)
_KEY = re.compile(r"(?:holds|reason)-([0-9a-f-]{36})-(\d{1,9})")
LARGEST_SEED = 2**31 - 1
HOLDS = [("yes", "Holds"), ("no", "Does not hold")]


class SampleForm(forms.Form):
    """A sample: who codes it, and what is in it."""

    name = forms.CharField(label="Name of the sample", max_length=SHORT)
    first = forms.ChoiceField(label="First coder", help_text="Theirs counts wherever nothing else is decided.")
    second = forms.ChoiceField(
        label="Second coder", help_text="Theirs counts where the first has coded nothing yet, and what is decided so."
    )
    how = forms.ChoiceField(
        label="Frameworks", choices=[("random", "At random"), ("chosen", "Chosen by code")], widget=forms.RadioSelect
    )
    size = forms.CharField(label="How many at random", required=False, help_text="A number, or a share such as 20%.")
    by_cohort = forms.BooleanField(
        label="From each cohort by its share",
        required=False,
        help_text="Otherwise a small cohort may not be drawn at all.",
    )
    uncoded = forms.BooleanField(
        label="Only frameworks that neither has begun",
        required=False,
        help_text="What one of the two coded before, the other could see until now.",
    )
    seed = forms.IntegerField(
        label="Seed",
        required=False,
        min_value=0,
        max_value=LARGEST_SEED,
        help_text="The same number draws the same sample again. Without one, one is made, kept and shown.",
    )
    codes = forms.CharField(
        label="Codes of chosen frameworks",
        required=False,
        max_length=TEXT,
        widget=forms.Textarea,
        help_text="As the list of frameworks shows them, one on each line.",
    )

    def __init__(self, candidates: Sequence[Candidate], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.candidates = {one.key: one for one in candidates}
        offered = [("", "Choose a coder"), *((one.key, _named(one)) for one in candidates)]
        for name in ("first", "second"):
            field = self.fields[name]
            if isinstance(field, forms.ChoiceField):
                field.choices = offered

    def clean(self) -> dict[str, Any]:
        asked = super().clean() or {}
        if asked.get("first") and asked.get("first") == asked.get("second"):
            self.add_error("second", "Choose another than the first coder")
        if asked.get("how") == "random" and "size" in asked and not self._size():
            self.add_error("size", "Enter how many, for example 12, or a share, for example 20%")
        if asked.get("how") == "chosen" and "codes" in asked and not asked["codes"].split():
            self.add_error("codes", "Enter the code of one framework at least")
        return asked

    def _size(self) -> tuple[int, bool] | None:
        found = _SIZE.fullmatch(self.cleaned_data.get("size", "").strip())
        return (int(found[1]), bool(found[2])) if found and int(found[1]) else None

    def wanted(self) -> Wanted:
        """What the form says."""
        asked = self.cleaned_data
        is_chosen = asked["how"] == "chosen"
        size, percent = (0, False) if is_chosen else self._size() or (0, False)
        return Wanted(
            name=asked["name"],
            first=self.candidates[asked["first"]],
            second=self.candidates[asked["second"]],
            chosen=tuple(asked["codes"].replace(",", " ").split()) if is_chosen else (),
            size=size,
            percent=percent,
            by_cohort=asked["by_cohort"],
            seed=asked["seed"],
            uncoded=asked["uncoded"],
        )


def _named(candidate: Candidate) -> str:
    return candidate.name if candidate.can_code else f"{candidate.name} (has coded, cannot code any more)"


class FinishForm(forms.Form):
    """That one of the two has finished. Where entries are `left` without a code, that these are to stay so."""

    anyway = forms.BooleanField(error_messages={"required": "Code them first, or tick that they stay without a code"})

    def __init__(self, left: int, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if left:
            entries = "1 entry stays" if left == 1 else f"{left:,} entries stay"
            self.fields["anyway"].label = f"{entries} without a code"
        else:
            del self.fields["anyway"]


class CompareForm(forms.Form):
    """How a sample is compared."""

    unit = forms.ChoiceField(label="Compare", choices=Unit.choices, required=False)
    level = forms.ChoiceField(label="At the level of", choices=Level.choices, required=False)

    def asked(self) -> tuple[Unit, Level]:
        """What was asked for; entries and details where nothing was, or nonsense."""
        said: Mapping[str, str] = self.cleaned_data if self.is_valid() else {}
        return Unit(said.get("unit") or Unit.ENTRY), Level(said.get("level") or Level.DETAIL)


class TakeForm(forms.Form):
    """One coder's word on all that is undecided."""

    whose = forms.ChoiceField(label="For all that is undecided here, take", widget=forms.RadioSelect)
    reason = forms.CharField(label="Why", max_length=LINE, error_messages={"required": "Say why"})

    def __init__(self, sample: DoubleCoding, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["whose"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [(By.FIRST, f"{sample.first.name}’s"), (By.SECOND, f"{sample.second.name}’s")]


class DecisionsForm(forms.Form):
    """Whether each difference holds, and why. Where nothing is chosen, nothing is decided: what stands is not sent
    along, so that it takes nobody's later word's place. `seen` is the decision beside which it is chosen.
    """

    def __init__(self, entries: Sequence[Shown], *args: Any, **kwargs: Any) -> None:
        self.rows = {_name(one, row): (one, row) for one in entries for row in one.rows}
        super().__init__(*args, **kwargs)
        for name, (_, row) in self.rows.items():
            self.fields[f"holds-{name}"] = forms.ChoiceField(
                label=f"Whether {row.code.name} holds",
                choices=[("no", "Does not hold")] if row.given_by == By.NEITHER else HOLDS,
                widget=forms.RadioSelect,
                required=False,
            )
            self.fields[f"reason-{name}"] = forms.CharField(label="Why", max_length=LINE, required=False)
            self.fields[f"seen-{name}"] = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        asked = super().clean() or {}
        for name in self.rows:
            if asked.get(f"reason-{name}") and not asked.get(f"holds-{name}"):
                self.add_error(f"holds-{name}", "Choose whether it holds")
        return asked

    def decisions(self) -> Iterator[Decision]:
        """What was chosen."""
        for name, (one, row) in self.rows.items():
            holds, reason, seen = (self.cleaned_data[f"{field}-{name}"] for field in ("holds", "reason", "seen"))
            if holds:
                yield Decision(one.entry.pk, row.code.pk, holds == "yes", reason, seen)

    def meet(self, since: Collection[EntryCode]) -> None:
        """Say beside each of these that somebody else decided on it; what was chosen stays chosen."""
        for name, (one, row) in self.rows.items():
            if (one.entry.pk, row.code.pk) in since:
                self.add_error(
                    f"holds-{name}",
                    "Somebody decided this since you opened the page. Read what they say, and save again if yours is "
                    "to take its place.",
                )

    def fields_of(self, shown: Shown, row: Row) -> tuple[Any, ...]:
        """The choice, the reason and what was seen, for a page."""
        return tuple(self[f"{field}-{_name(shown, row)}"] for field in ("holds", "reason", "seen"))


def _name(shown: Shown, row: Row) -> str:
    return f"{shown.entry.pk}-{row.code.number}"


def named_in(posted: Mapping[str, Any]) -> list[tuple[uuid.UUID, int]]:
    """The entries and numbers of codes that a posted `DecisionsForm` speaks of."""
    found = dict.fromkeys(match.groups() for key in posted if (match := _KEY.fullmatch(key)))
    pairs = []
    for entry, number in found:
        try:
            pairs.append((uuid.UUID(entry), int(number)))
        except ValueError:
            continue
    return pairs
