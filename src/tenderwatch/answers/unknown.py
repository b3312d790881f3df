"""The contracts whose end nobody has stated, and where each could be found out."""

from __future__ import annotations

from collections.abc import Iterator

from tenderwatch.answers import fields
from tenderwatch.answers.answer import Answer, Section
from tenderwatch.answers.due import left_text
from tenderwatch.answers.fields import field
from tenderwatch.answers.phrases import authority_name, buyers
from tenderwatch.answers.record import machine_of
from tenderwatch.labels import STATUS_SHORT
from tenderwatch.outlook import Outlook
from tenderwatch.queries.select import Agenda, Exclusion, Row
from tenderwatch.text import capital, count


def unknown_answer(agenda: Agenda, asked: str = "", *, verbose: bool = False) -> Answer:
    """The contracts without a known end among those asked about, in or out of the rows of the agenda."""
    rows = tuple(Row(outlook, ()) for outlook in agenda.end_unknown)
    shown, registry = {outlook.contract.id for outlook in agenda.end_unknown}, agenda.registry
    excluded: list[tuple[str, Exclusion]] = [(name, "faulty") for name in registry.faulty]
    excluded += [(contract.id, "filtered") for contract in registry.contracts if contract.id not in shown]
    agenda = agenda._replace(rows=rows, excluded=tuple(excluded), horizon=None)
    head = f"{capital(asked) or 'All councils'}: {count(len(rows), 'contract')} with no end known"
    table = fields.table(_FIELDS, rows)
    return Answer(
        name="unknown",
        title=head,
        today=agenda.today,
        sections=lambda: (Section("", (table,)),) if rows else (),
        sheet=lambda: fields.table((*fields.RECORD, _SETTLES), rows),
        machine=lambda: machine_of(agenda, verbose=verbose),
        size=len(rows),
        summary=f"{head}.",
        account=f"{head}{left_text(agenda)}.",
        plain="rows",
    )


def settled_by(outlook: Outlook) -> str:
    """What would settle the end: a notice to look for, a page to read again, and whom to ask."""
    return "; ".join((*_pages(outlook), *_people(outlook)))


def to_read(outlook: Outlook) -> str:
    """The next notice to look for, and the page to read again."""
    return "; ".join(_pages(outlook))


def _pages(outlook: Outlook) -> Iterator[str]:
    contract, registry = outlook.contract, outlook.registry
    numbers = [notice.number for notice in contract.notices if notice.number]
    if outlook.not_let:
        yield "the award notice, once it is published"
    elif numbers or contract.ocid:
        yield f"the contract details notice that follows {numbers[-1] if numbers else contract.ocid}"
    pages = [registry.sources[item.source] for item in contract.all_evidence]
    if page := next((source for source in reversed(pages) if source.url), None):
        yield f"the page {page.title} ({page.url})"


def _people(outlook: Outlook) -> Iterator[str]:
    if outlook.contract.lead:
        who = authority_name(outlook.registry, outlook.contract.lead)
        if not outlook.not_let:
            yield f"the register of contracts that {who} publishes"
        yield f"or ask {who}"


_SETTLES = field("settled_by", "What would settle it", "text", lambda row: settled_by(row.outlook))
_FIELDS = (
    fields.CONTRACT,
    field("council", "Council", "text", lambda row: buyers(row.outlook.registry, row.outlook.contract)),
    field("status", "Status", "text", lambda row: STATUS_SHORT[row.outlook.status]),
    _SETTLES,
)
