"""Addresses of the import of absence files."""

from django.urls.resolvers import URLPattern

urlpatterns: list[URLPattern] = []
