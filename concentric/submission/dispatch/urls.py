"""Addresses of sending. None holds a code."""

from django.urls import path

from concentric.submission.dispatch import after_views, views

app_name = "dispatch"
urlpatterns = [
    path("", views.listing, name="list"),
    path("many/", views.send_many, name="send_many"),
    path("codes/", after_views.look_up, name="look_up"),
    path("<uuid:outgoing_id>/", views.show, name="show"),
    path("<uuid:outgoing_id>/send/", views.send, name="send"),
    path("<uuid:outgoing_id>/withdraw/", after_views.withdraw, name="withdraw"),
    path("<uuid:outgoing_id>/code/", after_views.code, name="code"),
    path("consents/<uuid:consent_id>/withdraw/", after_views.withdraw_consent, name="withdraw_consent"),
    path("files/<uuid:dispatch_id>/", views.sealed_file, name="sealed_file"),
    path("files/<uuid:dispatch_id>/handed-over/", views.handed_over, name="handed_over"),
]
