"""A messy register of four hundred rows (synthetic): every row is read rightly, left open or rejected with a reason."""

from __future__ import annotations

import csv
import io
import random
from calendar import month_name
from pathlib import Path
from typing import Any, NamedTuple

from support import run_cli

TODAY = ("--today", "2026-11-28")
ROWS = 400
HEADINGS = ("Contract Ref", "Contract Title", "Supplier Name", "Start Date", "End Date", "Extension Options", "Value")
SERVICES = ("Home care", "Advocacy", "Day services", "Carers' support", "Respite", "Supported living", "Café meals")
PLACES = ("north", "south", "east", "west", "central", "coast", "dale", "moor")


class Made(NamedTuple):
    """A row as written, and what is right of it; `end` None is open, `rejected` where no reading is right."""

    cells: tuple[str, ...]
    end: str | None = None
    options: list[int | str] | None = None
    rejected: bool = False


def spoken(year: int, month: int, day: int, form: int) -> tuple[str, str]:
    """A date as somebody typed it, and as a registry holds it."""
    name = month_name[month]
    exact = f"{year}-{month:02}-{day:02}"
    return [
        (f"{day:02}/{month:02}/{year}", exact), (f"{day}/{month}/{year}", exact), (f"{day} {name} {year}", exact),
        (f"{day:02}-{name[:3]}-{year % 100:02}", exact), (exact, exact), (f"{name} {year}", f"{year}-{month:02}"),
    ][form]  # fmt: skip


OPTIONS: tuple[tuple[str, list[int | str] | None], ...] = (
    ("2 x 12 months", [12, 12]), ("1+1", [12, 12]), ("1 + 1 years", [12, 12]), ("24 months", [24]),
    ("up to 24 months", ["up to 24"]), ("None", []), ("N/A", []), ("", []), ("see notes", None), ("TBC", None),
    ("Two further periods of twelve months each", [12, 12]), ("3 x 1 year", [12, 12, 12]),
)  # fmt: skip
OPEN_ENDS = ("TBC", "Ongoing", "", "n/a", "Annual", "see notes", "rolling")
BAD_ENDS = ("31/02/2028", "31/11/2027", "00/00/2027")


def made(number: int, rnd: random.Random) -> Made:
    title = f"{rnd.choice(SERVICES)} {rnd.choice(PLACES)} {number}"
    supplier = rnd.choice(("Example Care Ltd", "Sample CIC\nOther CIC", "", "Équipe & Co", "NHS Trust"))
    value = rnd.choice(("£1,200,000", "", "tbc", "50000", "£45,000.50"))
    start, _ = spoken(2025, rnd.randint(1, 12), 1, rnd.randrange(5))
    option, months = rnd.choice(OPTIONS)
    head = (f"NS-{number:04}", title, supplier, start)
    kind = rnd.random()
    if kind < 0.05:
        return Made((*head, rnd.choice(BAD_ENDS), option, value), rejected=True)
    if kind < 0.08:
        return Made((*head, "31/12/2020", option, value), rejected=True)
    if kind < 0.25:
        return Made((*head, rnd.choice(OPEN_ENDS), option, value), None, months)
    end, right = spoken(rnd.randint(2027, 2031), rnd.choice((3, 6, 9, 12)), 30, rnd.randrange(6))
    return Made((*head, end, option, value), right, months)


def register(rows: list[Made], path: Path) -> None:
    """As a council's spreadsheet gives it: Windows bytes, a title above the headings, blank rows, a total below."""
    text = io.StringIO()
    out = csv.writer(text, lineterminator="\r\n")
    out.writerow(("Northshire County Council: contracts register (synthetic)", *[""] * 6))
    out.writerow(HEADINGS)
    for number, row in enumerate(rows):
        if number % 97 == 50:
            out.writerow([""] * 7)
        out.writerow(row.cells)
    out.writerow(("Total", *[""] * 5, "£99,000,000"))
    path.write_bytes(text.getvalue().encode("cp1252"))


def read_options(row: dict[str, Any]) -> list[int | str]:
    found: list[int | str] = []
    for option in row["data"].get("extensions", ()):
        months = int(option["months"])
        found += [f"up to {months}"] if option.get("flexible") else [months] * int(option.get("times", 1))
    return found


def test_every_row_is_right_open_or_rejected(tmp_path: Path) -> None:
    rnd = random.Random(400)  # noqa: S311 - not for secrets
    rows = [made(number, rnd) for number in range(1, ROWS + 1)]
    path = tmp_path / "register.csv"
    register(rows, path)
    answer = run_cli("import", str(path), "--lead", "Northshire County Council", "--format", "json", *TODAY).json
    counts = answer["account"]
    assert counts["rows"] == sum(number for outcome, number in counts.items() if outcome != "rows")
    assert counts["rows"] == ROWS + 1, "and the total; rows that hold nothing are no rows"
    read = {row["reference"]: row for row in answer["rows"] if row["reference"]}
    refused = {row["title"] for row in answer["rows"] if row["outcome"] == "rejected"}
    exact = 0
    for row in rows:
        reference = row.cells[0]
        if row.rejected:
            assert reference in refused, row
            continue
        found = read[reference]
        end, options = found["data"].get("end"), read_options(found)
        assert end in (row.end, None, "unknown"), row
        assert options in (row.options or [], []), row
        assert row.options is not None or options == [], row
        exact += (end or None) == row.end and options == (row.options or [])
    assert exact > 0.95 * (ROWS - len(refused))


def test_from_the_file_to_what_is_due(tmp_path: Path) -> None:
    """The commands of the how-to, on four hundred rows: previewed, written, checked, asked."""
    rnd = random.Random(401)  # noqa: S311 - not for secrets
    path, own, rejects = tmp_path / "register.csv", tmp_path / "contracts", tmp_path / "rejects.csv"
    rows = [made(number, rnd) for number in range(1, ROWS + 1)]
    register(rows, path)
    given = (str(path), "--lead", "Northshire County Council", *TODAY)
    assert run_cli("import", *given).code == 0
    written = run_cli("import", *given, "--write", str(own), "--rejects", str(rejects))
    assert written.code == 0, written.err
    checked = run_cli("check", str(own))
    assert (checked.code, checked.out) == (0, ""), checked.out
    due = run_cli("due", "--registry", str(own), "--months", "24", "--format", "json", *TODAY).json
    sound = [row for row in rows if not row.rejected]
    assert due["registry"]["records"] == len(sound)
    soon = {row.cells[1] for row in sound if row.end and row.end < "2028-11-28"}
    assert soon <= {row["title"] for row in due["rows"]}
    refused = list(csv.DictReader(io.StringIO(rejects.read_text(encoding="utf-8-sig"))))
    assert len(refused) >= sum(row.rejected for row in rows)
    assert all(row["reason"] and row["row"] for row in refused)
    files = {file: file.read_bytes() for file in own.iterdir() if file.is_file()}
    assert run_cli("import", *given, "--write", str(own)).code == 0
    assert {file: file.read_bytes() for file in own.iterdir() if file.is_file()} == files
