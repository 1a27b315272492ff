"""Addresses of the referrals stage."""

from django.urls import path

from concentric.casework.referrals import views

app_name = "referrals"
urlpatterns = [
    path("", views.referral_list, name="list"),
    path("new/", views.new, name="new"),
    path("<uuid:referral_id>/", views.referral_page, name="referral"),
    path("<uuid:referral_id>/answer/", views.answer, name="answer"),
    path("<uuid:referral_id>/decide/", views.decide, name="decide"),
]
