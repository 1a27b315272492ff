"""The ASGI entry point: Django, and the meetings' event streams beside it."""

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "concentric.config.settings")
django = get_asgi_application()

from concentric.casework.live.stream import Streaming  # noqa: E402  (models can be imported once Django is set up)

application = Streaming(django)
