"""Forms of the list of frameworks and of their attributes."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.http import QueryDict

from concentric.method.exchange.framework_docx.refusal import UnreadableFile
from concentric.method.exchange.plain_text import clean
from concentric.method.exchange.spreadsheet_reading import MOST_BYTES, Table, read_table
from concentric.method.instrument.vocabulary import Cohort
from concentric.research.frameworks.attributes import NOT_KNOWN, Kind
from concentric.research.frameworks.classifying import Standing, Word, needs_reason
from concentric.research.frameworks.listing import UNKNOWN, Numbers, Wanted
from concentric.research.frameworks.models import LINE, SHORT
from concentric.web import forms

LARGEST_TABLE = 2_000_000  # characters, as it waits in the page to be confirmed


class FilterForm(forms.Form):
    """Which frameworks to show. Every choice says how many there are."""

    site = forms.ChoiceField(label="Site", required=False)
    cohort = forms.ChoiceField(label="Cohort", required=False)
    standing = forms.ChoiceField(label="In the study", required=False)
    confirm = forms.ChoiceField(label="Still to confirm", required=False)

    def __init__(self, data: QueryDict | None, numbers: Numbers, kinds: Sequence[Kind]) -> None:
        super().__init__(data)
        standing = (("in", "In"), ("out", "Left out"), ("gone", "Withdrawn or destroyed"))
        self._offer("site", [(letter, f"Site {letter}") for letter in numbers.site], numbers.site)
        self._offer("cohort", [*Cohort.choices(), (UNKNOWN, "Not known")], numbers.cohort)
        self._offer("standing", standing, numbers.standing)
        self._offer("confirm", [(kind.key, kind.label) for kind in kinds], numbers.confirm)

    def _offer(self, name: str, choices: Iterable[tuple[str, str]], numbers: Mapping[str, int]) -> None:
        counted = [(key, f"{label} ({numbers[key]})") for key, label in choices]
        self.fields[name].choices = [("", "Any"), *counted]  # type: ignore[attr-defined]

    def wanted(self) -> Wanted:
        """What was asked for; everything while nothing or something unusable was."""
        return Wanted(**self.cleaned_data) if self.is_bound and self.is_valid() else Wanted()


class WordsForm(forms.Form):
    """A word on each of several attributes, of one framework or of several. `about` pairs a name with what stands.

    Without `prefilled` a field left empty says nothing; `rest_as_proposed` then takes the proposals.
    """

    def __init__(self, data: QueryDict | None, about: Mapping[str, tuple[str, Standing]], *, prefilled: bool) -> None:
        super().__init__(data)
        self.about, self.prefilled = about, prefilled
        for name, (label, standing) in about.items():
            self.fields[f"value-{name}"] = _value_field(label, standing, prefilled=prefilled)
            self.fields[f"reason-{name}"] = forms.CharField(
                label="Why, if not as proposed", max_length=LINE, required=False
            )

    def clean(self) -> dict[str, Any]:
        asked = super().clean() or {}
        for name, (label, standing) in self.about.items():
            value = self._value(name)
            if value is not None and needs_reason(standing, value) and not asked.get(f"reason-{name}"):
                self.add_error(f"reason-{name}", f"{label}: say why it is not as proposed, or as it stood")
        return asked

    def words(self, *, rest_as_proposed: bool = False) -> dict[str, Word]:
        """What is said, by name."""
        said = {}
        for name, (_, standing) in self.about.items():
            value = self._value(name)
            if value is None and rest_as_proposed and standing.proposal.value:
                value = standing.proposal.value
            if value is not None:
                said[name] = Word(value, self.cleaned_data.get(f"reason-{name}", ""))
        return said

    def _value(self, name: str) -> str | None:
        """The value chosen, empty for one that is not known; None where nothing is said."""
        value: str = self.cleaned_data.get(f"value-{name}", "")
        if not value:
            return "" if self.prefilled else None
        return "" if value.casefold().replace(" ", "_") == NOT_KNOWN else value


def _value_field(label: str, standing: Standing, *, prefilled: bool) -> forms.Field:
    kind, proposed = standing.kind, standing.proposal.value
    if not kind.choices:
        return forms.CharField(
            label=label,
            max_length=SHORT,
            required=False,
            initial=standing.value if prefilled else "",
            help_text=""
            if prefilled
            else "Leave it empty to say nothing; “not known” where the framework does not tell.",
        )
    choices = [(key, f"{text} (proposed)" if key == proposed else text) for key, text in kind.choices]
    return forms.ChoiceField(
        label=label,
        choices=[*choices, (NOT_KNOWN, "Not known")],
        required=False,
        initial=(standing.value or NOT_KNOWN) if prefilled else None,
        widget=forms.Select if prefilled else forms.RadioSelect,
        help_text=standing.proposal.why,
    )


class AttributeForm(forms.Form):
    label = forms.CharField(label="Name of the attribute", max_length=SHORT)


class SheetForm(forms.Form):
    """A spreadsheet of attributes. `cleaned_data["file"]` is the table read."""

    file = forms.FileField(
        label="Spreadsheet",
        help_text="Excel (.xlsx) or CSV. The first column holds codes of frameworks, the first row names.",
    )
    add_columns = forms.BooleanField(
        label="Add columns that the study does not know as attributes of its own", required=False
    )

    def clean_file(self) -> Table:
        try:
            table = read_table(self.cleaned_data["file"].read(MOST_BYTES + 1))
        except UnreadableFile as refusal:
            raise forms.ValidationError(refusal.reason) from None
        if len(table[0]) < 2 or len(table) < 2:
            raise forms.ValidationError("The table needs a row of names, and at least one code and one attribute.")
        if len(json.dumps(table)) > LARGEST_TABLE:
            raise forms.ValidationError("The table is too large to check at once. Divide it.")
        return table


class ConfirmSheetForm(forms.Form):
    """The table as it was shown, and the word to carry it out. `cleaned_data["table"]` is the table."""

    table = forms.CharField(widget=forms.HiddenInput, max_length=LARGEST_TABLE)
    add_columns = forms.BooleanField(widget=forms.HiddenInput, required=False)
    reason = forms.CharField(
        label="Where these values come from",
        max_length=LINE,
        widget=forms.Textarea,
        help_text="It stands beside each value as the reason.",
        error_messages={"required": "Say where these values come from"},
    )

    def clean_table(self) -> Table:
        """Checked again: what a page sends back may be anything."""
        try:
            table = json.loads(self.cleaned_data["table"])
        except (ValueError, RecursionError):
            table = None
        rows = table if isinstance(table, list) and all(isinstance(row, list) for row in table) else []
        cells = all(isinstance(cell, str) and len(cell) <= LINE for row in rows for cell in row)
        if len(rows) < 2 or not cells or len({len(row) for row in rows}) > 1 or len(rows[0]) < 2:
            raise forms.ValidationError("The table did not come back whole. Upload the spreadsheet again.")
        return [[_plain(cell) for cell in row] for row in rows]


def _plain(cell: str) -> str:
    return " ".join(clean(cell).split())
