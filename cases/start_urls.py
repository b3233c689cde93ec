"""Where one begins: the start page by role, and the employee's own page."""

from django.urls import URLPattern, path

from cases.views import own, start

urlpatterns: list[URLPattern] = [
    path("", start.start, name="start"),
    path("my/", own.own_page, name="own_page"),
]
