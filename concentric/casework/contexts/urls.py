"""Addresses of the contexts stage."""

from django.urls import path

from concentric.casework.contexts import views

app_name = "contexts"
urlpatterns = [
    path("", views.context_list, name="list"),
    path("add/", views.add, name="add"),
    path("suggestions/", views.suggestions, name="suggestions"),
    path("<uuid:context_id>/change/", views.change, name="change"),
    path("<uuid:context_id>/merge/", views.merge, name="merge"),
    path("<uuid:context_id>/in-use/", views.set_in_use, name="set_in_use"),
]
