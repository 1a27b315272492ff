"""Looking at findings and deciding on them."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from concentric.casework.cases.models import CasePerson
from concentric.casework.cases.pages import posted
from concentric.foundation.accounts.middleware import MemberRequest
from concentric.foundation.permissions.checks import NotVisible, Refusal, ask
from concentric.submission.review import actions
from concentric.submission.review.forms import DecideForm, MarkForm, PersonForm
from concentric.submission.review.groups import TITLES, Group, group_of
from concentric.submission.review.layout import in_hand, sections
from concentric.submission.review.models import Finding, Outgoing
from concentric.submission.review.permissions import check_can_review
from concentric.submission.review.queries import Found, found_in, get_finding, get_outgoing, last_step, progress_of
from concentric.submission.review.views.page import opened
from concentric.web.forms import status_of
from concentric.web.jinja import plural

Decision = Finding.Decision
ADDED_AS = (
    (CasePerson.Kind.FAMILY.value, "Family"),
    (CasePerson.Kind.PEER.value, "Peer"),
    (CasePerson.Kind.HARMED.value, "Child harmed"),
    (CasePerson.Kind.PROFESSIONAL.value, "Professional"),
)

_IN_HAND = "#in-hand"  # the heading takes the focus, so that a screen reader says what comes next


@require_GET
def review(request: MemberRequest, outgoing_id: uuid.UUID) -> HttpResponse:
    """The text with its findings; in hand is the first that is not decided."""
    outgoing = opened(request, outgoing_id, "review")
    found = found_in(outgoing)
    chosen = next((one for one in found if one.is_undecided), None)
    return _page(request, outgoing, found, chosen, DecideForm())


@require_http_methods(["GET", "POST"])
def finding(request: MemberRequest, outgoing_id: uuid.UUID, finding_id: uuid.UUID) -> HttpResponse:
    """One finding in hand; posting decides on it and goes on to the next."""
    outgoing = opened(request, outgoing_id, "review")
    wanted = get_finding(outgoing, finding_id)
    form = DecideForm(posted(request))
    if form.is_valid():
        check_can_review(request.viewer, outgoing)
        return _decide(request, wanted, form)
    found = found_in(outgoing)
    chosen = next((one for one in found if one.finding.pk == wanted.pk), None)
    return _page(request, outgoing, found, chosen, form)


def _decide(request: MemberRequest, wanted: Finding, form: DecideForm) -> HttpResponse:
    asked = form.cleaned_data
    done = actions.decide(
        viewer=request.viewer,
        finding=wanted,
        decision=Decision.KEEP if asked["way"] == "keep" else Decision.REPLACE,
        replacement=asked["words"] if asked["way"] == "other" else "",
        everywhere=asked["everywhere"],
    )
    if done > 1:
        messages.success(request, f"Decided in {done} places.")
    found = found_in(wanted.outgoing)
    place = next((index for index, one in enumerate(found) if one.finding.pk == wanted.pk), 0)
    following = next((one for one in [*found[place:], *found[:place]] if one.is_undecided), None)
    if following is None:
        return redirect(reverse("review:review", args=[wanted.outgoing_id]) + _IN_HAND)
    return redirect(reverse("review:finding", args=[wanted.outgoing_id, following.finding.pk]) + _IN_HAND)


def _page(
    request: MemberRequest, outgoing: Outgoing, found: list[Found], chosen: Found | None, form: DecideForm
) -> HttpResponse:
    context = {
        "outgoing": outgoing,
        "form": form,
        "sections": sections(outgoing),
        "progress": progress_of(one.finding for one in found),
        "hand": in_hand(found, chosen) if chosen else None,
        "groups": _groups(found),
        "kinds": ADDED_AS,
        "may_review": ask(check_can_review, request.viewer, outgoing),
        "may_undo": last_step(request.viewer, outgoing) is not None,
    }
    return render(request, "review/review.html", context, status=status_of(form))


def _groups(found: list[Found]) -> list[tuple[Group, str, int]]:
    """The groups that something undecided belongs to, with how much."""
    undecided = [group_of(one.finding) for one in found if one.is_undecided]
    return [(group, title, undecided.count(group)) for group, title in TITLES.items() if group in undecided]


@require_http_methods(["GET", "POST"])
def together(request: MemberRequest, outgoing_id: uuid.UUID, group: str) -> HttpResponse:
    """A group of findings, each shown with what would stand instead; posting accepts them all."""
    if group not in set(Group):
        raise NotVisible
    outgoing = opened(request, outgoing_id, group)
    check_can_review(request.viewer, outgoing)
    if request.method == "POST":
        return _accept(request, outgoing, Group(group))
    found = [one for one in found_in(outgoing) if one.is_undecided and group_of(one.finding) == group]
    context = {"outgoing": outgoing, "group": Group(group), "title": TITLES[Group(group)], "found": found}
    return render(request, "review/together.html", context)


def _accept(request: MemberRequest, outgoing: Outgoing, group: Group) -> HttpResponse:
    scanned = request.POST.get("scanned", "")
    try:
        done = actions.accept_group(viewer=request.viewer, outgoing=outgoing, group=group, scanned=scanned)
    except Refusal as refusal:
        messages.error(request, refusal.reason)
        return redirect("review:together", outgoing.pk, group.value)
    messages.success(request, f"Decided on {plural(done, 'finding')}.")
    return redirect("review:review", outgoing.pk)


@require_POST
def undo(request: MemberRequest, outgoing_id: uuid.UUID) -> HttpResponse:
    """Take back the last step."""
    outgoing = get_outgoing(request.viewer, outgoing_id)
    check_can_review(request.viewer, outgoing)
    try:
        done = actions.undo(viewer=request.viewer, outgoing=outgoing)
    except Refusal as refusal:
        messages.error(request, refusal.reason)
    else:
        messages.success(request, f"Taken back: {plural(done, 'finding')} as before.")
    return redirect("review:review", outgoing_id)


@require_http_methods(["GET", "POST"])
def mark(request: MemberRequest, outgoing_id: uuid.UUID) -> HttpResponse:
    """Mark words that the scan missed."""
    outgoing = opened(request, outgoing_id, "mark")
    check_can_review(request.viewer, outgoing)
    form = MarkForm(posted(request))
    if form.is_valid():
        try:
            done = _mark(request, outgoing, form)
        except Refusal as refusal:
            form.add_error("words", refusal.reason)
        else:
            messages.success(request, f"Replaced in {plural(done, 'place')}.")
            return redirect("review:review", outgoing_id)
    return render(request, "review/mark.html", {"outgoing": outgoing, "form": form}, status=status_of(form))


def _mark(request: MemberRequest, outgoing: Outgoing, form: MarkForm) -> int:
    asked = form.cleaned_data
    return actions.add_span(
        viewer=request.viewer,
        outgoing=outgoing,
        words=asked["words"],
        kind=actions.Marked(asked["kind"]),
        replacement=asked["replacement"],
    )


@require_http_methods(["GET", "POST"])
def person(request: MemberRequest, outgoing_id: uuid.UUID, finding_id: uuid.UUID) -> HttpResponse:
    """Put the person whom a finding names on the case, and look through the text again."""
    outgoing = opened(request, outgoing_id, "person")
    check_can_review(request.viewer, outgoing)
    wanted = get_finding(outgoing, finding_id)
    named = next((one.words for one in found_in(outgoing) if one.finding.pk == wanted.pk), "")
    form = PersonForm(posted(request), initial={"name": named})
    if form.is_valid():
        asked = form.cleaned_data
        actions.add_person(
            viewer=request.viewer,
            outgoing=outgoing,
            name=asked["name"],
            kind=CasePerson.Kind(asked["kind"]),
            relation=asked["relation"],
        )
        messages.success(request, "They are on the case now, and the text was looked through again.")
        return redirect("review:review", outgoing_id)
    return render(request, "review/person.html", {"outgoing": outgoing, "form": form}, status=status_of(form))
