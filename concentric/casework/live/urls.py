"""Addresses of the live stage."""

from django.urls import URLPattern

app_name = "live"
urlpatterns: list[URLPattern] = []
