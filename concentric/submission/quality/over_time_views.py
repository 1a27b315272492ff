"""The partnership over time, as charts with their tables, and as a file."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from concentric.casework.overview.permissions import check_can_count
from concentric.foundation.accounts.middleware import MemberRequest
from concentric.foundation.audit.trail import recorded
from concentric.method.exchange.spreadsheet import Value
from concentric.method.instrument.grid import CONTEXTS
from concentric.submission.quality.forms import OverTimeForm
from concentric.submission.quality.over_time import Days, PeriodCounts, Share, over_time
from concentric.web.charts import Chart, Series, column_chart
from concentric.web.downloads import check_spreadsheet, spreadsheet

HEADINGS = ("Period", "Measure", "Context", "Number", "Of", "Percent")


@require_GET
def show(request: MemberRequest) -> HttpResponse:
    """Charts, each with its table beside it."""
    viewer = request.viewer
    check_can_count(viewer)
    form = OverTimeForm(request.GET or None)
    with recorded(viewer, "counts.read", page="over_time"):
        counted = over_time(viewer, form.periods())
    context = {
        "form": form,
        "counted": counted,
        "contexts": CONTEXTS,
        "totals": _totals(counted),
        "discussed": _by_context(counted, [("Discussed", lambda c, key: c.discussed[key])]),
        "recorded": _by_context(
            counted,
            [("Entries", lambda c, key: c.entries[key]), ("Planned actions", lambda c, key: c.actions[key])],
        ),
        "finished": _chart(counted, "Done by their day", lambda c: c.finished.share.percent, "%", most=100),
        "to_meeting": _chart(counted, "From referral to first meeting", lambda c: c.to_meeting.median, " days"),
        "to_circulation": _chart(counted, "From meeting to draft minutes", lambda c: c.to_circulation.median, " days"),
    }
    return render(request, "quality/over_time.html", context)


@require_GET
def download(request: MemberRequest, file_format: str) -> HttpResponse:
    """The same figures, one to a row."""
    check_spreadsheet(file_format)
    viewer = request.viewer
    check_can_count(viewer)
    with recorded(viewer, "counts.exported", file_format=file_format, page="over_time"):
        counted = over_time(viewer, OverTimeForm(request.GET or None).periods())
        return spreadsheet("over-time", file_format, HEADINGS, (row for each in counted for row in _rows(each)))


def _totals(counted: Sequence[PeriodCounts]) -> list[tuple[str, int]]:
    def whole(shares: Callable[[PeriodCounts], dict[str, Share]]) -> int:
        return sum(share.number for each in counted for share in shares(each).values())

    return [
        ("Meetings held", sum(each.meetings for each in counted)),
        ("Entries", whole(lambda each: each.entries)),
        ("Planned actions", whole(lambda each: each.actions)),
    ]


Measure = Callable[[PeriodCounts, str], Share]


def _by_context(counted: Sequence[PeriodCounts], measures: Sequence[tuple[str, Measure]]) -> list[Chart]:
    """One small chart a context, all to the same scale, so that they can be held against each other."""
    series = {
        context.label: [
            Series(name, tuple(share(each, context.key.value).percent for each in counted)) for name, share in measures
        ]
        for context in CONTEXTS
    }
    most = max((v for one in series.values() for each in one for v in each.values if v is not None), default=0.0)
    labels = [each.period.short for each in counted]
    return [column_chart(label, labels, one, most=most, unit="%") for label, one in series.items()]


def _chart(
    counted: Sequence[PeriodCounts],
    title: str,
    value: Callable[[PeriodCounts], float | None],
    unit: str,
    most: float | None = None,
) -> Chart:
    series = [Series(title, tuple(value(each) for each in counted))]
    return column_chart(title, [each.period.short for each in counted], series, most=most, unit=unit)


def _rows(counts: PeriodCounts) -> Iterator[tuple[Value, ...]]:
    label, finished = counts.period.label, counts.finished
    yield label, "Meetings held", "", counts.meetings, None, None
    for measure, shares in (
        ("Meetings that discussed it", counts.discussed),
        ("Entries", counts.entries),
        ("Planned actions", counts.actions),
    ):
        for context in CONTEXTS:
            share = shares[context.key.value]
            yield label, measure, context.label, share.number, share.of, _rounded(share.percent)
    for measure, number in (
        ("Actions done by their day", finished.on_time),
        ("Actions done late", finished.late),
        ("Actions overtaken by circumstances", finished.changed),
        ("Actions not done", finished.not_done),
        ("Actions still open", finished.open),
    ):
        yield label, measure, "", number, finished.due, _rounded(Share(number, finished.due).percent)
    yield _row_of_days(label, "Median days from referral to first meeting", counts.to_meeting)
    yield _row_of_days(label, "Median days from meeting to draft minutes", counts.to_circulation)


def _row_of_days(label: str, measure: str, days: Days) -> tuple[Value, ...]:
    return label, measure, "", days.median, days.count, None


def _rounded(percent: float | None) -> float | None:
    return None if percent is None else round(percent, 1)
