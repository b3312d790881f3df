"""The contracts whose end nobody has stated, and where each could be found out."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from tenderwatch.answers import fields
from tenderwatch.answers.answer import Answer, Block, Entry, Machine, Section
from tenderwatch.answers.due import left_text
from tenderwatch.answers.fields import field
from tenderwatch.answers.phrases import authority_name
from tenderwatch.answers.record import machine_of
from tenderwatch.dates.words import day_text
from tenderwatch.labels.standing import STATUS_SHORT
from tenderwatch.outlook import Outlook
from tenderwatch.queries.row import Row
from tenderwatch.queries.select import Agenda, Exclusion
from tenderwatch.registry.model import Registry
from tenderwatch.registry.model.coverage import ReadNext
from tenderwatch.text import capital, count, listing

# Of more providers than these, no single one is asked.
_MOST_ASKED = 2


def unknown_answer(agenda: Agenda, asked: str = "", *, verbose: bool = False) -> Answer:
    """The contracts without a known end among those asked about, in or out of the rows of the agenda.

    People get them by council, with what holds for all its contracts said once.
    """
    rows = tuple(Row(row.outlook, ()) for row in agenda.end_unknown)
    shown, registry = {row.id for row in rows}, agenda.registry
    excluded: list[tuple[str, Exclusion]] = [(name, "faulty") for name in registry.faulty]
    unseen = registry.count - len(shown)
    agenda = agenda._replace(
        rows=rows, excluded=tuple(excluded), horizon=None, unseen=unseen, unseen_why="filtered", in_order=len(excluded)
    )
    head = f"{capital(asked) or 'All councils'}: {count(len(rows), 'contract')} with no end known"
    return Answer(
        name="unknown",
        title=head,
        today=agenda.today,
        sections=lambda: tuple(_sections(agenda)),
        sheet=lambda: fields.table((*fields.RECORD, _SETTLES), rows),
        machine=lambda: _machine(agenda, verbose=verbose),
        size=len(rows),
        summary=f"{head}.",
        account=f"{head}{left_text(agenda)}.",
        plain="rows",
        listed=lambda: (Section("", (fields.table(_FIELDS, rows),)),) if rows else (),
    )


def _machine(agenda: Agenda, *, verbose: bool) -> Machine:
    machine = machine_of(agenda, verbose=verbose)
    rows = (
        row | {"settled_by": list(_ways(item.outlook))}
        for row, item in zip(machine.rows, agenda.end_unknown, strict=True)
    )
    return machine._replace(rows=rows)


def _sections(agenda: Agenda) -> Iterator[Section]:
    registry = agenda.registry
    unknown = (row.outlook for row in agenda.end_unknown)
    by_lead = sorted(unknown, key=lambda outlook: authority_name(registry, outlook.contract.lead))
    for lead, held in groupby(by_lead, key=lambda outlook: outlook.contract.lead):
        outlooks = tuple(held)
        ways = "; ".join(_everywhere(lead, registry))
        shared: tuple[Block, ...] = (f"For each: {ways}.",) if ways else ()
        entries = tuple(_entry(outlook) for outlook in outlooks)
        yield Section(authority_name(registry, lead), (*shared, entries), len(outlooks))


def _entry(outlook: Outlook) -> Entry:
    contract = outlook.contract
    about = [] if outlook.status == "unknown" else [STATUS_SHORT[outlook.status].lower()]
    about += [f"with {count(len(contract.partners), 'other')}"] if contract.partners else []
    return Entry(contract.title, contract.id, "; ".join(about), tuple(_here(outlook)))


def settled_by(outlook: Outlook) -> str:
    """What would settle the end: a notice to look for, a page or register to read, and whom to ask."""
    return "; ".join(_ways(outlook))


def _ways(outlook: Outlook) -> Iterator[str]:
    yield from _here(outlook)
    yield from _everywhere(outlook.contract.lead, outlook.registry)


def to_read(outlook: Outlook) -> str:
    """The next notice to look for, and the page to read again."""
    return "; ".join((*_notices(outlook), *_pages(outlook)))


def _here(outlook: Outlook) -> Iterator[str]:
    """What would settle the end of this contract and of no other."""
    contract = outlook.contract
    yield from _notices(outlook)
    yield from _pages(outlook)
    for page in _registers(contract.lead, outlook.registry):
        if not set(page.services).isdisjoint(contract.services):
            yield _named(page)
    if 0 < len(contract.providers) <= _MOST_ASKED:
        yield f"ask {listing(contract.providers, 'or')}"
    if contract.lead is None:
        publisher = outlook.registry.sources[contract.all_evidence[-1].source].publisher
        yield f"ask {publisher} who buys it"


def _everywhere(lead: str | None, registry: Registry) -> Iterator[str]:
    """What would settle any end of a council's contracts: its registers, and the council itself."""
    if lead is None:
        return
    who = authority_name(registry, lead)
    registers = [_named(page) for page in _registers(lead, registry) if not page.services]
    yield from registers or [f"the register of contracts that {who} publishes"]
    yield f"ask {who}"


def _registers(lead: str | None, registry: Registry) -> tuple[ReadNext, ...]:
    """The pages and registers of a council that nobody has read yet."""
    looks = (look for look in registry.coverage if look.authority == lead)
    return tuple(dict.fromkeys(page for look in looks for page in look.read_next))


def _named(page: ReadNext) -> str:
    return f"{page.what}{f' ({page.url})' if page.url else ''}"


def _notices(outlook: Outlook) -> Iterator[str]:
    """The notice that would state the end, which follows those already seen."""
    contract = outlook.contract
    seen = next((notice for notice in reversed(contract.notices) if notice.number), None)
    after = (f"{seen.number}{f' ({seen.url})' if seen.url else ''}" if seen else contract.ocid) or ""
    follows = f" that follows {after}" if after else ""
    if outlook.not_let:
        yield f"the award notice{follows}, once it is published"
    elif after:
        yield f"the contract details notice{follows}"


def _pages(outlook: Outlook) -> Iterator[str]:
    """The page that was read last, which may say more by now."""
    pages = [outlook.registry.sources[piece.source] for piece in outlook.contract.all_evidence]
    if page := max((source for source in pages if source.url), key=lambda source: source.read, default=None):
        yield f"the page {page.title}, last read on {day_text(page.read)} ({page.url})"


_SETTLES = field("settled_by", "What would settle it", "text", lambda row: settled_by(row.outlook))
_FIELDS = (
    fields.CONTRACT,
    fields.COUNCIL,
    field("status", "Status", "text", lambda row: STATUS_SHORT[row.outlook.status]),
    _SETTLES,
)
