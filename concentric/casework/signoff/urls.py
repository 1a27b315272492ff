"""Addresses of sign-off."""

from django.urls import path

from concentric.casework.signoff import views

app_name = "signoff"
urlpatterns = [
    path("<uuid:meeting_id>/minutes/", views.minutes, name="minutes"),
    path("<uuid:meeting_id>/close/", views.close, name="close"),
    path("<uuid:meeting_id>/circulate/", views.circulate, name="circulate"),
    path("<uuid:meeting_id>/minutes/correct/", views.correct, name="correct"),
    path("<uuid:meeting_id>/minutes/correct/<uuid:entry_id>/", views.correct, name="correct_entry"),
    path("corrections/<uuid:correction_id>/", views.answer_correction, name="answer_correction"),
    path("<uuid:meeting_id>/minutes/sign/", views.sign, name="sign"),
    path("<uuid:meeting_id>/minutes/amend/", views.amend, name="amend"),
]
