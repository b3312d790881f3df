"""Reports to read: one value for every kind, and each format a module with `render(report, ...)`."""

from __future__ import annotations

from importlib import import_module

from tenderwatch.reports.report import Report

FORMATS: dict[str, str] = {
    "txt": "tenderwatch.reports.plain",
    "md": "tenderwatch.reports.markdown",
    "html": "tenderwatch.reports.page",
    "csv": "tenderwatch.reports.delimited",
    "json": "tenderwatch.reports.machine",
    "xlsx": "tenderwatch.reports.workbook",
}


def render(report: Report, name: str) -> bytes:
    """The report in a format, its module imported only now."""
    made: str | bytes = import_module(FORMATS[name]).render(report)
    return made.encode("utf-8", "surrogateescape") if isinstance(made, str) else made
