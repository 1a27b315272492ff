"""Addresses of the import."""

from django.urls import path

from concentric.casework.imports import views

app_name = "imports"
urlpatterns = [
    path("case/<uuid:case_id>/", views.upload, name="upload"),
    path("<uuid:import_id>/", views.preview, name="preview"),
    path("<uuid:import_id>/discard/", views.discard, name="discard"),
]
