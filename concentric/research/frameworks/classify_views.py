"""Pages on which frameworks are classified, the study's own attributes kept, and the list taken away."""

from __future__ import annotations

import uuid
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from concentric.foundation.accounts.middleware import PersonRequest, without_partnership
from concentric.foundation.audit.trail import note_read, recorded
from concentric.foundation.permissions.checks import Refusal, ask
from concentric.research.frameworks import listing, own_attributes, queries
from concentric.research.frameworks.attributes import Kind, in_trail, judged_by_researchers, of_study
from concentric.research.frameworks.classify_forms import AttributeForm, FilterForm, WordsForm
from concentric.research.frameworks.classifying import classify, classify_each, standings
from concentric.research.frameworks.models import Framework
from concentric.research.frameworks.pages import posted, study_page
from concentric.research.frameworks.permissions import check_can_classify, check_can_take_files
from concentric.research.frameworks.researcher import Researcher, researcher_in
from concentric.web.downloads import check_spreadsheet, spreadsheet
from concentric.web.forms import status_of

AT_ONCE = 20


@without_partnership
@require_GET
def download(request: PersonRequest, study_id: uuid.UUID, file_format: str) -> HttpResponse:
    """What the list shows, as a spreadsheet. Sites are letters in it."""
    check_spreadsheet(file_format)
    researcher = researcher_in(request.user, study_id)
    check_can_take_files(researcher)
    kinds = judged_by_researchers(researcher.study)
    wanted = FilterForm(request.GET or None, listing.numbers(researcher, kinds), kinds).wanted()
    with recorded(researcher, "frameworks.exported", researcher.study, file_format=file_format) as note:
        rows = list(listing.rows(listing.wanted_frameworks(researcher, wanted), kinds))
        note.details["count"] = len(rows)
        return spreadsheet("frameworks", file_format, listing.columns(kinds), rows)


@without_partnership
@require_http_methods(["GET", "POST"])
def one(request: PersonRequest, study_id: uuid.UUID, framework_id: uuid.UUID) -> HttpResponse:
    """The attributes of one framework: confirmed as they stand, or changed. `next` goes on to the next one."""
    researcher = researcher_in(request.user, study_id)
    shown = queries.get_framework(researcher, framework_id)
    check_can_classify(researcher, shown)
    kinds = judged_by_researchers(researcher.study)
    standing = standings([shown], kinds)[shown.pk]
    about = {str(at): (one.kind.label, one) for at, one in enumerate(standing)}
    form = WordsForm(posted(request), about, prefilled=True)
    if form.is_valid():
        words = {about[name][1].kind.key: word for name, word in form.words().items()}
        try:
            classify(researcher=researcher, framework=shown, words=words, version=_version(request, "version"))
        except Refusal as refusal:
            form.add_error(None, refusal.reason)
        else:
            messages.success(request, f"{shown.code} is classified.")
            return redirect(_onward(researcher, shown, kinds) if "next" in request.POST else _page_of(shown))
    note_read(researcher, "framework.read", shown, page="attributes")
    context = {"study": researcher.study, "framework": shown, "standing": standing, "form": form}
    return render(request, "frameworks/classify.html", context, status=status_of(form))


@without_partnership
@require_http_methods(["GET", "POST"])
def many(request: PersonRequest, study_id: uuid.UUID) -> HttpResponse:
    """One attribute of many frameworks that wait for a researcher's word, a page of them at a time."""
    researcher = researcher_in(request.user, study_id)
    check_can_classify(researcher)
    kinds = judged_by_researchers(researcher.study)
    kind = next((kind for kind in kinds if kind.key == request.GET.get("attribute")), kinds[0])
    waiting = listing.wanted_frameworks(researcher, listing.Wanted(confirm=kind.key)).defer(None)
    # What is answered is asked for by name: somebody else may have answered meanwhile, and the list have moved.
    shown = list(waiting.filter(pk__in=_asked(request)) if request.method == "POST" else waiting[:AT_ONCE])
    standing = standings(shown, [kind])
    about = {one.pk.hex: (f"{one.code}, site {one.site.letter}", standing[one.pk][0]) for one in shown}
    form = WordsForm(posted(request), about, prefilled=False)
    if form.is_valid():
        said = form.words(rest_as_proposed=request.POST.get("rest") == "proposed")
        words = {uuid.UUID(name): {kind.key: word} for name, word in said.items()}
        versions = {one.pk: _version(request, f"version-{one.pk.hex}") for one in shown}
        try:
            kept = classify_each(researcher=researcher, words=words, versions=versions)
        except Refusal as refusal:
            form.add_error(None, refusal.reason)
        else:
            done = f"{kept} classified." if kept else "Nothing was chosen, so nothing is classified."
            (messages.success if kept else messages.warning)(request, done)
            return redirect(
                f"{reverse('frameworks:classify_many', args=[study_id])}?{urlencode({'attribute': kind.key})}"
            )
    note_read(researcher, "study.read", researcher.study, page="classify", attribute=in_trail(kind.key))
    numbers = listing.numbers(researcher, kinds)
    context: dict[str, Any] = {
        "study": researcher.study,
        "kind": kind,
        "kinds": [(kind, numbers.confirm[kind.key]) for kind in kinds],
        "rows": [
            (one, standing[one.pk][0], form[f"value-{one.pk.hex}"], form[f"reason-{one.pk.hex}"]) for one in shown
        ],
        "waiting": numbers.confirm[kind.key],
        "form": form,
    }
    return render(request, "frameworks/classify_many.html", context, status=status_of(form))


@without_partnership
@require_http_methods(["GET", "POST"])
def attributes(request: PersonRequest, study_id: uuid.UUID) -> HttpResponse:
    """The attributes of the study with the values met. Posting adds one."""
    researcher = researcher_in(request.user, study_id)
    form = AttributeForm(posted(request))
    if request.method == "POST":
        check_can_classify(researcher)
    if form.is_valid():
        try:
            own_attributes.add_attribute(researcher=researcher, label=form.cleaned_data["label"])
        except Refusal as refusal:
            form.add_error("label", refusal.reason)
        else:
            messages.success(request, "The attribute is added.")
            return redirect("frameworks:attributes", study_id)
    note_read(researcher, "study.read", researcher.study, page="attributes")
    kinds = of_study(researcher.study)
    met = own_attributes.values_met(researcher.study, kinds)
    own = {one.key: one for one in researcher.study.own_attributes.all()}
    rows = [
        (kind, own.get(kind.key), [(kind.label_of(value), count) for value, count in met[kind.key].most_common()])
        for kind in kinds
    ]
    context = {"rows": rows, "form": form, "may_classify": ask(check_can_classify, researcher)}
    return study_page(
        request, researcher, "frameworks/attributes.html", "frameworks", status=status_of(form), **context
    )


@without_partnership
@require_http_methods(["GET", "POST"])
def attribute(request: PersonRequest, study_id: uuid.UUID, attribute_id: uuid.UUID) -> HttpResponse:
    """One of the study's own: rename it, or remove it with its values."""
    researcher = researcher_in(request.user, study_id)
    shown = own_attributes.get_attribute(researcher, attribute_id)
    check_can_classify(researcher)
    if request.method == "POST" and "remove" in request.POST:
        own_attributes.remove_attribute(researcher=researcher, attribute=shown)
        messages.success(request, "The attribute is removed.")
        return redirect("frameworks:attributes", study_id)
    form = AttributeForm(posted(request), initial={"label": shown.label})
    if form.is_valid():
        try:
            own_attributes.rename_attribute(researcher=researcher, attribute=shown, label=form.cleaned_data["label"])
        except Refusal as refusal:
            form.add_error("label", refusal.reason)
        else:
            messages.success(request, "The attribute is renamed.")
            return redirect("frameworks:attributes", study_id)
    note_read(researcher, "study.read", researcher.study, page="attribute")
    met = own_attributes.values_met(researcher.study, [Kind(shown.key, shown.label)])[shown.key]
    context = {"study": researcher.study, "attribute": shown, "form": form, "having": met.total()}
    return render(request, "frameworks/attribute.html", context, status=status_of(form))


def _asked(request: PersonRequest) -> list[uuid.UUID]:
    """The frameworks that the posted page showed: no more than a page of them."""
    names = [name.removeprefix("version-") for name in request.POST if name.startswith("version-")]
    return [uuid.UUID(hex=name) for name in names[:AT_ONCE] if _is_hex(name)]


def _is_hex(name: str) -> bool:
    return len(name) == 32 and set(name) <= set("0123456789abcdef")


def _version(request: PersonRequest, name: str) -> int:
    """The version that the page showed; without a usable one, none that can be held."""
    said = request.POST.get(name, "")
    return int(said) if said.isascii() and said.isdecimal() and len(said) < 6 else 0


def _page_of(framework: Framework) -> str:
    return reverse("frameworks:framework", args=[framework.study_id, framework.pk])


def _onward(researcher: Researcher, framework: Framework, kinds: tuple[Kind, ...]) -> str:
    following = listing.next_to_confirm(researcher, kinds, after=framework.code)
    if following is None:
        return reverse("frameworks:study", args=[researcher.study.pk])
    return reverse("frameworks:classify", args=[researcher.study.pk, following.pk])
