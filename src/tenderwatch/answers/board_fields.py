"""The columns of the board, and those that its longer and shorter forms have of their own."""

from __future__ import annotations

from collections.abc import Iterator

from tenderwatch.answers.answer import Column, Entry
from tenderwatch.answers.fields import CONTRACT, Field, field
from tenderwatch.answers.phrases import buyers, short_buyers, why_text
from tenderwatch.answers.todo import is_doubtful, shown_date, to_do
from tenderwatch.dates.short import short_when
from tenderwatch.outlook.prospects import Group
from tenderwatch.queries.freshness import evidence_text
from tenderwatch.queries.row import Row
from tenderwatch.text import pounds, uncapital

_AHEAD: tuple[Group, ...] = ("decide", "coming")
_WITHOUT_DATE = {"planned": "not let yet", "open-ended": "open-ended"}
_DATE_NAME = {"decide": "Ends", "coming": "Ends", "awaiting": "Starts", "no-news": "Passed"}


def _date(row: Row) -> str:
    when = shown_date(row)
    if when is None:
        return _WITHOUT_DATE.get(row.outlook.status, "not known")
    return f"{short_when(when)}{_doubt(row)}"


def _doubt(row: Row) -> str:
    return "?" if row.outlook.group in _AHEAD and is_doubtful(row.outlook) else ""


def in_full(row: Row) -> Entry:
    """A contract with all that is known of it, line by line."""
    contract, when = row.outlook.contract, shown_date(row)
    date = f"{_DATE_NAME[row.outlook.group or 'no-news']} {when.text}{_doubt(row)}" if when else _date(row)
    about = f"{date}; {buyers(row.outlook.registry, contract)}"
    return Entry(contract.title, contract.id, uncapital(about), tuple(_lines(row)))


def _lines(row: Row) -> Iterator[str]:
    outlook, contract = row.outlook, row.outlook.contract
    act_by = outlook.act_by if outlook.group in _AHEAD else None
    yield f"act by {short_when(act_by)}: {to_do(row)}" if act_by else to_do(row)
    yield f"why: {why_text(row)}"
    if contract.providers:
        yield f"held by {'; '.join(contract.providers)}"
    if contract.value:
        yield f"value {pounds(contract.value.amount)} ({contract.value.basis})"
    yield f"{evidence_text(outlook)}: {'; '.join(_sources(row))}"


def _sources(row: Row) -> tuple[str, ...]:
    """Every source of the contract, with its address."""
    outlook = row.outlook
    sources = dict.fromkeys(outlook.registry.sources[piece.source] for piece in outlook.contract.all_evidence)
    return tuple(f"{source.title}{f' ({source.url})' if source.url else ''}" for source in sources)


def _act_by(row: Row) -> str:
    outlook = row.outlook
    return short_when(outlook.act_by) if outlook.act_by and outlook.group in _AHEAD else ""


_ID = field("id", "Id", "text", lambda row: row.outlook.contract.id)
LEAD = field("lead", "Lead", "text", lambda row: short_buyers(row.outlook.registry, row.outlook.contract))
_ACT_BY = field("act_by", "Act by", "text", _act_by)
TO_DO = field("to_do", "What to do", "text", to_do)

# For people who read more, and for lines that programs read.
GROUP = field("group", "Group", "text", lambda row: row.outlook.group)
ACT_BY = field(
    "act_by", "Act by", "date", lambda row: row.outlook.act_by if row.outlook.group in _AHEAD else None, bounds=True
)
SOURCES = field("sources", "Sources", "list", _sources)


def columns(group: Group, *, brief: bool = False) -> tuple[Field, ...]:
    """The columns of a group: which date stands first differs, and only ahead of an end is there a day to act by.

    In brief there are ids to copy instead of titles.
    """
    first = field("date", _DATE_NAME[group], "text", _date)
    names = (_ID,) if brief else (CONTRACT, LEAD)
    if group in _AHEAD:
        return (first, *names, _ACT_BY, TO_DO)
    return (first, *names, Field(Column("to_do", "What to check"), to_do))
