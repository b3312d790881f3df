"""A second way to the backtest's figures: from the rows of the file alone, with none of the program's own code.

Bands are found by counting how many days of an ordered list lie on each side, not by the program's formulas.
"""

from __future__ import annotations

import csv
import statistics
from datetime import date
from pathlib import Path

Row = dict[str, str]


def rows_of(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(line for line in file if not line.startswith("#")))


def day(text: str) -> int:
    return date.fromisoformat(text).toordinal()


def lead(row: Row) -> int:
    return day(row["start"] or row["start_in_award"]) - day(row["tender"])


def kind(row: Row) -> str:
    if row["route"] == "below-threshold":
        return "small"
    if row["law"] == "psr" or (row["value"] and float(row["value"]) >= 5e6):
        return "large"
    return "under" if row["value"] else "none"


def middles(rows: list[Row]) -> dict[str, int]:
    groups = {name: [lead(row) for row in rows if kind(row) == name] for name in ("large", "under", "small", "none")}
    whole = round(statistics.median([lead(row) for row in rows]))
    return {name: round(statistics.median(days)) if len(days) >= 15 and name != "none" else whole
            for name, days in groups.items()}  # fmt: skip


def points(values: list[int], parts: int) -> list[float]:
    """The cut points of the exclusive method, by the standard library."""
    return statistics.quantiles(values, n=parts, method="exclusive")


def bands(rows: list[Row]) -> tuple[dict[str, int], list[tuple[int, int]]]:
    """The middle of each kind, and how far the likely and the possible band reach from it."""
    middle = middles(rows)
    apart = [lead(row) - middle[kind(row)] for row in rows]
    quarters, twentieths = points(apart, 4), points(apart, 20)
    return middle, [(round(quarters[0]), round(quarters[2])), (round(twentieths[0]), round(twentieths[-1]))]


def count(rows: list[Row]) -> list[tuple[int, int, int]]:
    """(held, early, late) of the likely and the possible band, each buyer predicted from the others."""
    found = [[0, 0, 0], [0, 0, 0]]
    for row in rows:
        middle, reach = bands([other for other in rows if other["buyer"] != row["buyer"]])
        off = lead(row) - middle[kind(row)]
        for place, (low, high) in enumerate(reach):
            found[place][0 if low <= off <= high else 1 if off > high else 2] += 1
    return [(held, early, late) for held, early, late in found]
