"""How many contracts reach an end, are late, or have no known end: counted the same way in every report."""

from collections.abc import Iterable
from datetime import date

from tenderwatch.dates.words import day_text
from tenderwatch.named_tuple import NamedTuple
from tenderwatch.queries.row import Row
from tenderwatch.text import count


class Tally(NamedTuple):
    """Numbers of contracts, each counted once in each.

    `extendable` of those `ending` may still be extended; `unlet` of those with `unknown` end have not been let yet.
    """

    contracts: int
    over: int
    ending: int
    extendable: int
    past: int
    unknown: int
    unlet: int


def tally(rows: Iterable[Row], today: date) -> Tally:
    """Count contracts with what makes them due: an end to come, or a date that has passed with no news since."""
    rows = list(rows)
    ending = [row for row in rows if _ends(row, today)]
    unknown = [row for row in rows if row.outlook.end_unknown]
    return Tally(
        contracts=len(rows),
        over=sum(1 for row in rows if row.outlook.over),
        ending=len(ending),
        extendable=sum(1 for row in ending if row.outlook.renewal and row.outlook.renewal.options_left),
        past=sum(1 for row in rows if row.due and row.outlook.group == "no-news"),
        unknown=len(unknown),
        unlet=sum(1 for row in unknown if row.outlook.status in ("planned", "tendering")),
    )


def _ends(row: Row, today: date) -> bool:
    return any(reason.kind == "end" and not reason.when.passed(today) for reason in row.due)


def period(months: int, today: date) -> str:
    """'In the 12 months from 25 November 2026'."""
    if months == 0:
        return f"On {day_text(today)}"
    return f"In the {f'{months} months' if months > 1 else 'month'} from {day_text(today)}"


def ending_text(found: Tally) -> str:
    """'14 contracts reach an end (9 with an option left)'."""
    if not found.ending:
        return "no contract reaches an end"
    option = f" ({found.extendable} with an option left)" if found.extendable else ""
    return f"{count(found.ending, 'contract')} {'reaches' if found.ending == 1 else 'reach'} an end{option}"


def unknown_text(found: Tally) -> str:
    """'The end of 73 is not known (52 of them not let yet).'"""
    unlet = f" ({found.unlet} of them not let yet)" if found.unlet else ""
    return f"The end of {found.unknown or 'none'} is not known{unlet}."


def note(found: Tally) -> str:
    """'2 reach an end; 1 with no known end': what is nought is not mentioned."""
    parts = []
    if found.ending:
        parts.append(f"{found.ending} {'reaches' if found.ending == 1 else 'reach'} an end")
    if found.past:
        parts.append(f"{found.past} with a date that has passed and no news since")
    if found.unknown:
        parts.append(f"{found.unknown} with no known end")
    if found.over:
        parts.append(f"{found.over} over")
    return "; ".join(parts)
