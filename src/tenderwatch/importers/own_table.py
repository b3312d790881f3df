"""What `export csv` wrote, or `list` as CSV: the table of contracts, a row each.

The table has the ends that options lead to and not the options: each comes back as an option with that end. What else
it has no column for does not come back. docs/reference/exports.md lists it key by key.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from tenderwatch.dates import When
from tenderwatch.dates.parsing import WhenError
from tenderwatch.dates.typed import read_when
from tenderwatch.importers.own import Record, own_statement, said_of_dates
from tenderwatch.importers.statement import Own, Place, Reading, Reject
from tenderwatch.importers.tables import Row, read_csv
from tenderwatch.law.terms import lapses_by_law
from tenderwatch.text import undefused

# The columns without which a table is another; those that are not asked for may be missing.
TELLING = ("id", "title", "kind", "services", "lead", "status", "initial_end", "end", "longest_end")
_BEGINS = re.compile(rb'"?id"?[,;\t|]')
_TEXTS = ("title", "kind", "ocid", "portal", "reference", "department", "owner")
_LISTS = ("services", "user_groups", "partners", "providers", "cpv")
_DATES = ("start", "initial_end", "end", "longest_end", "evidence_newest")


def readings(path: Path, name: str, head: bytes) -> Iterator[Reading] | None:
    """What each row states; None for another file."""
    if not _BEGINS.match(head):
        return None
    rows, _ = read_csv(path)
    heading = next(rows, None)
    columns = [str(cell or "").strip() for cell in heading.cells] if heading else []
    return _read(rows, columns, name) if set(TELLING) <= set(columns) else None


def _read(rows: Iterator[Row], columns: list[str], name: str) -> Iterator[Reading]:
    for row in rows:
        place = Place(name, row.number)
        if row.fault:
            yield Reject(place, "", "", row.fault)
        elif len(row.cells) != len(columns):
            id_ = str(row.cells[0] or "") if row.cells else ""
            yield Reject(place, id_, "", f"{len(row.cells)} cells where the heading has {len(columns)}")
        elif any(row.cells):
            # Words with single spaces, as the registry has them.
            cells = (" ".join(undefused(str(cell or "")).split()) for cell in row.cells)
            yield _statement(dict(zip(columns, cells, strict=True)), place)


def _statement(cells: dict[str, str], place: Place) -> Reading:
    dates: dict[str, When] = {}
    for column in _DATES:
        try:
            if text := cells.get(column, ""):
                dates[column] = read_when(text)
        except WhenError as error:
            return Reject(place._replace(path=column), cells["id"], cells[column][:80], str(error))
    record: Record = {"id": cells["id"]}
    record |= {key: cells[key] for key in _TEXTS if cells.get(key)}
    record |= {key: list(items) for key in _LISTS if (items := _items(cells.get(key, "")))}
    record["lead"] = cells["lead"] or "unknown"
    if cells.get("regime") not in (None, "", "unknown"):
        record["regime"] = cells["regime"]
    if cells.get("value"):
        record["value"] = {"amount": cells["value"], "basis": cells.get("value_basis") or "not said"}
    record |= said_of_dates(dates, cells["status"], by_law=lapses_by_law(cells["kind"], cells.get("regime", "")))
    names = dict.fromkeys([*_items(cells["lead"]), *_items(cells.get("partners", ""))])
    # The table has no more of a council or a portal than its id.
    authorities: tuple[Record, ...] = tuple({"id": name, "name": name, "kind": "other"} for name in names)
    portals: tuple[Record, ...] = ({"id": cells["portal"], "name": cells["portal"]},) if cells.get("portal") else ()
    newest = dates.get("evidence_newest")
    checked = newest.written if newest and newest.exact else ""
    return own_statement(place, Own(record, (), authorities, portals, f"row {place.row}", checked))


def _items(text: str) -> list[str]:
    return [item for part in text.split(";") if (item := part.strip())]
