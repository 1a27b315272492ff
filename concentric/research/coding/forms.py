"""What a coder types: a code, the words it is for, another place, a memo."""

from __future__ import annotations

import uuid
from typing import Any

from concentric.foundation.permissions.checks import Refusal
from concentric.method.instrument.grid import COLUMNS, CONTEXTS, ColumnKey, ContextKey
from concentric.method.instrument.vocabulary import Cohort
from concentric.method.records.codebook import TreeCode
from concentric.research.coding.listing import Standing
from concentric.research.coding.memos import mark_of
from concentric.research.coding.models import Coder, Coding
from concentric.research.coding.naming import Names
from concentric.research.coding.picking import codes_called, span_of
from concentric.research.frameworks.models import SHORT, TEXT, Entry, Site, Study
from concentric.web import forms


class SpanForm(forms.Form):
    """Which code points of an entry; neither for the whole of it. The page's script fills this in."""

    start = forms.IntegerField(required=False, min_value=0, max_value=10_000_000, widget=forms.HiddenInput)
    end = forms.IntegerField(required=False, min_value=1, max_value=10_000_000, widget=forms.HiddenInput)

    def span(self) -> tuple[int | None, int | None]:
        return self.cleaned_data["start"], self.cleaned_data["end"]


class ApplyForm(SpanForm):
    """A code by its id, or by what was typed of it; for the whole entry, for code points, or for words of it.

    After a name that several codes answer to, `alike` holds them, to choose from.
    """

    code = forms.UUIDField(required=False, widget=forms.HiddenInput)
    called = forms.CharField(label="Code", max_length=SHORT, required=False)
    words = forms.CharField(
        label="Only these words", max_length=TEXT, required=False, help_text="As they stand. Empty: the whole entry."
    )
    coding_id = forms.UUIDField(required=False, widget=forms.HiddenInput)

    alike: list[TreeCode]

    def __init__(self, *args: Any, entry: Entry, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.entry, self.alike = entry, []

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or {}
        if not found.get("code") and "called" not in self.errors:
            self._called(found)
        if found.get("words"):
            try:
                found["start"], found["end"] = span_of(found["words"], self.entry.text)
            except Refusal as refusal:
                self.add_error("words", refusal.reason)
        return found

    def _called(self, found: dict[str, Any]) -> None:
        typed = found.get("called", "")
        self.alike = codes_called(self.entry.framework.study, typed) if typed else []
        if len(self.alike) == 1:
            found["code"] = self.alike[0].id
        elif self.alike:
            self.add_error("called", "More than one code is called that. Choose one of them.")
        else:
            unknown = "No code is called that. Type another, or make it with “A new code” below."
            self.add_error("called", unknown if typed else "Type the name of a code.")


class PlaceForm(forms.Form):
    """Where an entry belongs."""

    context = forms.ChoiceField(label="Context", choices=[(one.key.value, one.label) for one in CONTEXTS])
    column = forms.ChoiceField(label="Column", choices=[(one.key.value, one.label) for one in COLUMNS])

    def place(self) -> dict[str, Any]:
        """As `re_place` takes it."""
        found = self.cleaned_data
        return {"context": ContextKey(found["context"]), "column": ColumnKey(found["column"])}


class AsReadForm(forms.Form):
    """Other words for some that were read; `mark` stands for those. `theirs`: what somebody else wrote meanwhile."""

    mark = forms.CharField(max_length=16, required=False, widget=forms.HiddenInput)

    called, main_field = "memo", "text"
    theirs = ""

    def meet(self, theirs: str) -> None:
        """Say beside the words typed that there are others. Kept once more, they take the place of these."""
        self.theirs = theirs
        self.data = {**self.data.dict(), "mark": mark_of(theirs)}
        said = f"Somebody changed this {self.called} while you wrote. Look at what it says now."
        self.add_error(self.main_field, f"{said} Keep yours again if it is to stand instead.")


class MemoForm(AsReadForm):
    """Other words for a memo."""

    text = forms.CharField(label="Memo", max_length=TEXT, required=False, widget=forms.Textarea)


class NoteForm(MemoForm):
    """The memo on one coding."""

    def __init__(self, *args: Any, coding: Coding, **kwargs: Any) -> None:
        super().__init__(*args, auto_id=f"note-{coding.pk}-%s", **kwargs)
        self.coding = coding


class NewMemoForm(forms.Form):
    text = forms.CharField(label="Memo", max_length=TEXT, widget=forms.Textarea)


class NewCodeForm(SpanForm):
    """A detail that was met for the first time, below a code of the beginning."""

    name = forms.CharField(label="Name of the new code", max_length=SHORT)
    under = forms.ChoiceField(label="Below")

    def __init__(self, *args: Any, below: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["under"].choices = below  # type: ignore[attr-defined]

    def under_id(self) -> uuid.UUID:
        return uuid.UUID(self.cleaned_data["under"])


def below_choices(names: Names) -> list[tuple[str, str]]:
    """Codes of the beginning with their paths, for `NewCodeForm`."""
    return [(str(code.id), code.path) for code in names.places().values()]


class StudyMemoForm(NewMemoForm):
    """A memo on the study, or on the code that is named."""

    called = forms.CharField(
        label="On the code", max_length=SHORT, required=False, help_text="Empty: on the study as a whole."
    )
    code_id: Any = None

    def __init__(self, *args: Any, study: Study, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.study = study

    def clean_called(self) -> str:
        typed = str(self.cleaned_data["called"])
        found = codes_called(self.study, typed) if typed else []
        if typed and len(found) != 1:
            said = "More than one code is" if found else "No code is"
            raise forms.ValidationError(f"{said} called that. Type the whole path of one, for example Risks › Peer.")
        self.code_id = found[0].id if found else None
        return typed


class ReplayForm(forms.Form):
    """Undo and redo: the entry that was in hand, and the step to leave as it is."""

    entry = forms.UUIDField(required=False)
    past = forms.UUIDField(required=False)


class LookedAtForm(forms.Form):
    """The last version whose changes the page showed."""

    version = forms.IntegerField(min_value=1, max_value=32_767, widget=forms.HiddenInput)


class ListForm(forms.Form):
    """What the list of frameworks is narrowed by."""

    standing = forms.ChoiceField(label="How far", required=False, choices=[("", "Any"), *Standing.choices()])
    site = forms.ModelChoiceField(label="Site", required=False, queryset=Site.objects.none(), empty_label="Any")
    cohort = forms.ChoiceField(label="Cohort", required=False, choices=[("", "Any"), *Cohort.choices()])
    coder = forms.ModelChoiceField(
        label="Coded by", required=False, queryset=Coder.objects.none(), empty_label="Anybody"
    )

    def __init__(self, *args: Any, study: Study, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["site"].queryset = study.sites.all()  # type: ignore[attr-defined]
        self.fields["coder"].queryset = study.coders.all()  # type: ignore[attr-defined]
