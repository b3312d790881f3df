"""What stands beside the terms: dates of procurements as marks, and the times for renewing as windows."""

from typing import Literal

from tenderwatch.dates import When
from tenderwatch.named_tuple import NamedTuple
from tenderwatch.outlook import Outlook
from tenderwatch.outlook.kinds import MomentKind

MarkKind = Literal["tender", "tenders-due", "award", "new-start", "over"]
WindowKind = Literal["renewal", "tender"]

# The letter that stands for each on a terminal.
MARKS: dict[MarkKind, str] = {"tender": "T", "tenders-due": "D", "award": "A", "new-start": "S", "over": "E"}


_DRAWN: dict[MomentKind, MarkKind] = {
    "advertised": "tender",
    "tenders-due": "tenders-due",
    "awarded": "award",
    "stated-tender": "tender",
    "tender-deadline-planned": "tenders-due",
    "stated-award": "award",
    "stated-start": "new-start",
    "over": "over",
}


class Mark(NamedTuple):
    """One date, drawn over the whole of the time in which it may fall."""

    kind: MarkKind
    when: When
    words: str


class Window(NamedTuple):
    """A time in which something is to be done or expected: from the earliest day it may begin to the latest."""

    kind: WindowKind
    opens: When
    closes: When
    words: str


def marks_of(outlook: Outlook) -> tuple[Mark, ...]:
    """The stated dates of its own procurement and of the next, and when it was over."""
    drawn = {kind: [moment for moment in outlook.moments if moment.kind == kind] for kind in _DRAWN}
    return tuple(Mark(_DRAWN[kind], moment.when, moment.text) for kind, found in drawn.items() for moment in found)


def over_on(outlook: Outlook) -> Mark | None:
    """When it was over, where that is certain: ended on evidence, or replaced by what started then."""
    return next((mark for mark in marks_of(outlook) if mark.kind == "over"), None) if outlook.over else None


def windows_of(outlook: Outlook) -> tuple[Window, ...]:
    """The renewal window towards the next possible end, and the times in which a tender is to be expected.

    A date that the buyer has stated for the tender is a mark, and no window.
    """
    windows: list[Window] = []
    renewal = outlook.renewal if not outlook.not_let else None
    opens = renewal.by("planning") if renewal else None
    if renewal and opens:
        notice = renewal.by("tender-notice")
        then = f", tender notice {notice.by_text}" if notice else ""
        words = f"renewal window: planning {opens.by_text}{then}, to the end {renewal.end.text}"
        windows.append(Window("renewal", opens, renewal.end, words))
    expected = (moment for moment in outlook.moments if moment.kind == "tender-window")
    return (*windows, *(Window("tender", moment.when, moment.when, moment.text) for moment in expected))
