"""Addresses of the releases stage."""

from django.urls import URLPattern

app_name = "releases"
urlpatterns: list[URLPattern] = []
