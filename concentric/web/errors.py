"""Error pages in plain words. None needs the database, a session or a context processor."""

from __future__ import annotations

from collections.abc import Iterator

from django.core.exceptions import RequestDataTooBig, TooManyFilesSent
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template import engines
from django.urls import is_valid_path

from concentric.foundation.invalid import Invalid
from concentric.web.kept import is_same_origin, kept_page, signed_out_answer, wants_no_page

NO_REASON = "Your role in this partnership does not include this."
FOREIGN_FORM = "The form did not come from a Concentric page that you have open."


def page(status: int, template: str, **context: object) -> HttpResponse:
    """An error page, rendered without a request, so that no context processor runs."""
    return HttpResponse(engines["jinja2"].get_template(f"errors/{template}.html").render(context), status=status)


def answer(request: HttpRequest, status: int, template: str, message: str, **context: object) -> HttpResponse:
    """The page, or its one-line message as JSON for a script."""
    if request.headers.get("X-Concentric-Fetch") == "1":
        return JsonResponse({"message": message}, status=status)
    return page(status, template, **context)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400, or 413 when it was too much."""
    if isinstance(exception, RequestDataTooBig | TooManyFilesSent):
        return answer(request, 413, "too_large", "That is more than can be sent at once.")
    return answer(request, 400, "bad_request", "The address or form was not understood.")


def refused(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403 from Django's PermissionDenied, whose text is the reason."""
    return refusal(request, str(exception) or NO_REASON)


def refusal(request: HttpRequest, reason: str) -> HttpResponse:
    """403 with a reason that a person can read."""
    return answer(request, 403, "refused", reason, reason=reason)


def invalid(request: HttpRequest, fault: Invalid) -> HttpResponse:
    """422: what was sent cannot be kept, and why. A form that can say so beside its fields does it itself."""
    said = list(fault.errors.values())
    return answer(request, 422, "invalid", " ".join(said), reasons=said)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404: not there, or not for this viewer; the page does not say which."""
    return answer(request, 404, "not_found", "That page is not here, or is not open to you.")


def nothing_to_read(request: HttpRequest, allowed: str) -> HttpResponse:
    """405: an address that a form is sent to, opened from a bookmark, a restored tab or the address bar."""
    above = next(filter(is_valid_path, _above(request.path)), "/")
    response = answer(request, 405, "nothing_to_read", "There is nothing to read at this address.", above=above)
    response.headers["Allow"] = allowed
    return response


def _above(path: str) -> Iterator[str]:
    """`/a/` and `/` of `/a/b/`."""
    while path := path.rstrip("/"):
        path = path[: path.rindex("/") + 1]
        yield path


def failed(request: HttpRequest) -> HttpResponse:
    """500: our fault."""
    return answer(request, 500, "failed", "Something went wrong on our side. What you sent may not be saved.")


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form whose token is missing or stale. Our own stale form gets its typing back."""
    if not request.user.is_authenticated and wants_no_page(request):
        return signed_out_answer()
    if is_same_origin(request):
        return kept_page(request)
    return answer(request, 403, "form_expired", FOREIGN_FORM)
