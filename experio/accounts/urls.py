"""Signing in and out, and one's own password and second factor; nobody signs up alone."""

from django.urls import include, path

urlpatterns = [
    path("", include("allauth.urls")),
]
