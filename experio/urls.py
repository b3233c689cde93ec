"""The map of the site."""

from django.urls import include, path

from experio import reference_data, views

urlpatterns = [
    path("", include("cases.urls")),
    path("reports/", include("reports.urls")),
    path("account/", include("experio.accounts.urls")),
    path("language/", views.set_language, name="set_language"),
    path("accessibility/", views.accessibility, name="accessibility"),
    path("reference-data/", reference_data.site.urls),
]
