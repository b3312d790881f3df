"""The stretches of a contract in order, the initial term and then each option with its state; and their place in time.

A segment has an end and no place yet; a piece is a run of days, drawn in one way. What is uncertain is never drawn as
certain.
"""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Literal

from tenderwatch.dates import When
from tenderwatch.law.terms import Step, not_closed
from tenderwatch.named_tuple import NamedTuple
from tenderwatch.outlook import Outlook
from tenderwatch.text import count

# How a stretch is drawn. The last two are never facts: a date known only as a span, and days of which
# nobody has said whether it runs.
Ink = Literal[
    "initial", "planned", "open-ended", "exercised", "authorised", "permitted", "undecided", "declined", "uncertain",
    "open",
]  # fmt: skip
_OPTION_INK: dict[str, Ink] = {
    "exercised": "exercised",
    "authorised": "authorised",
    "permitted": "permitted",
    "declined": "declined",
    "unknown": "undecided",
}


class Segment(NamedTuple):
    """One stretch, up to an end; None where the end is not stated or not known."""

    ink: Ink
    end: When | None


class Lane(NamedTuple):
    """The initial term or one option by itself. `start` is the end before it, or for the initial term its start.

    `closed` says that a decision has closed the way: it was declined, or stands after one that was.
    """

    name: str
    words: str
    start: When | None
    segments: tuple[Segment, ...]
    closed: bool = False

    @property
    def first_term(self) -> bool:
        """Whether it is the initial term: that starts on its date, an option on the day after."""
        return self.name == FIRST_TERM


FIRST_TERM = "Initial term"


def lanes_of(outlook: Outlook) -> tuple[Lane, ...]:
    """The initial term and every option, each by itself, in the order of the contract."""
    steps = outlook.ends.steps
    open_numbers = {step.number for step in not_closed(steps) if not outlook.why_closed(step)}
    options = (_option_lane(outlook, step, step.since, closed=step.number not in open_numbers) for step in steps)
    return (_first_lane(outlook), *options)


def chain_of(outlook: Outlook) -> tuple[Segment, ...]:
    """One way through the contract, as one line: its longest, where ways exclude each other.

    A declined option is part of it; what a decision has closed after that is not. An end that was decided on is the
    last.
    """
    lanes = lanes_of(outlook)
    steps = outlook.ends.steps
    taken = _ways_drawn(steps)
    found = list(lanes[0].segments)
    for step, lane in zip(steps, lanes[1:], strict=True):
        if all(taken[fork] == way for fork, way in step.branch) and (not lane.closed or step.state == "declined"):
            found += lane.segments
    current = outlook.ends.current
    return _up_to(current.when, found) if outlook.ends.decided and current else tuple(found)


def _up_to(end: When, segments: list[Segment]) -> tuple[Segment, ...]:
    """The stretches up to an end that was decided on, whether that comes before or after the one foreseen."""
    run = [segment for segment in segments if segment.ink != "declined"]
    before = [segment for segment in run if _ends_before(segment, end)]
    return (*before, run[min(len(before), len(run) - 1)]._replace(end=end))


def _ends_before(segment: Segment, day: When) -> bool:
    return bool(segment.end and segment.end.latest and day.earliest and segment.end.latest < day.earliest)


def _first_lane(outlook: Outlook) -> Lane:
    contract, ends = outlook.contract, outlook.ends
    ink: Ink = "initial"
    if outlook.status in ("planned", "tendering"):
        ink = "planned"
    elif contract.open_ended:
        ink = "open-ended"
    end = ends.within_law(ends.initial.when) if ends.initial else None
    if end is None and ends.current and (contract.open_ended or not ends.steps):
        end = ends.current.when  # the law ends it, or a decision, whatever its own papers say
    start = contract.start if contract.start and contract.start.known else None
    to = f"to {end.text}" if end else "open-ended" if contract.open_ended else "end not known"
    begins = f"from {start.text}" if start else "start not stated,"
    return Lane(FIRST_TERM, f"{begins} {to}", start, (Segment(ink, end),))


def _option_lane(outlook: Outlook, step: Step, start: When | None, *, closed: bool) -> Lane:
    to = outlook.ends.within_law(step.to)
    ink = "declined" if closed and step.state != "exercised" else _OPTION_INK[step.state]
    rest: Ink = "declined" if outlook.over or outlook.ends.decided else "permitted"
    segments = tuple(_slices(step, start, to, ink, rest))
    # Where the end is what the contract states, and no length, it is said once.
    length = f"{step.text}, " if not step.option.until else f"{count(step.months, 'month')}, " if step.months else ""
    end = f"to {to.text}" if to else "its end is not known"
    either = f" (way {step.branch[-1][1]} of {_ways(outlook, step)})" if step.branch else ""
    words = f"{length}{end}: {_state_words(step, segments, closed=closed)}{either}"
    return Lane(f"Option {step.number}", words, start, segments, closed)


def _ways(outlook: Outlook, step: Step) -> int:
    """How many ways leave the fork that a step stands behind."""
    fork = step.branch[-1][0]
    return max(way for other in outlook.ends.steps for at, way in other.branch if at == fork)


def _state_words(step: Step, segments: tuple[Segment, ...], *, closed: bool) -> str:
    used = segments[0].end
    if len(segments) > 1 and used:
        rest = "closed" if segments[1].ink == "declined" else "permitted" if step.state == "exercised" else step.state
        return f"used to {used.text}, the rest {rest}"
    words = "state not known" if step.state == "unknown" else step.state
    return f"{words}, closed by a decision" if closed and step.state != "declined" else words


def _slices(step: Step, start: When | None, to: When | None, ink: Ink, rest: Ink) -> Iterator[Segment]:
    """The step, in two where only a part of it has been used."""
    used = step.option.taken_to
    if used and used.latest and to and to.latest and used.latest < to.latest and ink != "declined":
        if start is None or start.latest is None or used.latest > start.latest:
            yield Segment("exercised", used)
        yield Segment(rest if step.state == "exercised" else ink, to)
    else:
        yield Segment(ink, to)


def _ways_drawn(steps: tuple[Step, ...]) -> dict[int, int]:
    """For each fork the way that is drawn: the one taken, else the one that is open longest, else the first."""
    opened = {step.number for step in not_closed(steps)}
    best: dict[int, tuple[tuple[bool, bool, date], int]] = {}
    for step in steps:
        to = step.to.latest if step.to else None
        rank = (step.state == "exercised", step.number in opened, to or date.min)
        for fork, way in step.branch:
            if fork not in best or rank > best[fork][0]:
                best[fork] = (rank, way)
    return {fork: way for fork, (_, way) in best.items()}


# --- Placed in time ---

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
