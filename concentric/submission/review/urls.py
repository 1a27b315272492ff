"""Addresses of the review."""

from django.urls import path

from concentric.submission.review.views import aloud, course, review

app_name = "review"
urlpatterns = [
    path("meetings/<uuid:meeting_id>/begin/", course.begin, name="begin"),
    path("meetings/<uuid:meeting_id>/aloud/", aloud.aloud, name="aloud"),
    path("meetings/<uuid:meeting_id>/aloud/minutes.<slug:file_format>", aloud.download, name="aloud_download"),
    path("<uuid:outgoing_id>/", review.review, name="review"),
    path("<uuid:outgoing_id>/findings/<uuid:finding_id>/", review.finding, name="finding"),
    path("<uuid:outgoing_id>/findings/<uuid:finding_id>/person/", review.person, name="person"),
    path("<uuid:outgoing_id>/together/<slug:group>/", review.together, name="together"),
    path("<uuid:outgoing_id>/undo/", review.undo, name="undo"),
    path("<uuid:outgoing_id>/mark/", review.mark, name="mark"),
    path("<uuid:outgoing_id>/preview/", course.preview, name="preview"),
    path("<uuid:outgoing_id>/attributes/", course.attributes, name="attributes"),
    path("<uuid:outgoing_id>/settle/", course.settle, name="settle"),
    path("<uuid:outgoing_id>/second-look/", course.second_look, name="second_look"),
    path("<uuid:outgoing_id>/confirm/", course.confirm, name="confirm"),
    path("<uuid:outgoing_id>/send-back/", course.send_back, name="send_back"),
    path("<uuid:outgoing_id>/reopen/", course.reopen, name="reopen"),
    path("<uuid:outgoing_id>/stop/", course.stop, name="stop"),
]
