"""The one place that reads the clock."""

from __future__ import annotations

from datetime import date, datetime, time

from tenderwatch.errors import UsageError


def today(given: str | None) -> date:
    """The day to reckon from: the one given with --today, else today in Europe/London."""
    if given:
        from tenderwatch.dates.parsing import WhenError, parse_day

        try:
            return parse_day(given)
        except WhenError as error:
            raise UsageError(f"--today: {error}", error.hint) from None
    return _now().date()


def moment(given: str | None) -> datetime:
    """The time to write into a mail: now, in Europe/London; the first moment of the day given with --today."""
    now = _now()
    return now if not given else datetime.combine(today(given), time(), now.tzinfo)


def _now() -> datetime:
    from zoneinfo import ZoneInfo

    return datetime.now(ZoneInfo("Europe/London"))  # noqa: TID251 - here and nowhere else


def elapsed() -> float:
    """Seconds since some moment, to tell how long something has taken."""
    import time

    return time.monotonic()
