"""Briefings: the list, the draft, writing in it, what is hidden, release, files."""

from __future__ import annotations

import uuid
from dataclasses import asdict
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from concentric.foundation.accounts.middleware import PersonRequest, without_partnership
from concentric.foundation.audit.trail import note_read
from concentric.foundation.permissions.checks import NotVisible, Refusal, ask
from concentric.research.briefings import actions, queries, working
from concentric.research.briefings.files import FILES, file_name, file_of
from concentric.research.briefings.forms import ReleaseForm, SetUpForm, TitleForm, WordsForm
from concentric.research.briefings.models import Briefing
from concentric.research.briefings.own_words import has_own_words, sentences_with_numbers
from concentric.research.briefings.parts import PART
from concentric.research.briefings.permissions import (
    check_can_begin,
    check_can_read,
    check_can_release,
    check_can_write,
    check_is_lead,
)
from concentric.research.briefings.protection import policy_of
from concentric.research.briefings.standing import report_of, standing_of
from concentric.research.coding.blind import coded_blind_by
from concentric.research.frameworks.pages import posted, study_page
from concentric.research.frameworks.researcher import Researcher, researcher_in
from concentric.web.forms import status_of


@without_partnership
@require_http_methods(["GET", "POST"])
def briefings(request: PersonRequest, study_id: uuid.UUID) -> HttpResponse:
    """The study's briefings. Posting begins one."""
    researcher = researcher_in(request.user, study_id)
    if request.method == "POST":
        check_can_begin(researcher)
    form = TitleForm(posted(request))
    if form.is_valid():
        try:
            begun = actions.begin(researcher=researcher, title=form.cleaned_data["title"])
        except Refusal as refusal:
            form.add_error(None, refusal.reason)
        else:
            messages.success(request, "The draft is there, counted from the data as they are now.")
            return redirect("briefings:briefing", study_id, begun.pk)
    context: dict[str, Any] = {
        "briefings": queries.briefings(researcher),
        "form": form,
        "may_begin": ask(check_can_begin, researcher),
        "are_drafts_closed": coded_blind_by(researcher),
    }
    return study_page(request, researcher, "briefings/briefings.html", "briefings", status=status_of(form), **context)


@without_partnership
@require_GET
def briefing(request: PersonRequest, study_id: uuid.UUID, briefing_id: uuid.UUID) -> HttpResponse:
    """The briefing as it stands, with the ways to write in it, protect it and release it."""
    researcher = researcher_in(request.user, study_id)
    shown = queries.get_briefing(researcher, briefing_id)
    check_can_read(researcher, shown)
    note_read(researcher, "briefing.read", shown)
    return _page(request, researcher, shown)


def _page(
    request: PersonRequest, researcher: Researcher, shown: Briefing, refused: ReleaseForm | None = None
) -> HttpResponse:
    """`refused`: what was sent to release it, with the ticks that were made."""
    context: dict[str, Any] = {"study": researcher.study, "briefing": shown, "part_of": PART, "standing": None}
    form = refused or ReleaseForm(initial={"version": shown.version}, has_own_words=has_own_words(shown))
    if shown.published:
        context["report"] = report_of(shown)
    else:
        standing = standing_of(shown)
        context |= {
            "report": standing.draft(shown.at),
            "standing": standing,
            "may_write": ask(check_can_write, researcher, shown),
            "may_release": ask(check_can_release, researcher, shown),
            "numbers": sentences_with_numbers(shown),
        }
    context["release_form"] = form
    return render(request, "briefings/briefing.html", context, status=422 if refused else 200)


@without_partnership
@require_http_methods(["GET", "POST"])
def write(request: PersonRequest, study_id: uuid.UUID, briefing_id: uuid.UUID, chapter: str) -> HttpResponse:
    """The author's words of one part."""
    researcher = researcher_in(request.user, study_id)
    shown = queries.get_briefing(researcher, briefing_id)
    _check_can_type(request, researcher, shown)
    if chapter not in PART:
        raise NotVisible
    form = WordsForm(posted(request), initial={"words": shown.words.get(chapter, ""), "version": shown.version})
    if form.is_valid():
        asked = form.cleaned_data
        try:
            actions.write(researcher=researcher, briefing=shown, part=chapter, **asked)
        except Refusal as refusal:
            form.add_error("words", refusal.reason)
        else:
            messages.success(request, "Your words are kept.")
            return redirect("briefings:briefing", study_id, briefing_id)
    context = {"study": researcher.study, "briefing": shown, "part": PART[chapter], "form": form}
    return render(request, "briefings/write.html", context, status=status_of(form))


def _check_can_type(request: PersonRequest, researcher: Researcher, shown: Briefing) -> None:
    """What was typed while somebody released the briefing is shown again, with the verb's refusal."""
    if request.method == "POST":
        check_can_begin(researcher)
    else:
        check_can_write(researcher, shown)


@without_partnership
@require_http_methods(["GET", "POST"])
def set_up(request: PersonRequest, study_id: uuid.UUID, briefing_id: uuid.UUID) -> HttpResponse:
    """Title, parts and which counts are small."""
    researcher = researcher_in(request.user, study_id)
    shown = queries.get_briefing(researcher, briefing_id)
    _check_can_type(request, researcher, shown)
    initial = {"title": shown.title, "parts": shown.parts, "version": shown.version, **asdict(policy_of(shown))}
    form = SetUpForm(posted(request), initial=initial)
    if form.is_valid():
        asked = form.cleaned_data
        try:
            actions.set_up(
                researcher=researcher,
                briefing=shown,
                title=asked["title"],
                parts=asked["parts"],
                policy=form.policy(),
                version=asked["version"],
            )
        except Refusal as refusal:
            form.add_error("title", refusal.reason)
        else:
            messages.success(request, "The briefing is set up anew.")
            return redirect("briefings:briefing", study_id, briefing_id)
    context = {"study": researcher.study, "briefing": shown, "form": form}
    return render(request, "briefings/set_up.html", context, status=status_of(form))


@without_partnership
@require_http_methods(["GET", "POST"])
def hidden(request: PersonRequest, study_id: uuid.UUID, briefing_id: uuid.UUID) -> HttpResponse:
    """What is hidden and why, and how far that is worked out. Posting begins it, or goes on."""
    researcher = researcher_in(request.user, study_id)
    shown = queries.get_briefing(researcher, briefing_id)
    if request.method == "POST":
        check_can_write(researcher, shown)
        try:
            working.work_out(researcher=researcher, briefing=shown)
        except Refusal as refusal:
            messages.error(request, refusal.reason)
        return redirect("briefings:hidden", study_id, briefing_id)
    check_can_read(researcher, shown)
    note_read(researcher, "briefing.hidden_read", shown)
    standing = standing_of(shown)
    context = {
        "study": researcher.study,
        "briefing": shown,
        "standing": standing,
        "small": standing.by_table(standing.protection.small),
        "others": standing.by_table(standing.protection.others),
        "may_write": ask(check_can_write, researcher, shown),
    }
    return render(request, "briefings/hidden.html", context)


@without_partnership
@require_POST
def stop(request: PersonRequest, study_id: uuid.UUID, briefing_id: uuid.UUID) -> HttpResponse:
    """Stop working it out. What is done stays done."""
    researcher = researcher_in(request.user, study_id)
    shown = queries.get_briefing(researcher, briefing_id)
    check_can_write(researcher, shown)
    working.stop(researcher=researcher, briefing=shown)
    return redirect("briefings:hidden", study_id, briefing_id)


@without_partnership
@require_POST
def count_anew(request: PersonRequest, study_id: uuid.UUID, briefing_id: uuid.UUID) -> HttpResponse:
    """On the data as they are now."""
    researcher = researcher_in(request.user, study_id)
    shown = queries.get_briefing(researcher, briefing_id)
    check_can_write(researcher, shown)
    try:
        actions.count_anew(researcher=researcher, briefing=shown, version=_version(request))
    except Refusal as refusal:
        messages.error(request, refusal.reason)
    else:
        messages.success(request, "Every figure is counted from the data as they are now.")
    return redirect("briefings:briefing", study_id, briefing_id)


@without_partnership
@require_POST
def release(request: PersonRequest, study_id: uuid.UUID, briefing_id: uuid.UUID) -> HttpResponse:
    """Let it out, unless it gives a child away."""
    researcher = researcher_in(request.user, study_id)
    shown = queries.get_briefing(researcher, briefing_id)
    check_is_lead(researcher)
    if shown.published:
        return _is_released(request, shown)
    check_can_release(researcher, shown)
    form = ReleaseForm(request.POST, has_own_words=has_own_words(shown))
    if not form.is_valid():
        return _page(request, researcher, shown, form)
    try:
        actions.release(researcher=researcher, briefing=shown, version=form.cleaned_data["version"])
    except Refusal as refusal:
        return _not_released(request, researcher, shown, form, refusal)
    messages.success(request, "Released. It stays as it is; what comes later is held against it.")
    return redirect("briefings:briefing", study_id, briefing_id)


def _not_released(
    request: PersonRequest, researcher: Researcher, shown: Briefing, form: ReleaseForm, refusal: Refusal
) -> HttpResponse:
    now = queries.get_briefing(researcher, shown.pk)
    if now.published:
        return _is_released(request, now)
    said = format_html("Not released. {}", refusal.reason)
    if isinstance(refusal, actions.NotWorkedOut):
        way = reverse("briefings:hidden", args=[now.study_id, now.pk])
        said = format_html('{} <a class="govuk-link" href="{}">Work it out</a>', said, way)
    messages.error(request, said)
    if now.version != form.cleaned_data["version"]:  # what was ticked was of other words
        return redirect("briefings:briefing", now.study_id, now.pk)
    return _page(request, researcher, now, form)


def _is_released(request: PersonRequest, shown: Briefing) -> HttpResponse:
    """Asked a second time, by a double click or in another tab."""
    messages.info(request, "It was released already. Nothing was changed.")
    return redirect("briefings:briefing", shown.study_id, shown.pk)


@without_partnership
@require_POST
def delete(request: PersonRequest, study_id: uuid.UUID, briefing_id: uuid.UUID) -> HttpResponse:
    """Throw a draft away."""
    researcher = researcher_in(request.user, study_id)
    shown = queries.get_briefing(researcher, briefing_id)
    check_can_write(researcher, shown)
    actions.delete_draft(researcher=researcher, briefing=shown)
    messages.success(request, "The draft is gone.")
    return redirect("briefings:briefings", study_id)


@without_partnership
@require_GET
def file(request: PersonRequest, study_id: uuid.UUID, briefing_id: uuid.UUID, document_format: str) -> HttpResponse:
    """The briefing as Word or PDF."""
    researcher = researcher_in(request.user, study_id)
    shown = queries.get_briefing(researcher, briefing_id)
    if document_format not in FILES:
        raise Http404
    check_can_read(researcher, shown)
    note_read(researcher, "briefing.downloaded", shown, file_format=document_format)
    return file_of(report_of(shown), file_name(shown.title), document_format)


def _version(request: PersonRequest) -> int:
    given = request.POST.get("version", "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 10 else 0
