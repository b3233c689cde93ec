from django.urls import path

from reports import views

app_name = "reports"

urlpatterns = [
    path("absence/", views.absence_trend_page, name="absence_trend"),
    path("progress-report/", views.progress_report_page, name="progress_report"),
    path("employers/<slug:slug>/", views.employers_page, name="employers"),
    path("units/<slug:code>/", views.unit_dashboard, name="unit_dashboard"),
]
