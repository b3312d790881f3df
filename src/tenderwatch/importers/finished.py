"""Finished procurements out of notices: what each process planned, advertised and awarded, and which are left out.

A process is one ocid, or one notice number of a buyer where there is no ocid. Its planning notices may stand in a
process of their own, which the later notices name.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from tenderwatch.importers.statement import Aside, Reading, Statement
from tenderwatch.labels.standing import NOT_BACKTESTED
from tenderwatch.law.lead_times.procurement import LeftOut, Procurement, Procurements
from tenderwatch.law.terms import called_for_competition
from tenderwatch.named_tuple import NamedTuple


class _Process(NamedTuple):
    """The notices of one process by what they are; corrections count among `others` only."""

    key: str
    planning: list[Statement]
    tenders: list[Statement]
    awards: list[Statement]
    contracts: list[Statement]
    corrections: list[Statement]
    cancelled: list[Statement]

    @property
    def notices(self) -> list[Statement]:
        """All of them, the most telling first."""
        return [*self.tenders, *self.awards, *self.contracts, *self.corrections, *self.planning, *self.cancelled]

    @property
    def first_tender(self) -> list[Statement]:
        """What the first tender notice states, a statement for each of its terms; none where it was not seen."""
        first = min((notice.published for notice in self.tenders if notice.published), default=None)
        corrected = (notice.published for notice in self.corrections if notice.stage == "tender")
        if first is None or any(day < first for day in corrected if day):
            return []
        return [notice for notice in self.tenders if notice.published == first]


def finished_procurements(readings: Iterable[Reading], today: date) -> Procurements:
    """The procurements that went as far as a tender notice and a start by a day, and why each of the others did not.

    One with no award among its notices counts once the start that it planned has passed.
    """
    notices: set[tuple[str, int]] = set()
    left: list[LeftOut] = []
    statements: list[Statement] = []
    for reading in readings:
        notices.add((reading.place.file, reading.place.row))
        if isinstance(reading, Statement):
            # Of a hundred thousand notices only what is asked for below is kept.
            statements.append(reading._replace(words="", categories=(), providers=(), remarks=()))
        else:
            reason = reading.reason if isinstance(reading, Aside) else f"cannot be read: {reading.reason}"
            left.append(LeftOut(reading.id or str(reading.place), reason))
    processes = _processes(statements)
    planned_in = _planning_processes(processes)
    joined = {key for keys in planned_in.values() for key in keys}
    finished = []
    for key, process in processes.items():
        if key in joined:
            continue
        earlier = [notice for other in planned_in.get(key, ()) for notice in processes[other].planning]
        procurement = _procurement(process, [*process.planning, *earlier], today)
        if isinstance(procurement, Procurement):
            finished.append(procurement)
        else:
            left.append(LeftOut(key, NOT_BACKTESTED[procurement]))
    return Procurements(tuple(finished), tuple(left), len(notices))


def _processes(statements: Iterable[Statement]) -> dict[str, _Process]:
    processes: dict[str, _Process] = {}
    for notice in statements:
        buyer = notice.buyers[0].name if notice.buyers else ""
        key = notice.ocid or f"{buyer}: {notice.number or notice.place}"
        process = processes.setdefault(key, _Process(key, [], [], [], [], [], []))
        kinds = {
            "planning": process.planning, "tender": process.tenders, "award": process.awards,
            "contract": process.contracts, "cancellation": process.cancelled,
        }  # fmt: skip
        (process.corrections if notice.corrects else kinds.get(notice.stage, process.corrections)).append(notice)
    return processes


def _planning_processes(processes: dict[str, _Process]) -> dict[str, list[str]]:
    """For each process those that it names and that hold nothing but its planning, by ocid or by notice number."""
    by_name = {
        name: key
        for key, process in processes.items()
        if process.planning and not (process.tenders or process.awards or process.contracts)
        for name in (key, *(notice.number for notice in process.planning if notice.number))
    }
    found: dict[str, list[str]] = {}
    for key, process in processes.items():
        names = (name for notice in process.notices for name in (*notice.planned_in, *notice.prior_ocids))
        keys = dict.fromkeys(by_name[name] for name in names if name in by_name and by_name[name] != key)
        if keys:
            found[key] = list(keys)
    return found


def _procurement(process: _Process, planning: list[Statement], today: date) -> Procurement | str:
    """The finished procurement, or the code of why it is none."""
    tender = process.first_tender
    let = _earliest(process.awards) or _earliest(process.contracts)
    routes = [notice.route for notice in process.notices if notice.route != "unknown"]
    start = _start(tender) or _start(_earliest(process.awards)) or _start(_earliest(process.contracts))
    published = tender[0].published if tender else None
    buyer = next((notice.buyers[0].name for notice in process.notices if notice.buyers), "")
    if any(called_for_competition(route) is False for route in routes[:1]):
        return "no-call"
    if published is None:
        corrected = any(notice.stage == "tender" for notice in process.corrections) or process.tenders
        return "tender-not-seen" if corrected else "no-tender"
    if _cancelled_last(process, let):
        return "cancelled"
    if start is None:
        return "no-start"
    if not let and start > today:
        return "not-awarded"
    if start < published:
        return "start-first"
    if not buyer:
        return "no-buyer"
    law, below = _law([*tender, *let])
    route = routes[0] if routes else ""
    return Procurement(
        buyer=buyer, title=next((notice.title for notice in process.notices if notice.title), ""),
        ocid=tender[0].ocid or "", planning=_planned(planning, published), tender=published,
        deadline=_first_day(notice.deadline.earliest for notice in tender if notice.deadline),
        award=_award_day(process), start=start, law=law,
        route="below-threshold" if below and not route.startswith("below-threshold") else route,
        value=_worth(tender, let), service="",
        sources=tuple(dict.fromkeys(notice.url for notice in (*tender, *let) if notice.url)),
    )  # fmt: skip


def _earliest(notices: Sequence[Statement]) -> list[Statement]:
    """What the first of some notices states."""
    first = min(((notice.published or date.max, notice.number or "") for notice in notices), default=None)
    return [notice for notice in notices if (notice.published or date.max, notice.number or "") == first]


def _first_day(days: Iterator[date | None]) -> date | None:
    return min((day for day in days if day), default=None)


def _start(notices: Sequence[Statement]) -> date | None:
    """The earliest start that is stated to the day."""
    starts = (notice.terms.start for notice in notices)
    return _first_day(start.earliest for start in starts if start and start.earliest == start.latest)


def _planned(planning: Sequence[Statement], tender: date) -> date | None:
    """The first planning notice before the tender notice."""
    return _first_day(notice.published for notice in planning if notice.published and notice.published <= tender)


def _award_day(process: _Process) -> date | None:
    """The award notice; under the 2023 Act the notice of contract details comes after it, and tells nothing of it."""
    contracts = (notice for notice in process.contracts if not (notice.notice or "").startswith("UK7"))
    return _first_day(notice.published for notice in process.awards) or _first_day(
        notice.published for notice in contracts
    )


def _cancelled_last(process: _Process, let: Sequence[Statement]) -> bool:
    """Whether the last word is that no contract came of it."""
    ended = max((notice.published or date.min for notice in process.cancelled), default=None)
    awarded = (notice.published or date.min for notice in (*process.awards, *process.contracts))
    return ended is not None and (not let or ended >= max(awarded))


def _law(notices: Sequence[Statement]) -> tuple[str, bool]:
    """The law as finished procurements call it, and whether it is below the threshold of the 2023 Act."""
    regime = next((notice.regime for notice in notices if notice.regime != "unknown"), "")
    if regime == "below-threshold":
        return "pa2023", True
    return regime.split("-", 1)[0], False


def _worth(tender: Sequence[Statement], let: Sequence[Statement]) -> float | None:
    """What the whole is worth: as advertised, else the sum of what was let where each part of it is stated."""
    advertised = next((notice.value.amount for notice in tender if notice.value), None)
    parts = [notice.value.amount for notice in let if notice.value]
    return advertised or (sum(parts) if parts and len(parts) == len(let) else None)
