"""Addresses of the studies."""

from django.urls import path

from concentric.research.frameworks import classify_views, debrief_views, import_views, team_views, trail_views, views

app_name = "frameworks"
urlpatterns = [
    path("", views.studies, name="studies"),
    path("<uuid:study_id>/", views.study, name="study"),
    path("<uuid:study_id>/about/", views.about, name="about"),
    path("<uuid:study_id>/change/", views.change, name="change"),
    path("<uuid:study_id>/status/", views.set_status, name="set_status"),
    path("<uuid:study_id>/receive/", views.receive, name="receive"),
    path("<uuid:study_id>/download.<slug:file_format>", classify_views.download, name="download"),
    path("<uuid:study_id>/frameworks/<uuid:framework_id>/", views.framework, name="framework"),
    path("<uuid:study_id>/frameworks/<uuid:framework_id>/attributes/", classify_views.one, name="classify"),
    path("<uuid:study_id>/frameworks/<uuid:framework_id>/take-out/", debrief_views.take_out, name="take_out"),
    path("<uuid:study_id>/classify/", classify_views.many, name="classify_many"),
    path("<uuid:study_id>/attributes/", classify_views.attributes, name="attributes"),
    path("<uuid:study_id>/attributes/<uuid:attribute_id>/", classify_views.attribute, name="attribute"),
    path("<uuid:study_id>/attributes/sheet/", import_views.sheet, name="sheet"),
    path("<uuid:study_id>/word/", import_views.word, name="word"),
    path("<uuid:study_id>/word/<uuid:file_id>/", import_views.check, name="check_word"),
    path("<uuid:study_id>/word/<uuid:file_id>/<int:number>/", import_views.piece, name="word_piece"),
    path("<uuid:study_id>/word/<uuid:file_id>/discard/", import_views.discard, name="discard_word"),
    path("<uuid:study_id>/de-brief/", debrief_views.reflections, name="debrief"),
    path("<uuid:study_id>/de-brief/<uuid:reflection_id>/", debrief_views.remove, name="remove_reflection"),
    path("<uuid:study_id>/team/", team_views.team, name="team"),
    path("<uuid:study_id>/team/<uuid:place_id>/remove/", team_views.remove, name="remove_from_team"),
    path("<uuid:study_id>/trail/", trail_views.study_trail, name="trail"),
    path("<uuid:study_id>/trail/verify/", trail_views.verify_study_trail, name="verify_trail"),
    path("<uuid:study_id>/sites/", team_views.site_list, name="sites"),
    path("<uuid:study_id>/sites/add/", team_views.add_site, name="add_site"),
    path("<uuid:study_id>/sites/<uuid:site_id>/card/", team_views.card, name="card"),
    path("<uuid:study_id>/sites/<uuid:site_id>/invite/", team_views.invite, name="invite"),
]
