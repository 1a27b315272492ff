"""Addresses of files in and out."""

from django.urls import path

from concentric.research.exchange import views

app_name = "exchange"
urlpatterns = [
    path("<uuid:study_id>/files/", views.files, name="files"),
    path("<uuid:study_id>/files/archive/", views.archive, name="archive"),
    path("<uuid:study_id>/files/<slug:taken>.<slug:file_format>", views.take, name="take"),
    path("<uuid:study_id>/files/<uuid:run_id>/", views.run, name="run"),
    path("<uuid:study_id>/files/<uuid:run_id>/start/", views.start, name="start"),
    path("<uuid:study_id>/files/<uuid:run_id>/stop/", views.stop, name="stop"),
]
