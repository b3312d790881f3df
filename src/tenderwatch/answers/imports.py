"""What an import came to: each file as it was understood, each record, and an account of every row."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import islice
from typing import Any

from tenderwatch.answers.answer import SCHEMA_VERSION, Answer, Block, Cells, Column, Machine, Section, Table
from tenderwatch.importers.differences import date_of
from tenderwatch.importers.reading import Opened
from tenderwatch.importers.reconcile import Match
from tenderwatch.importers.run import MOST_LISTED, MOST_NAMED, Import
from tenderwatch.importers.statement import Aside, Place, Reject, Statement
from tenderwatch.labels.answers import IMPORT_KIND
from tenderwatch.labels.label import label
from tenderwatch.labels.records import KEY
from tenderwatch.text import capital, count, plural

_FILE_COLUMNS = (Column("heading", "Heading"), Column("field", "Read as"), Column("remark", "Remark"))
_FIRST = (
    Column("row", "Row", "count"), Column("title", "Title"), Column("buyer", "Buyer"),
    Column("start", "Start", "date"), Column("end", "End", "date"), Column("longest_end", "Longest end", "date"),
    Column("extension", "Words on options"), Column("providers", "Providers", "list"),
)  # fmt: skip
_RECORDS = (
    Column("record", "Record", "code"), Column("title", "Title"), Column("buyer", "Buyer"),
    Column("start", "Start", "date"), Column("end", "End", "date"), Column("place", "Read in"), Column("why", "Why"),
)  # fmt: skip
_REJECTS = (
    Column("place", "Read in"), Column("id", "Row's own id"), Column("value", "Value"), Column("reason", "Reason")
)  # fmt: skip
_DIFFERENCES = (
    Column("record", "Record", "code"), Column("field", "Field"), Column("before", "Registry"),
    Column("after", "Source"), Column("place", "Read in"),
)  # fmt: skip
_SHEET = (
    Column("outcome", "Outcome"), Column("record", "Record", "code"), Column("title", "Title"),
    Column("buyer", "Buyer"), Column("start", "Start", "date", bounds=True), Column("end", "End", "date", bounds=True),
    Column("file", "File"), Column("row", "Row", "count"), Column("column", "Column"), Column("value", "Value"),
    Column("why", "Why"), Column("changes", "Changes", "list"), Column("remarks", "Remarks", "list"),
)  # fmt: skip


def import_answer(result: Import, today: date, *, diff: bool = False, written: bool = False) -> Answer:
    """What each row came to. `diff`: each change field by field; `written`: it is not a preview."""
    account = account_text(result)
    return Answer(
        name="import",
        title="Imported" if written else "Import: a preview, nothing is written",
        today=today,
        sections=lambda: tuple(_sections(result, diff=diff)),
        sheet=lambda: Table(_SHEET, tuple(map(_sheet_row, _rows(result)))),
        machine=lambda: _machine(result, _rows(result)),
        size=sum(result.outcomes.values()) + len(result.rejects) + result.aside_count,
        summary=account,
        account=account,
    )


def account_text(result: Import) -> str:
    """'400 rows: 120 same, 3 changed, 270 new, ...': the sum is that of the rows, always."""
    outcomes = ", ".join(f"{number:,} {outcome}" for outcome, number in result.account.counts.items())
    return f"{count(result.account.rows, 'row')}: {outcomes}."


def _sections(result: Import, *, diff: bool) -> Iterator[Section]:
    for name, opened in result.opened:
        yield Section(f"{name}: {_about(opened)}", tuple(_file_blocks(opened, result.first.get(name, ()))))
    for outcome in ("new", "changed", "doubtful"):
        if not result.outcomes.get(outcome):
            continue
        matches = list(islice((match for match in result.matches if match.outcome == outcome), MOST_LISTED))
        number = result.outcomes[outcome]
        blocks: list[Block] = [Table(_RECORDS, tuple(map(_record_cells, matches))), *_more(number, MOST_LISTED)]
        if diff and outcome == "changed":
            blocks.append(Table(_DIFFERENCES, tuple(cells for match in matches for cells in _difference_cells(match))))
        if outcome == "doubtful":
            what, where = (
                ("This may be a record", "If it is") if number == 1 else ("These may be records", "Where one is")
            )
            blocks.append(
                f"{what} that the registry has. {where}, import again with ⟨accept⟩ and its id; "
                f"nothing is written for {plural(number, 'it', 'them')} otherwise."
            )
        yield Section(capital(outcome), tuple(blocks), size=number)
    if number := len(result.rejects):
        rejects = tuple(map(_reject_cells, islice(result.rejects, MOST_LISTED)))
        yield Section("Rejected", (Table(_REJECTS, rejects), *_more(number, MOST_LISTED)), number)
    if reasons := result.set_aside:
        lines = tuple(f"{count(number, 'row')}: {reason}." for reason, number in reasons.most_common())
        yield Section("Set aside", lines, size=reasons.total())
    remarks = ((match, remark) for match in result.matches for remark in match.proposal.remarks)
    if named := [f"{_place(match.proposal.places[0])}: {remark}." for match, remark in islice(remarks, MOST_NAMED)]:
        number = result.remark_count
        yield Section("To look at", (*named, *_more(number, MOST_NAMED)), size=number)


def _more(number: int, most: int) -> Iterator[str]:
    """The line that stands for what is not listed, if anything is not."""
    if number > most:
        yield f"And {number - most:,} more: see ⟨format⟩ csv or json."


def _about(opened: Opened) -> str:
    sheet = f", sheet '{opened.sheet}'" if opened.sheet else ""
    heading = f", headings in row {opened.heading}" if opened.heading else ""
    return f"{label(IMPORT_KIND, opened.kind)}{sheet}{heading}"


def _file_blocks(opened: Opened, first: tuple[Statement, ...]) -> Iterator[Block]:
    yield from (f"{capital(remark)}." for remark in opened.all_remarks)
    if opened.columns:
        cells = tuple(
            (column.heading or f"(column {column.number + 1})", column.field or "not used", column.remark)
            for column in opened.columns
        )
        yield Table(_FILE_COLUMNS, cells)
    if first and opened.columns:
        yield f"The first {plural(len(first), 'row', f'{len(first)} rows')}, as understood:"
        yield Table(_FIRST, tuple(map(_first_cells, first)))


def _first_cells(statement: Statement) -> Cells:
    terms = statement.terms
    return (
        statement.place.row, statement.title, _buyers(statement), terms.start, terms.end, terms.longest,
        terms.extension, statement.providers,
    )  # fmt: skip


def _buyers(statement: Statement) -> str:
    return "; ".join(buyer.name for buyer in statement.buyers)


def _record_cells(match: Match) -> Cells:
    proposal = match.proposal
    return (
        match.record, proposal.title, "; ".join(buyer.name for buyer in proposal.buyers),
        date_of(proposal.data.get("start")), date_of(proposal.data.get("end")), _place(proposal.places[-1]),
        _why(match),
    )  # fmt: skip


def _why(match: Match) -> str:
    if match.outcome == "doubtful":
        return f"{match.by}: alike to {match.score:.2f}" if match.score < 1 else match.by
    if match.successor_of:
        return f"may follow {', '.join(match.successor_of)}: link it with `tenderwatch replace` if it does"
    changes = ", ".join(KEY.get(difference.field, difference.field) for difference in match.differences)
    return "; ".join(filter(None, (match.by, f"changes {changes}" if changes else "")))


def _difference_cells(match: Match) -> Iterator[Cells]:
    for difference in match.differences:
        place = _place(match.proposal.places[-1])
        yield match.record, difference.field, written_text(difference.before), written_text(difference.after), place


def written_text(value: Any) -> str:
    """A value of a record on one line, for people: `months 12, state exercised; until 2030`."""
    match value:
        case None:
            return ""
        case dict():
            return ", ".join(f"{key.replace('_', ' ')} {written_text(item)}" for key, item in value.items())
        case list():
            return "; ".join(map(written_text, value))
        case _:
            return str(value)


def _reject_cells(reject: Reject) -> Cells:
    return _place(reject.place), reject.id, reject.value, reject.reason


def _place(place: Place) -> str:
    return f"{place.file}, row {place.row}" + (f", {place.path}" if place.path else "")


def _rows(result: Import) -> Iterator[dict[str, Any]]:
    for match in result.matches:
        proposal = match.proposal
        yield {
            "outcome": match.outcome,
            "record": match.record,
            "title": proposal.title,
            "buyers": [buyer.name for buyer in proposal.buyers],
            "ocid": proposal.ocid,
            "notices": list(proposal.numbers),
            "reference": proposal.reference,
            "data": proposal.data,
            "places": [place._asdict() for place in proposal.places],
            "by": match.by or None,
            "score": match.score,
            "differences": [difference._asdict() for difference in match.differences],
            "may_follow": list(match.successor_of),
            "remarks": list(proposal.remarks),
            "value": None,
            "reason": None,
        }
    yield from map(_other, result.rejects)
    yield from map(_other, result.asides)


def _other(other: Reject | Aside) -> dict[str, Any]:
    return {
        "outcome": "rejected" if isinstance(other, Reject) else "set aside",
        "record": None, "title": other.id, "buyers": [], "ocid": None, "notices": [], "reference": None, "data": None,
        "places": [other.place._asdict()], "by": None, "score": None, "differences": [], "may_follow": [],
        "remarks": [], "value": other.value if isinstance(other, Reject) else None, "reason": other.reason,
    }  # fmt: skip


def _sheet_row(row: dict[str, Any]) -> Cells:
    place, data = row["places"][-1], row["data"] or {}
    changes = tuple(
        f"{item['field']}: {written_text(item['before'])} -> {written_text(item['after'])}"
        for item in row["differences"]
    )
    why = row["reason"] or (f"{row['by']} ({row['score']:.2f})" if row["by"] else "")
    return (
        row["outcome"], row["record"], row["title"], "; ".join(row["buyers"]), date_of(data.get("start")),
        date_of(data.get("end")), place["file"], place["row"], place["path"], row["value"], why, changes,
        tuple(row["remarks"]),
    )  # fmt: skip


def _machine(result: Import, rows: Iterable[dict[str, Any]]) -> Machine:
    files = [
        {
            "file": name,
            "kind": opened.kind,
            "sheet": opened.sheet or None,
            "heading": opened.heading or None,
            "remarks": list(opened.all_remarks),
            "unknown_fields": opened.unknown.counts if opened.unknown else {},
            "columns": [
                {"heading": column.heading, "field": column.field, "remark": column.remark or None}
                for column in opened.columns
            ],
        }
        for name, opened in result.opened
    ]
    account = {outcome.replace(" ", "_"): number for outcome, number in result.account.counts.items()}
    before = {"schema_version": SCHEMA_VERSION, "files": files, "account": {"rows": result.account.rows} | account}
    return Machine(before, "rows", rows)
