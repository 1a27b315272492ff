"""Forms of the import."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone

from concentric.casework.base import SHORT
from concentric.casework.cases.forms import MembershipField
from concentric.casework.imports.actions import Held
from concentric.foundation.accounts.models import Membership, Role
from concentric.foundation.accounts.queries import active_members
from concentric.foundation.accounts.viewer import Viewer
from concentric.web import forms


class UploadForm(forms.Form):
    """The completed framework."""

    file = forms.FileField(label="Completed framework", help_text="A Word document (.docx) of up to 20 MB.")


class HeldForm(forms.Form):
    """The meeting that the framework is the record of."""

    type_name = forms.CharField(label="Kind of meeting", max_length=SHORT, initial="MAP meeting")
    held_on = forms.DateField(label="Date of the meeting")
    chair = MembershipField(label="Chair", queryset=Membership.objects.none(), empty_label="Choose one")
    minute_taker = MembershipField(label="Minute-taker", queryset=Membership.objects.none(), empty_label="Choose one")

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["chair"].queryset = active_members(viewer, Role.CHAIR)  # type: ignore[attr-defined]
        self.fields["minute_taker"].queryset = active_members(viewer)  # type: ignore[attr-defined]

    def clean_held_on(self) -> dt.date:
        day: dt.date = self.cleaned_data["held_on"]
        if day > timezone.localdate():
            raise forms.ValidationError("A completed framework is of a meeting that has been held. Check the date.")
        return day

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("chair") and cleaned.get("chair") == cleaned.get("minute_taker"):
            self.add_error("minute_taker", "The minute-taker cannot be the chair.")
        return cleaned

    def held(self) -> Held:
        """What the form says. Midnight stands for a time of day that nobody stated; pages and files leave it out."""
        asked = self.cleaned_data
        midnight = timezone.make_aware(dt.datetime.combine(asked["held_on"], dt.time()))
        return Held(asked["type_name"], midnight, asked["chair"], asked["minute_taker"])
