"""Rebuild the table of bank holidays from the `holidays` library, or check that it is up to date.

The program reads the table, because importing the library would add 130 ms to each start.
"""

from __future__ import annotations

import argparse
import sys
from datetime import date
from pathlib import Path

import holidays

from tenderwatch.law.working_days.calendars import FIRST_YEAR, LAST_PUBLISHED, LAST_YEAR

TABLE = Path(__file__).parents[1] / "src" / "tenderwatch" / "law" / "working_days" / "bank_holidays.txt"
# One at a time: without a subdivision, the library leaves out every holiday that is not shared by all of them.
DIVISIONS = ("ENG", "NIR", "SCT")
HEADER = f"""\
# Bank holidays on weekdays, {FIRST_YEAR} to {LAST_YEAR}: the day, then each part of the UK where it is one
# (ENG England and Wales, NIR Northern Ireland, SCT Scotland).
# Published by GOV.UK up to the end of {LAST_PUBLISHED} (https://www.gov.uk/bank-holidays).
# Rows from {LAST_PUBLISHED + 1} on are marked projected: days moved or added for an occasion are not foreseen.
# Generated; do not edit. Rebuild with: python scripts/build_bank_holidays.py
"""


def build() -> str:
    """The whole file, from the library. Without Saturdays and Sundays, which are never working days."""
    where: dict[date, list[str]] = {}
    for division in DIVISIONS:
        years = range(FIRST_YEAR, LAST_YEAR + 1)
        for day in holidays.country_holidays("GB", subdiv=division, years=years):
            if day.weekday() < 5:
                where.setdefault(day, []).append(division)
    rows = ([str(day), *where[day], *(["projected"] if day.year > LAST_PUBLISHED else [])] for day in sorted(where))
    return HEADER + "".join(f"{' '.join(row)}\n" for row in rows)


def write(path: Path, text: str) -> None:
    """Replace the file in one step, so that a failed run leaves the last good table."""
    fresh = path.with_name(f"{path.name}.new")
    try:
        fresh.write_text(text, encoding="utf-8", newline="\n")
        fresh.replace(path)
    finally:
        fresh.unlink(missing_ok=True)


def main() -> int:
    """Write the table; with --check only compare, and return 1 if it differs."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 if the file differs")
    parser.add_argument("--file", type=Path, default=TABLE, help="the table, if not the package's own")
    arguments = parser.parse_args()
    path: Path = arguments.file
    text = build()
    if not arguments.check:
        write(path, text)
    elif not path.is_file() or path.read_text(encoding="utf-8") != text:
        print(f"{path} is out of date; run: python scripts/build_bank_holidays.py", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
