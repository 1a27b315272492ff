"""Forms: a table of one's own, what a table shows, its name, a snapshot's."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any

from django.http import QueryDict

from concentric.method.analysis.question import (
    ANY_GROUP,
    ANY_SOLE,
    Counting,
    Group,
    Having,
    Only,
    Order,
    Question,
    reference,
)
from concentric.method.records.codebook import Tree, TreeCode
from concentric.method.records.study_data import NOT_KNOWN, AttributeKind, StudyData
from concentric.research.cohorts.actions import WhyGone
from concentric.research.cohorts.models import Snapshot
from concentric.research.cohorts.shown import USUAL, Statistic
from concentric.research.frameworks.models import SHORT
from concentric.web import forms

UNDER, CHOSEN, VALUES = "under", "codes", "attributes"
_ROWS = [
    (UNDER, "Everything under some codes, or under all"),
    (CHOSEN, "Codes that I choose"),
    (VALUES, "Attributes, for example age or site"),
]
_DETAILS = "details"
_LEVELS = [
    ("0", "All levels"),
    ("1", "Primary nodes"),
    ("2", "Child node 1"),
    ("3", "Child node 2"),
    ("4", "Below that"),
    (_DETAILS, "Details: codes with none below them"),
]
_BETWEEN, _BELOW = ":", " › "
Choice = tuple[str, str]
Choices = tuple[str, list[Choice]]  # under a heading


class QuestionForm(forms.Form):
    """A table of one's own, from what the study has now. A value of an attribute is written "cohort:group"."""

    rows = forms.ChoiceField(label="What the rows are", choices=_ROWS, widget=forms.RadioSelect, initial=UNDER)
    under = forms.MultipleChoiceField(
        label="Under which codes",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="None ticked: under all.",
    )
    level = forms.ChoiceField(label="At which level", choices=_LEVELS, initial="0")
    codes = forms.MultipleChoiceField(label="Which codes", required=False, widget=forms.CheckboxSelectMultiple)
    attributes = forms.MultipleChoiceField(
        label="Which attributes", required=False, widget=forms.CheckboxSelectMultiple
    )
    by = forms.ChoiceField(label="What the columns are", initial="cohort")
    usual_groups = forms.BooleanField(
        label="Also “any group” and “any sole”",
        required=False,
        initial=True,
        help_text="Where the columns are cohorts.",
    )
    group_label = forms.CharField(label="Name of a column that takes several together", max_length=60, required=False)
    group_values = forms.MultipleChoiceField(
        label="Which it takes together", required=False, widget=forms.CheckboxSelectMultiple
    )
    first = forms.ChoiceField(label="Compare", required=False)
    second = forms.ChoiceField(label="with", required=False)
    counting = forms.ChoiceField(
        label="Count", choices=Counting.choices(), widget=forms.RadioSelect, initial=Counting.FRAMEWORKS.value
    )
    only = forms.MultipleChoiceField(
        label="Only frameworks with", required=False, widget=forms.CheckboxSelectMultiple, help_text="None ticked: all."
    )
    having = forms.ChoiceField(label="Only where this is recorded", required=False)
    lacking = forms.ChoiceField(label="Only where this is not recorded", required=False)
    order = forms.ChoiceField(label="Order of the rows", choices=Order.choices(), initial=Order.TREE.value)

    def __init__(self, data: StudyData, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        tree = data.tree
        codes = _codes(tree, tree.codes)
        values = [(kind.label, _values(data, kind)) for kind in data.attributes]
        unknown = [(_value(kind.key, NOT_KNOWN), kind.label_of(NOT_KNOWN)) for kind in data.attributes]
        filters = [(label, [*found, none]) for (label, found), none in zip(values, unknown, strict=True)]
        attributes: list[Choice | Choices] = [(kind.key, kind.label) for kind in data.attributes]
        nothing = [("", "No choice")]
        usual = [(_value("cohort", one.label), one.label) for one in (ANY_GROUP, ANY_SOLE)]
        columns: list[Choice | Choices] = [
            *nothing,
            *values,
            ("Several together", [*usual, ("own", "The column that I named")]),
        ]
        self._choose("under", _codes(tree, filter(tree.children, tree.codes)))
        self._choose("codes", codes)
        self._choose("attributes", attributes)
        self._choose("by", attributes)
        self._choose("group_values", values)
        self._choose("first", columns)
        self._choose("second", columns)
        self._choose("only", filters)
        self._choose("having", [*nothing, *codes])
        self._choose("lacking", [*nothing, *codes])

    def _choose(self, field: str, choices: Sequence[Choice | Choices]) -> None:
        self.fields[field].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        asked = super().clean() or {}
        if asked.get("rows") == CHOSEN and not asked.get("codes"):
            self.add_error("codes", "Choose at least one code")
        if asked.get("rows") == VALUES and not asked.get("attributes"):
            self.add_error("attributes", "Choose at least one attribute")
        by, values, label = asked.get("by", ""), asked.get("group_values") or [], asked.get("group_label") or ""
        if any(_parts(one)[0] != by for one in values):
            self.add_error("group_values", "Choose values of what the columns are")
        if bool(values) != bool(label):
            field = "group_label" if values else "group_values"
            self.add_error(field, "Give the column a name" if values else "Choose what the column takes together")
        self._check_pair(by, asked.get("first") or "", asked.get("second") or "", named=bool(label))
        return asked

    def _check_pair(self, by: str, first: str, second: str, *, named: bool) -> None:
        if bool(first) != bool(second):
            self.add_error("second" if first else "first", "Choose both of the columns to compare, or neither")
        for field, one in (("first", first), ("second", second)):
            if one == "own" and not named:
                self.add_error(field, "Name the column first")
            elif one and one != "own" and _parts(one)[0] != by:
                self.add_error(field, "Choose one of the columns")
        if first and first == second:
            self.add_error("second", "Choose another column to compare with")

    def question(self) -> Question:
        """What the form asks. Valid forms only."""
        asked = self.cleaned_data
        rows, own = asked["rows"], asked["group_label"]
        groups: tuple[Group, ...] = (ANY_GROUP, ANY_SOLE) if asked["by"] == "cohort" and asked["usual_groups"] else ()
        if own:
            groups += (Group(own, tuple(_parts(one)[1] for one in asked["group_values"])),)
        pair = tuple(own if one == "own" else _parts(one)[1] for one in (asked["first"], asked["second"]) if one)
        return Question(
            codes=tuple(asked["codes"]) if rows == CHOSEN else (),
            under=tuple(asked["under"]) if rows == UNDER else (),
            with_heads=True,
            attributes=tuple(asked["attributes"]) if rows == VALUES else (),
            level=int(asked["level"]) if rows == UNDER and asked["level"] != _DETAILS else 0,
            details_only=rows == UNDER and asked["level"] == _DETAILS,
            by=asked["by"],
            groups=groups,
            pair=(pair[0], pair[1]) if pair else None,
            counting=Counting(asked["counting"]),
            only=tuple(_only(asked["only"])),
            having=tuple(
                Having(asked[field], has=field == "having") for field in ("having", "lacking") if asked[field]
            ),
            order=Order(asked["order"]),
        )


def _codes(tree: Tree, codes: Iterable[TreeCode]) -> list[Choices]:
    """Under the primary node that they belong to, each with what lies between."""
    paths = [(reference(code), *tree.path(code).partition(_BELOW)) for code in codes]
    by_node = groupby(paths, key=lambda one: one[1])
    return [(node, [(key, rest or f"All of {node}") for key, _, _, rest in found]) for node, found in by_node]


def _values(data: StudyData, kind: AttributeKind) -> list[Choice]:
    return [(_value(kind.key, value), kind.label_of(value)) for value in data.sizes(kind.key)]


def _value(attribute: str, value: str) -> str:
    return f"{attribute}{_BETWEEN}{value}"


def _only(chosen: Iterable[str]) -> Iterable[Only]:
    """One for each attribute: its ticked values."""
    together: dict[str, list[str]] = {}
    for one in chosen:
        attribute, value = _parts(one)
        together.setdefault(attribute, []).append(value)
    return (Only(attribute, tuple(values)) for attribute, values in together.items())


def _parts(written: str) -> tuple[str, str]:
    attribute, _, value = written.partition(_BETWEEN)
    return attribute, value


class ShowForm(forms.Form):
    """What stands in the table, and of when, read from the address. Until somebody chose there, it is as usual."""

    of = forms.ChoiceField(label="Data", required=False)
    show = forms.MultipleChoiceField(
        label="Beside n of N", choices=Statistic.choices(), required=False, widget=forms.CheckboxSelectMultiple
    )
    order = forms.ChoiceField(label="Order of the rows", choices=[("", "As asked"), *Order.choices()], required=False)
    asked = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, snapshots: Iterable[Snapshot], address: QueryDict) -> None:
        chosen = address.copy()
        if "asked" not in chosen:
            chosen["asked"] = "1"
            chosen.setlist("show", [one.value for one in USUAL])
        super().__init__(chosen)
        frozen = [(str(one.pk), f"Snapshot: {one.name} ({one.frameworks} frameworks)") for one in snapshots]
        self.fields["of"].choices = [("", "As they are now"), *frozen]  # type: ignore[attr-defined]

    @property
    def snapshot_id(self) -> str:
        return str(self.cleaned_data.get("of", "")) if self.is_valid() else ""

    @property
    def order_asked(self) -> Order | None:
        chosen = self.cleaned_data.get("order", "") if self.is_valid() else ""
        return Order(chosen) if chosen else None

    @property
    def statistics(self) -> tuple[Statistic, ...]:
        """In their own order."""
        if not self.is_valid():
            return USUAL
        return tuple(one for one in Statistic if one.value in self.cleaned_data["show"])


class NameForm(forms.Form):
    """A saved table's name, and who finds it."""

    name = forms.CharField(label="Name", max_length=SHORT)
    is_shared = forms.BooleanField(label="The whole team finds it", required=False)


class FreezeForm(forms.Form):
    snapshot_name = forms.CharField(
        label="Name of the snapshot", max_length=SHORT, help_text="For example: as sent to the journal."
    )


class WhyGoneForm(forms.Form):
    why = forms.ChoiceField(label="Why does it go?", choices=WhyGone.choices(), widget=forms.RadioSelect)
