"""Addresses of the quality check."""

from django.urls import path

from concentric.submission.quality import over_time_views, views

app_name = "quality"
urlpatterns = [
    path("over-time/", over_time_views.show, name="over_time"),
    path("over-time/download.<slug:file_format>", over_time_views.download, name="over_time_download"),
    path("<uuid:meeting_id>/", views.checklist, name="checklist"),
    path("<uuid:meeting_id>/reopen/", views.reopen, name="reopen"),
    path("sent-back/<uuid:send_back_id>/", views.answer, name="answer"),
    path("sent-back/<uuid:send_back_id>/accept/", views.accept, name="accept"),
]
