"""Addresses of cases, their journal and their delegations."""

from django.urls import URLPattern, path

from cases.views import case, delegation, journal

urlpatterns: list[URLPattern] = [
    path("cases/", case.case_list, name="case_list"),
    path("staff/<uuid:key>/cases/new/", case.case_add, name="case_add"),
    path("cases/<slug:number>/", case.case_detail, name="case_detail"),
    path("cases/<slug:number>/edit/", case.case_edit, name="case_edit"),
    path("cases/<slug:number>/plan/", case.case_plan, name="case_plan"),
    path("cases/<slug:number>/hand-over/", case.case_hand_over, name="case_hand_over"),
    path("cases/<slug:number>/close/", case.case_close, name="case_close"),
    path("cases/<slug:number>/history/", case.case_history_page, name="case_history"),
    path("cases/<slug:number>/notes/new/", journal.note_add, name="note_add"),
    path("cases/<slug:number>/notes/<int:pk>/correct/", journal.note_correct, name="note_correct"),
    path("cases/<slug:number>/delegate/", delegation.case_delegate, name="case_delegate"),
    path("delegations/<int:pk>/accept/", delegation.delegation_accept, name="delegation_accept"),
    path("delegations/<int:pk>/decline/", delegation.delegation_decline, name="delegation_decline"),
    path("delegations/<int:pk>/take-back/", delegation.delegation_take_back, name="delegation_take_back"),
]
