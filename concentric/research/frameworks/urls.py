"""Addresses of the studies."""

from django.urls import path

from concentric.research.frameworks import team_views, trail_views, views

app_name = "frameworks"
urlpatterns = [
    path("", views.studies, name="studies"),
    path("<uuid:study_id>/", views.study, name="study"),
    path("<uuid:study_id>/about/", views.about, name="about"),
    path("<uuid:study_id>/change/", views.change, name="change"),
    path("<uuid:study_id>/status/", views.set_status, name="set_status"),
    path("<uuid:study_id>/receive/", views.receive, name="receive"),
    path("<uuid:study_id>/frameworks/<uuid:framework_id>/", views.framework, name="framework"),
    path("<uuid:study_id>/team/", team_views.team, name="team"),
    path("<uuid:study_id>/team/<uuid:place_id>/remove/", team_views.remove, name="remove_from_team"),
    path("<uuid:study_id>/trail/", trail_views.study_trail, name="trail"),
    path("<uuid:study_id>/trail/verify/", trail_views.verify_study_trail, name="verify_trail"),
    path("<uuid:study_id>/sites/", team_views.site_list, name="sites"),
    path("<uuid:study_id>/sites/add/", team_views.add_site, name="add_site"),
    path("<uuid:study_id>/sites/<uuid:site_id>/card/", team_views.card, name="card"),
    path("<uuid:study_id>/sites/<uuid:site_id>/invite/", team_views.invite, name="invite"),
]
