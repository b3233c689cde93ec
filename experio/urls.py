"""The map of the site."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("", include("cases.urls")),
    path("reports/", include("reports.urls")),
    path("account/", include("experio.accounts.urls")),
    path("language/", include("django.conf.urls.i18n")),
    path("reference-data/", admin.site.urls),
]
