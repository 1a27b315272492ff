"""Addresses of the studies that a partnership sends to."""

from django.urls import path

from concentric.submission.studies import views

app_name = "studies"
urlpatterns = [
    path("", views.study_list, name="list"),
    path("join/", views.join, name="join"),
    path("key/renew/", views.renew_key, name="renew_key"),
    path("<uuid:link_id>/", views.show, name="show"),
    path("<uuid:link_id>/site-card/", views.site_card, name="site_card"),
    path("<uuid:link_id>/leave/", views.leave, name="leave"),
]
