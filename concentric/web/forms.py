"""Forms whose text is fit to keep and whose errors are in plain words.

    class ReferralForm(forms.Form):            # from concentric.web import forms
        concern = forms.CharField(label="What is the concern", widget=forms.Textarea)
        born = forms.DateField(label="Date of birth")

Every text field: NFC, "\\n" line ends, at most 10,000 characters unless it says otherwise, no control or reordering
characters. Passwords are left exactly as typed. What was typed is shown again as typed.
"""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar

from django import forms as django_forms
from django.core.validators import MaxLengthValidator
from django.forms import (
    BaseFormSet,
    BooleanField,
    CharField,
    CheckboxInput,
    CheckboxSelectMultiple,
    ChoiceField,
    DecimalField,
    EmailField,
    Field,
    FileField,
    FileInput,
    HiddenInput,
    IntegerField,
    ModelChoiceField,
    ModelMultipleChoiceField,
    MultipleChoiceField,
    NumberInput,
    PasswordInput,
    RadioSelect,
    Select,
    SelectMultiple,
    Textarea,
    TextInput,
    TypedChoiceField,
    UUIDField,
    ValidationError,
    Widget,
    formset_factory,
)
from django.http import QueryDict

from concentric.web import dates
from concentric.web.text import LONGEST, normalised, refuse_unreadable

# One import serves: these are django.forms' own, beside ours.
__all__ = [
    "BaseFormSet",
    "BooleanField",
    "CharField",
    "CheckboxInput",
    "CheckboxSelectMultiple",
    "ChoiceField",
    "DateField",
    "DecimalField",
    "EmailField",
    "Field",
    "FileField",
    "FileInput",
    "Form",
    "HiddenInput",
    "IntegerField",
    "ModelChoiceField",
    "ModelForm",
    "ModelMultipleChoiceField",
    "MultipleChoiceField",
    "NumberInput",
    "PasswordInput",
    "RadioSelect",
    "Select",
    "SelectMultiple",
    "TextInput",
    "Textarea",
    "TimeField",
    "TypedChoiceField",
    "UUIDField",
    "ValidationError",
    "Widget",
    "formset_factory",
    "status_of",
]

DATE_HELP = "For example, 3 April 2026 or 3/4/2026"
QUESTIONS = (
    "what ",
    "who ",
    "whom ",
    "whose ",
    "when ",
    "where ",
    "why ",
    "how ",
    "which ",
    "is ",
    "are ",
    "does ",
    "has ",
)
OWN_ARTICLE = ("the ", "a ", "an ", "any ", "your ", "their ", "each ")
# A label that the answer goes on with, or that says where: it is no name of a thing.
PHRASES, UNFINISHED = ("alone ", "at ", "below", "for "), (" into", " is", " kept", " take", " to", " until")
TIME_HELP = "For example, 2:30pm or 14:30"


class DateField(django_forms.DateField):
    """A date as people write it: 3/4/2026 (day first), 3.4.26, 3 April 2026, 3 apr 2026, 2026-04-03. One text box."""

    widget = TextInput
    default_error_messages: ClassVar[dict[str, Any]] = {
        "invalid": "Enter a real date, for example 3 April 2026 or 3/4/2026"
    }

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", DATE_HELP)
        super().__init__(**kwargs)
        self.widget.attrs.setdefault("autocomplete", "off")

    def to_python(self, value: Any) -> dt.date | None:
        if isinstance(value, dt.date) or value in self.empty_values:
            return super().to_python(value)
        read = dates.read_date(str(value))
        if read is None:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return read

    def prepare_value(self, value: Any) -> Any:
        return dates.date(value) if isinstance(value, dt.date) else value


class TimeField(django_forms.TimeField):
    """A time as people write it: 2:30pm, 2.30 pm, 14:30, 1430, 9am."""

    widget = TextInput
    default_error_messages: ClassVar[dict[str, Any]] = {"invalid": "Enter a time, for example 2:30pm or 14:30"}

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", TIME_HELP)
        super().__init__(**kwargs)
        self.widget.attrs.setdefault("autocomplete", "off")

    def to_python(self, value: Any) -> dt.time | None:
        if isinstance(value, dt.time) or value in self.empty_values:
            return super().to_python(value)
        read = dates.read_time(str(value))
        if read is None:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return read

    def prepare_value(self, value: Any) -> Any:
        return dates.time(value) if isinstance(value, dt.time) else value


class PlainWords:
    """What our Form and ModelForm share."""

    fields: dict[str, Field]
    data: Any
    is_bound: bool
    add_prefix: Any
    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            _prepare(field)
        if self.is_bound:
            secret = {
                self.add_prefix(name) for name, field in self.fields.items() if isinstance(field.widget, PasswordInput)
            }
            self.data = _normalised_data(self.data, secret)


class Form(PlainWords, django_forms.Form):
    """A form of ours."""


class ModelForm(PlainWords, django_forms.ModelForm):  # type: ignore[type-arg]
    """A form of ours over a model. Declare date and time fields, so that they are ours."""


def status_of(form: django_forms.BaseForm) -> int:
    """The status of the page that shows a form: 422 when what was sent is refused, so that nobody takes it for done."""
    return 422 if form.is_bound and form.errors else 200


def _prepare(field: Field) -> None:
    """Plain messages for any field; for text also the length limit and the refusal of unreadable characters."""
    what = _in_a_sentence(str(field.label)) if field.label else "this"
    messages = field.error_messages
    if messages.get("required") == Field.default_error_messages["required"]:
        messages["required"] = _required_message(field, what)
    if isinstance(field, ChoiceField | ModelChoiceField):
        messages["invalid_choice"] = f"Choose {what} from the list"
    if (
        isinstance(field, CharField)
        and not isinstance(field, UUIDField)
        and not isinstance(field.widget, PasswordInput)
    ):
        if field.max_length is None:
            field.validators.append(MaxLengthValidator(LONGEST))
        messages["max_length"] = "This is %(show_value)s characters long. Shorten it to %(limit_value)s or fewer."
        field.validators.append(refuse_unreadable)
    if isinstance(field, CharField):
        messages["min_length"] = "This is %(show_value)s characters long. Make it %(limit_value)s or more."
    if isinstance(field, IntegerField):
        messages["invalid"] = "Enter a whole number, for example 3"
        messages["min_value"], messages["max_value"] = "Enter %(limit_value)s or more", "Enter %(limit_value)s or less"
    if isinstance(field, FileField):
        messages["empty"] = "There is nothing in this file. Choose another"
    if isinstance(field, EmailField):
        messages["invalid"] = "Enter an e-mail address, for example name@example.org"


def _required_message(field: Field, what: str) -> str:
    label = str(field.label or "").lower()
    if what.endswith("?") or what.startswith(QUESTIONS):
        return "Answer this question"
    if isinstance(field, BooleanField):
        return "Tick this box to carry on"
    is_phrase = label.startswith(PHRASES) or label.endswith(UNFINISHED)
    if isinstance(field, ChoiceField | ModelChoiceField):
        return "Choose one of these" if is_phrase else f"Choose {what}"
    if is_phrase:
        return "Fill this in"
    return f"Upload {what}" if isinstance(field, FileField) else f"Enter {what}"


def _in_a_sentence(label: str) -> str:
    """As in: "Date of birth" as "the date of birth", "HSB level" as "the HSB level", "Your name" as "your name"."""
    lowered = label if label[1:2].isupper() else label[:1].lower() + label[1:]
    return lowered if lowered.startswith(OWN_ARTICLE + QUESTIONS) else f"the {lowered}"


def _normalised_data(data: Any, secret: set[str]) -> Any:
    """A copy of posted data with its text normalised, but for the secret fields."""
    if not isinstance(data, QueryDict):
        return {name: normalised(v) if isinstance(v, str) and name not in secret else v for name, v in data.items()}
    made = data.copy()
    for name, values in data.lists():
        if name not in secret:
            made.setlist(name, [normalised(value) for value in values])
    return made
