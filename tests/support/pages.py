"""Reading served pages in tests as a browser would."""

from __future__ import annotations

from django.http import HttpResponse
from lxml import html


def main_form(page: HttpResponse) -> dict[str, object]:
    """What a browser would send from the page's largest form, as it was served. Repeated names give lists."""
    forms = html.fromstring(page.content.decode()).forms
    return _sent(max(forms, key=lambda form: len(form.inputs)))


def form_to(page: HttpResponse, action: str) -> dict[str, object]:
    """What a browser would send from the page's one form whose address ends in `action`, as it was served."""
    (form,) = [form for form in html.fromstring(page.content.decode()).forms if (form.action or "").endswith(action)]
    return _sent(form)


def _sent(form: html.FormElement) -> dict[str, object]:
    values: dict[str, object] = {}
    for name, value in form.form_values():
        known = values.get(name)
        values[name] = value if known is None else [*(known if isinstance(known, list) else [known]), value]
    return values


def words(page: HttpResponse) -> str:
    """The page's visible text, spaces folded."""
    tree = html.fromstring(page.content.decode())
    return " ".join((tree.find(".//main") if tree.find(".//main") is not None else tree).text_content().split())
