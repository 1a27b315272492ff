"""Addresses of the quality check."""

from django.urls import path

from concentric.submission.quality import views

app_name = "quality"
urlpatterns = [
    path("<uuid:meeting_id>/", views.checklist, name="checklist"),
    path("<uuid:meeting_id>/reopen/", views.reopen, name="reopen"),
    path("sent-back/<uuid:send_back_id>/", views.answer, name="answer"),
    path("sent-back/<uuid:send_back_id>/accept/", views.accept, name="accept"),
]
