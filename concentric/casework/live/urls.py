"""Addresses of the live stage."""

from django.urls import path

from concentric.casework.live import stream

app_name = "live"
urlpatterns = [path("<uuid:meeting_id>/stream", stream.stream, name="stream")]
