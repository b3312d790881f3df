"""What is drawn: many contracts on one axis, in groups, with an account of what is left out; or one, line by line."""

from collections.abc import Iterator
from datetime import date
from typing import Literal

from tenderwatch.answers.phrases import authority_name, status_text
from tenderwatch.dates import When
from tenderwatch.dates.arithmetic import clamp_months
from tenderwatch.dates.words import day_text
from tenderwatch.named_tuple import NamedTuple
from tenderwatch.outlook import Outlook
from tenderwatch.queries.row import Row, next_end
from tenderwatch.queries.select import Agenda
from tenderwatch.text import capital, count
from tenderwatch.timeline.bars import Bar, Mark, Window, bar_of, last_day, running_since
from tenderwatch.timeline.segments import Piece, cut_at, lanes_of, pieces_of

Group = Literal["council", "service"]
# Beyond this a far option would press all else together; bars that run on are cut with a mark.
MOST_MONTHS_AHEAD = 120


class Timeline(NamedTuple):
    """Bars under headings, between two days (both shown). `left_out` says why others are not drawn, with numbers.

    A contract with several services stands under each of them, and is counted once.
    """

    today: date
    first: date
    last: date
    groups: tuple[tuple[str, tuple[Bar, ...]], ...]
    contracts: int
    left_out: tuple[tuple[str, int], ...]

    @property
    def bars(self) -> tuple[Bar, ...]:
        """Every bar in the order of the drawing."""
        return tuple(bar for _, bars in self.groups for bar in bars)

    @property
    def heading(self) -> str:
        """What is shown, in a sentence."""
        shown = count(self.contracts, "contract") if self.contracts else "No contract"
        return f"{shown}, {day_text(self.first)} to {day_text(self.last)}, as known on {day_text(self.today)}."

    @property
    def account(self) -> str:
        """What is not shown, in a sentence; empty where nothing is left out."""
        parts = [f"{number} {why}" for why, number in self.left_out if number]
        return f"Not drawn: {'; '.join(parts)}." if parts else ""


def timeline_of(
    agenda: Agenda,
    *,
    group: Group = "council",
    first: date | None = None,
    last: date | None = None,
    services: frozenset[str] = frozenset(),
) -> Timeline:
    """The contracts of an agenda, by council that leads or by service, each group sorted by next end.

    The days shown are those given, else the span of `default_span`. With `services` only those are headings.
    """
    drawn = [(row, bar_of(row.outlook)) for row in sorted(agenda.rows, key=next_end)]
    dated = [(row, bar) for row, bar in drawn if bar.days]
    begin, end = default_span(agenda.today, [bar for _, bar in dated])
    # Where one day is given, the other gives way: a year is shown at least.
    begin = first or (min(begin, clamp_months(last, -12)) if last else begin)
    end = last or max(end, clamp_months(begin, 12))
    before = [bar for _, bar in dated if all(stop is not None and stop < begin for _, stop in bar.days)]
    after = [bar for _, bar in dated if all(go is not None and go > end for go, _ in bar.days)]
    hidden = {bar.id for bar in (*before, *after)}
    shown = [(row, bar) for row, bar in dated if bar.id not in hidden]
    left_out = (
        ("without any known date", len(drawn) - len(dated)),
        (f"wholly before {day_text(begin)}", len(before)),
        (f"wholly after {day_text(end)}", len(after)),
        ("filtered out", agenda.left_out("filtered")),
        ("not due", agenda.left_out("not-due")),
        ("with faults", agenda.left_out("faulty")),
    )
    return Timeline(agenda.today, begin, end, _grouped(agenda, shown, group, services), len(shown), left_out)


def default_span(today: date, bars: list[Bar]) -> tuple[date, date]:
    """From a year ago to the last day that any bar reaches, at least a year and at most ten years ahead."""
    reached = [last for bar in bars for _, last in bar.days if last]
    soonest, furthest = clamp_months(today, 12), clamp_months(today, MOST_MONTHS_AHEAD)
    return clamp_months(today, -12), min(max([soonest, *reached]), furthest)


def _grouped(
    agenda: Agenda, shown: list[tuple[Row, Bar]], group: Group, services: frozenset[str]
) -> tuple[tuple[str, tuple[Bar, ...]], ...]:
    groups: dict[str, list[Bar]] = {}
    for row, bar in shown:
        for heading in _headings(agenda, row, group, services):
            groups.setdefault(heading, []).append(bar)
    unknown = authority_name(agenda.registry, None)
    order = sorted(groups, key=lambda heading: (heading == unknown, heading.casefold(), heading))
    return tuple((capital(heading), tuple(groups[heading])) for heading in order)


def _headings(agenda: Agenda, row: Row, group: Group, services: frozenset[str]) -> list[str]:
    contract = row.outlook.contract
    if group == "council":
        return [authority_name(agenda.registry, contract.lead)]
    return [service for service in contract.services if not services or service in services]


# --- One contract, line by line ---


class Line(NamedTuple):
    """One line of the drawing: words, and what is drawn under them."""

    words: str
    pieces: tuple[Piece, ...] = ()
    ends: tuple[When, ...] = ()
    marks: tuple[Mark, ...] = ()
    windows: tuple[Window, ...] = ()


class Drawing(NamedTuple):
    """A contract as lines on one axis, from `first` to `last`."""

    title: str
    today: date
    first: date
    last: date
    lines: tuple[Line, ...]

    @property
    def about(self) -> str:
        """All that is drawn, in words."""
        return " ".join(f"{line.words}." for line in self.lines)


def drawing_of(outlook: Outlook) -> Drawing:
    """The option tree of one contract, its next and longest end, and its windows, each on a line of its own."""
    bar = bar_of(outlook)
    lines = tuple(_lines(outlook, bar))
    shown = [(piece.first, piece.last) for line in lines for piece in line.pieces]
    days = [day for pair in (*bar.days, *shown) for day in pair if day]
    first, last = min([*days, outlook.today]), max([*days, outlook.today])
    # Room on the side on which no one knows how far it reaches, and never less than a year.
    if any(go is None for go, _ in (*bar.days, *shown)):
        first = clamp_months(min(first, clamp_months(outlook.today, -6)), -6)
    if any(stop is None for _, stop in (*bar.days, *shown)):
        last = clamp_months(last, 12)
    return Drawing(outlook.contract.title, outlook.today, first, max(last, clamp_months(first, 12)), lines)


def _lines(outlook: Outlook, bar: Bar) -> Iterator[Line]:
    last = last_day(outlook)
    for lane in lanes_of(outlook):
        since = running_since(outlook) if lane.first_term else None
        pieces = pieces_of(lane.start, lane.segments, runs_on=since, after_end=not lane.first_term)
        yield Line(f"{lane.name}: {lane.words}", cut_at(pieces, last) if last else pieces)
    yield from _ends(outlook)
    for window in bar.windows:
        yield Line(capital(window.words), windows=(window,))
    for mark in bar.marks:
        yield Line(capital(mark.words), marks=(mark,))


def _ends(outlook: Outlook) -> Iterator[Line]:
    """The next possible and the longest end; or why there is none to draw."""
    coming, longest = outlook.next_end, outlook.ends.longest
    if outlook.over or (outlook.status in ("planned", "tendering") and coming is None):
        return
    if coming:
        yield Line(f"Next possible end: {coming.when.text}, {coming.how}", ends=(coming.when,))
    else:
        yield Line(f"Next possible end: none known ({status_text(outlook)})")
    if longest:
        yield Line(f"Longest end: {longest.when.text}, {longest.how}", ends=(longest.when,))
    elif outlook.ends.current:
        yield Line("Longest end: not known, an option has no stated length")
