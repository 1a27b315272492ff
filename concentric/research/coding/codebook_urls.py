"""Addresses of a study's codebook, below `codebook/`."""

from django.urls import path

from concentric.research.coding import codebook_views, split_views

urlpatterns = [
    path("", codebook_views.tree, name="codebook"),
    path("whole/", codebook_views.whole, name="whole_codebook"),
    path("whole/<slug:file_format>/", codebook_views.download, name="codebook_file"),
    path("add/", codebook_views.add, name="add_code"),
    path("history/", codebook_views.history, name="codebook_history"),
    path("history/<uuid:step_id>/back/", codebook_views.take_back, name="take_back_change"),
    path("codes/<uuid:code_id>/", codebook_views.code, name="code"),
    path("codes/<uuid:code_id>/split/", split_views.split, name="split_code"),
    path("codes/<uuid:code_id>/<slug:change>/", codebook_views.change, name="change_code"),
]
