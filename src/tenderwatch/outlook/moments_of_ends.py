"""The ends of a contract as moments: the current one, the next, the longest; or the day on which it was over."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from tenderwatch.dates import When
from tenderwatch.labels.standing import SCENARIO
from tenderwatch.law.terms import End
from tenderwatch.outlook.kinds import MomentKind
from tenderwatch.outlook.moment import Basis, Moment, moment
from tenderwatch.outlook.succession import begun_successors
from tenderwatch.registry.model import Contract
from tenderwatch.registry.model.contract import Abandoned, Ended
from tenderwatch.text import listing

if TYPE_CHECKING:
    from tenderwatch.outlook.outlook import Outlook


def ends(outlook: Outlook, horizon: date | None) -> Iterator[Moment]:
    """The current end; once it has passed, the next through options; and the longest, where these differ."""
    if outlook.over:
        yield from _over(outlook)
        return
    if outlook.not_let:
        yield from _not_let(outlook)
        return
    current, coming, status = outlook.ends.current, outlook.next_end, outlook.status
    if horizon and current and outlook.next_how == "current" and current.when.begins_after(horizon):
        return
    # Nothing lies ahead of an end that has passed: also where it is said to come before the start.
    last = outlook.ends.longest or current if current and coming is None and status != "unconfirmed" else None
    if last:
        passed = f"last known end passed ({last.when.text}){_calloffs(outlook, last.when)}"
        if not begun_successors(outlook):
            passed += "; no news since"
    if current:
        said = f"end passed ({current.when.text}); {_extended(outlook)}" if status == "unconfirmed" else ""
        asks = bool(said) or outlook.next_how == "current"
        said = said or _ahead(outlook, current.when)
        if last and last.when == current.when:
            asks, said = True, passed
        yield _end(outlook, "end", current, asks=asks, said=said, sure=status in ("running", "extended", "awarded"))
    if coming and outlook.next_how != "current":
        said = f"{_ahead(outlook, coming.when)} {SCENARIO['extended']}"
        yield _end(outlook, "next-end", coming, asks=True, said=said)
    late = last is not None
    if horizon and not late:
        return
    longest = outlook.ends.longest
    if longest and longest.when not in (current and current.when, coming and coming.when):
        yield _end(outlook, "longest-end", longest, asks=late, said=passed if late else "")


def _end(outlook: Outlook, kind: MomentKind, end: End, *, asks: bool, said: str = "", sure: bool = False) -> Moment:
    basis = _basis(outlook.contract, end)
    fact = basis != "computed"
    return moment(
        kind, end.when, outlook.today, basis=basis, why=end.how, asks=asks, said=said, fact=fact, sure=sure and fact,
        cycle=end.key,
    )  # fmt: skip


def _ahead(outlook: Outlook, end: When) -> str:
    """An end ahead in words: for whom, where others have moved on, and whether call-offs outlive it."""
    words = f"ends {end.text}"
    if outlook.runs_on_for:
        words += f" for {listing(outlook.name_of(name) for name in outlook.runs_on_for)}"
    return words + _calloffs(outlook, end)


def _calloffs(outlook: Outlook, end: When) -> str:
    """Until when call-offs may outlive an end, in brackets; nothing where they do not."""
    until = outlook.contract.calloffs_until
    outlive = until and until.latest and end.latest and until.latest > end.latest
    return f" (call-offs may run until {until.text})" if until and outlive else ""


def _extended(outlook: Outlook) -> str:
    """What is not known of an end that has passed with options left; that one was decided on is known."""
    decided = any(step.state == "authorised" for step in outlook.ends.left)
    return "extension decided, not known whether it was used" if decided else "not known whether extended"


def _not_let(outlook: Outlook) -> Iterator[Moment]:
    """The end of what nothing shows to have been let: as advertised or planned, so that it is never hidden."""
    current, coming, today = outlook.ends.current, outlook.next_end, outlook.today
    if current and current.when.passed(today) and (outlook.status == "tendering" or _starts_after(outlook, current)):
        # Whether it was ever let is not known; that its whole term has gone by is.
        sought = "advertised" if outlook.status == "tendering" else "planned"
        said = f"end as {sought} passed ({current.when.text}); no award seen"
        basis = _basis(outlook.contract, current)
        yield moment("advertised-end", current.when, today, basis=basis, why=current.how, said=said)
    if coming is None:
        return
    case = SCENARIO["awarded"] if outlook.may_run else "if it is let as planned"
    if outlook.next_how != "current":
        case += " and extended"
    basis = _basis(outlook.contract, coming)
    yield moment(
        "end" if outlook.may_run and outlook.next_how == "current" else "advertised-end", coming.when, today,
        basis=basis, why=coming.how, said=f"ends {coming.when.text} {case}",
        scenario="awarded" if outlook.may_run else "", fact=basis != "computed", cycle=coming.key,
    )  # fmt: skip


def _starts_after(outlook: Outlook, end: End) -> bool:
    """Whether it is said to start after its end: one of the two must be wrong."""
    start = outlook.contract.start
    return start is not None and end.when.latest is not None and start.begins_after(end.when.latest)


def _over(outlook: Outlook) -> Iterator[Moment]:
    """When it ended on evidence; when its procurement was given up; or the end it had, and when a successor started."""
    ended, current, today = outlook.contract.ended, outlook.ends.current, outlook.today
    if ended and outlook.status == "ended":
        yield moment(
            "end",
            ended.on,
            today,
            why=f"ended: {ended.how}",
            asks=False,
            fact=True,
            sure=True,
            cycle=current.key if current else "",
        )
        if ended.on.known:
            said = f"ended {gone_text(ended)}"
            yield moment("over", ended.on, today, said=said, field="ended")
        return
    if outlook.status == "abandoned":
        gone = outlook.contract.abandoned or ended
        if gone and gone.on.known:
            said = f"procurement abandoned {gone_text(gone)}"
            yield moment("over", gone.on, today, said=said, field="abandoned")
        return
    if current and current.when.passed(today):
        why = f"{current.how}; a successor has started"
        yield moment(
            "end", current.when, today, basis=_basis(outlook.contract, current), why=why, asks=False, fact=True,
            sure=True, cycle=current.key,
        )  # fmt: skip
    starts = [successor.start for successor in outlook.successors if successor.start]
    begun = [start for start in starts if start.passed(today) or start.latest == today]
    if first := min(begun, key=lambda start: start.sort_key, default=None):
        yield moment("over", first, today, said=f"replaced by what started {first.text}")


def gone_text(record: Ended | Abandoned) -> str:
    """When and how a contract ended, or its procurement was given up: '31 March 2027 (notice given)'."""
    return f"{record.on.text if record.on.known else 'on a day that is not known'} ({record.how})"


def _basis(contract: Contract, end: End) -> Basis:
    """Whether the law sets an end, a source prints it, or it is worked out."""
    if end.how.startswith("lapses"):
        return "statute"
    return "stated" if _printed(contract, end.when) and not end.how.startswith("worked out") else "computed"


def _printed(contract: Contract, end: When) -> bool:
    """Whether a source prints this end: as that of the term, of an option or of its use, or as decided."""
    if end == contract.end or (contract.ended and contract.ended.on == end):
        return True
    return any(
        end in (option.until, option.taken_to)
        for outer in contract.extensions
        for option in (outer, *(inner for way in outer.alternatives for inner in way))
    )
