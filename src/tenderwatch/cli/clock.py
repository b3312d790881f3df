"""The one place that reads the clock."""

from __future__ import annotations

from datetime import date

from tenderwatch.errors import UsageError


def today(given: str | None) -> date:
    """The day to reckon from: the one given with --today, else today in Europe/London."""
    if given:
        from tenderwatch.dates.parsing import WhenError, parse_day

        try:
            return parse_day(given)
        except WhenError as error:
            raise UsageError(f"--today: {error}", error.hint) from None
    from datetime import datetime
    from zoneinfo import ZoneInfo

    return datetime.now(ZoneInfo("Europe/London")).date()  # noqa: TID251 - here and nowhere else


def elapsed() -> float:
    """Seconds since some moment, to tell how long something has taken."""
    import time

    return time.monotonic()
