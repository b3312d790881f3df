"""Segments placed in time: runs of days, each drawn in one way. What is uncertain is never drawn as certain."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from tenderwatch.dates import When
from tenderwatch.named_tuple import NamedTuple
from tenderwatch.timeline.segments import Ink, Segment

_DAY = timedelta(days=1)


class Piece(NamedTuple):
    """A run of days, both ends included. None where it comes from, or goes, no one knows how far."""

    first: date | None
    last: date | None
    ink: Ink


def pieces_of(
    start: When | None, segments: Iterable[Segment], *, runs_on: date | None = None, after_end: bool = False
) -> tuple[Piece, ...]:
    """The segments one after the other, in order and without overlap.

    Between the earliest and the latest day of a date lies a piece in `uncertain`. Before an unknown start, and
    after an unknown end, everything is `open`, except from `runs_on`: a day on which the contract is known to run.
    With `after_end` the start is the end of what stands before: the first day is the day after.
    """
    found: list[Piece] = []
    here: date | None = None
    if start and start.earliest and start.latest:
        here = start.latest + _DAY if after_end or start.earliest < start.latest else start.latest
        if start.earliest < start.latest:
            found.append(Piece(start.earliest, start.latest, "uncertain"))
    known = here is not None
    pending: Ink | None = None if known else "open"
    for ink, end in segments:
        if end is None or end.earliest is None or end.latest is None:
            pending, known = ("open-ended" if ink == "open-ended" else "open"), False
            continue
        if not known and ink == "declined":
            continue
        exact = end.earliest == end.latest
        last = end.latest if exact else end.earliest - _DAY
        if not known and runs_on and runs_on <= last and (here is None or here < runs_on):
            found += _run(here, runs_on - _DAY, "open")
            here, known = runs_on, True
        found += _run(here, last, ink if known else "open")
        if not exact:
            found += _run(end.earliest if here is None else max(here, end.earliest), end.latest, "uncertain")
        here = end.latest + _DAY if here is None else max(here, end.latest + _DAY)
        known, pending = True, None
    if pending and (here or found):
        found.append(Piece(here, None, pending))
    return tuple(found)


def _run(first: date | None, last: date, ink: Ink) -> Iterator[Piece]:
    if first is None or first <= last:
        yield Piece(first, last, ink)


def cut_at(pieces: tuple[Piece, ...], over: When) -> tuple[Piece, ...]:
    """What is left of the pieces when the contract was over by a date, whatever had been foreseen."""
    if over.earliest is None or over.latest is None:
        return pieces
    exact = over.earliest == over.latest
    last = over.latest if exact else over.earliest - _DAY
    found = [
        piece._replace(last=last if piece.last is None else min(piece.last, last))
        for piece in pieces
        if piece.first is None or piece.first <= last
    ]
    reached = any(piece.last is None or piece.last >= over.earliest for piece in pieces)
    return (*found, Piece(over.earliest, over.latest, "uncertain")) if reached and not exact else tuple(found)
