"""The dates of the ledger of looking."""

from __future__ import annotations

from collections.abc import Iterator

from tenderwatch.registry.checks.finding import Finding, Whole
from tenderwatch.registry.model import Look


def after_edition(look: Look, whole: Whole) -> Iterator[Finding]:
    """No look is later than the edition, the day on which all data was last updated."""
    if whole.edition and look.looked > whole.edition:
        message = f"it was looked at ({look.looked}) after the edition ({whole.edition})"
        yield Finding(message, "set `edition` to the day on which the data was last updated", "looked")


def reaches_beyond(look: Look, _: Whole) -> Iterator[Finding]:
    """Nothing that was seen is younger than the look."""
    if look.reaches and look.reaches.earliest and look.reaches.earliest > look.looked:
        message = f"what was seen reaches further ({look.reaches.text}) than the day of looking ({look.looked})"
        yield Finding(message, "compare both with your notes", "reaches")
