"""Security headers, sessions that end without losing typing, and refusals as pages."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotAllowed
from django.urls import reverse
from django.utils.cache import patch_cache_control

from concentric.foundation.invalid import Invalid
from concentric.foundation.permissions.checks import NotVisible, Refusal
from concentric.web import errors
from concentric.web.kept import kept_page, signed_out_answer, wants_no_page
from concentric.web.session import keep_time

GetResponse = Callable[[HttpRequest], HttpResponseBase]

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",  # the QR code of the authenticator page is a data: image
        "font-src 'self'",
        "connect-src 'self'",
        "frame-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "object-src 'none'",
    )
)
PERMISSIONS_POLICY = "camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()"
FRAMED_ROUTES = ("account_login", "mfa_authenticate", "session_back")


class SecurityHeadersMiddleware:
    """Nothing inline, nothing from elsewhere, nothing cached; framed only by ourselves, to sign in."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        framed = request.path in {reverse(name) for name in FRAMED_ROUTES}
        ancestors = "'self'" if framed else "'none'"
        response.headers["Content-Security-Policy"] = f"{CONTENT_SECURITY_POLICY}; frame-ancestors {ancestors}"
        response.headers["X-Frame-Options"] = "SAMEORIGIN" if framed else "DENY"
        response.headers["Referrer-Policy"] = "same-origin"
        response.headers["Permissions-Policy"] = PERMISSIONS_POLICY
        response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
        patch_cache_control(response, no_store=True)
        return response


class SessionClockMiddleware:
    """Ends a session that was idle or open for too long. Stands after the authentication middleware."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        keep_time(request)
        return self.get_response(request)


class SessionGoneMiddleware:
    """When a request meets the sign-in redirect: a script gets 401, a posted form its typing back."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if not self._sends_to_sign_in(request, response):
            return response
        if wants_no_page(request):
            return signed_out_answer()
        return kept_page(request) if request.method == "POST" else response

    @staticmethod
    def _sends_to_sign_in(request: HttpRequest, response: HttpResponseBase) -> bool:
        sign_in = reverse("account_login")
        goes_there = response.status_code == 302 and response.headers["Location"].split("?")[0] == sign_in
        return goes_there and not _is_sign_in_page(request) and not request.user.is_authenticated


def _is_sign_in_page(request: HttpRequest) -> bool:
    """Signing in and out go to the sign-in page by themselves."""
    match = request.resolver_match
    return bool(match and match.url_name and match.url_name.startswith(("account_", "mfa_")))


class RefusalMiddleware:
    """A `Refusal` that a view lets through becomes the 403 page with its reason, `NotVisible` 404, `Invalid` 422; an
    address that only takes forms, and is read, the 405 page."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        is_read = request.method == "GET" and isinstance(response, HttpResponseNotAllowed)
        return errors.nothing_to_read(request, response.headers["Allow"]) if is_read else response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, NotVisible):
            return errors.not_found(request, exception)
        if isinstance(exception, Invalid):
            return errors.invalid(request, exception)
        return errors.refusal(request, exception.reason) if isinstance(exception, Refusal) else None
