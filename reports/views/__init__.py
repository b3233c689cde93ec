from reports.views.absence_trend import absence_trend_page
from reports.views.employers import employers_page
from reports.views.progress_report import progress_report_page
from reports.views.unit_dashboard import unit_dashboard

__all__ = ["absence_trend_page", "employers_page", "progress_report_page", "unit_dashboard"]
