"""What stands beside the terms: dates of procurements as marks, and the times for renewing as windows."""

from collections.abc import Iterator
from typing import Literal, NamedTuple

from tenderwatch.dates import When
from tenderwatch.outlook import Outlook

MarkKind = Literal["tender", "tenders-due", "award", "new-start", "over"]
WindowKind = Literal["renewal", "tender"]

# The letter that stands for each on a terminal, and its words in a legend.
MARKS: dict[MarkKind, tuple[str, str]] = {
    "tender": ("T", "tender planned or published"),
    "tenders-due": ("D", "tenders due"),
    "award": ("A", "award"),
    "new-start": ("S", "new start planned"),
    "over": ("E", "ended, or replaced"),
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
    over = over_on(outlook)
    return (*_stated(outlook), *((over,) if over else ()))


def _stated(outlook: Outlook) -> Iterator[Mark]:
    for kind, when, ahead, gone in _dates(outlook):
        if when and when.known:
            yield Mark(kind, when, f"{gone if when.passed(outlook.today) else ahead} {when.text}")


def _dates(outlook: Outlook) -> Iterator[tuple[MarkKind, When | None, str, str]]:
    """Each stated date with its words while it lies ahead, and once it has certainly gone."""
    contract, plans = outlook.contract, outlook.contract.plans
    yield "tender", contract.advertised, "tender published", "tender published"
    yield "tenders-due", contract.tender_deadline, "tenders due", "tenders were due"
    yield "award", contract.awarded, "awarded", "awarded"
    if plans:
        yield "tender", plans.tender, "tender planned for", "tender was planned for"
        yield "tenders-due", plans.tender_deadline, "tenders due", "tenders were due"
        yield "award", plans.award, "award planned for", "award was planned for"
        yield "new-start", plans.start, "new start planned for", "new start was planned for"


def over_on(outlook: Outlook) -> Mark | None:
    """When it was over, where that is certain: ended on evidence, or replaced by what started then."""
    ended = outlook.contract.ended
    if outlook.status == "ended" and ended and ended.on.known:
        return Mark("over", ended.on, f"ended {ended.on.text} ({ended.how})")
    if outlook.status == "replaced":
        starts = [successor.start for successor in outlook.successors if successor.start]
        begun = [start for start in starts if start.passed(outlook.today) or start.latest == outlook.today]
        first = min(begun, key=lambda start: start.sort_key, default=None)
        return Mark("over", first, f"replaced by what started {first.text}") if first else None
    return None


def windows_of(outlook: Outlook) -> tuple[Window, ...]:
    """The renewal window towards the next possible end, and the times in which a tender is to be expected.

    A date that the buyer has stated for the tender is a mark, and no window.
    """
    found: list[Window] = []
    renewal = outlook.renewal
    opens = renewal.by("planning") if renewal and outlook.status not in ("planned", "tendering") else None
    if renewal and opens:
        notice = renewal.by("tender-notice")
        told = f", tender notice {notice.by_text}" if notice else ""
        words = f"renewal window: planning {opens.by_text}{told}, to the end {renewal.end.text}"
        found.append(Window("renewal", opens, renewal.end, words))
    for window in outlook.tender_windows:
        if window.basis == "observed":
            case = "" if window.scenario == "not-extended" else " if extended to the longest end"
            words = "tender was expected" if window.when.passed(outlook.today) else "tender expected"
            found.append(Window("tender", window.when, window.when, f"{words}{case}: {window.when.text}"))
    return tuple(found)
