"""What is due, decisions about one record, and certificates."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from concentric.casework.cases.actions import set_legal_hold
from concentric.casework.cases.pages import form_page, posted
from concentric.foundation.accounts.middleware import MemberRequest
from concentric.foundation.accounts.viewer import Viewer
from concentric.foundation.audit.trail import recorded
from concentric.foundation.permissions.checks import ask
from concentric.submission.retention import actions, queries
from concentric.submission.retention.forms import DestroyForm, ExtendForm, FindForm, HoldForm
from concentric.submission.retention.models import Kind
from concentric.submission.retention.permissions import check_can_confirm, check_can_extend, check_can_propose
from concentric.submission.retention.records import Kept
from concentric.submission.retention.words import in_words
from concentric.web.forms import status_of

CERTIFICATES_A_PAGE = 50


@require_http_methods(["GET", "HEAD", "POST"])
def listing(request: MemberRequest) -> HttpResponse:
    """What is due, and a record by its reference."""
    viewer = request.viewer
    found = queries.due_list(viewer)
    form = FindForm(posted(request))
    if form.is_valid():
        kept = queries.by_reference(viewer, form.cleaned_data["reference"])
        if kept is not None:
            return _to(kept)
        form.add_error("reference", "No case here has this reference, and no referral that was not accepted.")
    context = {"found": found, "form": form, "schedules": queries.schedules(viewer)}
    return render(request, "retention/list.html", context, status=status_of(form))


@require_safe
def record(request: MemberRequest, what: str, record_id: uuid.UUID) -> HttpResponse:
    """One record's time, and what can be decided about it."""
    viewer = request.viewer
    kept = _looked_at(viewer, queries.get_record(viewer, what, record_id))
    context = {
        "kept": kept,
        "may_extend": ask(check_can_extend, viewer, kept),
        "may_propose": ask(check_can_propose, viewer, kept),
        "may_confirm": ask(check_can_confirm, viewer, kept, kept.proposal) if kept.proposal else None,
        "extensions": queries.extensions(viewer, kept),
        "holds": queries.holds(viewer, kept),
    }
    return render(request, "retention/record.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def extend(request: MemberRequest, what: str, record_id: uuid.UUID) -> HttpResponse:
    viewer = request.viewer
    kept = queries.get_record(viewer, what, record_id)
    check_can_extend(viewer, kept)
    _looked_at(viewer, kept)
    form = ExtendForm(posted(request))
    return form_page(
        request,
        "retention/form.html",
        form,
        lambda: actions.extend(viewer=viewer, kept=kept, **form.cleaned_data),
        done="It is kept until that day.",
        back=_address(kept),
        kept=kept,
        title="Keep it longer",
        intro="It is then not due before that day. The reason is kept until the record is destroyed.",
    )


@require_http_methods(["GET", "HEAD", "POST"])
def hold(request: MemberRequest, case_id: uuid.UUID) -> HttpResponse:
    """Put a case on legal hold, or lift the hold, without a look at it."""
    viewer = request.viewer
    case = queries.get_case(viewer, case_id)
    kept = _looked_at(viewer, queries.get_record(viewer, Kind.CASE, case_id))
    held = not case.legal_hold
    form = HoldForm(posted(request))
    return form_page(
        request,
        "retention/form.html",
        form,
        lambda: set_legal_hold(viewer=viewer, case=case, held=held, reason=form.cleaned_data["reason"]),
        done="The case is on legal hold." if held else "The legal hold is lifted.",
        back=_address(kept),
        kept=kept,
        title="Put on legal hold" if held else "Lift the legal hold",
        intro="Nothing of a case is destroyed while it is on hold. Everybody who sees the case sees the hold, and why.",
    )


@require_POST
def propose(request: MemberRequest, what: str, record_id: uuid.UUID) -> HttpResponse:
    kept = queries.get_record(request.viewer, what, record_id)
    actions.propose(viewer=request.viewer, kept=kept)
    messages.success(request, "Proposed. It is destroyed when another person confirms it.")
    return _to(kept)


@require_POST
def take_back(request: MemberRequest, proposal_id: uuid.UUID) -> HttpResponse:
    proposal = queries.get_proposal(request.viewer, proposal_id)
    actions.take_back(viewer=request.viewer, proposal=proposal)
    messages.success(request, "The proposal is taken back. Nothing was destroyed.")
    return redirect("retention:record", proposal.kind, proposal.record_id)


@require_http_methods(["GET", "HEAD", "POST"])
def destroy(request: MemberRequest, proposal_id: uuid.UUID) -> HttpResponse:
    """The second person looks once more, proves who they are, and destroys it."""
    viewer = request.viewer
    proposal = queries.get_proposal(viewer, proposal_id)
    kept = queries.get_record(viewer, proposal.kind, proposal.record_id)
    check_can_confirm(viewer, kept, proposal)
    _looked_at(viewer, kept)
    form = DestroyForm(posted(request), request=request)
    if form.is_valid():
        certificate = actions.destroy(viewer=viewer, proposal=proposal)
        messages.success(request, "It is destroyed. This is the certificate.")
        return redirect("retention:certificate", certificate.pk)
    context = {"kept": kept, "proposal": proposal, "form": form, "with_studies": queries.with_studies(viewer, kept)}
    return render(request, "retention/destroy.html", context, status=status_of(form))


@require_safe
def certificates(request: MemberRequest) -> HttpResponse:
    """Everything that was destroyed, the latest first."""
    page = Paginator(queries.certificates(request.viewer), CERTIFICATES_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "retention/certificates.html", {"page": page})


@require_safe
def certificate(request: MemberRequest, certificate_id: uuid.UUID) -> HttpResponse:
    """One certificate, to read and to print."""
    found = queries.get_certificate(request.viewer, certificate_id)
    context = {"certificate": found, "counts": in_words(found.counts)}
    return render(request, "retention/certificate.html", context)


def _looked_at(viewer: Viewer, kept: Kept) -> Kept:
    """A look at when a record's time is up belongs among the looks at its case."""
    with recorded(viewer, "retention.read", kind=kept.kind.value, record=str(kept.record_id)) as note:
        note.case_id = kept.case_id
    return kept


def _address(kept: Kept) -> str:
    return reverse("retention:record", args=[kept.kind, kept.record_id])


def _to(kept: Kept) -> HttpResponse:
    return redirect(_address(kept))
