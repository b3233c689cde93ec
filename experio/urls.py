"""The map of the site."""

from django.urls import include, path

from experio import reference_data, views
from experio.outside import errors

urlpatterns = [
    path("", include("cases.urls")),
    path("reports/", include("reports.urls")),
    path("account/", include("experio.accounts.urls")),
    path("language/", views.set_language, name="set_language"),
    path("accessibility/", views.accessibility, name="accessibility"),
    path("reference-data/", reference_data.site.urls),
]

handler400 = errors.bad_request
handler403 = errors.permission_denied
handler404 = errors.page_not_found
handler429 = errors.too_many_attempts
handler500 = errors.server_error
