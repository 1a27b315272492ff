"""Addresses of the meetings stage."""

from django.urls import URLPattern

app_name = "meetings"
urlpatterns: list[URLPattern] = []
