"""Forms of the versions page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from concentric.casework.base import LINE, SHORT
from concentric.casework.releases.files import FORMATS
from concentric.casework.releases.models import Receipt
from concentric.casework.releases.selection import WITHOUT_REASON
from concentric.method.exchange.protect import LONGEST_PASSWORD
from concentric.method.exchange.release import Part
from concentric.web import forms

MINIMUM_PASSWORD = 12


class DownloadForm(forms.Form):
    """Who it is for and in what form. The password is not kept anywhere: the page shows it once."""

    recipient = forms.CharField(
        label="Who will receive it?", help_text="A person, or a person and their agency.", max_length=SHORT
    )
    means = forms.ChoiceField(
        label="How will it reach them?",
        choices=[c for c in Receipt.Means.choices if c[0] != Receipt.Means.READ_HERE],
        widget=forms.RadioSelect,
        initial=Receipt.Means.SECURE_EMAIL.value,
    )
    file_format = forms.ChoiceField(label="Format", choices=FORMATS, widget=forms.RadioSelect, initial="pdf")
    protected = forms.BooleanField(label="Protect it with a password", required=False, initial=True)
    password = forms.CharField(
        label="Password for the file",
        help_text="A new one is made each time this page opens, and none is kept. Write down the one shown before you "
        "download: only it opens that file. Tell it to the recipient by telephone, never in the same message.",
        max_length=LONGEST_PASSWORD,
        required=False,
        strip=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    note = forms.CharField(label="Note for the ledger", max_length=LINE, required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("file_format") == "html" and cleaned.get("protected"):
            self.add_error("protected", "A web page cannot be protected. Choose PDF or Word, or untick this box.")
        elif cleaned.get("protected") and len(cleaned.get("password") or "") < MINIMUM_PASSWORD:
            self.add_error("password", f"Give the file a password of at least {MINIMUM_PASSWORD} characters.")
        return cleaned


class MakeForm(forms.Form):
    """Making the version that was looked at. `leave` are the parts left out by hand, `seen` the hash of the version."""

    leave = forms.MultipleChoiceField(required=False)
    seen = forms.CharField(required=False)
    reason = forms.CharField(
        label="Why are these parts left out?",
        help_text="It stands in the list of what was left out, which stays with you.",
        max_length=LINE,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, parts: Iterable[Part], left: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = bool(left)
        self.fields["reason"].error_messages["required"] = WITHOUT_REASON
        self.fields["leave"].choices = [(part.key, part.place) for part in parts]  # type: ignore[attr-defined]


class ReceiptForm(forms.Form):
    """A line of the ledger for a version that went out some other way."""

    recipient = forms.CharField(label="Who received it?", max_length=SHORT)
    means = forms.ChoiceField(label="How?", choices=Receipt.Means.choices, widget=forms.RadioSelect)
    note = forms.CharField(label="Note", max_length=LINE, required=False)
