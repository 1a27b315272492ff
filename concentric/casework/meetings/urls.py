"""Addresses of the meetings stage."""

from django.urls import path

from concentric.casework.meetings import beforehand_views, views

app_name = "meetings"
urlpatterns = [
    path("", views.meeting_list, name="list"),
    path("convene/<uuid:case_id>/", views.convene, name="convene"),
    path("<uuid:meeting_id>/prepare/", views.prepare, name="prepare"),
    path("<uuid:meeting_id>/details/", views.change, name="change"),
    path("<uuid:meeting_id>/cancel/", views.cancel, name="cancel"),
    path("<uuid:meeting_id>/invite/", views.invite, name="invite"),
    path("<uuid:meeting_id>/people/<uuid:attendance_id>/off/", views.take_off, name="take_off"),
    path("<uuid:meeting_id>/invitations/", views.send, name="send"),
    path("<uuid:meeting_id>/meeting.ics", views.calendar, name="calendar"),
    path("<uuid:meeting_id>/agenda/", views.agenda, name="agenda"),
    path("<uuid:meeting_id>/beforehand/", beforehand_views.beforehand, name="beforehand"),
    path("<uuid:meeting_id>/beforehand/<uuid:entry_id>/withdraw/", beforehand_views.withdraw, name="withdraw"),
]
