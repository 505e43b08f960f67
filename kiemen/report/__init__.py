"""Reports: facts in, pages and workbooks out, each for one audience and safe for it."""

from kiemen.report.build import Report, build_report, write_report

__all__ = ["Report", "build_report", "write_report"]
