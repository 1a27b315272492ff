"""What is asked when the codebook is changed."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from concentric.method.records.codebook import Tree
from concentric.research.coding.models import Code, Coding
from concentric.research.coding.recoding import NewCode
from concentric.research.frameworks.models import LINE, SHORT, TEXT
from concentric.web import forms

TOP = "top"
COLOURS: dict[str, str] = {
    "#cc6677": "Rose",
    "#882255": "Wine",
    "#aa4499": "Purple",
    "#332288": "Indigo",
    "#88ccee": "Sky blue",
    "#44aa99": "Teal",
    "#117733": "Green",
    "#999933": "Olive",
    "#ddcc77": "Sand",
    "#6b7785": "Grey",
}
MOST_NEW = 4
MOST_LISTED = 200


def colour_name(colour: str) -> str:
    """As it is read out; of a colour that came with an imported codebook, its number."""
    return COLOURS.get(colour, f"Colour {colour}")


class ReasonForm(forms.Form):
    """Why: it stands in the codebook's history."""

    reason = forms.CharField(label="Reason", max_length=LINE, help_text="It stands in the codebook’s history.")


class OptionalReasonForm(forms.Form):
    reason = forms.CharField(label="Reason", max_length=LINE, required=False)


class MemoOnCodeForm(forms.Form):
    text = forms.CharField(label="Memo", max_length=TEXT, widget=forms.Textarea)


class RenameForm(ReasonForm):
    name = forms.CharField(label="New name", max_length=SHORT)
    field_order = ("name", "reason")


class DescribeForm(OptionalReasonForm):
    description = forms.CharField(
        label="What it means", max_length=TEXT, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    includes = forms.CharField(
        label="What is coded with it, by example", max_length=TEXT, required=False, widget=forms.Textarea
    )
    excludes = forms.CharField(label="What is not, by example", max_length=TEXT, required=False, widget=forms.Textarea)
    field_order = ("description", "includes", "excludes", "reason")


class ColourForm(OptionalReasonForm):
    colour = forms.ChoiceField(label="Colour", required=False, widget=forms.RadioSelect)
    field_order = ("colour", "reason")

    def __init__(self, *args: Any, now: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = [] if not now or now in COLOURS else [(now, colour_name(now))]
        self.fields["colour"].choices = [("", "None"), *COLOURS.items(), *own]  # type: ignore[attr-defined]


class TreeForm(ReasonForm):
    """One that offers codes: all of the tree but `without` and what is below it."""

    def __init__(self, *args: Any, tree: Tree, without: Code | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.tree = tree
        out = {one.id for one in tree.under(tree.by_id[without.pk])} if without else set()
        self.offered = [(str(one.id), _indented(tree, one.id)) for one in tree.codes if one.id not in out]


class MoveForm(TreeForm):
    """Below which code, and before which of those that stand there."""

    under = forms.ChoiceField(label="Below")
    before = forms.ChoiceField(
        label="Before", required=False, help_text="One of the codes that stand there. Empty: after the last."
    )
    field_order = ("under", "before", "reason")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["under"].choices = [(TOP, "At the top, as a primary node"), *self.offered]  # type: ignore[attr-defined]
        self.fields["before"].choices = [("", "After the last"), *self.offered]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        asked = super().clean() or {}
        if asked.get("before") and "under" in asked:
            above = self.tree.by_id[uuid.UUID(asked["before"])].parent
            if (str(above) if above else TOP) != asked["under"]:
                self.add_error("before", "Choose a code that stands directly below the one chosen above.")
        return asked


class MergeForm(TreeForm):
    target = forms.ChoiceField(
        label="Merge it into",
        help_text="What is coded with this code is then coded with that one. It can be taken back.",
    )
    field_order = ("target", "reason")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["target"].choices = [("", "Choose a code"), *self.offered]  # type: ignore[attr-defined]


class AddForm(OptionalReasonForm):
    """A new code."""

    name = forms.CharField(label="Name", max_length=SHORT)
    under = forms.ChoiceField(label="Below")
    description = DescribeForm.base_fields["description"]
    includes = DescribeForm.base_fields["includes"]
    excludes = DescribeForm.base_fields["excludes"]
    field_order = ("name", "under", "description", "includes", "excludes", "reason")

    def __init__(self, *args: Any, tree: Tree, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [(str(one.id), _indented(tree, one.id)) for one in tree.codes]
        self.fields["under"].choices = [(TOP, "At the top, as a primary node"), *offered]  # type: ignore[attr-defined]


class SplitForm(ReasonForm):
    """The names of the new codes, words by which codings go to them, and for each coding listed a place of its own."""

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

    def __init__(self, *args: Any, codings: Sequence[Coding], may_stand_beside: bool, **kwargs: Any) -> None:
        self.codings = list(codings)
        self.listed = self.codings[:MOST_LISTED]
        out = () if may_stand_beside else ("below", "retire")
        asked = {name: field for name, field in type(self).base_fields.items() if name not in out}
        self.base_fields = {**asked, **_new_codes(), **_places(self.listed)}  # type: ignore[misc]  # this form's own
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        asked = super().clean() or {}
        names = {str(number) for number in range(1, MOST_NEW + 1) if asked.get(f"name_{number}")}
        if not names:
            self.add_error("name_1", "Name at least one new code")
        for number in range(1, MOST_NEW + 1):
            if asked.get(f"words_{number}") and str(number) not in names:
                self.add_error(f"name_{number}", "Name the code that these words are for")
        for coding in self.listed:
            if asked.get(_to(coding), "") not in {"", "stays", *names}:
                self.add_error(_to(coding), "Name this new code first")
        return asked

    def goes_to(self, coding: Coding) -> int:
        """The number of the new code that a coding goes to; 0 where it stays. Of a form that is valid."""
        chosen = self.cleaned_data.get(_to(coding), "")
        if chosen:
            return 0 if chosen == "stays" else int(chosen)
        quote = coding.entry.text[coding.start : coding.end].casefold()
        words = ((n, self.cleaned_data.get(f"words_{n}", "").casefold()) for n in range(1, MOST_NEW + 1))
        return next((n for n, wanted in words if wanted and wanted in quote), 0)

    def into(self) -> list[NewCode]:
        """As `recoding.split` takes them."""
        going: dict[int, set[uuid.UUID]] = {}
        for coding in self.codings:
            going.setdefault(self.goes_to(coding), set()).add(coding.pk)
        named = ((n, self.cleaned_data[f"name_{n}"]) for n in range(1, MOST_NEW + 1))
        return [NewCode(name, frozenset(going.get(n, ()))) for n, name in named if name]

    def place(self, coding: Coding) -> Any:
        """The bound field of a coding."""
        return self[_to(coding)]


def _to(coding: Coding) -> str:
    return f"to_{coding.pk.hex}"


def _new_codes() -> dict[str, forms.Field]:
    asked = {"name": "its name", "words": "all with these words"}
    return {
        f"{key}_{n}": forms.CharField(label=f"New code {n}: {what}", max_length=SHORT, required=False)
        for key, what in asked.items()
        for n in range(1, MOST_NEW + 1)
    }


def _places(listed: Sequence[Coding]) -> dict[str, forms.Field]:
    places = [("", "By the words"), ("stays", "Stays"), *((str(n), f"New code {n}") for n in range(1, MOST_NEW + 1))]
    return {
        _to(coding): forms.ChoiceField(label=f"Where quote {number} goes", choices=places, required=False)
        for number, coding in enumerate(listed, start=1)
    }


def _indented(tree: Tree, code_id: Any) -> str:
    """A code as a list without a tree shows it: deeper ones further in."""
    code = tree.by_id[code_id]
    return "\u2003" * (tree.level(code) - 1) + code.name
