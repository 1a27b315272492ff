"""Addresses of the shell."""

from django.conf import settings
from django.urls import path

from concentric.web import views

urlpatterns = [
    path("session/alive", views.session_alive, name="session_alive"),
    path("session/back", views.session_back, name="session_back"),
]

if settings.MODE != "production":
    from concentric.web import style

    urlpatterns += [path("style", style.style_page, name="style")]
