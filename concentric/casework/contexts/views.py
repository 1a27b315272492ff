"""The register's pages: find, add, correct, merge, take out of use. (`overview` shows what was recorded about one.)"""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from concentric.casework.cases.pages import form_page, posted
from concentric.casework.contexts import actions
from concentric.casework.contexts.forms import KINDS, AddForm, FindForm, MergeForm, NameForm
from concentric.casework.contexts.permissions import (
    check_can_change_context,
    check_can_tidy_register,
    check_can_use_register,
)
from concentric.casework.contexts.queries import cases_of_doubles, get_context, register, suggest
from concentric.foundation.accounts.middleware import MemberRequest
from concentric.foundation.audit.trail import recorded
from concentric.foundation.permissions.checks import ask
from concentric.method.instrument.grid import CONTEXT

A_PAGE = 50
LIST = "contexts:list"


@require_safe
def context_list(request: MemberRequest) -> HttpResponse:
    viewer = request.viewer
    check_can_use_register(viewer)
    form = FindForm(request.GET)
    wanted = form.cleaned_data if form.is_valid() else {}
    found = register(viewer, wanted.get("kind", ""), wanted.get("text", ""))
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    context = {"form": form, "page": page, "kinds": dict(KINDS), "may_tidy": ask(check_can_tidy_register, viewer)}
    doubles = cases_of_doubles(viewer, list(page.object_list))
    context["doubles"] = doubles
    with recorded(viewer, "contexts.listed") as note:
        note.cases = {case.pk for cases in doubles.values() for case in cases}
    return render(request, "contexts/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: MemberRequest) -> HttpResponse:
    check_can_use_register(request.viewer)
    form = AddForm(posted(request))
    return form_page(
        request,
        "contexts/form.html",
        form,
        lambda: actions.find_or_create(viewer=request.viewer, **form.cleaned_data),
        done="The name is in the register.",
        back=reverse(LIST),
        title="Add a name",
    )


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: MemberRequest, context_id: uuid.UUID) -> HttpResponse:
    viewer = request.viewer
    context = get_context(viewer, context_id)
    check_can_change_context(viewer, context)
    form = NameForm(posted(request), initial={"name": context.name, "detail": context.detail})
    return form_page(
        request,
        "contexts/form.html",
        form,
        lambda: actions.change_context(viewer=viewer, context=context, **form.cleaned_data),
        done="The name is saved.",
        back=reverse(LIST),
        title=f"Change this {CONTEXT[context.kind].instance_name}",
        context=context,
        may_tidy=ask(check_can_tidy_register, viewer),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def merge(request: MemberRequest, context_id: uuid.UUID) -> HttpResponse:
    viewer = request.viewer
    context = get_context(viewer, context_id)
    check_can_tidy_register(viewer)
    form = MergeForm(posted(request), viewer=viewer, context=context)
    return form_page(
        request,
        "contexts/merge.html",
        form,
        lambda: actions.merge_contexts(viewer=viewer, context=context, into=form.cleaned_data["into"]),
        done="The two are one now. Both names find it.",
        back=reverse(LIST),
        context=context,
    )


@require_POST
def set_in_use(request: MemberRequest, context_id: uuid.UUID) -> HttpResponse:
    context = get_context(request.viewer, context_id)
    in_use = request.POST.get("in_use") == "yes"
    actions.set_in_use(viewer=request.viewer, context=context, in_use=in_use)
    messages.success(request, "The name is offered in meetings again." if in_use else "The name is out of use.")
    return redirect(LIST)


@require_safe
def suggestions(request: MemberRequest) -> JsonResponse:
    """{"contexts": [{id, name, detail}]} for ?kind=…&text=…: what is offered while a name is being typed."""
    check_can_use_register(request.viewer)
    form = FindForm(request.GET)
    wanted = form.cleaned_data if form.is_valid() else {}
    found = suggest(request.viewer, wanted.get("kind", ""), wanted.get("text", ""))
    return JsonResponse({"contexts": [{"id": str(c.pk), "name": c.name, "detail": c.detail} for c in found]})
