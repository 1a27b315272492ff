"""The coding page of one framework, as it stands after whatever was asked for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from concentric.foundation.permissions.checks import Refusal, ask
from concentric.method.instrument.grid import COLUMNS, CONTEXTS
from concentric.research.coding import rechecking
from concentric.research.coding.actions import ensure_codebook
from concentric.research.coding.double.queries import next_in
from concentric.research.coding.forms import ApplyForm, NewCodeForm, NewMemoForm, PlaceForm, below_choices
from concentric.research.coding.memos import mark_of
from concentric.research.coding.naming import Names
from concentric.research.coding.permissions import LEAD, check_can_code_framework
from concentric.research.coding.queries import sample_of
from concentric.research.coding.sheet import Line, Sheet, sheet_of
from concentric.research.coding.stepping import last_given
from concentric.research.coding.steps import last_done, last_undone
from concentric.research.frameworks.models import Entry, Framework
from concentric.research.frameworks.pages import study_page
from concentric.research.frameworks.researcher import Researcher
from concentric.web.forms import Form

MOST_NUMBER = 100_000


@dataclass(frozen=True, slots=True)
class Stuck:
    """An undo or a redo (`name`) that was refused, and why."""

    name: str
    reason: str


def address(entry: Entry) -> str:
    """The coding page with this entry in hand."""
    page = reverse("coding:framework", args=[entry.framework.study_id, entry.framework_id])
    return f"{page}?entry={entry.position + 1}#in-hand"


def done(request: HttpRequest, entry: Entry, said: str, do: Callable[[], object]) -> HttpResponse:
    """Do it, and show the entry again with what happened, or with why it did not."""
    try:
        do()
    except Refusal as refusal:
        messages.error(request, refusal.reason)
    else:
        messages.success(request, said)
    return redirect(address(entry))


def coding_page(
    request: HttpRequest,
    researcher: Researcher,
    framework: Framework,
    entry: Entry | None = None,
    *,
    stuck: Stuck | None = None,
    **forms: Form,
) -> HttpResponse:
    """`entry` is in hand, or the one that the address asks for, or the first without a code. `stuck` and `forms` are
    what was posted and refused, these by the names below.
    """
    names = Names(researcher.study)
    if not names:
        ensure_codebook(researcher)
        names = Names(researcher.study)
    coders = list(researcher.study.coders.all())
    sample = sample_of(framework)
    sheet = sheet_of(researcher, framework, sample, names, coders)
    line = (sheet.of(entry) if entry else None) or _asked(request, sheet)
    coder = next((one for one in coders if one.place_id == researcher.id), None)
    last = names.get(last_given(coder)) if coder else None
    context: dict[str, Any] = {
        "framework": framework,
        "sample": sample,
        "next_in_sample": next_in(researcher, sample, framework) if sample and sheet.is_whole else None,
        "sheet": sheet,
        "line": line,
        "may_code": ask(check_can_code_framework, researcher, framework),
        "said": [(message.level_tag, str(message)) for message in messages.get_messages(request)],
        "last_code": last if last and last.is_offered else None,
        "refused": list(forms.values()),
        "is_lead": researcher.has(LEAD),
        "undo_step": last_done(coder) if coder else None,
        "redo_step": last_undone(coder) if coder else None,
        "stuck": stuck,
        "note_form": forms.get("note_form"),
        "mark_of": mark_of,
        "rechecks": list(rechecking.rechecks_on(researcher, framework, sample)),
        "rechecking": rechecking,
        "framework_memo_form": forms.get("framework_memo_form", NewMemoForm(auto_id="about_%s")),
    }
    if line:
        context |= _in_hand(sheet, line) | _forms(names, line, forms)
    return study_page(
        request, researcher, "coding/framework.html", "coding", status=422 if forms or stuck else 200, **context
    )


def _asked(request: HttpRequest, sheet: Sheet) -> Line | None:
    asked = request.GET.get("entry", "")
    number = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < len(str(MOST_NUMBER)) else 0
    return sheet.at(number) or sheet.first_uncoded or (sheet.lines[0] if sheet.lines else None)


def _in_hand(sheet: Sheet, line: Line) -> dict[str, Any]:
    return {
        "before": sheet.beside(line, -1),
        "after": sheet.beside(line, 1),
        "uncoded_before": sheet.uncoded(line, back=True),
        "uncoded_after": sheet.uncoded(line),
    }


def _forms(names: Names, line: Line, refused: dict[str, Form]) -> dict[str, Any]:
    entry, below = line.entry, below_choices(names)
    under = {"under": str(line.place.id)} if line.place else {}
    fresh: dict[str, Any] = {
        "below": below,
        "contexts": [(one.key.value, one.label) for one in CONTEXTS],
        "columns": [(one.key.value, one.label) for one in COLUMNS],
        "apply_form": ApplyForm(entry=entry, auto_id="apply_%s"),
        "new_code_form": NewCodeForm(below=below, initial=under, auto_id="new_%s"),
        "place_form": PlaceForm(auto_id="place_%s"),
        "memo_form": NewMemoForm(auto_id="memo_%s"),
    }
    return fresh | refused
