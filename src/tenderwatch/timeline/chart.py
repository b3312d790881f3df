"""Many contracts on one axis: bars in groups, the days shown, and an account of what is left out."""

from datetime import date
from typing import Literal

from tenderwatch.answers.phrases import authority_name
from tenderwatch.dates.arithmetic import clamp_months
from tenderwatch.dates.words import day_text
from tenderwatch.named_tuple import NamedTuple
from tenderwatch.queries.select import Agenda, Row, next_end
from tenderwatch.text import capital, count
from tenderwatch.timeline.bars import Bar, bar_of

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
