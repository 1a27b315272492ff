"""Forms of what researchers import: Word files, and what was said in the de-brief."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from concentric.method.exchange.framework_docx.package import MAX_FILE, MEGABYTE
from concentric.research.frameworks.debrief import Why
from concentric.research.frameworks.forms import ManyFilesField
from concentric.research.frameworks.models import LINE, SHORT, TEXT, Study
from concentric.research.frameworks.word_files import CODE_RULE, places
from concentric.research.frameworks.word_reading import looks_identifying
from concentric.web import forms

MOST_FILES = 50


class SiteField(forms.ChoiceField):
    """A site of the study, by its letter."""

    def __init__(self) -> None:
        super().__init__(label="Site")

    def offer(self, study: Study) -> None:
        letters = study.sites.order_by("pk").values_list("letter", flat=True)
        self.choices = [("", "Choose one"), *((letter, f"Site {letter}") for letter in letters)]


class WordFilesForm(forms.Form):
    site = SiteField()
    word = ManyFilesField(
        label="Word files",
        help_text=f"Completed frameworks (.docx), up to {MOST_FILES} at once, {MAX_FILE // MEGABYTE} MB each.",
    )

    def __init__(self, *args: Any, study: Study) -> None:
        super().__init__(*args)
        self.fields["site"].offer(study)  # type: ignore[attr-defined]

    def clean_word(self) -> list[Any]:
        files: list[Any] = self.cleaned_data["word"]
        if len(files) > MOST_FILES:
            raise forms.ValidationError(f"These are more than {MOST_FILES} files. Give them in parts.")
        return files

    def contents(self) -> Iterator[tuple[str, bytes]]:
        """Each file's name and content, one in memory at a time; one that is too large is cut where that shows."""
        for file in self.cleaned_data["word"]:
            yield file.name, file.read(MAX_FILE + 1)


class PieceForm(forms.Form):
    """One piece of a Word file: its words and its place."""

    text = forms.CharField(
        label="Words",
        max_length=TEXT,
        required=False,
        widget=forms.Textarea,
        help_text="Take out or replace what could identify somebody. Empty it to leave the piece out of the study.",
    )
    place = forms.ChoiceField(label="Place", choices=places(), required=False)


class TakeInForm(forms.Form):
    """A checked Word file on its way into the study."""

    code = forms.CharField(
        label="Code", max_length=20, required=False, help_text=f"{CODE_RULE} Left empty, one is made."
    )
    included = forms.TypedChoiceField(
        label="This framework is",
        choices=[("yes", "In the study"), ("no", "Left out")],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label="Why",
        max_length=LINE,
        widget=forms.Textarea,
        help_text="A Word file tells the inclusion rule too little to judge by, so a researcher does.",
        error_messages={"required": "Say why"},
    )
    read_through = forms.BooleanField(
        label="I have read all of it. It names nobody, and nothing in it says who a child is.",
        error_messages={"required": "Read the file through first: what is taken in is seen by the whole team"},
    )
    identifies_nobody = forms.BooleanField(
        error_messages={"required": "Change what could say who somebody is, or say that none of it does"}
    )

    def __init__(self, *args: Any, found: int) -> None:
        """`found`: how many things still look identifying; without any, nothing is asked about them."""
        super().__init__(*args)
        if found:
            asked = f"I have looked at what looks identifying ({found}). None of it says who somebody is."
            self.fields["identifies_nobody"].label = asked
        else:
            del self.fields["identifies_nobody"]


class ReflectionForm(forms.Form):
    """What a professional said in the de-brief. What looks identifying has to be looked at before it is kept."""

    site = SiteField()
    question = forms.CharField(label="Question", max_length=SHORT, help_text="As it was put, the same for all sites.")
    text = forms.CharField(label="What was said", max_length=TEXT, widget=forms.Textarea)
    looked_at = forms.BooleanField(label="I have looked at these words. They identify nobody.", required=False)

    def __init__(self, *args: Any, study: Study) -> None:
        super().__init__(*args)
        self.fields["site"].offer(study)  # type: ignore[attr-defined]
        self.suspect: list[str] = []

    def clean(self) -> dict[str, Any]:
        asked = super().clean() or {}
        text = asked.get("text", "")
        self.suspect = list(dict.fromkeys(text[span.start : span.end] for span in looks_identifying(text)))
        if self.suspect and not asked.get("looked_at"):
            self.add_error("looked_at", "Some words look identifying: replace them, or say that you looked at them")
        return asked


class WhyForm(forms.Form):
    why = forms.ChoiceField(label="Why", choices=Why.choices(), widget=forms.RadioSelect)
