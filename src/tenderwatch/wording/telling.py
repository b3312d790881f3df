"""A reading in words for people: what was read, and the words it was read from."""

from __future__ import annotations

from collections.abc import Iterator

from tenderwatch.dates import Duration
from tenderwatch.text import count, listing
from tenderwatch.wording.reading import Break, PrintedOption, Reading, Reopening

_STATES = {"permitted": "", "proposed": ", proposed", "exercised": ", already used"}
_ABOUT = {
    "start": "start",
    "end": "end",
    "longest_end": "longest end",
    "initial_months": "initial term",
    "options": "options",
    "total_months": "total of the options",
}


def lines(reading: Reading) -> list[tuple[str, str, str]]:
    """Rows of (what, value, the printed words), in the order in which people ask for them."""
    return list(_lines(reading))


def _lines(reading: Reading) -> Iterator[tuple[str, str, str]]:
    spans = dict(reading.spans)

    def words(name: str) -> str:
        span = spans.get(name)
        return " ".join(reading.text[span.start : span.end].split()) if span else ""

    if reading.start:
        yield "start", reading.start.text, words("start")
    if reading.initial_months is not None:
        yield "initial term", count(reading.initial_months, "month"), words("initial_months")
    if reading.end:
        yield "end", reading.end.text, words("end")
    yield "options", _options(reading), words("options") or words("alternatives")
    if reading.total_months is not None:
        yield "options not yet used", count(reading.total_months, "month"), ""
    if reading.longest_end and reading.longest_end != reading.end:
        yield "longest end", reading.longest_end.text, words("longest_end")
    if reading.notice:
        yield "notice", reading.notice.text, words("notice")
    for point in reading.breaks:
        yield "break", _break(point), words("breaks")
    if reading.reopening:
        yield "reopens", _reopening(reading.reopening), words("reopening")
    if reading.confirmed:
        yield "check", "the printed figures agree with each other", ""
    for conflict in reading.conflicts:
        yield "conflict", f"{_ABOUT.get(conflict.about, conflict.about)}: {listing(conflict.readings, 'or')}", ""
    for unread in reading.unread:
        yield "not understood", f"'{unread.text}'", ""


def _options(reading: Reading) -> str:
    if reading.alternatives:
        return " or ".join(listing([option_text(option) for option in way]) or "none" for way in reading.alternatives)
    if reading.options is None:
        understood = not reading.unread and not reading.conflicts
        return "mentioned, length not stated" if understood else "not clear"
    return listing([option_text(option) for option in reading.options]) or "none stated"


def option_text(option: PrintedOption) -> str:
    """'2 x 12 months', 'up to 24 months', '12 months to 31 March 2030', 'until 2030'."""
    if option.months is None and option.days is None:
        return f"until {option.until.text if option.until else 'a date not stated'}{_STATES[option.state]}"
    length = Duration(option.months, "months") if option.months is not None else Duration(option.days or 0, "days")
    text = f"up to {length.text}" if option.up_to else length.text
    if option.times is None:
        text = f"{text} at a time, number not stated"
    elif option.times > 1:
        text = f"{option.times} x {text}"
    until = f" to {option.until.text}" if option.until else ""
    return f"{text}{until}{_STATES[option.state]}"


def _break(point: Break) -> str:
    if point.on:
        return point.on.text
    return f"after {point.after.text}" if point.after else f"every {point.every.text if point.every else 'so often'}"


def _reopening(reopening: Reopening) -> str:
    if reopening.every:
        return f"every {reopening.every.text}"
    return listing([when.text for when in reopening.on])
