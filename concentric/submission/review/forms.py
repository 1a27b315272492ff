"""Forms of the review."""

from __future__ import annotations

from typing import Any

from concentric.casework.base import LINE, SHORT
from concentric.casework.cases.models import CasePerson
from concentric.submission.review.actions import Marked
from concentric.submission.review.attributes import CHOICES, How
from concentric.submission.studies.models import StudyLink
from concentric.web import forms

HOW_LABELS = {How.AS_IS: "As it is", How.WIDER: "Wider", How.OUT: "Leave it out"}


class BeginForm(forms.Form):
    """Which study it goes to."""

    study = forms.ModelChoiceField(queryset=StudyLink.objects.none(), label="Study", empty_label="Choose one")

    def __init__(self, *args: Any, studies: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["study"].queryset = studies  # type: ignore[attr-defined]


class DecideForm(forms.Form):
    """What becomes of one finding. Each way has its own button."""

    WAYS = (("replace", "Replace"), ("keep", "Keep"), ("other", "Other words"))

    way = forms.ChoiceField(choices=WAYS)
    words = forms.CharField(label="Other words to put there", max_length=SHORT, required=False)
    everywhere = forms.BooleanField(label="Everywhere in this case", required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("way") == "other" and not cleaned.get("words"):
            self.add_error("words", "Type the words that should stand there instead")
        return cleaned


class MarkForm(forms.Form):
    """Words that the scan missed."""

    words = forms.CharField(
        label="The words, as they stand in the text",
        help_text="They are replaced wherever they stand, in capitals or not.",
        max_length=SHORT,
    )
    kind = forms.ChoiceField(
        label="What are they?",
        choices=[
            (Marked.PERSON.value, "Somebody"),
            (Marked.PLACE.value, "A place"),
            (Marked.OTHER.value, "Something else"),
        ],
        widget=forms.RadioSelect,
        initial=Marked.PERSON.value,
    )
    replacement = forms.CharField(
        label="What should stand there instead",
        help_text="Leave it empty for a new pseudonym, such as Person 2.",
        max_length=SHORT,
        required=False,
    )


class PersonForm(forms.Form):
    """Somebody who was not on the case."""

    name = forms.CharField(label="Name", max_length=SHORT)
    kind = forms.ChoiceField(label="Who they are", choices=CasePerson.Kind.choices, widget=forms.RadioSelect)
    relation = forms.CharField(
        label="Relation to the young person", max_length=SHORT, help_text="For example: mother, friend, youth worker"
    )


class SendBackForm(forms.Form):
    note = forms.CharField(label="What should be looked at again", max_length=LINE, widget=forms.Textarea)


class StopForm(forms.Form):
    reason = forms.CharField(label="Why it is stopped", max_length=LINE, widget=forms.Textarea)


class AttributesForm(forms.Form):
    """One offered way for each attribute."""

    def __init__(self, *args: Any, labels: dict[str, dict[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, (label, ways) in CHOICES.items():
            choices = [(how.value, labels[name][how.value]) for how in ways]
            self.fields[name] = forms.ChoiceField(label=label, choices=choices, widget=forms.RadioSelect)
