"""The map of the site."""

from django.contrib import admin
from django.urls import include, path

from experio import views

urlpatterns = [
    path("", include("cases.urls")),
    path("reports/", include("reports.urls")),
    path("account/", include("experio.accounts.urls")),
    path("language/", views.set_language, name="set_language"),
    path("accessibility/", views.accessibility, name="accessibility"),
    path("reference-data/", admin.site.urls),
]
