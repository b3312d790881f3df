"""Phrases about a contract that several answers share, so that they all say the same thing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from tenderwatch.dates.words import day_text
from tenderwatch.labels.records import DISCRETION, JOINING
from tenderwatch.labels.standing import STATUS
from tenderwatch.law.terms import Step
from tenderwatch.queries.row import Row
from tenderwatch.registry.model import Aside, Contract, Registry
from tenderwatch.registry.model.contract import Joining
from tenderwatch.text import listing

if TYPE_CHECKING:  # where every row was kept, nothing is worked out: see `tenderwatch.queries.kept`
    from tenderwatch.law.schedule.extension import ExtensionDates
    from tenderwatch.outlook import Outlook
    from tenderwatch.outlook.succession import Gap


def authority_name(registry: Registry, name: str | None) -> str:
    """An authority's name, or 'lead not known'."""
    body = registry.authorities.get(name or "")
    return body.name if body else (name or "lead not known")


def buyers(registry: Registry, contract: Contract) -> str:
    """The lead, and the partners after 'with'."""
    lead = authority_name(registry, contract.lead)
    if not contract.partners:
        return lead
    return f"{lead}, with {', '.join(authority_name(registry, partner) for partner in contract.partners)}"


def joining_words(joining: Joining) -> str:
    """How a provider may join, and from when to when."""
    opens = f", opens {joining.opens.text}" if joining.opens else ""
    closes = f", closes {joining.closes.text}" if joining.closes else ""
    return f"{JOINING[joining.rule]}{opens}{closes}"


def notice_basis(dates: ExtensionDates) -> str:
    """What the dates of an extension are counted back from: a day that the contract names, or a notice period."""
    if dates.decide_by:
        return f"the contract names {dates.decide_by.text}"
    return f"{dates.notice.text} of notice, {'assumed' if dates.assumed else 'as the contract has it'}"


def is_notice_to_extend(contract: Contract) -> bool:
    """Whether its notice period is one to extend: what has no end and no option is ended by notice."""
    return bool(contract.extensions) or not contract.open_ended


def option_remarks(step: Step) -> tuple[str, ...]:
    """Whose choice an option is, where it is not the council's alone, and what it depends on."""
    option = step.option
    whose = DISCRETION[option.discretion] if option.discretion in ("provider", "both") else ""
    return tuple(filter(None, (whose, option.condition)))


def with_ways(steps: Iterable[Step]) -> Iterator[tuple[str, Step]]:
    """Each option in order, after 'either ' or 'or ' where one of the ways begins that exclude each other."""
    listed = tuple(steps)
    before: tuple[tuple[int, int], ...] = ()
    for step in listed:
        word = ""
        if step.branch != before and has_rivals(step, listed):
            fork, way = step.branch[-1]
            first = next(dict(other.branch)[fork] for other in listed if fork in dict(other.branch))
            word = "either " if way == first else "or "
        yield word, step
        before = step.branch


def has_rivals(step: Step, others: Iterable[Step]) -> bool:
    """Whether some of the other options stand on a way that excludes this one."""
    ways = dict(step.branch)
    return any(ways.get(fork, way) != way for other in others for fork, way in other.branch)


def replaces_words(outlook: Outlook) -> str:
    """How a contract stands to those before it: only what has started takes their place."""
    if outlook.status == "abandoned":
        return "was to take the place of"
    return f"{'is to take' if outlook.status in _NOT_STARTED else 'takes'} the place of"


_NOT_STARTED = ("planned", "tendering", "awarded")
# What all councils share in their names, and a column has no room for.
_COUNCIL = r"( (Metropolitan|City|County|Borough|District))* Council$"
_SHORT = 22


def short_name(registry: Registry, name: str | None) -> str:
    """A buyer's name without 'Borough Council'; where that is still long, the shortest name it also goes by."""
    body = registry.authorities.get(name or "")
    if body is None:
        return name or "not known"
    short = re.sub(_COUNCIL, "", body.name)
    return short if len(short) <= _SHORT else min((short, *body.aliases), key=len)


def short_buyers(registry: Registry, contract: Contract) -> str:
    """The lead, and how many partners: 'Redcar and Cleveland +1'."""
    lead = short_name(registry, contract.lead)
    return f"{lead} +{len(contract.partners)}" if contract.partners else lead


def end_text(outlook: Outlook) -> str:
    """The next possible end in words, or why there is none."""
    if outlook.next_end:
        return outlook.next_end.when.text
    if outlook.status == "open-ended":
        return "open-ended"
    if outlook.ends.current:
        return outlook.ends.current.when.text
    return "not let yet" if outlook.status == "planned" else "end not known"


def status_text(outlook: Outlook) -> str:
    """The status in words, with the end."""
    from tenderwatch.outlook.succession import begun_successors

    words = STATUS[outlook.status]
    if outlook.status == "overrun" and begun_successors(outlook):
        words = "last known end passed"
    if outlook.runs_on_for:
        words += f" for {listing(outlook.name_of(name) for name in outlook.runs_on_for)} only"
    if outlook.status in ("running", "extended") and outlook.ends.current:
        return f"{words}, ends {outlook.ends.current.when.text}"
    calloffs = outlook.contract.calloffs_until
    if outlook.over and calloffs and calloffs.known and not calloffs.passed(outlook.today):
        words += f"; call-offs may run until {calloffs.text}"
    return words


def why_text(row: Row) -> str:
    """Why the row is listed: every reason, then how long it can run at most."""
    parts = [reason.text for reason in row.due] or [status_text(row.outlook)]
    current, longest = row.outlook.ends.current, row.outlook.ends.longest
    if row.due and current and row.outlook.next_how == "current" and all(reason.kind != "end" for reason in row.due):
        parts.append(f"ends {current.when.text}")
    dates = [reason.when for reason in row.due]
    open_still = longest and not row.outlook.over and not longest.when.passed(row.outlook.today)
    if open_still and longest and current and longest.when != current.when and longest.when not in dates:
        parts.append(f"can be extended to {longest.when.text}")
    return "; ".join([*parts, *asides(row)])


def asides(row: Row) -> tuple[str, ...]:
    """What a reader has to know beside the dates: that an end is worked out, and what follows."""
    initial, parts = row.outlook.ends.initial, []
    if initial and initial.how.startswith("worked out"):
        parts.append("end worked out" if row.outlook.contract.worked_out else "end worked out from start and term")
    if row.outlook.contract.id in row.outlook.registry.contradictory:
        parts.append("its facts contradict each other: see its notes")
    if row.due and row.outlook.successors:
        from tenderwatch.outlook.succession import gap_of

        parts.append(f"followed by {listing(sorted(successor.id for successor in row.outlook.successors))}")
        if gap := gap_of(row.outlook):
            parts.append(gap_text(row.outlook, gap, gap.successor.id))
    if row.due and row.outlook.events:
        from tenderwatch.outlook.moments_stated import event_text

        parts += [event_text(event) for event in row.outlook.events]
    return tuple(parts)


def gap_text(outlook: Outlook, gap: Gap, successor: str) -> str:
    """From when no contract is known, for whom, and until what starts."""
    some = len(gap.buyers) < len(outlook.contract.authorities)
    who = f" for {listing(outlook.name_of(name) for name in gap.buyers)}" if some else ""
    return f"no contract known{who} from {day_text(gap.since)} until the start of {successor} ({gap.start.text})"


def aside_text(title: str, aside: Aside) -> str:
    """A sentence on a contract that the reader has set aside."""
    return f"{title} is set aside until {day_text(aside.until)}: {aside.why.rstrip('.')}."


def set_aside(row: Row) -> str:
    """The same of a row that is set aside."""
    assert row.aside is not None  # noqa: S101 - it is what sets the row aside
    return aside_text(row.outlook.contract.title, row.aside)
