"""Addresses of briefings and of feedback to sites."""

from django.urls import path

from concentric.research.briefings import feedback_views, views

app_name = "briefings"
_ONE = "<uuid:study_id>/briefings/<uuid:briefing_id>/"
_SHEET = "<uuid:study_id>/feedback/<uuid:site_id>/"
urlpatterns = [
    path("<uuid:study_id>/briefings/", views.briefings, name="briefings"),
    path(_ONE, views.briefing, name="briefing"),
    path(_ONE + "set-up/", views.set_up, name="set_up"),
    path(_ONE + "hidden/", views.hidden, name="hidden"),
    path(_ONE + "hidden/stop/", views.stop, name="stop"),
    path(_ONE + "count-anew/", views.count_anew, name="count_anew"),
    path(_ONE + "release/", views.release, name="release"),
    path(_ONE + "delete/", views.delete, name="delete"),
    path(_ONE + "write/<slug:chapter>/", views.write, name="write"),
    path(_ONE + "file.<slug:document_format>", views.file, name="file"),
    path("<uuid:study_id>/feedback/", feedback_views.feedback, name="feedback"),
    path(_SHEET, feedback_views.sheet, name="feedback_sheet"),
    path(
        "<uuid:study_id>/feedback/<uuid:site_id>/file.<slug:document_format>", feedback_views.file, name="feedback_file"
    ),
]
