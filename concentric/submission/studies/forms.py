"""Forms of the studies a partnership sends to."""

from __future__ import annotations

from concentric.method.exchange.study_card import MOST_BYTES, StudyCard, UnreadableCardError, read_study_card
from concentric.web import forms


class CardForm(forms.Form):
    """A study's card. `cleaned_data["file"]` is read."""

    file = forms.FileField(label="Study card", help_text="The .json file that the study sent you.")

    def clean_file(self) -> StudyCard:
        try:
            return read_study_card(self.cleaned_data["file"].read(MOST_BYTES + 1))
        except UnreadableCardError as fault:
            raise forms.ValidationError(str(fault)) from None


class CodeForm(forms.Form):
    """A one-time joining code."""

    code = forms.CharField(
        label="Joining code",
        max_length=40,
        help_text="Ten letters and figures that the study’s lead gave you. Spaces do not matter.",
    )
