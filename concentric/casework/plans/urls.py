"""Addresses of the plan."""

from django.urls import path

from concentric.casework.plans import views

app_name = "plans"
urlpatterns = [
    path("", views.tracker, name="tracker"),
    path("download.<slug:file_format>", views.download, name="download"),
    path("<uuid:action_id>/", views.action, name="action"),
]
