"""Addresses of retention."""

from django.urls import path

from concentric.submission.retention import views

app_name = "retention"
urlpatterns = [
    path("", views.listing, name="list"),
    path("cases/<uuid:case_id>/hold/", views.hold, name="hold"),
    path("proposals/<uuid:proposal_id>/", views.destroy, name="destroy"),
    path("proposals/<uuid:proposal_id>/take-back/", views.take_back, name="take_back"),
    path("certificates/", views.certificates, name="certificates"),
    path("certificates/<uuid:certificate_id>/", views.certificate, name="certificate"),
    path("<slug:what>/<uuid:record_id>/", views.record, name="record"),
    path("<slug:what>/<uuid:record_id>/longer/", views.extend, name="extend"),
    path("<slug:what>/<uuid:record_id>/propose/", views.propose, name="propose"),
]
