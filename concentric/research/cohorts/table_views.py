"""A table's page, the frameworks and quotes behind one of its cells, and the table as a file."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET

from concentric.foundation.accounts.middleware import PersonRequest, without_partnership
from concentric.foundation.audit.trail import note_read
from concentric.foundation.permissions.checks import NotVisible, Refusal, ask
from concentric.method.analysis.asking import Table
from concentric.method.analysis.crosstab import ABSENT, NOT_RECORDED, RECORDED
from concentric.method.analysis.question import missing
from concentric.method.records.study_data import StudyData
from concentric.research.coding.blind import coded_blind_by
from concentric.research.coding.codebook_reading import place_name
from concentric.research.cohorts import queries
from concentric.research.cohorts.asking import Counting, Question, answer, find, holders, read_question
from concentric.research.cohorts.data import from_snapshot, live
from concentric.research.cohorts.forms import NameForm, ShowForm
from concentric.research.cohorts.models import SavedTable, Snapshot
from concentric.research.cohorts.numbered import named, numbered
from concentric.research.cohorts.permissions import check_can_change_table, check_can_keep
from concentric.research.cohorts.pictures import dots_of
from concentric.research.cohorts.presets import PRESET
from concentric.research.cohorts.shown import SMALL, UNITS, sheet, shown
from concentric.research.frameworks.pages import study_page
from concentric.research.frameworks.permissions import check_can_take_files
from concentric.research.frameworks.researcher import Researcher, researcher_in
from concentric.web.downloads import check_spreadsheet, spreadsheet

FRAMEWORKS_A_PAGE = 25
STATES = {"recorded": RECORDED, "absent": ABSENT, "not-recorded": NOT_RECORDED}


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with its name, from a preset or a table that somebody asked for. `key` is the preset's or the id."""

    kind: str
    key: str
    name: str
    about: str
    question: Question
    saved: SavedTable | None = None

    def url(self, researcher: Researcher, part: str = "", *more: str) -> str:
        name = f"cohorts:{self.kind}{'_' if part else ''}{part}"
        return reverse(name, args=[researcher.study.pk, self.key, *more])


def asked_preset(key: str) -> Asked:
    """Raises NotVisible."""
    preset = PRESET.get(key)
    if preset is None:
        raise NotVisible
    return Asked("preset", preset.key, preset.name, preset.about, preset.question)


def asked_table(researcher: Researcher, table_id: uuid.UUID) -> Asked:
    """Raises NotVisible, or Refusal where its question cannot be read."""
    table = queries.get_table(researcher, table_id)
    try:
        question = read_question(table.question)
    except ValueError:
        raise Refusal("This table was saved by another version of Concentric. Ask for it anew.") from None
    return Asked("table", str(table.pk), table.name or "Your table", "", question, table)


@without_partnership
@require_GET
def preset(request: PersonRequest, study_id: uuid.UUID, preset_key: str) -> HttpResponse:
    """One of the tables that every study asks for."""
    researcher = researcher_in(request.user, study_id)
    return _page(request, researcher, asked_preset(preset_key))


@without_partnership
@require_GET
def table(request: PersonRequest, study_id: uuid.UUID, table_id: uuid.UUID) -> HttpResponse:
    """A table that somebody asked for, counted anew."""
    researcher = researcher_in(request.user, study_id)
    return _page(request, researcher, asked_table(researcher, table_id))


@without_partnership
@require_GET
def preset_cell(request: PersonRequest, study_id: uuid.UUID, preset_key: str) -> HttpResponse:
    """The frameworks and the quotes behind a cell."""
    researcher = researcher_in(request.user, study_id)
    return _cell(request, researcher, asked_preset(preset_key))


@without_partnership
@require_GET
def table_cell(request: PersonRequest, study_id: uuid.UUID, table_id: uuid.UUID) -> HttpResponse:
    researcher = researcher_in(request.user, study_id)
    return _cell(request, researcher, asked_table(researcher, table_id))


@without_partnership
@require_GET
def preset_file(request: PersonRequest, study_id: uuid.UUID, preset_key: str, file_format: str) -> HttpResponse:
    """Every number of the table, as a spreadsheet."""
    researcher = researcher_in(request.user, study_id)
    return _file(request, researcher, asked_preset(preset_key), file_format)


@without_partnership
@require_GET
def table_file(request: PersonRequest, study_id: uuid.UUID, table_id: uuid.UUID, file_format: str) -> HttpResponse:
    researcher = researcher_in(request.user, study_id)
    return _file(request, researcher, asked_table(researcher, table_id), file_format)


def _page(request: PersonRequest, researcher: Researcher, asked: Asked) -> HttpResponse:
    blind = coded_blind_by(researcher)
    form, snapshot, counted, gone = _counted(request, researcher, asked, blind)
    note_read(researcher, "table.read", asked.saved or researcher.study, **_details(asked, snapshot))
    saved = asked.saved if asked.saved and asked.saved.name else None
    context: dict[str, Any] = {
        "asked": asked,
        "saved": saved,
        "form": form,
        "snapshot": snapshot,
        "table": counted,
        "shown": shown(counted, form.statistics) if counted else None,
        "drawing": dots_of(counted, f"{asked.name}: shares with their intervals") if counted else None,
        "gone": gone,
        "left_out": len(blind),
        "unit": UNITS[counted.question.counting] if counted else "",
        "is_small": counted and any(0 < column.size < SMALL for column in counted.columns if column.is_alone),
        "name_form": NameForm(
            initial={"name": asked.name if saved else "", "is_shared": bool(saved and saved.is_shared)}
        ),
        "may_keep": ask(check_can_keep, researcher),
        "may_change": ask(check_can_change_table, researcher, saved) if saved else None,
        "address": asked.url(researcher),
        "cell_address": "" if snapshot else asked.url(researcher, "cell"),
        "numbers": numbered(counted) if counted else None,
        "files": [(label, asked.url(researcher, "file", one)) for label, one in (("Excel", "xlsx"), ("CSV", "csv"))],
        "save_address": asked.url(researcher, "save"),
    }
    return study_page(request, researcher, "cohorts/table.html", "compare", **context)


def _counted(
    request: PersonRequest, researcher: Researcher, asked: Asked, blind: Collection[uuid.UUID]
) -> tuple[ShowForm, Snapshot | None, Table | None, list[str]]:
    """The form, the snapshot if one is chosen, the table, and the references in it that mean nothing any more.

    There is no table where the study has not the attribute that is asked for any more. Who codes some frameworks
    `blind` is shown no snapshot: it cannot be counted without them.
    """
    form = ShowForm([] if blind else queries.snapshots(researcher), request.GET)
    chosen = form.snapshot_id
    snapshot = queries.get_snapshot(researcher, uuid.UUID(chosen)) if chosen else None
    data = _frozen(snapshot) if snapshot else _live(researcher, asked.question, blind)
    question = replace(asked.question, order=form.order_asked or asked.question.order)
    try:
        return form, snapshot, answer(data, question), missing(data, question)
    except LookupError:
        return form, snapshot, None, []


def _live(researcher: Researcher, question: Question, blind: Collection[uuid.UUID]) -> StudyData:
    return live(researcher.study, whole=question.counting is not Counting.FRAMEWORKS, without=blind)


def _frozen(snapshot: Snapshot) -> StudyData:
    try:
        return from_snapshot(snapshot)
    except ValueError as fault:
        raise Refusal(str(fault)) from None


def _details(asked: Asked, snapshot: Snapshot | None) -> dict[str, str]:
    details = {} if asked.saved else {"preset": asked.key}
    return details | ({"snapshot": str(snapshot.pk)} if snapshot else {})


def _cell(request: PersonRequest, researcher: Researcher, asked: Asked) -> HttpResponse:
    """Of the data as they are now: a snapshot leads to no framework."""
    data = _live(researcher, asked.question, coded_blind_by(researcher))
    try:
        counted = answer(data, asked.question)
        numbers = numbered(counted)
        if request.GET.get("of", numbers.sum) != numbers.sum:
            messages.warning(request, "The table has other rows or columns than before. Open the number in it again.")
            return redirect(asked.url(researcher))
        row, column = (named(getattr(numbers, f"{one}s"), request.GET.get(one, "")) for one in ("row", "column"))
        places, states = holders(data, asked.question, row, column)
    except LookupError:
        raise NotVisible from None
    by_state = {name: [data.ids[place] for place in places[states == state]] for name, state in STATES.items()}
    state = request.GET.get("state", "")
    state = state if state in STATES else "recorded"
    listed = queries.open_frameworks(researcher, by_state[state])
    page = Paginator(listed, FRAMEWORKS_A_PAGE).get_page(request.GET.get("page"))
    note_read(researcher, "table_cell.read", asked.saved or researcher.study, **_details(asked, None), state=state)
    context: dict[str, Any] = {
        "asked": asked,
        "row": next(one for one in counted.rows if one.key == row),
        "column": next(one for one in counted.columns if one.key == column),
        "is_value": bool(asked.question.attributes),
        "unit": UNITS[counted.question.counting],
        "counts": {name: len(ids) for name, ids in by_state.items()},
        "state": state,
        "page": page,
        "held_back": len(by_state[state]) - page.paginator.count,
        "quotes": _quotes(researcher, data, row, page.object_list) if state == "recorded" else {},
        "place_name": place_name,
        "address": asked.url(researcher),
    }
    context["cell"] = context["row"].cells[counted.columns.index(context["column"])]
    return study_page(request, researcher, "cohorts/cell.html", "compare", **context)


def _quotes(researcher: Researcher, data: StudyData, row: str, frameworks: Any) -> dict[uuid.UUID, list[Any]]:
    """By framework. An attribute's value has none."""
    code = find(data.tree, row) if row.startswith("#") else None
    numbers = [one.number for one in data.tree.under(code)] if code else []
    found = queries.quotes_in(researcher, list(frameworks), numbers) if numbers else ()
    return {pk: list(quotes) for pk, quotes in groupby(found, key=lambda quote: quote.framework_id)}


def _file(request: PersonRequest, researcher: Researcher, asked: Asked, file_format: str) -> HttpResponse:
    check_spreadsheet(file_format)
    check_can_take_files(researcher)
    _, snapshot, counted, _ = _counted(request, researcher, asked, coded_blind_by(researcher))
    if counted is None:
        raise NotVisible
    note_read(
        researcher, "table.downloaded", asked.saved or researcher.study, **_details(asked, snapshot), file=file_format
    )
    columns, rows = sheet(counted)
    return spreadsheet("table", file_format, columns, rows)
