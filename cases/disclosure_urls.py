"""Addresses of disclosure assessments."""

from django.urls import URLPattern, path

from cases.views import disclosure_assessment as views

urlpatterns: list[URLPattern] = [
    path("disclosures/", views.disclosure_list, name="disclosure_list"),
    path("disclosures/new/", views.disclosure_add, name="disclosure_add"),
    path("disclosures/<slug:number>/", views.disclosure_detail, name="disclosure_detail"),
    path("disclosures/<slug:number>/correct/", views.disclosure_correct, name="disclosure_correct"),
    path("disclosures/<slug:number>/print/", views.disclosure_print, name="disclosure_print"),
]
