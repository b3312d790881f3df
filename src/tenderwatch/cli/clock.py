"""The one place that reads the clock."""

from __future__ import annotations

from datetime import date, datetime

from tenderwatch.errors import UsageError


def today(given: str | None) -> date:
    """The day to reckon from: the one given with --today, else today in Europe/London."""
    if given:
        from tenderwatch.dates.parsing import WhenError, parse_day

        try:
            return parse_day(given)
        except WhenError as error:
            raise UsageError(f"--today: {error}", error.hint) from None
    from zoneinfo import ZoneInfo

    return datetime.now(ZoneInfo("Europe/London")).date()  # noqa: TID251 - here and nowhere else


def moment(given: str | None) -> datetime:
    """The time to write into a mail: now, in Europe/London; the first moment of the day given with --today."""
    from datetime import time
    from zoneinfo import ZoneInfo

    london = ZoneInfo("Europe/London")
    return datetime.combine(today(given), time(), london) if given else datetime.now(london)  # noqa: TID251 - as above
