"""The shell, as a Django app: it brings the static files."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "concentric.web"
    label = "web"
