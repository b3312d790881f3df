"""A reading in one line, as the table of cases writes it, so that a case can be read aloud and compared whole."""

from __future__ import annotations

from tenderwatch.wording.reading import PrintedOption, Reading


def in_short(reading: Reading) -> str:
    """'start 2026-04-01; end 2029-03-31; initial 36; options 12x2, <=24; total 48; longest 2033-03-31; confirmed'."""
    parts = []
    if reading.start:
        parts.append(f"start {reading.start.written}")
    if reading.end:
        parts.append(f"end {reading.end.written}")
    if reading.initial_months is not None:
        parts.append(f"initial {reading.initial_months}")
    if reading.alternatives:
        parts.append(f"either {' or '.join(_options(way) for way in reading.alternatives)}")
    else:
        parts.append(f"options {'unknown' if reading.options is None else _options(reading.options)}")
    if reading.total_months is not None:
        parts.append(f"total {reading.total_months}")
    if reading.longest_end and reading.longest_end != reading.end:
        parts.append(f"longest {reading.longest_end.written}")
    if reading.notice:
        parts.append(f"notice {reading.notice.written}")
    for point in reading.breaks:
        when = point.on.written if point.on else point.after.written if point.after else None
        parts.append(f"break {when}" if when else f"break every {point.every.written if point.every else ''}")
    if reading.reopening:
        every = reading.reopening.every
        days = ", ".join(when.written for when in reading.reopening.on)
        parts.append(f"reopens {f'every {every.written}' if every else days}")
    if reading.confirmed:
        parts.append("confirmed")
    parts += [f"conflict over {conflict.about}" for conflict in reading.conflicts]
    if reading.unread:
        parts.append(f"unread {' | '.join(' '.join(unread.text.split()) for unread in reading.unread)}")
    return "; ".join(parts)


def _options(options: tuple[PrintedOption, ...]) -> str:
    return ", ".join(_option(option) for option in options) or "none"


def _option(option: PrintedOption) -> str:
    length = f"{option.months}" if option.months is not None else f"{option.days}d" if option.days is not None else ""
    times = f"x{option.times or '?'}" if length else ""
    until = f" to {option.until.written}" if option.until else ""
    state = f" {option.state}" if option.state != "permitted" else ""
    return f"{'<=' if option.up_to else ''}{length}{times}{until}{state}".strip()
