"""A partnership's process as it stands."""

from __future__ import annotations

from concentric.casework.process.models import ProcessSettings
from concentric.foundation.accounts.models import Partnership
from concentric.method.instrument.process import Process
from concentric.method.instrument.process_default import DEFAULT_PROCESS
from concentric.method.instrument.process_file import from_document


def process_of(partnership: Partnership) -> Process:
    """The partnership's own process, or the default until it has changed something."""
    settings = ProcessSettings.objects.filter(partnership=partnership).first()
    read = from_document(settings.document).process if settings else None
    return read or DEFAULT_PROCESS
