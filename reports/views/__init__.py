from reports.views.absence_trend import absence_trend_page
from reports.views.unit_dashboard import unit_dashboard

__all__ = ["absence_trend_page", "unit_dashboard"]
