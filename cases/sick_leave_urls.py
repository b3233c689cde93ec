"""Addresses of staff and sick leave. People are named by key, episodes through their person."""

from django.urls import URLPattern, path

from cases.views import protection, sick_leave, sick_leave_register, sick_leave_steps, staff

_EPISODE = "staff/<uuid:key>/sick-leave/<int:pk>/"

urlpatterns: list[URLPattern] = [
    path("staff/", staff.staff_list, name="staff_list"),
    path("staff/search/", sick_leave_register.staff_search, name="staff_search"),
    path("staff/new/", staff.staff_add, name="staff_add"),
    path("staff/<uuid:key>/", staff.staff_detail, name="staff_detail"),
    path("staff/<uuid:key>/edit/", staff.staff_edit, name="staff_edit"),
    path("staff/<uuid:key>/history/", staff.staff_history, name="staff_history"),
    path("staff/<uuid:key>/protection/new/", protection.staff_protect, name="staff_protect"),
    path("staff/<uuid:key>/protection/lift/", protection.protection_lift, name="protection_lift"),
    path("staff/<uuid:key>/identity/", protection.identity_open, name="identity_open"),
    path("staff/<uuid:key>/identity/correct/", protection.identity_correct, name="identity_correct"),
    path("sick-leave/", sick_leave.sick_leave_list, name="sick_leave_list"),
    path("sick-leave/new/", sick_leave_register.sick_leave_add, name="sick_leave_add"),
    path(_EPISODE, sick_leave.sick_leave_detail, name="sick_leave_detail"),
    path(f"{_EPISODE}edit/", sick_leave_register.sick_leave_edit, name="sick_leave_edit"),
    path(f"{_EPISODE}end/", sick_leave_steps.sick_leave_end, name="sick_leave_end"),
    path(f"{_EPISODE}extent/", sick_leave_steps.sick_leave_extent, name="sick_leave_extent"),
    path(f"{_EPISODE}delete/", sick_leave_steps.sick_leave_delete, name="sick_leave_delete"),
    path(f"{_EPISODE}certificates/new/", sick_leave_steps.certificate_add, name="certificate_add"),
    path(f"{_EPISODE}fk-report/", sick_leave_steps.fk_report_note, name="fk_report_note"),
]
