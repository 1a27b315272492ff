"""Addresses of the studies."""

from django.urls import path

from concentric.research.frameworks import views

app_name = "frameworks"
urlpatterns = [
    path("", views.studies, name="studies"),
]
