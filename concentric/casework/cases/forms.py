"""Forms about a case."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone

from concentric.casework.base import SHORT, TEXT
from concentric.casework.cases.approximate import ApproximateDateField
from concentric.casework.cases.models import Case, CasePerson
from concentric.casework.cases.queries import colleagues, current_involvements
from concentric.foundation.accounts.models import Agency, Membership, Role
from concentric.foundation.accounts.viewer import Viewer
from concentric.method.instrument.vocabulary import (
    AgeGap,
    Characteristic,
    Cohort,
    Company,
    HarmedRelation,
    IncidentRole,
    Level,
    Outcome,
    Setting,
)
from concentric.web import forms

ASK = ("", "Choose one")


class BirthField(forms.DateField):
    """A date of birth: past, and of somebody alive."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(label="Date of birth", help_text="For example, 27 3 2011 or 27 March 2011", **kwargs)

    def clean(self, value: Any) -> dt.date | None:
        born: dt.date | None = super().clean(value)
        if born and born > timezone.localdate():
            raise forms.ValidationError("A date of birth is in the past. Check the year.")
        if born and born.year < timezone.localdate().year - 120:
            raise forms.ValidationError("Check the year: this is more than 120 years ago.")
        return born


class DetailsForm(forms.Form):
    given_name = forms.CharField(label="First name", max_length=SHORT)
    family_name = forms.CharField(label="Last name", max_length=SHORT)
    known_as = forms.CharField(label="Known as", max_length=SHORT, required=False)
    date_of_birth = BirthField(required=False)
    gender = forms.CharField(label="Gender", max_length=40, required=False)


class MembershipField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A colleague, shown with their agency."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.user.name}, {obj.agency.name}"


class LeadForm(forms.Form):
    lead = MembershipField(queryset=Membership.objects.none(), label="Lead professional", empty_label="Choose one")

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["lead"].queryset = colleagues(viewer, Role.LEAD_PROFESSIONAL)  # type: ignore[attr-defined]


class AgenciesForm(forms.Form):
    agencies = forms.ModelMultipleChoiceField(
        queryset=Agency.objects.none(),
        label="Agencies involved",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="This does not let anyone see the case. Name people under Who may see it.",
    )

    def __init__(self, *args: Any, viewer: Viewer, case: Case, **kwargs: Any) -> None:
        super().__init__(
            *args, initial={"agencies": list(case.case_agencies.values_list("agency", flat=True))}, **kwargs
        )
        own = Agency.objects.filter(partnership_id=viewer.partnership_id)
        self.fields["agencies"].queryset = own  # type: ignore[attr-defined]


class ReasonForm(forms.Form):
    """A decision about a case, and why."""

    reason = forms.CharField(label="Reasons", max_length=TEXT, widget=forms.Textarea)


class PersonForm(forms.Form):
    name = forms.CharField(label="Name", max_length=SHORT)
    known_as = forms.CharField(label="Known as", max_length=SHORT, required=False)
    kind = forms.ChoiceField(
        label="Who they are",
        choices=CasePerson.Kind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Say who they are"},
    )
    relation = forms.CharField(
        label="Relation to the young person",
        max_length=SHORT,
        help_text="For example: mother, older brother, friend from school, youth worker",
    )
    in_household = forms.BooleanField(label="Lives in the same household", required=False)
    date_of_birth = BirthField(required=False)


class IncidentForm(forms.Form):
    """Closed answers only: no description of an act is asked for."""

    when = ApproximateDateField(label="When it happened", required=False)
    company = forms.ChoiceField(
        label="Alone or with others",
        choices=Company.choices(),
        widget=forms.RadioSelect,
        help_text="With others: two or more acting together, in front of each other, or with a shared purpose",
        error_messages={"required": "Say whether it was alone or with others, or that it is not known"},
    )
    role = forms.ChoiceField(label="The young person’s part", choices=IncidentRole.choices(), widget=forms.RadioSelect)
    level = forms.ChoiceField(label="Level on Hackett’s continuum", choices=Level.choices(), widget=forms.RadioSelect)
    relation = forms.ChoiceField(
        label="Who was harmed, to the young person",
        choices=[ASK, *HarmedRelation.choices()],
        error_messages={"required": "Say who was harmed, or that it is not known"},
    )
    age_gap = forms.ChoiceField(label="Age of those harmed", choices=[ASK, *AgeGap.choices()])
    number_harmed = forms.IntegerField(
        label="How many were harmed",
        required=False,
        min_value=0,
        max_value=99,
        help_text="Leave empty when it is not known",
    )
    setting = forms.ChoiceField(
        label="Where it happened",
        choices=[ASK, *Setting.choices()],
        error_messages={"required": "Say where it happened, or that it is not known"},
    )
    characteristics = forms.MultipleChoiceField(
        label="What else was part of it",
        choices=Characteristic.choices(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    outcome = forms.ChoiceField(label="Criminal-justice outcome", choices=[ASK, *Outcome.choices()])

    @property
    def facts(self) -> dict[str, Any]:
        """What the verbs take."""
        facts = dict(self.cleaned_data)
        facts["happened_on"], facts["precision"] = facts.pop("when")
        return facts


class CohortForm(forms.Form):
    HAND_BACK = "derived"
    cohort = forms.ChoiceField(
        label="Cohort",
        choices=[*Cohort.choices(), (HAND_BACK, "As the incidents say")],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label="Reason",
        max_length=TEXT,
        widget=forms.Textarea,
        help_text="What the recorded incidents do not show, or why they now do",
    )

    @property
    def chosen(self) -> Cohort | None:
        value = self.cleaned_data["cohort"]
        return None if value == self.HAND_BACK else Cohort(value)


class InvolveForm(forms.Form):
    member = MembershipField(queryset=Membership.objects.none(), label="Person", empty_label="Choose one")
    part = forms.CharField(
        label="Their part in the case", max_length=SHORT, help_text="For example: allocated social worker, form tutor"
    )

    def __init__(self, *args: Any, viewer: Viewer, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        involved = current_involvements().filter(case=case).values("membership")
        self.fields["member"].queryset = colleagues(viewer).exclude(pk__in=involved)  # type: ignore[attr-defined]


class EmergencyForm(forms.Form):
    reference = forms.CharField(label="Case reference", max_length=30, help_text="Exactly, for example HV-2026-0001")
    reason = forms.CharField(
        label="Why you need to see it now",
        max_length=TEXT,
        min_length=20,
        widget=forms.Textarea,
        error_messages={
            "min_length": "Say a little more: at least 20 characters, so that the coordinator can understand."
        },
    )


class ReviewForm(forms.Form):
    note = forms.CharField(
        label="What you found",
        max_length=TEXT,
        widget=forms.Textarea,
        help_text="Whether the access was needed, and anything that follows from it",
    )
