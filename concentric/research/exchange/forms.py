"""Forms of files in and out."""

from __future__ import annotations

from typing import Any

from concentric.research.exchange.archive import LEAST_PASSPHRASE
from concentric.web import forms

MOST_MEGABYTES = 100
_ATTRIBUTES = "Attributes come in under Frameworks, Import attributes."
ELSEWHERE = {
    ".docx": "A framework in Word comes in under Frameworks, Import Word files.",
    ".qdc": "A codebook comes in under Codebook, Take in a codebook.",
    ".csv": _ATTRIBUTES,
    ".xlsx": _ATTRIBUTES,
    ".cbundle": "A sealed file comes in under Frameworks, Receive sealed files.",
}


class ProjectForm(forms.Form):
    """A project file. `cleaned_data["file"]` is its bytes."""

    file = forms.FileField(
        label="REFI-QDA project",
        help_text=f"A .qdpx file, up to {MOST_MEGABYTES} MB. NVivo, ATLAS.ti, MAXQDA and others export it.",
    )

    def clean_file(self) -> bytes:
        file = self.cleaned_data["file"]
        if other := next((where for ending, where in ELSEWHERE.items() if file.name.lower().endswith(ending)), ""):
            raise forms.ValidationError(f"This is no REFI-QDA project. {other}")
        if file.size > MOST_MEGABYTES * 1024 * 1024:
            raise forms.ValidationError(
                f"The file is larger than {MOST_MEGABYTES} MB. Use the command `concentric study import` for it."
            )
        return bytes(file.read())


class ArchiveForm(forms.Form):
    """The passphrase of an archive, twice. It is kept nowhere."""

    passphrase = forms.CharField(
        label="Passphrase",
        min_length=LEAST_PASSPHRASE,
        widget=forms.PasswordInput,
        help_text=f"At least {LEAST_PASSPHRASE} characters: several words are best. It is kept nowhere, and without it "
        "nobody opens the archive.",
    )
    again = forms.CharField(label="The passphrase again", widget=forms.PasswordInput)

    def clean(self) -> dict[str, Any]:
        asked = super().clean() or {}
        if asked.get("passphrase") and asked.get("again") and asked["passphrase"] != asked["again"]:
            self.add_error("again", "The two are not the same. Type the passphrase again")
        return asked
