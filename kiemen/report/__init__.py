"""Reports: facts in, pages and workbooks out, each for one audience and safe for it."""

from kiemen.report.analysis import Analysis, analyse_network
from kiemen.report.audit import Audit, audit_file
from kiemen.report.build import Report, build_report, write_report
from kiemen.report.personal import write_personal_reports

__all__ = [
    "Analysis",
    "Audit",
    "Report",
    "analyse_network",
    "audit_file",
    "build_report",
    "write_personal_reports",
    "write_report",
]
