"""What an answer can say of a contract, column by column."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING, overload

from tenderwatch.answers.answer import Cell, CellKind, Cells, Column, Reference, Table
from tenderwatch.answers.phrases import buyers, end_text, why_text
from tenderwatch.dates import UNKNOWN, When, from_bounds
from tenderwatch.dates.words import last_day
from tenderwatch.labels.label import label
from tenderwatch.labels.records import KEY
from tenderwatch.labels.standing import STATUS
from tenderwatch.law.terms import when_of
from tenderwatch.named_tuple import NamedTuple
from tenderwatch.queries.freshness import evidence_text, freshness
from tenderwatch.queries.row import Row
from tenderwatch.queries.select import Agenda
from tenderwatch.registry.model import Worked
from tenderwatch.registry.model.contract import PLAIN_KEYS
from tenderwatch.registry.model.stages import StageKind
from tenderwatch.text import capital

if TYPE_CHECKING:
    from tenderwatch.outlook import Outlook, Reason


class Field(NamedTuple):
    """A column whose cells say something of a contract as it stands."""

    column: Column
    cell: Callable[[Row], Cell]


def field(
    key: str, name: str, kind: CellKind, cell: Callable[[Row], Cell], *, bounds: bool = False, quiet: bool = False
) -> Field:
    """A field in one line."""
    return Field(Column(key, name, kind, bounds, quiet), cell)


def table(fields: Iterable[Field], rows: Iterable[Row]) -> Table:
    """Some fields of some contracts."""
    fields = tuple(fields)
    return Table(tuple(item.column for item in fields), tuple(cells(fields, row) for row in rows))


def sheet(fields: Iterable[Field], rows: Sequence[Row]) -> Table:
    """As `table`, with each row made when it is read, so that many need little memory."""
    fields = tuple(fields)
    return Table(tuple(item.column for item in fields), _Rows(fields, rows))


def kept_sheet(agenda: Agenda) -> Table:
    """The rows of an agenda in every column; as texts, those that the registry keeps, and keeps from now on."""
    table, asked = sheet(RECORD, agenda.rows), agenda.asked
    if asked is None:
        return table

    def texts(line: Callable[[Cells], list[str]]) -> Iterator[Sequence[str]]:
        fresh: list[tuple[int, Worked]] = []
        for row in agenda.rows:
            if held := row.cells:
                yield held
                continue
            made = line(cells(RECORD, row.once()))
            yield made
            if row.place is not None:
                from tenderwatch.queries.kept import written  # only a large registry keeps any

                fresh.append((row.place, written(row, made)))
            if len(fresh) == _AT_ONCE:
                agenda.registry.keep(asked, fresh)
                fresh.clear()
        if fresh:
            agenda.registry.keep(asked, fresh)

    return table._replace(texts=texts)


# So many rows are handed over to be kept at a time.
_AT_ONCE = 5000


class _Rows(Sequence[Cells]):
    """Rows of cells, made again whenever they are read."""

    def __init__(self, fields: tuple[Field, ...], rows: Sequence[Row]) -> None:
        self._fields, self._rows = fields, rows

    def __len__(self) -> int:
        return len(self._rows)

    def __iter__(self) -> Iterator[Cells]:
        return (cells(self._fields, row.once()) for row in self._rows)

    @overload
    def __getitem__(self, at: int) -> Cells: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Cells]: ...
    def __getitem__(self, at: int | slice) -> Cells | Sequence[Cells]:
        if isinstance(at, slice):
            return _Rows(self._fields, self._rows[at])
        return cells(self._fields, self._rows[at].once())


def cells(fields: Iterable[Field], row: Row) -> Cells:
    """The fields of a contract."""
    return tuple([item.cell(row) for item in fields])


def current_end(outlook: Outlook) -> When | None:
    """The current end; unknown where it has one that nobody has stated, None where it has none."""
    if outlook.ends.current:
        return outlook.ends.current.when
    return UNKNOWN if outlook.end_unknown else None


def longest_end(outlook: Outlook) -> When | None:
    """The longest end; unknown where nobody knows how far options lead."""
    if outlook.ends.longest:
        return outlook.ends.longest.when
    return UNKNOWN if outlook.end_unknown or outlook.ends.left else None


def month_of(day: date) -> When:
    """The month of a day of evidence: many sources are dated to the month, and none is shown more exactly than that."""
    return from_bounds(day.replace(day=1), day.replace(day=last_day(day.year, day.month)))


def _date(row: Row) -> Cell:
    return row.due[0].when if row.due else None


# --- For people ---

CONTRACT = field(
    "contract", "Contract", "contract", lambda row: Reference(row.outlook.contract.id, row.outlook.contract.title)
)
COUNCIL = field("council", "Council", "text", lambda row: buyers(row.outlook.registry, row.outlook.contract))
SERVICES = field("services", "Services", "text", lambda row: "; ".join(row.outlook.contract.services))
PROVIDERS = field("providers", "Providers", "text", lambda row: "; ".join(row.outlook.contract.providers))
STATUS_WORDS = field("status", "Status", "text", lambda row: STATUS[row.outlook.status])
DATE = field("date", "Date", "date", _date, bounds=True)
NEXT = field("next", "Next", "text", lambda row: row.due[0].text if row.due else "")
NEXT_BY = field("next_by", "Next by", "date", _date, bounds=True)
END = field("end", "Ends", "date", lambda row: current_end(row.outlook), bounds=True)
LONGEST = field("longest_end", "Longest end", "date", lambda row: longest_end(row.outlook), bounds=True)
VALUE = field("value", "Value", "money", lambda row: row.outlook.contract.value)
EVIDENCE = field("evidence", "Evidence to", "date", lambda row: month_of(row.outlook.newest_evidence), bounds=True)

# The four columns of `due` and `list`, with the age of the evidence below the last.
WHEN = field("when", "When", "date", lambda row: row.due[0].when if row.due else end_text(row.outlook))
WHY = field("why", "Why", "text", why_text)
AGE = field("evidence", "Evidence", "text", lambda row: evidence_text(row.outlook), quiet=True)
LISTED = (WHEN, CONTRACT, COUNCIL, WHY, AGE)

# --- For spreadsheets and programs: every contract in the same columns ---


def _stage(row: Row, kind: StageKind) -> When | None:
    return row.outlook.renewal.by(kind) if row.outlook.renewal else None


def _action(row: Row) -> Reason | None:
    return next(iter(row.due or row.outlook.reasons), None)


def _action_by(row: Row) -> When | None:
    action = _action(row)
    return action.when if action else None


def _earliest(when: When | None) -> date | None:
    return when.earliest if when else None


def _latest(when: When | None) -> date | None:
    return when.latest if when else None


RECORD: tuple[Field, ...] = (
    field("id", "Id", "text", lambda row: row.outlook.contract.id),
    field("title", "Title", "text", lambda row: row.outlook.contract.title),
    field("kind", "Kind", "text", lambda row: row.outlook.contract.kind),
    field("services", "Services", "list", lambda row: row.outlook.contract.services),
    field("user_groups", "User groups", "list", lambda row: row.outlook.contract.user_groups),
    field("lead", "Lead", "text", lambda row: row.outlook.contract.lead),
    field("partners", "Partners", "list", lambda row: row.outlook.contract.partners),
    field("providers", "Providers", "list", lambda row: row.outlook.contract.providers),
    field("ocid", "OCID", "text", lambda row: row.outlook.contract.ocid),
    field("portal", "Portal", "text", lambda row: row.outlook.contract.portal),
    field("regime", "Law", "text", lambda row: row.outlook.contract.regime),
    VALUE,
    field("status", "Status", "text", lambda row: row.outlook.status),
    field("start", "Start", "date", lambda row: row.outlook.contract.start),
    field("initial_end", "Initial end", "date", lambda row: when_of(row.outlook.ends.initial)),
    field("end", "End", "date", lambda row: when_of(row.outlook.ends.current)),
    field("next_end", "Next end", "date", lambda row: when_of(row.outlook.next_end)),
    field("next_end_earliest", "Next end: earliest", "day", lambda row: _earliest(when_of(row.outlook.next_end))),
    field("next_end_latest", "Next end: latest", "day", lambda row: _latest(when_of(row.outlook.next_end))),
    field("next_end_how", "Next end: how", "text", lambda row: row.outlook.next_how),
    field("longest_end", "Longest end", "date", lambda row: when_of(row.outlook.ends.longest)),
    field(
        "longest_end_earliest", "Longest end: earliest", "day", lambda row: _earliest(when_of(row.outlook.ends.longest))
    ),
    field("longest_end_latest", "Longest end: latest", "day", lambda row: _latest(when_of(row.outlook.ends.longest))),
    field("window_opens", "Window opens", "date", lambda row: _stage(row, "planning")),
    field("tender_notice_by", "Tender notice by", "date", lambda row: _stage(row, "tender-notice")),
    field(
        "tender_expected", "Tender expected", "date",
        lambda row: next((window.when for window in row.outlook.tender_windows), None),
    ),
    field(
        "tender_possible", "Tender possible", "date",
        lambda row: next((window.possible for window in row.outlook.tender_windows), None),
    ),
    field("next_action", "Next action", "text", lambda row: action.kind if (action := _action(row)) else None),
    field("next_action_by", "Next action by", "date", _action_by),
    field("next_action_by_earliest", "Next action by: earliest", "day", lambda row: _earliest(_action_by(row))),
    field("due_because", "Due because", "list", lambda row: tuple(dict.fromkeys(reason.kind for reason in row.due))),
    field("why", "Why", "list", lambda row: tuple(reason.text for reason in row.due)),
    field("evidence_newest", "Evidence to", "day", lambda row: row.outlook.newest_evidence),
    field(
        "evidence_age_days", "Evidence: age in days", "count",
        lambda row: (row.outlook.today - row.outlook.newest_evidence).days,
    ),
    field("conflicts", "Conflicts", "count", lambda row: len(row.outlook.contract.conflicts)),
    field("freshness", "Freshness", "text", lambda row: freshness(row.outlook).verdict),
    *(
        field(key, capital(label(KEY, key)), "list", lambda row, key=key: row.outlook.contract.texts(key))  # type: ignore[misc]
        for key in PLAIN_KEYS
    ),
    field("layer", "Layer", "text", lambda row: row.outlook.registry.layer_of(row.outlook.contract.id)),
)  # fmt: skip
