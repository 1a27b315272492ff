"""Forms of a study."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from concentric.method.exchange.bundle.keys import OpeningKey, UnreadableKeyError
from concentric.method.exchange.bundle.verifying import MOST_SEALED_BYTES
from concentric.method.exchange.study_card import MOST_BYTES, SiteCard, UnreadableCardError, read_site_card
from concentric.method.instrument.inclusion import InclusionRule
from concentric.method.instrument.vocabulary import Cohort
from concentric.research.frameworks.actions import StudyTerms
from concentric.research.frameworks.inclusion import rule_of
from concentric.research.frameworks.models import LINE, SHORT, TEXT, Study, StudyMember
from concentric.web import forms

_MONTH_FORMS = ("%B %Y", "%b %Y", "%m/%Y", "%Y-%m")
_LARGEST_KEY_FILE = 16 * 1024


class MonthField(forms.CharField):
    """A month as people write it: April 2026, Apr 2026, 4/2026. Its value is the month's first day, or None."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(help_text="For example, April 2026. Leave it empty for no limit.", required=False, **kwargs)
        self.widget.attrs.setdefault("autocomplete", "off")

    def clean(self, value: Any) -> dt.date | None:
        text = str(super().clean(value)).strip()
        for form in _MONTH_FORMS if text else ():
            try:
                return dt.datetime.strptime(text, form).date()
            except ValueError:
                continue
        if text:
            raise forms.ValidationError("Enter a month, for example April 2026")
        return None

    def prepare_value(self, value: Any) -> Any:
        return f"{value:%B %Y}" if isinstance(value, dt.date) else value


class StudyForm(forms.Form):
    """What a study says of itself, with its inclusion rule."""

    name = forms.CharField(label="Name of the study", max_length=SHORT)
    question = forms.CharField(label="What it asks", max_length=TEXT, widget=forms.Textarea)
    contact = forms.CharField(label="Whom sites can ask", max_length=LINE, help_text="Name, e-mail, telephone.")
    youngest = forms.IntegerField(label="Youngest age", min_value=0, max_value=25, required=False)
    oldest = forms.IntegerField(label="Oldest age", min_value=0, max_value=25, required=False)
    cohorts = forms.MultipleChoiceField(
        label="Cohorts",
        choices=Cohort.choices(),
        widget=forms.CheckboxSelectMultiple,
        help_text="Tick all that it takes.",
    )
    needs_hsb = forms.BooleanField(
        label="At least one incident of HSB towards a child or young person",
        help_text="Inappropriate or beyond, on Hackett’s continuum.",
        required=False,
    )
    earliest = MonthField(label="First month of meetings")
    latest = MonthField(label="Last month of meetings")
    consent_text = forms.CharField(
        label="What the professionals consent to",
        max_length=TEXT,
        widget=forms.Textarea,
        help_text="The lead professional and the case worker each agree to exactly these words.",
    )
    destroy_months = forms.IntegerField(
        label="Months after the briefing is published until frameworks are destroyed", min_value=1, max_value=120
    )

    def clean(self) -> dict[str, Any]:
        asked = super().clean() or {}
        if not self.errors:
            try:
                self._rule(asked)
            except ValueError as fault:
                self.add_error("latest" if "month" in str(fault) else "oldest", str(fault))
        return asked

    def terms(self) -> StudyTerms:
        """What the form says."""
        asked = self.cleaned_data
        own = {name: asked[name] for name in ("name", "question", "contact", "consent_text", "destroy_months")}
        return StudyTerms(**own, inclusion=self._rule(asked))

    @staticmethod
    def _rule(asked: dict[str, Any]) -> InclusionRule:
        limits = {name: asked[name] for name in ("youngest", "oldest", "needs_hsb", "earliest", "latest")}
        return InclusionRule(**limits, cohorts=tuple(Cohort(one) for one in asked["cohorts"]))

    @staticmethod
    def initial_of(study: Study) -> dict[str, Any]:
        rule = rule_of(study)
        names = ("youngest", "oldest", "needs_hsb", "earliest", "latest")
        own = ("name", "question", "contact", "consent_text", "destroy_months")
        return {
            **{name: getattr(study, name) for name in own},
            **{name: getattr(rule, name) for name in names},
            "cohorts": [cohort.value for cohort in rule.cohorts],
        }


class StatusForm(forms.Form):
    status = forms.ChoiceField(label="The study is", choices=Study.Status.choices, widget=forms.RadioSelect)


class TeamForm(forms.Form):
    """A place for somebody who has an account."""

    email = forms.EmailField(label="E-mail address", help_text="The one they sign in with.")
    role = forms.ChoiceField(label="Role", choices=StudyMember.Role.choices, widget=forms.RadioSelect)
    changes_role = forms.BooleanField(
        label="It is another role for somebody who is in the team already", required=False
    )


class SiteCardForm(forms.Form):
    """A site's card. `cleaned_data["file"]` is read."""

    file = forms.FileField(label="Site card", help_text="The .json file that the site sent you.")
    replaces = forms.BooleanField(
        label="It replaces the key that this site had",
        help_text="Only when the site told you so in person or by telephone.",
        required=False,
    )

    def clean_file(self) -> SiteCard:
        try:
            return read_site_card(self.cleaned_data["file"].read(MOST_BYTES + 1))
        except UnreadableCardError as fault:
            raise forms.ValidationError(str(fault)) from None


class ManyFilesInput(forms.FileInput):
    allow_multiple_selected = True


class ManyFilesField(forms.FileField):
    """Several files at once; its value is a list."""

    widget = ManyFilesInput

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        if not data:
            raise forms.ValidationError(self.error_messages["required"])
        return [super(ManyFilesField, self).clean(one, initial) for one in data]


class SealedFilesForm(forms.Form):
    """Sealed files, and what opens them where this installation does not hold the study's key. None of it is kept."""

    sealed = ManyFilesField(label="Sealed files", help_text="Files that end in .cbundle, up to 100 at once.")
    key = forms.FileField(
        label="The study’s key file",
        help_text="The age identity file (AGE-SECRET-KEY-1…). It is used now and not kept.",
        required=False,
    )
    passphrase = forms.CharField(
        label="Passphrase",
        help_text="Where the site sealed them with a passphrase. It is used now and not kept.",
        required=False,
        widget=forms.PasswordInput,
    )

    def clean_key(self) -> OpeningKey | None:
        file = self.cleaned_data["key"]
        if file is None:
            return None
        try:
            return OpeningKey.read(file.read(_LARGEST_KEY_FILE).decode())
        except (UnreadableKeyError, UnicodeDecodeError):
            raise forms.ValidationError("That is not a file with one age identity (AGE-SECRET-KEY-1…).") from None

    def clean(self) -> dict[str, Any]:
        asked = super().clean() or {}
        if asked.get("key") and asked.get("passphrase"):
            self.add_error("passphrase", "Give the key file or the passphrase, not both")
        return asked

    def opener(self) -> OpeningKey | str | None:
        return self.cleaned_data["key"] or self.cleaned_data["passphrase"] or None

    def sealed_files(self) -> Iterator[tuple[str, bytes]]:
        """Each file's name and content, one in memory at a time; one that is too large is cut where that shows."""
        for file in self.cleaned_data["sealed"]:
            yield file.name, file.read(MOST_SEALED_BYTES + 1)


class InclusionForm(forms.Form):
    """A researcher's word on one framework."""

    included = forms.TypedChoiceField(
        label="This framework is",
        choices=[("yes", "In the study"), ("no", "Left out")],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label="Why", max_length=LINE, widget=forms.Textarea, error_messages={"required": "Say why"}
    )
