"""The style page: every component in every state, to look at and to run axe over. Not served in production."""

from __future__ import annotations

import datetime as dt

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from concentric.foundation.accounts.middleware import public
from concentric.foundation.permissions.checks import Answer
from concentric.web import forms

LEVELS = [("low", "Inappropriate"), ("middle", "Problematic"), ("high", "Abusive")]
AGENCIES = [("social_care", "Children's social care"), ("police", "Police"), ("school", "School")]


class SampleForm(forms.Form):
    """One field of each kind."""

    name = forms.CharField(label="Name of the meeting", max_length=60)
    email = forms.EmailField(label="E-mail address", required=False, help_text="Only for the invitation")
    concern = forms.CharField(label="What is the concern", widget=forms.Textarea, help_text="Factors, not acts")
    on = forms.DateField(label="Date of the meeting")
    at = forms.TimeField(label="Time", required=False)
    number = forms.IntegerField(label="How many people", required=False)
    level = forms.ChoiceField(label="Level", choices=LEVELS, widget=forms.RadioSelect)
    agencies = forms.MultipleChoiceField(
        label="Agencies", choices=AGENCIES, widget=forms.CheckboxSelectMultiple, required=False
    )
    owner = forms.ChoiceField(label="Owner", choices=[("", "Choose an agency"), *AGENCIES])
    agreed = forms.BooleanField(label="The confidentiality statement was read out")
    paper = forms.FileField(label="Framework", required=False, help_text="A Word file, up to 10 MB")


class SampleRow:
    """A made-up row of the sample table."""

    def __init__(self, number: int) -> None:
        self.reference = f"XX-2026-{number:04}"
        self.opened = dt.date(2026, 1 + number % 9, 3 + number % 20)
        self.actions = number * 3
        self.status, self.kind = (("Open", "info"), ("Closed", ""), ("Overdue", "danger"))[number % 3]


@public
def style_page(request: HttpRequest) -> HttpResponse:
    """GET shows it; POST shows the form with its errors, then with its success."""
    form = SampleForm(request.POST, request.FILES) if request.method == "POST" else SampleForm()
    context = {
        "form": form,
        "sent": request.method == "POST" and form.is_valid(),
        "rows": [SampleRow(number) for number in range(1, 5)],
        "columns": [
            {"label": "Reference", "sort": "reference"},
            {"label": "Opened", "sort": "opened"},
            {"label": "Actions", "number": True},
            {"label": "Status"},
        ],
        "page": Paginator(range(873), 50).get_page(request.GET.get("page", 7)),
        "now": timezone.now(),
        "yes": Answer(allowed=True),
        "no": Answer(allowed=False, reason="Only the chair can sign the minutes."),
    }
    return render(request, "style.html", context)
