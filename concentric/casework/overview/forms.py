"""What to show of the case list."""

from __future__ import annotations

from typing import Any

from concentric.casework.base import SHORT
from concentric.casework.cases.models import Case
from concentric.casework.overview.listing import UNKNOWN, Wanted
from concentric.method.instrument.grid import CONTEXTS
from concentric.method.instrument.vocabulary import Cohort, Level, Outcome
from concentric.web import forms

ANY = ("", "Any")


class CaseFilterForm(forms.Form):
    """The filters of the case list and of the counts. In an address none may ask for a name: search does."""

    reference = forms.CharField(label="Reference", max_length=SHORT, required=False)
    status = forms.ChoiceField(label="Status", choices=[ANY, *Case.Status.choices], required=False)
    cohort = forms.ChoiceField(label="Cohort", choices=[ANY, *Cohort.choices(), (UNKNOWN, "Not known")], required=False)
    level = forms.ChoiceField(label="Level of an incident", choices=[ANY, *Level.choices()], required=False)
    outcome = forms.ChoiceField(label="Outcome of an incident", choices=[ANY, *Outcome.choices()], required=False)
    context = forms.ChoiceField(
        label="Context recorded", choices=[ANY, *((c.key.value, c.label) for c in CONTEXTS)], required=False
    )
    opened_from = forms.DateField(label="Opened from", required=False, help_text="")
    opened_to = forms.DateField(label="Opened to", required=False, help_text="")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        since, until = cleaned.get("opened_from"), cleaned.get("opened_to")
        if since and until and since > until:
            self.add_error("opened_to", "This is before the first date.")
        return cleaned

    def wanted(self) -> Wanted:
        """What was asked for; everything while nothing or something unusable was."""
        return Wanted(**self.cleaned_data) if self.is_bound and self.is_valid() else Wanted()
