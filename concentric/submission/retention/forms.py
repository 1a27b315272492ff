"""Forms about how long records are kept."""

from __future__ import annotations

from concentric.casework.base import LINE, SHORT
from concentric.web import forms
from concentric.web.proof import ProofForm

NO_NAMES = "Whoever decides about retention reads this, and need not know the young person: name nobody."


class FindForm(forms.Form):
    """A record by its reference, due or not."""

    reference = forms.CharField(label="Reference", max_length=SHORT, help_text="Of a case, or of a referral.")


class ExtendForm(forms.Form):
    """Until when, and why."""

    until = forms.DateField(label="Keep it until")
    reason = forms.CharField(label="Why", max_length=LINE, widget=forms.Textarea, help_text=NO_NAMES)


class HoldForm(forms.Form):
    """Why a case is put on hold, or is no longer."""

    reason = forms.CharField(label="Why", max_length=LINE, widget=forms.Textarea, help_text=NO_NAMES)


class DestroyForm(ProofForm):
    """The second person's word."""

    agreed = forms.BooleanField(label="Destroy it. I have checked that nothing stands against it")
    not_agreed = "Tick the box to destroy it."
    not_done = "Nothing was destroyed."
