"""What to look for in an audit trail, of a partnership or a study."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from concentric.foundation.accounts.models import User
from concentric.foundation.audit import queries as audit
from concentric.foundation.audit.trail import Actor
from concentric.web import forms


class TrailForm(forms.Form):
    """Who, what and when. `people` are those whose events the trail holds."""

    actor = forms.ModelChoiceField(label="Person", queryset=User.objects.none(), required=False, empty_label="Anybody")
    verb = forms.ChoiceField(label="What was done", required=False)
    since = forms.DateField(label="From", help_text="", required=False)
    until = forms.DateField(label="To", help_text="", required=False)

    def __init__(self, *args: Any, viewer: Actor, people: QuerySet[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["actor"].queryset = people  # type: ignore[attr-defined]
        self.fields["verb"].choices = [("", "Anything"), *((v, v) for v in audit.verbs(viewer))]  # type: ignore[attr-defined]

    def search(self) -> audit.Search:
        """What the form asks for."""
        asked = self.cleaned_data
        return audit.Search(
            actor=asked["actor"].pk if asked["actor"] else None,
            verb=asked["verb"],
            case=asked.get("case"),
            since=_midnight(asked["since"]),
            until=_midnight(asked["until"] + dt.timedelta(days=1)) if asked["until"] else None,
        )


def _midnight(day: dt.date | None) -> dt.datetime | None:
    return timezone.make_aware(dt.datetime.combine(day, dt.time())) if day else None
