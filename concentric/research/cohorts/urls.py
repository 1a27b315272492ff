"""Addresses of comparing."""

from django.urls import path

from concentric.research.cohorts import gap_views, table_views, views

app_name = "cohorts"
urlpatterns = [
    path("<uuid:study_id>/compare/", views.compare, name="compare"),
    path("<uuid:study_id>/compare/freeze/", views.freeze_data, name="freeze"),
    path("<uuid:study_id>/compare/snapshots/<uuid:snapshot_id>/delete/", views.delete_snapshot, name="delete_snapshot"),
    path("<uuid:study_id>/compare/build/", views.build, name="build"),
    path("<uuid:study_id>/compare/gaps/", gap_views.gaps, name="gaps"),
    path("<uuid:study_id>/compare/together/", gap_views.come_together, name="together"),
    path("<uuid:study_id>/compare/presets/<slug:preset_key>/", table_views.preset, name="preset"),
    path("<uuid:study_id>/compare/presets/<slug:preset_key>/cell/", table_views.preset_cell, name="preset_cell"),
    path("<uuid:study_id>/compare/presets/<slug:preset_key>/save/", views.preset_save, name="preset_save"),
    path(
        "<uuid:study_id>/compare/presets/<slug:preset_key>/table.<slug:file_format>",
        table_views.preset_file,
        name="preset_file",
    ),
    path("<uuid:study_id>/compare/tables/<uuid:table_id>/", table_views.table, name="table"),
    path("<uuid:study_id>/compare/tables/<uuid:table_id>/cell/", table_views.table_cell, name="table_cell"),
    path("<uuid:study_id>/compare/tables/<uuid:table_id>/save/", views.table_save, name="table_save"),
    path("<uuid:study_id>/compare/tables/<uuid:table_id>/delete/", views.table_delete, name="table_delete"),
    path(
        "<uuid:study_id>/compare/tables/<uuid:table_id>/table.<slug:file_format>",
        table_views.table_file,
        name="table_file",
    ),
]
