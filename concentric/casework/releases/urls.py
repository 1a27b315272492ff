"""Addresses of the versions of the minutes."""

from django.urls import path

from concentric.casework.releases import views

app_name = "releases"
urlpatterns = [
    path("<uuid:meeting_id>/versions/", views.versions, name="versions"),
    path("<uuid:meeting_id>/versions/preview/", views.preview, name="preview"),
    path("<uuid:meeting_id>/versions/make/", views.make, name="make"),
    path("versions/<uuid:release_id>/", views.release, name="release"),
    path("versions/<uuid:release_id>/receipt/", views.add_receipt, name="add_receipt"),
]
