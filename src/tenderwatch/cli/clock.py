"""The one place that reads the clock."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, datetime, time


def today(given: str | None) -> date:
    """The day to calculate from: the one given with --today, else today in Europe/London."""
    if given:
        with suppress(ValueError):  # the usual form needs no reader of all the others
            if len(given) == 10 and given[4] == given[7] == "-" and "1900" <= given[:4] < "2200":
                return date.fromisoformat(given)
        from tenderwatch.cli.typed import day_of

        return day_of("--today", given)
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


def sleep(seconds: float) -> None:
    """Wait."""
    import time

    time.sleep(seconds)
