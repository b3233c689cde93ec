from reports.progress_report.build import ProgressReport, progress_report
from reports.progress_report.workbook import workbook_bytes

__all__ = ["ProgressReport", "progress_report", "workbook_bytes"]
