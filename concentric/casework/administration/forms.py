"""Forms for members, agencies and the audit trail."""

from __future__ import annotations

from typing import Any

from concentric.foundation.accounts import queries
from concentric.foundation.accounts.models import Agency, Role
from concentric.foundation.accounts.viewer import Viewer
from concentric.web import forms, trail_form

ROLE_HINTS = {
    Role.ADMINISTRATOR.value: "Looks after members, agencies and settings. Sees no case.",
    Role.COORDINATOR.value: "Runs the process and sees every case of the partnership.",
    Role.CHAIR.value: "Can be chosen to chair meetings, and signs their minutes.",
    Role.MINUTE_TAKER.value: "Can be chosen to minute meetings.",
    Role.LEAD_PROFESSIONAL.value: "Can be chosen to lead a case.",
    Role.PRACTITIONER.value: "Sees the cases and meetings they are involved in.",
    Role.GOVERNANCE.value: "Sees the audit trail and counts, and no content.",
}


class MemberForm(forms.Form):
    """Where a member works and what they may do."""

    agency = forms.ModelChoiceField(label="Agency", queryset=Agency.objects.none())
    job_title = forms.CharField(label="Job title", max_length=120, required=False)
    roles = forms.MultipleChoiceField(
        label="Roles",
        help_text="A person may hold several.",
        choices=Role.choices(),
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"].queryset = queries.agencies(viewer).filter(is_active=True)  # type: ignore[attr-defined]

    role_hints = ROLE_HINTS

    def clean_roles(self) -> list[Role]:
        return [Role(value) for value in self.cleaned_data["roles"]]


class AddMemberForm(MemberForm):
    """A new member: the same, and who they are."""

    name = forms.CharField(label="Name", max_length=120)
    email = forms.EmailField(label="Work e-mail address", help_text="They sign in with it.", max_length=254)
    field_order = ("name", "email", "agency", "job_title", "roles")

    def clean_email(self) -> str:
        return str(self.cleaned_data["email"]).lower()


class AgencyForm(forms.ModelForm):
    """An agency of the partnership."""

    class Meta:
        model = Agency
        fields = ("name", "handle", "kind", "is_active")
        labels = {"handle": "Short name", "kind": "What it does", "is_active": "Takes part in meetings"}
        help_texts = {"handle": "What people type after @ in a meeting, for example police."}

    def clean_name(self) -> str:
        return self._unused("name", "Another agency has this name.")

    def clean_handle(self) -> str:
        return self._unused("handle", "Another agency has this short name.")

    def _unused(self, field: str, refusal: str) -> str:
        value: str = self.cleaned_data[field]
        others = Agency.objects.filter(partnership_id=self.instance.partnership_id).exclude(pk=self.instance.pk)
        if others.filter(**{f"{field}__iexact": value}).exists():
            raise forms.ValidationError(refusal)
        return value


class TrailForm(trail_form.TrailForm):
    """What to look for in the partnership's audit trail."""

    case = forms.UUIDField(label="Case identifier", help_text="The end of the address of its page.", required=False)

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, viewer=viewer, people=queries.members(viewer), **kwargs)
