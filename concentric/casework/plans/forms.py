"""Forms of the tracker."""

from __future__ import annotations

from typing import Any

from concentric.casework.base import LINE
from concentric.casework.plans.queries import Wanted
from concentric.foundation.accounts import queries as accounts
from concentric.foundation.accounts.models import Agency
from concentric.foundation.accounts.viewer import Viewer
from concentric.method.instrument.grid import CONTEXTS
from concentric.method.instrument.vocabulary import ActionStatus
from concentric.web import forms


class TrackerForm(forms.Form):
    """What of the tracker to show."""

    whose = forms.ChoiceField(label="Whose", required=False)
    status = forms.ChoiceField(
        label="Status", choices=[("", "Any"), *ActionStatus.choices()], required=False, initial=ActionStatus.OPEN.value
    )
    context = forms.ChoiceField(
        label="Context", choices=[("", "Any"), *((c.key.value, c.label) for c in CONTEXTS)], required=False
    )
    agency = forms.ModelChoiceField(label="Agency", queryset=Agency.objects.none(), required=False, empty_label="Any")
    overdue = forms.BooleanField(label="Overdue only", required=False)

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        everyone = "The whole partnership's" if viewer.sees_every_case else "All that I can see"
        self.fields["whose"].choices = [  # type: ignore[attr-defined]
            ("mine", "Mine"),
            ("agency", f"My agency: {viewer.agency.name}"),
            ("all", everyone),
        ]
        self.fields["agency"].queryset = accounts.agencies(viewer)  # type: ignore[attr-defined]
        self.usual = Wanted(whose="all" if viewer.sees_every_case else "mine")

    def wanted(self) -> Wanted:
        """What was asked for; without asking, what the viewer most likely came for."""
        if not self.is_bound or not self.is_valid():
            return self.usual
        asked = self.cleaned_data
        return Wanted(
            whose=asked["whose"] or self.usual.whose,
            status=asked["status"],
            context=asked["context"],
            agency=asked["agency"].pk if asked["agency"] else None,
            overdue=asked["overdue"],
        )


class StatusForm(forms.Form):
    """How an action went."""

    status = forms.ChoiceField(label="Where it stands", choices=ActionStatus.choices(), widget=forms.RadioSelect)
    reason = forms.CharField(
        label="Why",
        help_text="Needed when circumstances changed or it was not done.",
        max_length=LINE,
        required=False,
        widget=forms.Textarea,
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        needs_reason = cleaned.get("status") in {ActionStatus.CHANGED.value, ActionStatus.NOT_DONE.value}
        if needs_reason and not cleaned.get("reason") and "reason" not in self.errors:
            self.add_error("reason", "Say why, so that the review meeting knows.")
        return cleaned
