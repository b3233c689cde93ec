"""Addresses of the data protection duties. People are named by key, requests and decisions by number."""

from django.urls import URLPattern, path

from cases.views import (
    data_protection,
    data_requests,
    disposals,
    record_of_processing,
    restrictions,
    retention,
)

_PERSON = "staff/<uuid:key>/"
_AREA = "data-protection/"

urlpatterns: list[URLPattern] = [
    path(_AREA, data_protection.overview, name="data_protection"),
    path(f"{_PERSON}data-protection/", data_protection.person_page, name="person_data_protection"),
    path(f"{_PERSON}register-extract/", data_protection.extract_file, name="register_extract"),
    path(f"{_PERSON}register-extract/new/", data_protection.extract_release, name="extract_release"),
    path("my/data-protection/", data_protection.own_page, name="own_data_protection"),
    path("my/data-protection/<uuid:key>/request/", data_requests.own_request_add, name="own_request_add"),
    path(f"{_AREA}requests/", data_requests.request_list, name="request_list"),
    path(f"{_AREA}requests/<int:pk>/", data_requests.request_detail, name="request_detail"),
    path(f"{_AREA}requests/<int:pk>/more-time/", data_requests.request_extend, name="request_extend"),
    path(f"{_AREA}requests/<int:pk>/erase/", data_requests.request_erase, name="request_erase"),
    path(f"{_PERSON}requests/new/", data_requests.request_add, name="request_add"),
    path(f"{_AREA}restrictions/", restrictions.restriction_list, name="restriction_list"),
    path(f"{_PERSON}restrictions/new/", restrictions.restriction_add, name="restriction_add"),
    path(f"{_AREA}restrictions/<int:pk>/lift/", restrictions.restriction_lift, name="restriction_lift"),
    path(f"{_PERSON}holds/new/", restrictions.hold_add, name="hold_add"),
    path(f"{_AREA}holds/<int:pk>/lift/", restrictions.hold_lift, name="hold_lift"),
    path("cases/<slug:number>/withholdings/new/", restrictions.withholding_add, name="withholding_add"),
    path(f"{_AREA}withholdings/<int:pk>/lift/", restrictions.withholding_lift, name="withholding_lift"),
    path(f"{_AREA}retention/", retention.retention_list, name="retention_list"),
    path(f"{_AREA}retention/<slug:slug>/new/", retention.retention_add, name="retention_add"),
    path(f"{_AREA}retention/<int:pk>/end/", retention.retention_end, name="retention_end"),
    path(f"{_AREA}retention/<int:pk>/dry-run/", retention.retention_dry_run, name="retention_dry_run"),
    path(f"{_AREA}disposals/", disposals.disposal_list, name="disposal_list"),
    path(f"{_AREA}disposals/<int:pk>/", disposals.disposal_detail, name="disposal_detail"),
    path(f"{_AREA}disposals/<int:pk>/approve/", disposals.disposal_approve, name="disposal_approve"),
    path(f"{_AREA}disposals/<int:pk>/withdraw/", disposals.disposal_withdraw, name="disposal_withdraw"),
    path(f"{_AREA}record/<slug:slug>/", record_of_processing.record, name="record_of_processing"),
    path(f"{_AREA}controller/<slug:slug>/", record_of_processing.controller_edit, name="controller_edit"),
]
