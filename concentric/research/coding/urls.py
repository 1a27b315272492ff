"""Addresses of coding: the frameworks to code, one of them, the memos."""

from django.urls import include, path

from concentric.research.coding import list_views, search_views, views
from concentric.research.coding import memo_views as memos

app_name = "coding"
urlpatterns = [
    path("<uuid:study_id>/codebook/", include("concentric.research.coding.codebook_urls")),
    path("<uuid:study_id>/coding/", list_views.frameworks, name="frameworks"),
    path("<uuid:study_id>/coding/search/", search_views.search_texts, name="search"),
    path("<uuid:study_id>/coding/codes.json", views.codes, name="codes"),
    path("<uuid:study_id>/coding/frameworks/<uuid:framework_id>/", views.framework, name="framework"),
    path("<uuid:study_id>/coding/frameworks/<uuid:framework_id>/memo/", memos.framework_memo, name="framework_memo"),
    path("<uuid:study_id>/coding/frameworks/<uuid:framework_id>/looked-at/", list_views.looked_at, name="looked_at"),
    path("<uuid:study_id>/coding/entries/<uuid:study_entry_id>/apply/", views.apply, name="apply"),
    path("<uuid:study_id>/coding/entries/<uuid:study_entry_id>/apply-new/", views.apply_new, name="apply_new"),
    path("<uuid:study_id>/coding/entries/<uuid:study_entry_id>/place/", views.place, name="place"),
    path("<uuid:study_id>/coding/entries/<uuid:study_entry_id>/memo/", memos.entry_memo, name="entry_memo"),
    path("<uuid:study_id>/coding/codings/<uuid:coding_id>/remove/", views.remove, name="remove"),
    path("<uuid:study_id>/coding/codings/<uuid:coding_id>/memo/", memos.note, name="note"),
    path("<uuid:study_id>/coding/memos/", memos.memo_list, name="memos"),
    path("<uuid:study_id>/coding/memos/<uuid:memo_id>/", memos.memo, name="memo"),
    path("<uuid:study_id>/coding/undo/", views.undo, name="undo"),
    path("<uuid:study_id>/coding/redo/", views.redo, name="redo"),
]
