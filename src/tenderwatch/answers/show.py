"""One contract in full: what is known, what is not, and where it was read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tenderwatch.answers import fields
from tenderwatch.answers.answer import Answer, Facts, Section
from tenderwatch.answers.due import summary
from tenderwatch.answers.phrases import (
    authority_name,
    buyers,
    gap_text,
    has_rivals,
    is_notice_to_extend,
    joining_words,
    option_remarks,
    replaces_words,
    status_text,
)
from tenderwatch.answers.record import machine_of
from tenderwatch.dates.words import day_text, days_in_words
from tenderwatch.labels.label import label
from tenderwatch.labels.records import KEY, KIND, OPTION_STATE, REGIME
from tenderwatch.labels.standing import REASON_BASIS, SCENARIO
from tenderwatch.law.terms import End, Step, is_abandoned
from tenderwatch.outlook import Outlook
from tenderwatch.outlook.moments_stated import event_text
from tenderwatch.outlook.succession import gap_of
from tenderwatch.outlook.windows import bands_text
from tenderwatch.queries.freshness import evidence_text, freshness
from tenderwatch.queries.row import Row
from tenderwatch.queries.select import Agenda
from tenderwatch.registry.model import Contract, KeyDate
from tenderwatch.registry.model.contract import PLAIN_KEYS
from tenderwatch.text import capital, count, listing, pounds

Pairs = Iterator[tuple[str, str]]


def show_answer(outlook: Outlook) -> Answer:
    """The whole record on its day."""
    contract, registry = outlook.contract, outlook.registry
    row = Row(outlook, ())
    agenda = Agenda(
        registry, outlook.today, None, (row,), (row,) if outlook.end_unknown else (),
        tuple((name, "faulty") for name in registry.faulty), unseen=registry.count - 1,
    )  # fmt: skip
    return Answer(
        name="show",
        title=contract.title,
        subtitle=f"({contract.id})",
        today=outlook.today,
        sections=lambda: tuple(_sections(outlook)),
        sheet=lambda: fields.sheet(fields.RECORD, agenda.rows),
        machine=lambda: machine_of(agenda),
        size=1,
        account=summary(agenda),
    )


def _sections(outlook: Outlook) -> Iterator[Section]:
    contract = outlook.contract
    parts: tuple[tuple[str, Iterable[tuple[str, str]]], ...] = (
        ("", _facts(outlook)),
        ("Ends", _ends(outlook)),
        ("Options to extend", ((f"{step.number}", _option(outlook, step)) for step in outlook.ends.steps)),
        ("What falls due", (("", f"{reason.text} ({REASON_BASIS[reason.basis]})") for reason in outlook.reasons)),
        ("Next procurement", _next_procurement(outlook)),
        ("Plans stated by the buyer", _plans(contract)),
        ("Notices published", _notices(contract)),
        ("Joining", (("", ". ".join(filter(None, (joining_words(item), item.note)))) for item in contract.joining)),
        ("What came before and after", _succession(outlook)),
        ("Outside the contract", _outside(outlook)),
        ("Where sources disagree", _conflicts(outlook)),
        ("Notes", (("", note) for note in contract.notes)),
        ("Evidence", _evidence(outlook)),
    )
    for heading, pairs in parts:
        if held := tuple((name, text) for name, text in pairs if text):
            yield Section(heading, (Facts(held),))


def _facts(outlook: Outlook) -> Pairs:
    contract, registry = outlook.contract, outlook.registry
    portal = registry.portals.get(contract.portal or "")
    where = f"{portal.name}{f', {portal.url}' if portal.url else ''}" if portal else "not stated"
    if portal and portal.replaced_by and portal.replaced_by in registry.portals:
        where += f" (being replaced by {registry.portals[portal.replaced_by].name})"
    value = contract.value
    yield "Council", buyers(registry, contract)
    yield "Status", status_text(outlook)
    yield "Kind", label(KIND, contract.kind)
    yield "Services", ", ".join(contract.services)
    yield "For", ", ".join(contract.user_groups)
    yield "Held by", ", ".join(contract.providers) or "not stated"
    yield "Value", f"{pounds(value.amount)} ({value.basis})" if value else "not stated"
    yield "Law", label(REGIME, contract.regime)
    yield "Portal", where
    yield "Advertised", contract.advertised.text if contract.advertised else ""
    yield "Tenders due", contract.tender_deadline.text if contract.tender_deadline else ""
    yield "Awarded", contract.awarded.text if contract.awarded else ""
    yield "Start", contract.start.text if contract.start else "not stated"
    extends = " to extend" if is_notice_to_extend(contract) else ""
    yield "Notice", f"{contract.notice.text}{extends}" if contract.notice else ""
    yield "Break", _dates(contract.breaks)
    yield "Review", _dates(contract.reviews)
    yield "Call-offs", f"may run until {contract.calloffs_until.text}" if contract.calloffs_until else ""
    yield "OCID", ", ".join((*((contract.ocid,) if contract.ocid else ()), *contract.related_ocids))
    for key in PLAIN_KEYS:
        yield capital(label(KEY, key)), ", ".join(contract.texts(key))
    yield "Record", _layer(outlook)
    ended = "Ended" if outlook.over else "End decided"
    yield ended, f"{contract.ended.on.text}: {contract.ended.how}" if contract.ended else ""


def _layer(outlook: Outlook) -> str:
    """Where the record comes from, where the registry has several layers."""
    layer, taken = outlook.registry.layer_of(outlook.contract.id), outlook.contract.taken_over
    if layer is None:
        return ""
    if layer == "bundled":
        return "from the data that came with the program"
    return f"from {layer}{f', taken over from the data of {day_text(taken.edition)}' if taken else ''}"


def _dates(dates: tuple[KeyDate, ...]) -> str:
    return f"{', '.join(map(_key_date, dates))} (not an end)" if dates else ""


def _key_date(item: KeyDate) -> str:
    parts = [item.on.text]
    if item.every:
        parts.append(f"then every {item.every.text}")
    if item.notice:
        parts.append(f"with {item.notice.text} of notice")
    return " ".join(parts)


def _ends(outlook: Outlook) -> Pairs:
    ends = outlook.ends
    if ends.current is None and outlook.status == "open-ended":
        yield "", "open-ended, as stated"
        return
    if ends.current is None and outlook.status == "planned":
        yield "", "none: nothing has been let"
        return
    none = "none left: every end that is known has passed" if ends.current else "not known"
    yield "Initial", _end(ends.initial, "not known")
    if ends.current != ends.initial:
        yield "Current", _end(ends.current, "not known")
    if outlook.over:  # nothing is next, and no option leads any further
        return
    if ends.current is None or outlook.next_how != "current":
        yield "Next", _end(outlook.next_end, none)
    if ends.longest is None or ends.longest != ends.current:
        yield "Longest", _end(ends.longest, "not known")


def _end(end: End | None, otherwise: str) -> str:
    return f"{end.when.text} ({end.how})" if end else otherwise


def _option(outlook: Outlook, step: Step) -> str:
    if closed := outlook.why_closed(step):
        return f"{step.text}: closed, as {closed}"
    plain = step.option.until is not None and step.option.every is None
    to = f", to {step.to.text}" if step.to and not plain else ""
    decided = f", decided {step.decided.text}" if step.decided else ""
    remarks = "".join(f"; {remark}" for remark in option_remarks(step))
    if step.partly_used and step.reached:
        rest = f" to {step.to.text}" if step.to else ""
        return f"{step.text}: used to {step.reached.text}{decided}; the rest,{rest}, can still be used{remarks}"
    either = " (one of several ways)" if has_rivals(step, outlook.ends.left) else ""
    return f"{step.text}{to}: {label(OPTION_STATE, step.state)}{decided}{either}{remarks}"


def _next_procurement(outlook: Outlook) -> Pairs:
    """When to expect the tender, and when its preparation would have to begin."""
    for window in outlook.tender_windows:
        case = f" {SCENARIO[window.scenario]}" if len(outlook.tender_windows) > 1 else ""
        passed, stated = window.possible.passed(outlook.today), window.basis == "stated"
        expected = ("was expected" if stated else "not seen") if passed else "expected"
        yield f"Tender {expected}{case}", f"{bands_text(window)}{' (stated by the buyer)' if stated else ''}"
    renewal = outlook.renewal
    opens = renewal.by("planning") if renewal and outlook.status not in ("planned", "tendering") else None
    if opens:
        yield "", f"Planning would start {opens.by_text} (practice)"
        yield "", f"`tenderwatch plan {outlook.contract.id}` shows every stage"


def _plans(contract: Contract) -> Pairs:
    plans = contract.plans
    if plans:
        for name, when in (
            ("Tender", plans.tender), ("Tenders due", plans.tender_deadline), ("Award", plans.award),
            ("New start", plans.start), ("New end", plans.end), ("Longest", plans.longest_end),
        ):  # fmt: skip
            yield name, when.text if when else ""
        yield "", plans.note or ""


def _notices(contract: Contract) -> Pairs:
    for notice in contract.notices:
        parts = (notice.kind, notice.number, notice.date.text if notice.date else None, notice.url)
        yield "", ", ".join(part for part in parts if part)


def _succession(outlook: Outlook) -> Pairs:
    contract, registry = outlook.contract, outlook.registry
    for name in contract.replaces:
        old = registry.by_id.get(name)
        yield "", f"{replaces_words(outlook)} {old.title if old else name} ({name})"
    for new in sorted(registry.successors.get(contract.id, ()), key=lambda successor: successor.id):
        if new in outlook.successors:
            yield "", f"followed by {new.title} ({new.id})"
        else:
            why = "that was abandoned" if is_abandoned(new) else "that started earlier"
            yield "", f"not followed by {new.title} ({new.id}): {why}"
    if gap := gap_of(outlook):
        yield "", gap_text(outlook, gap, gap.successor.title)
    if outlook.runs_on_for:
        others = listing(outlook.name_of(name) for name in outlook.runs_on_for)
        yield "", f"runs on for {others}: what follows has started for the other buyers only"
    # Neighbours are abolished together: what is planned for several buyers is shown once.
    planned: dict[str, list[str]] = {}
    for body in (registry.authorities[name] for name in contract.authorities if name in registry.authorities):
        if body.ceases:
            heirs = listing(authority_name(registry, successor) for successor in body.successors) or "not known"
            ceases = "ceased" if body.ceases <= outlook.today else "ceases"
            yield "", f"{body.name} {ceases} to exist on {day_text(body.ceases)}; successors: {heirs}"
        if body.note:
            planned.setdefault(body.note, []).append(body.name)
    for note, names in planned.items():
        yield "", f"{listing(names)}: {note}"


def _outside(outlook: Outlook) -> Pairs:
    for event in outlook.events:
        yield "", f"{event_text(event)} [{outlook.registry.sources[event.source].title}, {event.place}]"


def _conflicts(outlook: Outlook) -> Pairs:
    for conflict in outlook.contract.conflicts:
        yield "About", label(KEY, conflict.about)
        for reading in conflict.readings:
            place = f", {reading.place}" if reading.place else ""
            yield "", f"- {days_in_words(reading.says)} [{outlook.registry.sources[reading.source].title}{place}]"
        yield "Chosen", days_in_words(conflict.chosen)
        yield "Why", days_in_words(conflict.because)


def _evidence(outlook: Outlook) -> Pairs:
    contract, fresh = outlook.contract, freshness(outlook)
    yield "", f"{capital(evidence_text(outlook))}, from {count(len(contract.all_evidence), 'place')}"
    if fresh.verdict != "fresh":
        yield "Check again", fresh.reason
    for evidence in contract.all_evidence:
        source = outlook.registry.sources[evidence.source]
        published = f", {source.published.text}" if source.published else ", not dated"
        supports = f" [{', '.join(label(KEY, key) for key in evidence.supports)}]" if evidence.supports else ""
        yield "", f"- {source.title} ({source.publisher}{published}): {evidence.place}{supports}"
        yield "", f"  {source.url}" if source.url else ""
