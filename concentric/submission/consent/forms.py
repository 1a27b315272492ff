"""Forms of consent."""

from __future__ import annotations

from typing import Any

from concentric.casework.base import LINE
from concentric.submission.consent.actions import SignedForm
from concentric.web import forms
from concentric.web.proof import ProofForm

MOST_BYTES = 10 * 1024 * 1024
# What a file of each kind begins with: a name can say anything.
_KINDS = {b"%PDF-": "application/pdf", b"\x89PNG\r\n\x1a\n": "image/png", b"\xff\xd8\xff": "image/jpeg"}
ENDINGS = {"application/pdf": "pdf", "image/png": "png", "image/jpeg": "jpg"}


class ConsentForm(ProofForm):
    """Consent in one's own name."""

    agreed = forms.BooleanField(label="I agree to these words")
    not_agreed = "Tick the box to consent."
    not_done = "You have not consented."


class SignedFormForm(forms.Form):
    """A form signed on paper. `signed()` is what it holds."""

    signer = forms.ChoiceField(
        label="Who signed it",
        choices=[],
        help_text="Somebody who is involved with the case. Involve them first, or add them to the case’s people, where "
        "they are not on this list.",
    )
    file = forms.FileField(
        label="The signed form", help_text="A PDF or a picture (PNG, JPEG) of up to 10 MB. It is kept sealed."
    )
    shows_words = forms.BooleanField(label="The signed form has the words above, and a signature below them")

    def __init__(self, *args: Any, workers: dict[str, str] | None, **kwargs: Any) -> None:
        """`workers`: who can have signed, by key; None for the lead professional's own form."""
        super().__init__(*args, **kwargs)
        self.fields["shows_words"].error_messages["required"] = "Look at the form, and tick the box if it is so."
        if workers is None:
            del self.fields["signer"]
        else:
            choices = [("", "Choose one"), *workers.items()]
            self.fields["signer"].choices = choices  # type: ignore[attr-defined]

    def clean_file(self) -> SignedForm:
        file = self.cleaned_data["file"]
        if (file.size or 0) > MOST_BYTES:
            raise forms.ValidationError("The file is larger than 10 MB. Scan it again in black and white.")
        data = file.read()
        kind = next((kind for start, kind in _KINDS.items() if data.startswith(start)), None)
        if kind is None:
            raise forms.ValidationError("This is neither a PDF nor a picture (PNG, JPEG). Scan or photograph the form.")
        return SignedForm(data, kind)

    def signed(self) -> SignedForm:
        """The form, and who signed it."""
        held: SignedForm = self.cleaned_data["file"]
        return SignedForm(held.data, held.media_type, self.cleaned_data.get("signer", ""))


class WithdrawForm(forms.Form):
    """Why something is withdrawn."""

    reason = forms.CharField(
        label="Why",
        max_length=LINE - 100,
        widget=forms.Textarea,
        help_text="Kept with the case. It does not go to the study.",
    )
