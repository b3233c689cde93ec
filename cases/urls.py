"""Addresses of sick leave and cases. None carries a personal number or a word about health."""

from django.urls import include, path

app_name = "cases"

urlpatterns = [
    path("", include("cases.start_urls")),
    path("", include("cases.sick_leave_urls")),
    path("", include("cases.case_urls")),
    path("", include("cases.import_urls")),
    path("", include("cases.data_protection_urls")),
    path("", include("cases.log_urls")),
    path("", include("cases.disclosure_urls")),
]
