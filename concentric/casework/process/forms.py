"""A process as forms: what stands once in `ProcessForm`, meeting types and the agenda as rows."""

from __future__ import annotations

import re
from typing import Any

from django.forms import BaseFormSet

from concentric.casework.base import SHORT
from concentric.method.instrument.process import (
    MOST_CHARACTERS,
    AgencyKind,
    AgendaItem,
    Clocks,
    MeetingType,
    Part,
    Process,
    Quorum,
    Retention,
    Role,
    SecondStep,
    problems_of,
)
from concentric.web import forms

PART_LABELS = {
    Part.INTRODUCTIONS: "Introductions and attendance",
    Part.CONFIDENTIALITY: "Confidentiality statement",
    Part.APOLOGIES: "Apologies and quorum",
    Part.OPEN_ACTIONS: "Actions open from before",
    Part.IMMEDIATE_SAFETY: "Immediate safety",
    Part.HSB: "The harmful sexual behaviour",
    Part.INDIVIDUAL: "Context: individual",
    Part.FAMILY: "Context: family and home",
    Part.PEERS: "Context: peer group",
    Part.SCHOOL: "Context: school",
    Part.NEIGHBOURHOOD: "Context: neighbourhood spaces",
    Part.SUMMARY: "Contextual summary",
    Part.PLAN: "Plan",
    Part.BARRIERS: "Barriers",
    Part.DECISIONS: "Decisions",
    Part.DISSENT: "Disagreement",
    Part.REVIEW: "Review date",
    Part.NOTE: "Nothing: only to be ticked",
}


def _long(label: str, help_text: str = "", *, required: bool = True) -> forms.CharField:
    return forms.CharField(
        label=label, help_text=help_text, max_length=MOST_CHARACTERS, required=required, widget=forms.Textarea
    )


def _days(label: str, help_text: str = "") -> forms.IntegerField:
    return forms.IntegerField(label=label, help_text=help_text, min_value=0, max_value=100)


class ProcessForm(forms.Form):
    """Everything of a process that stands once. Clocks are working days."""

    terms_of_reference = _long("Terms of reference", required=False)
    principles = _long("Principles", "One on each line. They are printed with every set of minutes.")
    confidentiality = _long("Confidentiality statement", "Read out at the start of each meeting.")
    minimum_agencies = _days("Agencies needed for a quorum")
    required = forms.MultipleChoiceField(
        label="Agencies that must be there",
        choices=AgencyKind.choices(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    agenda_out = _days("Agenda goes out", "Working days before the meeting.")
    actions_out = _days("Actions go out", "Working days after the meeting.")
    draft_minutes = _days("Draft minutes go out", "Working days after the meeting.")
    corrections = _days("Corrections can be asked for", "Working days after the draft.")
    referral_decision = _days("A referral is decided", "Working days after it comes in.")
    review_weeks = _days("Review meeting", "Weeks after the meeting.")
    case_years = _days("A closed case is kept", "Years after it closes.")
    referral_not_accepted_years = _days("A referral that was not accepted is kept", "Years after the decision.")
    sealed_copies_months = forms.IntegerField(
        label="Sealed copies of what was sent to a study, and consents signed on paper, are kept",
        help_text="Months after it was sent.",
        min_value=0,
        max_value=999,
    )
    audit_years = _days("The audit trail is kept", "Years after the event.")
    hold_new_cases = forms.BooleanField(label="Put every new case on legal hold", required=False)
    second_step_roles = forms.MultipleChoiceField(
        label="Members who must have a second step to sign in",
        help_text="An authenticator app or a passkey. Without one, they see the page to set it up and nothing else.",
        choices=Role.choices(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    grace_days = _days("Time to set it up", "Days from joining, or from when you ask for it.")
    reminder_days = forms.CharField(
        label="Reminders before an action is due",
        help_text="Days, separated by commas, for example 7, 1.",
        max_length=60,
    )

    def clean_reminder_days(self) -> tuple[int, ...]:
        typed = [part.strip() for part in str(self.cleaned_data["reminder_days"]).split(",") if part.strip()]
        if not all(re.fullmatch(r"[0-9]{1,2}", part) for part in typed):
            raise forms.ValidationError("Give whole numbers of days, separated by commas, for example 7, 1.")
        return tuple(int(part) for part in typed)

    def clean_principles(self) -> tuple[str, ...]:
        return tuple(line.strip() for line in str(self.cleaned_data["principles"]).splitlines() if line.strip())


class MeetingTypeForm(forms.Form):
    """One kind of meeting; a row without a name is left out."""

    key = forms.CharField(required=False, widget=forms.HiddenInput)
    name = forms.CharField(label="Name", max_length=SHORT, required=False)
    purpose = _long("Purpose", required=False)


class AgendaItemForm(forms.Form):
    """One line of the agenda; a row without a title is left out. `place` orders the rows."""

    key = forms.CharField(required=False, widget=forms.HiddenInput)
    place = forms.IntegerField(label="Place", min_value=1, max_value=200, required=False)
    title = forms.CharField(label="Title", max_length=SHORT, required=False)
    part = forms.ChoiceField(label="Opens", choices=[(p.value, PART_LABELS[p]) for p in Part], required=False)
    guidance = _long("Help for the chair", required=False)


MeetingTypeRows: type[BaseFormSet[Any]] = forms.formset_factory(MeetingTypeForm, extra=1, max_num=20)
AgendaRows: type[BaseFormSet[Any]] = forms.formset_factory(AgendaItemForm, extra=2, max_num=60)


def initial_of(process: Process) -> dict[str, Any]:
    """What the form shows for a process."""
    clocks, retention = process.clocks, process.retention
    return {
        "terms_of_reference": process.terms_of_reference,
        "principles": "\n".join(process.principles),
        "confidentiality": process.confidentiality,
        "minimum_agencies": process.quorum.minimum_agencies,
        "required": [kind.value for kind in process.quorum.required],
        **{name: getattr(clocks, name) for name in Clocks.__slots__},
        **{name: getattr(retention, name) for name in Retention.__slots__},
        "reminder_days": ", ".join(map(str, process.reminder_days)),
        "second_step_roles": [role.value for role in process.second_step.roles],
        "grace_days": process.second_step.grace_days,
    }


def rows_of(process: Process) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """What the meeting types' and the agenda's rows show."""
    types = [{"key": t.key, "name": t.name, "purpose": t.purpose} for t in process.meeting_types]
    agenda = [
        {"key": i.key, "place": n, "title": i.title, "part": i.part.value, "guidance": i.guidance}
        for n, i in enumerate(process.agenda, 1)
    ]
    return types, agenda


def process_from(form: ProcessForm, types: BaseFormSet[Any], agenda: BaseFormSet[Any]) -> Process | None:
    """The process that three valid forms describe, or None with what is wrong added to the first."""
    asked = form.cleaned_data
    process = Process(
        meeting_types=tuple(_meeting_types(types)),
        agenda=tuple(_agenda(agenda)),
        terms_of_reference=asked["terms_of_reference"],
        principles=asked["principles"],
        confidentiality=asked["confidentiality"],
        quorum=Quorum(asked["minimum_agencies"], tuple(AgencyKind(kind) for kind in asked["required"])),
        clocks=Clocks(**{name: asked[name] for name in Clocks.__slots__}),
        retention=Retention(**{name: asked[name] for name in Retention.__slots__}),
        reminder_days=asked["reminder_days"],
        second_step=SecondStep(tuple(Role(role) for role in asked["second_step_roles"]), asked["grace_days"]),
    )
    problems = problems_of(process)
    for problem in problems:
        field = problem.path.rpartition(".")[2]
        form.add_error(field if field in form.fields else None, problem.message)
    return None if problems else process


def _meeting_types(rows: BaseFormSet[Any]) -> list[MeetingType]:
    asked = [row.cleaned_data for row in rows if row.cleaned_data.get("name")]
    keys = _keys([row["key"] or row["name"] for row in asked])
    return [MeetingType(key, row["name"], row["purpose"]) for key, row in zip(keys, asked, strict=True)]


def _agenda(rows: BaseFormSet[Any]) -> list[AgendaItem]:
    asked = [row.cleaned_data for row in rows if row.cleaned_data.get("title")]
    asked.sort(key=lambda row: row["place"] or 1_000)
    keys = _keys([row["key"] or row["title"] for row in asked])
    return [
        AgendaItem(key, row["title"], row["guidance"], Part(row["part"] or Part.NOTE))
        for key, row in zip(keys, asked, strict=True)
    ]


def _keys(names: list[str]) -> list[str]:
    """A key for each row, made from its words where it has none yet; repeats are numbered."""
    made: list[str] = []
    for name in names:
        base = re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_")[:34] or "item"
        base = base if base[0].isalpha() else f"i_{base}"
        key, n = base, 2
        while key in made:
            key, n = f"{base}_{n}", n + 1
        made.append(key)
    return made
