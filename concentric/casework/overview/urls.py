"""Addresses of the pages that look across stages."""

from django.urls import path

from concentric.casework.overview import views

app_name = "overview"
urlpatterns = [
    path("", views.home, name="home"),
    path("cases/", views.cases, name="cases"),
    path("cases/download.<slug:file_format>", views.download_cases, name="download_cases"),
    path("cases/<uuid:case_id>/", views.case, name="case"),
    path("contexts/<uuid:context_id>/", views.context, name="context"),
    path("meetings/<uuid:meeting_id>/since-last-time/", views.since_last, name="since_last"),
    path("search/", views.search, name="search"),
    path("counts/", views.counts, name="counts"),
]
