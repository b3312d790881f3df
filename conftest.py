"""With TENDERWATCH_FORBID_SKIPS=1 a skipped test fails, so that a run meant to show everything hides nothing.

Tests that need another program skip where it is missing; CI installs them all and sets this.
"""

from __future__ import annotations

import os
from collections.abc import Generator
from typing import TypeVar

import pytest

# Read once: the tests' own environment is cleared of our variables.
FORBIDDEN = os.environ.get("TENDERWATCH_FORBID_SKIPS") == "1"
_Report = TypeVar("_Report", pytest.TestReport, pytest.CollectReport)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """A test that skips itself, or is marked so."""
    return _refuse_skip((yield))


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """A whole module that skips itself."""
    return _refuse_skip((yield))


def _refuse_skip(report: _Report) -> _Report:
    # An expected failure is reported as a skip too; it was run, and strict mode watches over it.
    if FORBIDDEN and report.skipped and not hasattr(report, "wasxfail"):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        report.outcome = "failed"
        report.longrepr = f"skips are forbidden in this run (TENDERWATCH_FORBID_SKIPS=1): {reason}"
    return report
