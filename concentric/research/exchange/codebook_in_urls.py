"""The address at which a codebook is taken in."""

from django.urls import path

from concentric.research.exchange.codebook_in_views import take_in_codebook

app_name = "codebook_in"
urlpatterns = [path("<uuid:study_id>/codebook/import/", take_in_codebook, name="take_in")]
