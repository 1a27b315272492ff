"""The ASGI entry point: Django, and the meetings' event streams beside it."""

import gc
import os
import sys

from django.urls import reverse

from concentric.config.handler import django_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "concentric.config.settings")
django = django_application()

from concentric.casework.live.stream import Streaming  # noqa: E402  (models can be imported once Django is set up)
from concentric.config import logs  # noqa: E402

logs.log_faults_of_threads()
application = Streaming(django)


def settle() -> None:
    """Keep saves from waiting. Every view is loaded now, not at the first request; then all that is loaded is taken out
    of the collector's full rounds: one walks every object there is, and for a tenth of a second or two no thread of the
    process does anything else.

    Threads change places ten times as often as usual. A save lets go of the interpreter at each statement, while all
    other writers wait for it, and would stand behind a page being drawn for 5 ms each time.
    """
    sys.setswitchinterval(0.0005)
    reverse("account_login")
    gc.collect()
    gc.freeze()


settle()
