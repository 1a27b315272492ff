"""Addresses of the partnership's settings."""

from django.urls import path

from concentric.casework.process import views

app_name = "process"
urlpatterns = [
    path("", views.show, name="show"),
    path("change/", views.change, name="change"),
    path("export/", views.export, name="export"),
    path("start-from-file/", views.start_from_file, name="start_from_file"),
]
