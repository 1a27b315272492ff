"""Addresses of double coding."""

from django.urls import path

from concentric.research.coding.double import deciding, views

app_name = "double"
urlpatterns = [
    path("<uuid:study_id>/double/", views.samples, name="samples"),
    path("<uuid:study_id>/double/draw/", views.draw, name="draw"),
    path("<uuid:study_id>/double/<uuid:sample_id>/", views.sample, name="sample"),
    path("<uuid:study_id>/double/<uuid:sample_id>/agreement.<str:file_format>", views.download, name="download"),
    path("<uuid:study_id>/double/<uuid:sample_id>/finish/", views.finish, name="finish"),
    path("<uuid:study_id>/double/<uuid:sample_id>/go-on/", views.go_on, name="go_on"),
    path("<uuid:study_id>/double/<uuid:sample_id>/open/", views.open_now, name="open"),
    path("<uuid:study_id>/double/<uuid:sample_id>/discard/", views.discard, name="discard"),
    path("<uuid:study_id>/double/<uuid:sample_id>/differences/", deciding.differences, name="differences"),
    path("<uuid:study_id>/double/<uuid:sample_id>/differences/settle/", deciding.settle, name="settle"),
    path("<uuid:study_id>/double/<uuid:sample_id>/differences/take/", deciding.take, name="take"),
]
