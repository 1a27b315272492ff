"""Static files: in production compressed, and named by their content, also where one script imports another."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from whitenoise.middleware import WhiteNoiseMiddleware  # type: ignore[import-untyped]
from whitenoise.storage import CompressedManifestStaticFilesStorage  # type: ignore[import-untyped]


class Storage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    support_js_module_import_aggregation = True


class Middleware(WhiteNoiseMiddleware):  # type: ignore[misc]
    """Our files are small and are sent whole: an asynchronous server cannot send a file bit by bit without waiting."""

    @staticmethod
    def serve(static_file: Any, request: HttpRequest) -> HttpResponse:
        streamed = WhiteNoiseMiddleware.serve(static_file, request)
        whole = HttpResponse(b"".join(streamed), status=streamed.status_code)
        streamed.close()
        del whole["Content-Type"]
        for name, value in streamed.items():
            whole[name] = value
        if whole.content:
            whole["Content-Length"] = str(len(whole.content))  # of the file as it is, should it have changed since
        return whole
