"""Forms of briefings."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from concentric.method.analysis.disclosure.release import Policy
from concentric.research.briefings.parts import CHOICES
from concentric.research.frameworks.models import SHORT, TEXT
from concentric.web import forms


class TitleForm(forms.Form):
    """What a new briefing is called."""

    title = forms.CharField(label="Title", max_length=SHORT)


class WordsForm(forms.Form):
    """The author's words of one part."""

    words = forms.CharField(label="Your words", max_length=TEXT, required=False, widget=forms.Textarea)
    version = forms.IntegerField(widget=forms.HiddenInput)


class SetUpForm(forms.Form):
    """Its title and parts, and which counts are small."""

    title = forms.CharField(label="Title", max_length=SHORT)
    parts = forms.MultipleChoiceField(
        label="What is in it",
        choices=CHOICES,
        widget=forms.CheckboxSelectMultiple,
    )
    largest = forms.IntegerField(
        label="Hide counts from 1 to",
        min_value=2,
        max_value=20,
        help_text="4 unless your ethics approval says otherwise. Whatever gives a hidden count back is hidden too.",
    )
    open_values = forms.IntegerField(
        label="Values left open",
        min_value=2,
        max_value=10,
        help_text="How many numbers a hidden count may still be, for somebody who works with all that is shown.",
    )
    complements = forms.BooleanField(
        label="Hide “all but a few” too",
        required=False,
        help_text="24 of 25 says something of one young person, as 1 of 25 does.",
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def policy(self) -> Policy:
        asked = self.cleaned_data
        return replace(
            Policy(), largest=asked["largest"], open_values=asked["open_values"], complements=asked["complements"]
        )


class ReleaseForm(forms.Form):
    """Somebody read it to the end before it goes out."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    is_read = forms.BooleanField(
        label="I have read the whole briefing, and no sentence of ours describes a case that somebody could recognise",
        error_messages={"required": "Read the briefing to the end, and tick that you have"},
    )

    def __init__(self, *args: Any, has_own_words: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if has_own_words:
            self.fields["numbers"] = forms.BooleanField(
                label="I have checked our own words against what is hidden, with each number in them",
                error_messages={"required": "Check your own words, with each number in them, and tick that you have"},
            )
