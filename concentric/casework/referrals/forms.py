"""Forms of the referral and of the threshold decision."""

from __future__ import annotations

from typing import Any

from concentric.casework.base import SHORT, TEXT
from concentric.casework.cases.forms import DetailsForm
from concentric.casework.cases.likeness import Identity
from concentric.casework.cases.models import Case
from concentric.casework.referrals.duplicates import Match
from concentric.foundation.accounts.viewer import Viewer
from concentric.foundation.identity import new_id
from concentric.method.instrument.vocabulary import LawfulBasis, Urgency
from concentric.web import forms


class ReferralForm(DetailsForm):
    """`id` comes with the page, so that sending twice makes one referral. `compared` says the look-alikes were seen."""

    field_order = (
        "given_name",
        "family_name",
        "known_as",
        "date_of_birth",
        "gender",
        "concern",
        "immediate_safety",
        "urgency",
        "lawful_basis",
        "basis_notes",
        "referrer_name",
        "referrer_contact",
    )

    id = forms.UUIDField(widget=forms.HiddenInput, initial=new_id)
    compared = forms.BooleanField(required=False, widget=forms.HiddenInput)
    concern = forms.CharField(
        label="What is the concern",
        error_messages={"required": "Say what the concern is"},
        max_length=TEXT,
        widget=forms.Textarea,
        help_text="The factors: what makes harm likelier, where and with whom, and what has changed. "
        "Do not describe what was done.",
    )
    immediate_safety = forms.CharField(
        label="Is anyone unsafe now, and what is being done",
        max_length=TEXT,
        required=False,
        widget=forms.Textarea,
        help_text="Think of the young person, any child harmed, brothers and sisters, and classmates",
    )
    urgency = forms.ChoiceField(
        label="How soon is a decision needed",
        choices=Urgency.choices(),
        widget=forms.RadioSelect,
        error_messages={"required": "Say how soon a decision is needed"},
    )
    lawful_basis = forms.ChoiceField(
        label="Why you may share this",
        choices=LawfulBasis.choices(),
        widget=forms.RadioSelect,
        error_messages={"required": "Say why you may share this"},
    )
    basis_notes = forms.CharField(
        label="Notes on consent or lawful basis",
        max_length=TEXT,
        required=False,
        widget=forms.Textarea,
        help_text="Who was asked and what they said, or why asking would put somebody at risk",
    )
    referrer_name = forms.CharField(
        label="Who is making this referral",
        max_length=SHORT,
        error_messages={"required": "Say who is making this referral"},
    )
    referrer_contact = forms.CharField(
        label="Telephone or e-mail", max_length=SHORT, required=False, help_text="For a question about this referral"
    )

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if data.get("lawful_basis") == LawfulBasis.CONSENT and not data.get("basis_notes"):
            self.add_error("basis_notes", "Say who gave consent, and when")
        if data.get("urgency") == Urgency.IMMEDIATE and data.get("immediate_safety") == "":
            self.add_error("immediate_safety", "Say who is unsafe now, and what is being done until a decision is made")
        return data

    @property
    def person(self) -> Identity:
        data = self.cleaned_data
        return Identity(data["given_name"], data["family_name"], data["known_as"], data["date_of_birth"])

    @property
    def facts(self) -> dict[str, Any]:
        """What the verb takes."""
        return {name: value for name, value in self.cleaned_data.items() if name != "compared"}

    def ask_to_compare(self) -> None:
        """The page shows look-alikes now; sending it again says that they were seen."""
        self.data = {**self.data.dict(), "compared": "on"}


class DecisionForm(forms.Form):
    """The threshold decision."""

    OPEN, LINK, SIGNPOST, ASK = "open", "link", "signpost", "ask"
    decision = forms.ChoiceField(
        label="Decision",
        choices=[
            (OPEN, "Accept: open a new case"),
            (LINK, "Accept: it belongs to a case we have"),
            (SIGNPOST, "Signpost elsewhere"),
            (ASK, "Ask for more information first"),
        ],
        widget=forms.RadioSelect,
    )
    case = forms.CharField(label="Reference of that case", max_length=30, required=False)
    reasons = forms.CharField(
        label="Reasons",
        max_length=TEXT,
        widget=forms.Textarea,
        help_text="For a signpost, where help is to be had instead. For a question, what you need to know. "
        "The person who referred sees this.",
    )
    involve_referrer = forms.BooleanField(
        label="Let the person who referred see the case", required=False, initial=True
    )

    def __init__(self, *args: Any, viewer: Viewer, likely: list[Match], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.viewer = viewer
        self.fields["case"].initial = next((match.reference for match in likely if match.kind == "case"), "")

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if data.get("decision") == self.LINK and "case" in data:
            data["case"] = self._case(data["case"])
        return data

    def _case(self, reference: str) -> Case | None:
        found = Case.objects.filter(partnership_id=self.viewer.partnership_id, reference__iexact=reference.strip())
        if not (case := found.first()):
            self.add_error("case", "Enter the reference of a case in your partnership, for example HV-2026-0001")
        return case


class AnswerForm(forms.Form):
    text = forms.CharField(label="Your answer", max_length=TEXT, widget=forms.Textarea)
