"""One contract in full, as lines of text: what is known, what is not, and where it was read."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from tenderwatch.dates.words import day_text
from tenderwatch.law.terms import End, Step
from tenderwatch.outlook import Outlook
from tenderwatch.outlook.outside import event_text
from tenderwatch.outputs.words import authority_name, buyers, count, status_text
from tenderwatch.queries.freshness import evidence_text, freshness
from tenderwatch.registry.model import Contract, KeyDate, Registry
from tenderwatch.text import listing

Section = tuple[str, list[str]]


def render(outlook: Outlook, registry: Registry, width: int | None = None) -> str:
    """The whole record, in sections. Lines are folded to `width`; left whole if it is None."""
    contract = outlook.contract
    out = [contract.title, f"({contract.id})", ""]
    for heading, lines in _sections(outlook, registry):
        if not lines:
            continue
        if heading:
            out += ["", heading]
        out += lines
    return "".join(f"{line}\n" for whole in out for line in _fold(whole, width))


def _fold(line: str, width: int | None) -> list[str]:
    if width is None or len(line) <= width:
        return [line]
    indent = len(line) - len(line.lstrip()) + 2
    return textwrap.wrap(line, max(width, 24), subsequent_indent=" " * indent, break_on_hyphens=False)


def _sections(outlook: Outlook, registry: Registry) -> Iterator[Section]:
    contract = outlook.contract
    yield "", list(_facts(outlook, registry))
    yield "Ends", list(_ends(outlook))
    yield "Options to extend", [_option(step) for step in outlook.ends.steps]
    yield (
        "What falls due",
        [f"  {reason.text} ({reason.basis})" for reason in outlook.reasons],
    )
    yield "Next procurement", list(_next_procurement(outlook))
    yield "Plans stated by the buyer", list(_plans(contract))
    yield "Notices published", list(_notices(contract))
    yield "Joining", [_joining(contract, i) for i in range(len(contract.joining))]
    yield "Succession", list(_succession(outlook, registry))
    yield (
        "Outside the contract",
        [f"  {event_text(event)} [{registry.sources[event.source].title}, {event.place}]" for event in outlook.events],
    )
    yield "Where sources disagree", list(_conflicts(contract, registry))
    yield "Notes", [f"  {note}" for note in contract.notes]
    yield "Evidence", list(_evidence(outlook, registry))


def _pounds(amount: float) -> str:
    return f"{amount:,.2f}".removesuffix(".00")


def _facts(outlook: Outlook, registry: Registry) -> Iterator[str]:
    contract = outlook.contract
    portal = registry.portals.get(contract.portal or "")
    where = f"{portal.name}{f', {portal.url}' if portal.url else ''}" if portal else "not stated"
    if portal and portal.replaced_by and portal.replaced_by in registry.portals:
        where += f" (being replaced by {registry.portals[portal.replaced_by].name})"
    for name, value in (
        ("Council", buyers(registry, contract)),
        ("Status", status_text(outlook)),
        ("Kind", contract.kind),
        ("Services", ", ".join(contract.services)),
        ("For", ", ".join(contract.user_groups)),
        ("Held by", ", ".join(contract.providers) or "not stated"),
        (
            "Value",
            f"£{_pounds(contract.value.amount)} ({contract.value.basis})" if contract.value else "not stated",
        ),
        ("Law", contract.regime if contract.regime != "unknown" else "not stated"),
        ("Portal", where),
        ("Advertised", contract.advertised.text if contract.advertised else ""),
        ("Tenders due", contract.tender_deadline.text if contract.tender_deadline else ""),
        ("Awarded", contract.awarded.text if contract.awarded else ""),
        ("Start", contract.start.text if contract.start else "not stated"),
        ("Notice", f"{contract.notice.text} to extend" if contract.notice else ""),
        ("Call-offs", f"may run until {contract.calloffs_until.text}" if contract.calloffs_until else ""),
        ("Break", _dates(contract.breaks)),
        ("Review", _dates(contract.reviews)),
        ("OCID", ", ".join((*((contract.ocid,) if contract.ocid else ()), *contract.related_ocids))),
        ("Ended", f"{contract.ended.on.text}: {contract.ended.how}" if contract.ended else ""),
    ):
        if value:
            yield f"  {name + ':':<13}{value}"


def _dates(items: tuple[KeyDate, ...]) -> str:
    return f"{', '.join(map(_key_date, items))} (not an end)" if items else ""


def _key_date(item: KeyDate) -> str:
    parts = [item.on.text]
    if item.every:
        parts.append(f"then every {item.every.text}")
    if item.notice:
        parts.append(f"with {item.notice.text} of notice")
    return " ".join(parts)


def _notices(contract: Contract) -> Iterator[str]:
    for notice in contract.notices:
        told = (notice.kind, notice.number, notice.date.text if notice.date else None, notice.url)
        yield f"  {', '.join(part for part in told if part)}"


def _ends(outlook: Outlook) -> Iterator[str]:
    ends = outlook.ends
    if ends.current is None and outlook.status == "open-ended":
        yield "  open-ended, as stated"
        return
    none = "none left: every end that is known has passed" if ends.current and not outlook.over else "not known"
    yield f"  Initial:     {_end(ends.initial, 'not known')}"
    if ends.current != ends.initial:
        yield f"  Current:     {_end(ends.current, 'not known')}"
    if ends.current is None or outlook.next_how != "current":
        yield f"  Next:        {_end(outlook.next_end, none)}"
    if ends.longest is None or ends.longest != ends.current:
        yield f"  Longest:     {_end(ends.longest, 'not known')}"


def _end(end: End | None, otherwise: str) -> str:
    return f"{end.when.text} ({end.how})" if end else otherwise


def _option(step: Step) -> str:
    plain = step.option.until is not None and step.option.every is None
    to = f", to {step.to.text}" if step.to and not plain else ""
    decided = f", decided {step.option.decided.text}" if step.option.decided else ""
    condition = f"; {step.option.condition}" if step.option.condition else ""
    either = " (one of several ways)" if step.branch else ""
    return f"  {step.number}. {step.text}{to}: {step.state}{decided}{either}{condition}"


def _next_procurement(outlook: Outlook) -> Iterator[str]:
    """When to expect the tender, and when its preparation would have to begin."""
    words = {"not-extended": "if not extended", "longest": "if extended to the longest end"}
    for window in outlook.tender_windows:
        basis = "as the buyer states" if window.basis == "stated" else "from observed lead times"
        case = f" {words[window.scenario]}" if len(outlook.tender_windows) > 1 else ""
        expected = "was expected" if window.when.passed(outlook.today) else "expected"
        yield f"  Tender {expected}{case}: {window.when.text} ({basis})"
    renewal = outlook.renewal
    opens = renewal.by("planning") if renewal and outlook.status not in ("planned", "tendering") else None
    if opens:
        yield f"  Planning would start {opens.by_text} (practice)"
        yield f"  `tenderwatch plan {outlook.contract.id}` shows every stage"


def _plans(contract: Contract) -> Iterator[str]:
    plans = contract.plans
    if plans is None:
        return
    for name, when in (
        ("Tender", plans.tender),
        ("Tenders due", plans.tender_deadline),
        ("Award", plans.award),
        ("New start", plans.start),
    ):
        if when:
            yield f"  {name + ':':<13}{when.text}"
    if plans.note:
        yield f"  {plans.note}"


def _joining(contract: Contract, index: int) -> str:
    item = contract.joining[index]
    words = {"open": "open at any time", "window": "in a window", "periodic": "opens from time to time"}
    parts = [words.get(item.rule, "closed for now")]
    if item.opens:
        parts.append(f"opens {item.opens.text}")
    if item.closes:
        parts.append(f"closes {item.closes.text}")
    return f"  {', '.join(parts)}{f'. {item.note}' if item.note else ''}"


def _succession(outlook: Outlook, registry: Registry) -> Iterator[str]:
    contract = outlook.contract
    for name in contract.replaces:
        old = registry.by_id.get(name)
        yield f"  takes the place of {old.title if old else name} ({name})"
    for new in sorted(registry.successors.get(contract.id, ()), key=lambda successor: successor.id):
        words = "followed by" if new in outlook.successors else "not followed by"
        yield f"  {words} {new.title} ({new.id}){'' if new in outlook.successors else ': that was abandoned'}"
    if outlook.runs_on_for:
        others = listing(outlook.name_of(name) for name in outlook.runs_on_for)
        yield f"  runs on for {others}: what follows has started for the other buyers only"
    # Neighbours are abolished together: what is planned for several buyers is told once.
    planned: dict[str, list[str]] = {}
    for body in (
        registry.authorities[authority] for authority in contract.authorities if authority in registry.authorities
    ):
        if body.ceases:
            heirs = ", ".join(authority_name(registry, successor) for successor in body.successors) or "not known"
            yield f"  {body.name} ceases to exist on {day_text(body.ceases)}; successors: {heirs}"
        if body.note:
            planned.setdefault(body.note, []).append(body.name)
    for note, names in planned.items():
        yield f"  {', '.join(names)}: {note}"


def _conflicts(contract: Contract, registry: Registry) -> Iterator[str]:
    for conflict in contract.conflicts:
        yield f"  About `{conflict.about}`:"
        for reading in conflict.readings:
            place = f", {reading.place}" if reading.place else ""
            yield f"    - {reading.says} [{registry.sources[reading.source].title}{place}]"
        yield f"    Chosen: {conflict.chosen}"
        yield f"    Why: {conflict.because}"


def _evidence(outlook: Outlook, registry: Registry) -> Iterator[str]:
    contract = outlook.contract
    age, found = evidence_text(outlook), freshness(outlook)
    yield f"  {age[0].upper()}{age[1:]}, from {count(len(contract.all_evidence), 'place')}:"
    if found.verdict != "fresh":
        yield f"  To be looked at again: {found.reason}"
    for evidence in contract.all_evidence:
        source = registry.sources[evidence.source]
        published = f", {source.published.text}" if source.published else ", not dated"
        supports = f" [{', '.join(evidence.supports)}]" if evidence.supports else ""
        yield f"  - {source.title} ({source.publisher}{published}): {evidence.place}{supports}"
        if source.url:
            yield f"    {source.url}"
