"""Forms for arranging a meeting, and for what an agency adds beforehand."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone

from concentric.casework.base import LINE, SHORT
from concentric.casework.cases.forms import ASK, MembershipField
from concentric.casework.cases.models import Case
from concentric.casework.cases.queries import colleagues
from concentric.casework.contexts.models import Context
from concentric.casework.contexts.queries import for_case
from concentric.casework.meetings.drafts import EntryDraft, Invalid
from concentric.casework.meetings.models import Meeting
from concentric.casework.process.queries import process_of
from concentric.foundation.accounts.models import Agency, Membership, Role
from concentric.foundation.accounts.viewer import Viewer
from concentric.method.instrument.grid import COLUMNS, CONTEXTS, ColumnKey
from concentric.method.instrument.vocabulary import Basis, Sharing
from concentric.web import forms


def put_errors(form: forms.Form, fault: Invalid) -> None:
    """Put what a verb found wrong beside the fields."""
    for field, message in fault.errors.items():
        form.add_error(field if field in form.fields else None, message)


class DetailsForm(forms.Form):
    """When, where, and who runs it."""

    day = forms.DateField(label="Date")
    time = forms.TimeField(label="Time")
    minutes_long = forms.IntegerField(label="Length in minutes", min_value=1, max_value=24 * 60, initial=90)
    place = forms.CharField(
        label="Place or link",
        max_length=LINE,
        required=False,
        help_text="It goes into the calendar file that is e-mailed, so name nobody here.",
    )
    chair = MembershipField(queryset=Membership.objects.none(), label="Chair", empty_label="Choose one")
    minute_taker = MembershipField(
        queryset=Membership.objects.none(),
        label="Minute-taker",
        empty_label="Choose one",
        help_text="Somebody other than the chair",
    )

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chairs = colleagues(viewer, Role.CHAIR, Role.COORDINATOR)
        self.fields["chair"].queryset = chairs  # type: ignore[attr-defined]
        self.fields["minute_taker"].queryset = colleagues(viewer)  # type: ignore[attr-defined]

    def details(self) -> dict[str, Any]:
        """What the verbs take."""
        given = self.cleaned_data
        local = dt.datetime.combine(given["day"], given["time"])
        return {
            "starts_at": timezone.make_aware(local),
            **{name: given[name] for name in ("minutes_long", "place", "chair", "minute_taker")},
        }


class ConveneForm(DetailsForm):
    """A new meeting. `previous` makes it the review of an earlier one."""

    field_order = ("type_key",)
    type_key = forms.ChoiceField(label="Type of meeting", widget=forms.RadioSelect)
    previous = forms.ModelChoiceField(
        label="Review of",
        queryset=Meeting.objects.none(),
        required=False,
        empty_label="None: this is not a review",
        help_text="A review starts from what was open, and shows what changed in each context since.",
    )

    def __init__(self, *args: Any, viewer: Viewer, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, viewer=viewer, **kwargs)
        types = process_of(case.partnership).meeting_types
        held = Meeting.objects.filter(case=case, status__in=(Meeting.Status.CLOSED, Meeting.Status.SIGNED))
        self.fields["type_key"].choices = [(each.key, each.name) for each in types]  # type: ignore[attr-defined]
        self.fields["previous"].queryset = held  # type: ignore[attr-defined]
        self.fields["previous"].label_from_instance = _meeting_label  # type: ignore[attr-defined]


def _meeting_label(meeting: Meeting) -> str:
    return f"{meeting.type_name}, {timezone.localtime(meeting.starts_at):%-d %B %Y}"


class CancelForm(forms.Form):
    reason = forms.CharField(
        label="Why is the meeting cancelled", max_length=LINE, widget=forms.Textarea, help_text="Kept with the meeting."
    )


class InviteForm(forms.Form):
    """A member, or a guest by name."""

    membership = MembershipField(
        queryset=Membership.objects.none(), label="Member", required=False, empty_label="Choose one, or a guest below"
    )
    name = forms.CharField(label="Guest’s name", max_length=SHORT, required=False)
    agency = forms.ModelChoiceField(
        label="Guest’s agency", queryset=Agency.objects.none(), required=False, empty_label="None of these"
    )
    part = forms.CharField(
        label="Their part", max_length=SHORT, required=False, help_text="For example: designated safeguarding lead"
    )

    def __init__(self, *args: Any, viewer: Viewer, meeting: Meeting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        listed = meeting.attendance.filter(membership__isnull=False).values("membership_id")
        agencies = Agency.objects.filter(partnership_id=viewer.partnership_id, is_active=True)
        self.fields["membership"].queryset = colleagues(viewer).exclude(pk__in=listed)  # type: ignore[attr-defined]
        self.fields["agency"].queryset = agencies  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any] | None:
        given = super().clean()
        if not self.errors and not self.cleaned_data.get("membership") and not self.cleaned_data.get("name"):
            self.add_error("membership", "Choose a member, or enter a guest’s name below")
        return given


class BeforehandForm(forms.Form):
    """One entry, added before the meeting. Planned actions are left to the meeting, which makes them together."""

    entry_id = forms.UUIDField(widget=forms.HiddenInput)
    # Neither is chosen already: a fact would too easily stay with the individual.
    context = forms.ChoiceField(label="Context", choices=[ASK, *((each.key.value, each.label) for each in CONTEXTS)])
    column = forms.ChoiceField(
        label="What it is",
        choices=[ASK, *((each.key.value, each.label) for each in COLUMNS if each.key != ColumnKey.ACTIONS)],
    )
    text = forms.CharField(
        label="What you know",
        max_length=LINE,
        widget=forms.Textarea,
        help_text="One thing at a time. Write what it means for the young person; never describe a sexual act.",
    )
    instance = forms.ModelChoiceField(
        label="Which one",
        queryset=Context.objects.none(),
        required=False,
        empty_label="None of these",
        help_text="The home, peer group, school or place it is about",
    )
    basis = forms.ChoiceField(label="It is", choices=Basis.choices(), widget=forms.RadioSelect, initial=Basis.FACT)
    sharing = forms.ChoiceField(
        label="Who may receive it",
        choices=Sharing.choices(),
        widget=forms.RadioSelect,
        initial=Sharing.EVERYONE,
    )
    sharing_agencies = forms.ModelMultipleChoiceField(
        label="Named agencies",
        queryset=Agency.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Only with “named agencies” above. Your own and those who produce the minutes always see it.",
    )

    def __init__(self, *args: Any, viewer: Viewer, meeting: Meeting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        instances = for_case(viewer, meeting.case)
        agencies = Agency.objects.filter(partnership_id=viewer.partnership_id, is_active=True)
        self.fields["instance"].queryset = instances  # type: ignore[attr-defined]
        self.fields["sharing_agencies"].queryset = agencies  # type: ignore[attr-defined]

    def draft(self, viewer: Viewer) -> EntryDraft:
        """The entry as typed, marked as the viewer's agency's."""
        given = self.cleaned_data
        return EntryDraft(
            source=viewer.agency,
            sharing_agencies=tuple(given["sharing_agencies"]),
            **{name: given[name] for name in ("context", "column", "text", "instance", "basis", "sharing")},
        )
