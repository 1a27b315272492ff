"""What is asked when the codebook is changed."""

from __future__ import annotations

import uuid
from typing import Any

from concentric.method.records.codebook import Tree
from concentric.research.coding.forms import AsReadForm
from concentric.research.coding.models import Code
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


class DescribeForm(AsReadForm, OptionalReasonForm):
    called = main_field = "description"

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


def _indented(tree: Tree, code_id: Any) -> str:
    """A code as a list without a tree shows it: deeper ones further in."""
    code = tree.by_id[code_id]
    return "\u2003" * (tree.level(code) - 1) + code.name
