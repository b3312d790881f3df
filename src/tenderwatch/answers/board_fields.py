"""The columns of the board, and those that its longer and shorter forms have of their own."""

from __future__ import annotations

from tenderwatch.answers.answer import Cell, Column, Reference
from tenderwatch.answers.fields import Field, field
from tenderwatch.answers.phrases import short_buyers
from tenderwatch.answers.todo import is_doubtful, shown_date, to_do
from tenderwatch.dates.short import short_when
from tenderwatch.outlook.prospects import Group
from tenderwatch.queries.select import Row

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


def _long_date(row: Row) -> str:
    """The same in full, with what the date is."""
    when = shown_date(row)
    group = row.outlook.group or "no-news"
    return f"{_DATE_NAME[group]} {when.text}{_doubt(row)}" if when else _date(row)


def _sources(row: Row) -> tuple[str, ...]:
    """Every source of the contract, with its address."""
    outlook = row.outlook
    sources = dict.fromkeys(outlook.registry.sources[piece.source] for piece in outlook.contract.all_evidence)
    return tuple(f"{source.title}{f' ({source.url})' if source.url else ''}" for source in sources)


def _act_by(row: Row) -> str:
    outlook = row.outlook
    return short_when(outlook.act_by) if outlook.act_by and outlook.group in _AHEAD else ""


def _act_by_date(row: Row) -> Cell:
    return row.outlook.act_by if row.outlook.group in _AHEAD else None


_CONTRACT = field(
    "contract", "Contract", "contract", lambda row: Reference(row.outlook.contract.id, row.outlook.contract.title)
)
_ID = field("id", "Id", "text", lambda row: row.outlook.contract.id)
LEAD = field("lead", "Lead", "text", lambda row: short_buyers(row.outlook.registry, row.outlook.contract))
_ACT_BY = field("act_by", "Act by", "text", _act_by)
TO_DO = field("to_do", "What to do", "text", to_do)

# For people who read more, and for lines that programs read.
GROUP = field("group", "Group", "text", lambda row: row.outlook.group)
ACT_BY = field("act_by", "Act by", "date", _act_by_date, bounds=True)
ENDS = field("date", "Date", "text", _long_date)
SOURCES = field("sources", "Sources", "list", _sources)


def columns(group: Group, *, brief: bool = False) -> tuple[Field, ...]:
    """The columns of a group: which date stands first differs, and only ahead of an end is there a day to act by.

    In brief there are ids to copy instead of titles.
    """
    first = field("date", _DATE_NAME[group], "text", _date)
    names = (_ID,) if brief else (_CONTRACT, LEAD)
    if group in _AHEAD:
        return (first, *names, _ACT_BY, TO_DO)
    return (first, *names, Field(Column("to_do", "What to check"), to_do))
