"""Forms: errors in plain words, text fit to keep, passwords untouched."""

from __future__ import annotations

import datetime as dt

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import QueryDict

from concentric.web import forms
from concentric.web.text import LONGEST


class Sample(forms.Form):
    concern = forms.CharField(label="What is the concern", widget=forms.Textarea)
    title = forms.CharField(label="Short title", max_length=10, required=False)
    hsb = forms.CharField(label="HSB level")
    on = forms.DateField(label="Date of birth")
    at = forms.TimeField(label="Time", required=False)
    level = forms.ChoiceField(label="Level", choices=[("a", "Abusive")])
    agreed = forms.BooleanField(label="Read out")
    asked = forms.CharField(label="Who refers?")
    secret = forms.CharField(label="Password", widget=forms.PasswordInput, required=False, min_length=12)
    below = forms.ChoiceField(label="This framework is", choices=[("in", "In")])
    least = forms.IntegerField(label="Hide counts from 1 to", min_value=2, max_value=20)
    file = forms.FileField(label="Site card", required=False)


def filled(**changes: str) -> Sample:
    data = {"concern": "x", "hsb": "y", "on": "3/4/2012", "level": "a", "agreed": "on", "asked": "z"}
    return Sample({**data, "below": "in", "least": "4", **changes})


def test_a_good_form_is_read() -> None:
    form = filled(at="2:30pm")
    assert form.is_valid(), form.errors
    assert form.cleaned_data["on"] == dt.date(2012, 4, 3)
    assert form.cleaned_data["at"] == dt.time(14, 30)


def test_an_empty_form_says_what_to_do_beside_each_field() -> None:
    errors = Sample({}).errors
    assert errors == {
        "concern": ["Answer this question"],
        "hsb": ["Enter the HSB level"],
        "on": ["Enter the date of birth"],
        "level": ["Choose the level"],
        "agreed": ["Tick this box to carry on"],
        "asked": ["Answer this question"],
        "below": ["Choose one of these"],
        "least": ["Fill this in"],
    }


def test_what_is_too_small_too_large_or_empty_says_what_to_do() -> None:
    nothing = SimpleUploadedFile("card.json", b"")
    form = Sample({**filled(least="1", secret="short").data}, {"file": nothing})
    assert form.errors == {
        "secret": ["This is 5 characters long. Make it 12 or more."],
        "least": ["Enter 2 or more"],
        "file": ["There is nothing in this file. Choose another"],
    }
    assert filled(least="21").errors == {"least": ["Enter 20 or less"]}


def test_too_long_says_by_how_much() -> None:
    errors = filled(title="x" * 12, concern="y" * 100_000).errors
    assert errors["title"] == ["This is 12 characters long. Shorten it to 10 or fewer."]
    assert errors["concern"] == [f"This is 100000 characters long. Shorten it to {LONGEST} or fewer."]


def test_what_was_typed_is_still_there_beside_the_error() -> None:
    form = filled(concern="kept\u202e words", on="the 3rd")
    assert list(form.errors) == ["concern", "on"]
    assert form["concern"].value() == "kept\u202e words"
    assert form["on"].value() == "the 3rd"


def test_posted_text_is_normalised_but_a_password_is_not() -> None:
    decomposed = "e\u0301"
    data = QueryDict(mutable=True)
    data.update({"concern": f"a\r\n{decomposed}", "secret": decomposed * 12})
    form = Sample(data)
    form.is_valid()
    assert form.cleaned_data["concern"] == "a\n\u00e9"
    assert form.cleaned_data["secret"] == decomposed * 12
    assert data["concern"] == f"a\r\n{decomposed}", "the request's own data is left alone"


def test_a_stored_date_is_shown_as_people_write_it() -> None:
    assert Sample(initial={"on": dt.date(2012, 4, 3)})["on"].value() == "3 April 2012"
