"""The ASGI entry point: Django, and the meetings' event streams beside it."""

import gc
import os

from django.urls import reverse

from concentric.config.handler import django_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "concentric.config.settings")
django = django_application()

from concentric.casework.live.stream import Streaming  # noqa: E402  (models can be imported once Django is set up)
from concentric.config import logs  # noqa: E402

logs.log_faults_of_threads()
application = Streaming(django)


def settle() -> None:
    """Load every view now, not at the first request; then take all that is loaded out of the collector's full rounds.

    A full round walks every object there is, and for a tenth of a second or two no thread of the process does anything
    else: saves that wait for it are the slowest there are.
    """
    reverse("account_login")
    gc.collect()
    gc.freeze()


settle()
