"""Coverage for people: a table for the terminal, plain lines, or Markdown."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from tenderwatch.dates.words import day_text, month_text
from tenderwatch.outputs.words import count
from tenderwatch.queries.coverage import SILENCE_WORDS, Coverage, CoverageRow, Missing

WIDE = 88


def render(found: Coverage, name: str, width: int) -> str:
    """The answer as `table` (folded to `width` columns), `plain` (one row a line) or `md`."""
    if name == "md":
        return _markdown(found)
    if name == "plain":
        return "".join(f"{' | '.join(_plain(row))}\n" for row in found.rows) or f"{summary(found)}\n"
    return _table(found, max(width, 30))


def summary(found: Coverage) -> str:
    """One sentence: how many contracts, of how many bodies, and how many of those were looked at."""
    bodies = {row.authority.id for row in found.rows if row.authority}
    looked = {row.authority.id for row in found.rows if row.authority and row.looked}
    return (
        f"{count(len(found.contracts), 'contract')} in the registry for {count(len(bodies), 'buyer')}, "
        f"{len(looked)} of them looked at; a contract of several counts for each."
    )


def buyer(row: CoverageRow) -> str:
    """The authority's name, or that it is not known."""
    return row.authority.name if row.authority else "lead not known"


def counts(row: CoverageRow) -> str:
    """'4 contracts, 3 live, 2 with a known end; evidence to July 2026', or what having none means."""
    if not row.contracts:
        return silence(row)
    newest = f"; evidence to {month_text(row.newest)}" if row.newest else ""
    return f"{count(len(row.contracts), 'contract')}, {row.live} live, {row.known_end} with a known end{newest}"


def silence(row: CoverageRow) -> str:
    """What it means that there is no contract."""
    if row.service is None and row.silence == "looked-at":
        return "no contract turned up"
    return f"no contract: {SILENCE_WORDS[row.silence]}"


def looked(row: CoverageRow) -> str:
    """When it was last looked at, and how recent the newest of what was seen is."""
    if row.looked is None:
        return "no look is recorded"
    reaches = f"; the newest seen is of {row.reaches.text}" if row.reaches else ""
    return f"looked at on {day_text(row.looked)}{reaches}"


def missing(item: Missing) -> str:
    """What was not found, and for which contracts."""
    return f"{item.what} ({', '.join(item.contracts)})" if item.contracts else item.what


def _plain(row: CoverageRow) -> Iterator[str]:
    yield buyer(row)
    yield row.service or "all services"
    yield counts(row)
    yield looked(row)
    if row.not_found:
        yield f"not found: {'; '.join(missing(item) for item in row.not_found)}"


def _markdown(found: Coverage) -> str:
    from tabulate import tabulate

    from tenderwatch.outputs.markdown import escape

    rows = [
        [
            escape(buyer(row)),
            escape(row.service or "all services"),
            str(len(row.contracts)),
            str(row.live),
            str(row.known_end),
            month_text(row.newest) if row.newest else "",
            escape(looked(row) if row.contracts else f"{looked(row)}; {silence(row)}"),
            escape("; ".join(missing(item) for item in row.not_found)),
        ]
        for row in found.rows
    ]
    heads = ["Buyer", "Service", "Contracts", "Live", "Known end", "Evidence to", "Looked at", "Not found"]
    table = tabulate(rows, heads, tablefmt="pipe", disable_numparse=True)
    return f"{escape(summary(found))}\n\n{table}\n" if rows else f"{escape(summary(found))}\n"


def _table(found: Coverage, width: int) -> str:
    lines = _hung(summary(found), width, 0)
    for name, group in groupby(found.rows, key=buyer):
        rows = list(group)
        whole = next((row for row in rows if row.service is None), None)
        first = whole or rows[0]
        lines += ["", *_hung(name, width, 0), *_hung(_capital(looked(first)), width, 2)]
        if first.places:
            lines += _hung(f"In: {'; '.join(first.places)}", width, 2)
        for note in first.notes:
            lines += _hung(note, width, 2)
        if whole:
            lines += _hung(f"All services: {counts(whole)}", width, 2)
        lines += _services([row for row in rows if row.service], width)
        lost = list(dict.fromkeys(missing(item) for row in rows for item in row.not_found))
        lines += ["  Not found:"] if lost else []
        for item in lost:
            lines += _hung(f"- {item}", width, 2)
    return "".join(f"{line}\n" for line in lines)


def _services(rows: list[CoverageRow], width: int) -> list[str]:
    """Columns where there is room for them, else a paragraph for each service."""
    from tenderwatch.outputs.columns_layout import side_by_side

    if width < WIDE or not any(row.contracts for row in rows):
        return [line for row in rows for line in _hung(f"{_capital(row.service or '')}: {counts(row)}", width, 2)]
    widths = [width - 2 - 46, 9, 4, 9, 14]
    cells = [("Service", "Contracts", "Live", "Known end", "Evidence to")]
    lines = []
    for row in rows:
        if row.contracts:
            newest = month_text(row.newest) if row.newest else ""
            cells.append((row.service or "", str(len(row.contracts)), str(row.live), str(row.known_end), newest))
        else:
            lines += _hung(f"{_capital(row.service or '')}: {counts(row)}", width, 2)
    laid = [piece for line in cells for piece in side_by_side([[(cell, "")] for cell in line], widths)]
    return [*(f"  {''.join(text for text, _ in line)}".rstrip() for line in laid), *lines]


def _hung(text: str, width: int, indent: int) -> list[str]:
    """Text folded to the width, its further lines two columns further in."""
    from tenderwatch.outputs.columns_layout import fold

    first, *rest = fold(text, width - indent - 2)
    return [" " * indent + first, *(" " * (indent + 2) + line for line in rest)]


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
