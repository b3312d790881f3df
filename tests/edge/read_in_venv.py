"""Run in .edge/venv: read a feed with one of its libraries and print the events as JSON.

The libraries are imported by name, because this file is checked where they are not installed.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path


def vobject(text: str) -> Iterator[dict[str, str]]:
    for event in import_module("vobject").readOne(text).vevent_list:
        yield {
            "uid": event.uid.value,
            "start": event.dtstart.value.isoformat(),
            "end": event.dtend.value.isoformat(),
            "summary": event.summary.value,
            "status": event.status.value,
            "description": event.description.value,
        }


def ical(text: str) -> Iterator[dict[str, str]]:
    """Home Assistant's library."""
    stream = import_module("ical.calendar_stream").IcsCalendarStream
    for event in stream.calendar_from_ics(text).events:
        yield {
            "uid": event.uid,
            "start": event.start.isoformat(),
            "end": event.end.isoformat(),
            "summary": event.summary,
            "status": event.status.value,
            "description": event.description,
        }


def ics(text: str) -> Iterator[dict[str, str]]:
    for event in import_module("ics").Calendar(text).events:
        assert event.all_day, event.uid
        yield {
            "uid": event.uid,
            "start": event.begin.date().isoformat(),
            "end": event.end.date().isoformat(),
            "summary": event.name,
            "status": event.status,
            "description": event.description,
        }


if __name__ == "__main__":
    which, name = sys.argv[1:]
    content = Path(name).read_bytes().decode()
    json.dump(list({"vobject": vobject, "ical": ical, "ics": ics}[which](content)), sys.stdout)
