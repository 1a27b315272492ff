"""Addresses of consent. Withdrawing is `dispatch`'s: after sending, the study has to be told."""

from django.urls import path

from concentric.submission.consent import views

app_name = "consent"
urlpatterns = [
    path("<uuid:outgoing_id>/give/", views.give, name="give"),
    path("<uuid:outgoing_id>/signed/<slug:part>/", views.keep_form, name="keep_form"),
    path("signed/<uuid:consent_id>/", views.signed_form, name="signed_form"),
]
