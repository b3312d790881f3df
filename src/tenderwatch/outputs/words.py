"""Phrases that several formats share, so that they all say the same thing."""

from __future__ import annotations

from datetime import date

from tenderwatch.dates.words import day_text
from tenderwatch.outlook import Outlook
from tenderwatch.outlook.outside import event_text
from tenderwatch.queries.select import Agenda, Exclusion, Row
from tenderwatch.registry.model import Authority, Contract, Registry
from tenderwatch.text import listing

Heading = str
PAST, THIS_MONTH, SOON, LATER, UNKNOWN_END = (
    "Past and not resolved",
    "Now or this month",
    "Within 3 months",
    "Later",
    "End not known, not listed above",
)


def count(number: int, word: str, plural: str = "") -> str:
    """'1 contract', '2 contracts'."""
    return f"{number} {word if number == 1 else plural or word + 's'}"


def authority_name(registry: Registry, name: str | None) -> str:
    """An authority's name, or 'lead not known'."""
    body: Authority | None = registry.authorities.get(name or "")
    return body.name if body else (name or "lead not known")


def buyers(registry: Registry, contract: Contract) -> str:
    """The lead, and the partners after 'with'."""
    lead = authority_name(registry, contract.lead)
    if not contract.partners:
        return lead
    return f"{lead}, with {', '.join(authority_name(registry, partner) for partner in contract.partners)}"


def due_text(row: Row) -> str:
    """The date that brings the row forward, in words; for a plain list, the end."""
    if row.due:
        return row.due[0].when.text
    return end_text(row.outlook)


def end_text(outlook: Outlook) -> str:
    """The next possible end in words, or why there is none."""
    if outlook.next_end:
        return outlook.next_end.when.text
    if outlook.status == "open-ended":
        return "open-ended"
    if outlook.ends.current:
        return outlook.ends.current.when.text
    if outlook.status == "planned":
        return "not let yet"
    return "end not known"


def why_text(row: Row) -> str:
    """Why the row is listed: every reason, then how long it might run at most."""
    parts = [reason.text for reason in row.due] or [status_text(row.outlook)]
    current = row.outlook.ends.current
    if row.due and current and row.outlook.next_how == "current" and all(item.kind != "end" for item in row.due):
        parts.append(f"ends {current.when.text}")
    longest, shown = row.outlook.ends.longest, row.outlook.ends.current
    if longest and shown and longest.when != shown.when and longest.when not in [r.when for r in row.due]:
        parts.append(f"can be extended to {longest.when.text}")
    return "; ".join([*parts, *asides(row)])


def asides(row: Row) -> tuple[str, ...]:
    """What a reader has to know beside the dates: that an end is worked out, and what is to follow."""
    found = []
    if row.outlook.ends.initial and row.outlook.ends.initial.how.startswith("worked out"):
        found.append("end worked out from start and term")
    if row.due and row.outlook.successors:
        found.append(f"followed by {listing(sorted(successor.id for successor in row.outlook.successors))}")
    if row.due:
        found += [event_text(event) for event in row.outlook.events]
    return tuple(found)


def status_text(outlook: Outlook) -> str:
    """The status in words, with the end."""
    from tenderwatch.law.terms import STATUS_WORDS

    words = STATUS_WORDS[outlook.status]
    if outlook.runs_on_for:
        words += f" for {listing(outlook.name_of(name) for name in outlook.runs_on_for)} only"
    if outlook.status in ("running", "extended") and outlook.ends.current:
        return f"{words}, ends {outlook.ends.current.when.text}"
    return words


def group_of(row: Row, today: date) -> Heading:
    """Which part of the answer a row stands in, by its first date."""
    when = row.due[0].when if row.due else None
    if when is None or when.earliest is None:
        return UNKNOWN_END
    if when.passed(today) or (
        when.earliest < today.replace(day=1) and row.outlook.status in ("unconfirmed", "overrun")
    ):
        return PAST
    months = (when.earliest.year - today.year) * 12 + when.earliest.month - today.month
    if months <= 0:
        return THIS_MONTH
    from tenderwatch.dates.arithmetic import clamp_months

    return SOON if when.earliest <= clamp_months(today, 3) else LATER


def horizon_text(agenda: Agenda) -> str:
    """'by 22 November 2027'."""
    return f"by {day_text(agenda.horizon)}" if agenda.horizon else ""


def summary(agenda: Agenda) -> str:
    """One sentence that accounts for every record."""
    phrases: dict[Exclusion, str] = {
        "not-due": " not due" if agenda.horizon else "",
        "filtered": " left out by the filters",
        "faulty": " left out for faults",
    }
    left = [
        count(agenda.left_out(reason), "record") + words for reason, words in phrases.items() if agenda.left_out(reason)
    ]
    rows = len(agenda.rows)
    if agenda.horizon:
        head = (
            f"{count(rows, 'contract')} due {horizon_text(agenda)}"
            if rows
            else f"Nothing is due {horizon_text(agenda)}"
        )
    else:
        head = count(rows, "contract") if rows else "No contract matches"
    unknown = f"; the end of {len(agenda.end_unknown)} is not known" if agenda.end_unknown else ""
    return f"{head}{unknown}{' (' + '; '.join(left) + ')' if left else ''}."
