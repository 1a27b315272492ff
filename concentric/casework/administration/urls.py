"""Addresses of the administration pages."""

from django.urls import path

from concentric.casework.administration import views

app_name = "administration"
urlpatterns = [
    path("members/", views.member_list, name="members"),
    path("members/add/", views.add_member, name="add_member"),
    path("members/<uuid:member_id>/", views.change_member, name="change_member"),
    path("members/<uuid:member_id>/active/", views.set_member_active, name="set_member_active"),
    path("members/<uuid:member_id>/invite/", views.send_invitation, name="send_invitation"),
    path("agencies/add/", views.edit_agency, name="add_agency"),
    path("agencies/<uuid:agency_id>/", views.edit_agency, name="change_agency"),
    path("audit/", views.audit_trail, name="trail"),
    path("audit/verify/", views.verify_trail, name="verify_trail"),
    path("partnership/", views.choose_partnership, name="choose_partnership"),
]
