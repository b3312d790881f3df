"""A reading as the JSON row of the command `wording`. The shape is a promise: see docs/reference/wording.md."""

from __future__ import annotations

from typing import Any

from tenderwatch.dates import When
from tenderwatch.wording.reading import PrintedOption, Reading


def row(reading: Reading) -> dict[str, Any]:
    """The row: dates as objects, lengths of notice and breaks as '3m', places as [from, to]."""
    reopening = reading.reopening
    return {
        "text": reading.text,
        "start": _when(reading.start),
        "end": _when(reading.end),
        "initial_months": reading.initial_months,
        "options": None if reading.options is None else [_option(option) for option in reading.options],
        "alternatives": [[_option(option) for option in way] for way in reading.alternatives],
        "total_months": reading.total_months,
        "longest_end": _when(reading.longest_end),
        "notice": reading.notice.written if reading.notice else None,
        "breaks": [
            {
                "on": _when(point.on),
                "after": point.after.written if point.after else None,
                "every": point.every.written if point.every else None,
            }
            for point in reading.breaks
        ],
        "reopening": {
            "on": [_when(when) for when in reopening.on],
            "every": reopening.every.written if reopening.every else None,
        }
        if reopening
        else None,
        "confirmed": reading.confirmed,
        "conflicts": [{"about": item.about, "readings": list(item.readings)} for item in reading.conflicts],
        "unread": [{"from": item.start, "to": item.end, "text": item.text} for item in reading.unread],
        "spans": {name: [span.start, span.end] for name, span in reading.spans},
    }


def _option(option: PrintedOption) -> dict[str, Any]:
    return {
        "months": option.months,
        "days": option.days,
        "times": option.times,
        "until": _when(option.until),
        "up_to": option.up_to,
        "state": option.state,
    }


def _when(when: When | None) -> dict[str, Any] | None:
    if when is None or when.earliest is None or when.latest is None:
        return None
    return {
        "earliest": when.earliest.isoformat(),
        "latest": when.latest.isoformat(),
        "precision": when.precision,
        "text": when.text,
        "edtf": when.edtf,
    }
