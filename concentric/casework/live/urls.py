"""Addresses of the live stage."""

from django.urls import path

from concentric.casework.live import entry_posts, entry_views, room_posts, stream, views

app_name = "live"
urlpatterns = [
    path("<uuid:meeting_id>/", views.meeting, name="meeting"),
    path("<uuid:meeting_id>/side", views.side, name="side"),
    path("<uuid:meeting_id>/stream", stream.stream, name="stream"),
    path("<uuid:meeting_id>/overview/", views.overview, name="overview"),
    path("<uuid:meeting_id>/finish/", views.finish, name="finish"),
    path("<uuid:meeting_id>/read-back/", views.read_back, name="read_back"),
    path("<uuid:meeting_id>/entries/", entry_posts.add, name="entries"),
    path("<uuid:meeting_id>/entries/<uuid:entry_id>/", entry_views.entry, name="entry"),
    path("<uuid:meeting_id>/entries/<uuid:entry_id>/answer/", entry_views.answer, name="answer"),
    path("<uuid:meeting_id>/entries/<uuid:entry_id>/change/", entry_posts.change, name="change"),
    path("<uuid:meeting_id>/entries/<uuid:entry_id>/move/", entry_posts.move, name="move"),
    path("<uuid:meeting_id>/entries/<uuid:entry_id>/strike/", entry_posts.strike, name="strike"),
    path("<uuid:meeting_id>/entries/<uuid:entry_id>/restore/", entry_posts.restore, name="restore"),
    path("<uuid:meeting_id>/entries/<uuid:entry_id>/prompt/", entry_posts.prompt, name="prompt"),
    path("<uuid:meeting_id>/open/", room_posts.open_it, name="open"),
    path("<uuid:meeting_id>/silence/", room_posts.silence, name="silence"),
    path("<uuid:meeting_id>/summary/", room_posts.summary, name="summary"),
    path("<uuid:meeting_id>/agenda/<uuid:item_id>/", room_posts.agenda, name="agenda"),
    path("<uuid:meeting_id>/attendance/", room_posts.guest, name="guest"),
    path("<uuid:meeting_id>/attendance/<uuid:attendance_id>/", room_posts.attendance, name="attendance"),
    path("<uuid:meeting_id>/actions/<uuid:action_id>/", room_posts.action_status, name="action"),
    path("<uuid:meeting_id>/decisions/", room_posts.decision, name="decisions"),
    path("<uuid:meeting_id>/decisions/<uuid:decision_id>/change/", room_posts.reword, name="reword"),
    path("<uuid:meeting_id>/decisions/<uuid:decision_id>/strike/", room_posts.strike_decision, name="strike_decision"),
    path("<uuid:meeting_id>/dissent/", room_posts.dissent, name="dissent"),
    path("<uuid:meeting_id>/dissent/<uuid:dissent_id>/strike/", room_posts.strike_dissent, name="strike_dissent"),
    path("<uuid:meeting_id>/review/", room_posts.review, name="review"),
    path("<uuid:meeting_id>/instances/", room_posts.instance, name="instances"),
    path("<uuid:meeting_id>/presence", room_posts.presence, name="presence"),
]
