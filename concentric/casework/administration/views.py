"""Members, agencies and the audit trail of the viewer's partnership."""

from __future__ import annotations

import uuid
from typing import Any

from allauth.account.forms import ResetPasswordForm
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from concentric.casework.administration.forms import AddMemberForm, AgencyForm, MemberForm, TrailForm
from concentric.casework.administration.permissions import check_can_read_trail
from concentric.foundation.accounts import actions, queries
from concentric.foundation.accounts.middleware import MEMBERSHIP_SESSION_KEY, MemberRequest
from concentric.foundation.accounts.models import Agency, Membership
from concentric.foundation.accounts.permissions import (
    check_can_deactivate,
    check_can_manage_members,
    check_can_see_members,
)
from concentric.foundation.audit import queries as audit
from concentric.foundation.audit import trail
from concentric.foundation.invalid import Invalid
from concentric.foundation.permissions.checks import NotVisible, Refusal, ask
from concentric.web.forms import status_of

EVENTS_A_PAGE = 100


@require_GET
def member_list(request: MemberRequest) -> HttpResponse:
    viewer = request.viewer
    check_can_see_members(viewer)
    context = {
        "members": queries.members(viewer),
        "agencies": queries.agencies(viewer),
        "may_manage": ask(check_can_manage_members, viewer),
    }
    return render(request, "administration/members.html", context)


@require_http_methods(["GET", "POST"])
def add_member(request: MemberRequest) -> HttpResponse:
    viewer = request.viewer
    check_can_manage_members(viewer)
    form = AddMemberForm(_posted(request), viewer=viewer)
    if form.is_valid():
        try:
            member = actions.add_member(viewer=viewer, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error("email", refusal.reason)
        else:
            invite(request, member)
            messages.success(request, f"{member.name} is a member now. We sent them an e-mail to set a password.")
            return redirect("administration:members")
    return render(request, "administration/member_form.html", {"form": form, "member": None}, status=status_of(form))


@require_http_methods(["GET", "POST"])
def change_member(request: MemberRequest, member_id: uuid.UUID) -> HttpResponse:
    viewer = request.viewer
    member = queries.get_member(viewer, member_id)
    check_can_manage_members(viewer)
    form = MemberForm(_posted(request), viewer=viewer, initial=_initial(member))
    if form.is_valid():
        actions.change_member(viewer=viewer, member=member, **form.cleaned_data)
        messages.success(request, f"The changes to {member.name} are saved.")
        return redirect("administration:members")
    context = {"form": form, "member": member, "may_end": ask(check_can_deactivate, viewer, member)}
    return render(request, "administration/member_form.html", context, status=status_of(form))


@require_POST
def set_member_active(request: MemberRequest, member_id: uuid.UUID) -> HttpResponse:
    member = queries.get_member(request.viewer, member_id)
    if request.POST.get("active") not in ("yes", "no"):
        raise Invalid({"active": "Say whether the membership ends or begins again."})
    active = request.POST["active"] == "yes"
    actions.set_member_active(viewer=request.viewer, member=member, active=active)
    messages.success(request, f"{member.name} {'is a member again' if active else 'is no longer a member'}.")
    return redirect("administration:members")


@require_POST
def send_invitation(request: MemberRequest, member_id: uuid.UUID) -> HttpResponse:
    member = queries.get_member(request.viewer, member_id)
    check_can_manage_members(request.viewer)
    with trail.recorded(request.viewer, "member.invited", member):
        invite(request, member)
    messages.success(request, f"We sent {member.name} an e-mail to set a password.")
    return redirect("administration:members")


@require_http_methods(["GET", "POST"])
def edit_agency(request: MemberRequest, agency_id: uuid.UUID | None = None) -> HttpResponse:
    viewer = request.viewer
    agency = queries.get_agency(viewer, agency_id) if agency_id else Agency(partnership_id=viewer.partnership_id)
    check_can_manage_members(viewer)
    form = AgencyForm(_posted(request), instance=agency)
    if form.is_valid():
        actions.save_agency(viewer=viewer, agency=form.save(commit=False))
        messages.success(request, "The agency is saved.")
        return redirect("administration:members")
    context = {"form": form, "is_new": agency_id is None}
    return render(request, "administration/agency_form.html", context, status=status_of(form))


@require_GET
def audit_trail(request: MemberRequest) -> HttpResponse:
    viewer = request.viewer
    check_can_read_trail(viewer)
    form = TrailForm(request.GET or None, viewer=viewer)
    search = form.search() if form.is_valid() else audit.Search()
    page = Paginator(audit.events(viewer, search), EVENTS_A_PAGE).get_page(request.GET.get("page"))
    with trail.recorded(viewer, "audit.read"):
        pass
    return render(request, "administration/trail.html", {"form": form, "page": page})


@require_POST
def verify_trail(request: MemberRequest) -> HttpResponse:
    viewer = request.viewer
    check_can_read_trail(viewer)
    breaks = list(trail.verify(str(viewer.partnership_id)))
    with trail.recorded(viewer, "audit.verified", breaks=len(breaks)):
        pass
    return render(request, "administration/verified.html", {"breaks": breaks})


@require_http_methods(["GET", "POST"])
def choose_partnership(request: MemberRequest) -> HttpResponse:
    """For the few people who are members of several partnerships: which one they act for now."""
    mine = Membership.objects.filter(user=request.viewer.user, is_active=True).select_related("partnership", "agency")
    if request.method == "POST":
        chosen = next((m for m in mine if str(m.pk) == request.POST.get("membership")), None)
        if chosen is None:
            raise NotVisible
        request.session[MEMBERSHIP_SESSION_KEY] = str(chosen.pk)
        return HttpResponseRedirect("/")
    return render(request, "administration/choose.html", {"memberships": mine})


def invite(request: MemberRequest, member: Membership) -> None:
    """Send the e-mail from which a new member sets a password: the same as for a forgotten one."""
    form = ResetPasswordForm({"email": member.user.email})
    if form.is_valid():
        form.save(request)


def _posted(request: MemberRequest) -> QueryDict | None:
    return request.POST if request.method == "POST" else None


def _initial(member: Membership) -> dict[str, Any]:
    return {
        "agency": member.agency_id,
        "job_title": member.job_title,
        "roles": [grant.role for grant in member.role_grants.all()],
    }
