"""What comes back of a contract that was exported and is imported again, key by key.

The reference page shows this table, `convert` counts by it what is lost, and the tests hold it against what happens.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from tenderwatch.registry.model import Contract

# The exports that an import reads, in the order of the columns. `-`: nothing comes back; `yes`: what was there, in
# full; other words say which part.
READ_BACK = ("jsonl", "csv", "register", "ocds")
_TABLE = """\
id             | yes | yes           | as the reference                     | yes
title          | yes | yes           | yes                                  | yes
kind           | yes | yes           | frameworks and purchasing systems    | yes
services       | yes | yes           | yes                                  | yes
user_groups    | yes | yes           | -                                    | -
lead           | yes | yes           | yes                                  | yes
partners       | yes | yes           | -                                    | yes
providers      | yes | yes           | yes                                  | once let
ocid           | yes | yes           | yes                                  | yes
related_ocids  | yes | -             | -                                    | -
reference      | yes | yes           | yes                                  | -
department     | yes | yes           | yes                                  | -
owner          | yes | yes           | -                                    | -
cpv            | yes | yes           | without check digits                 | yes
notices        | yes | -             | -                                    | -
portal         | yes | yes           | by its address                       | by its address
portal_checked | yes | -             | -                                    | -
regime         | yes | yes           | -                                    | -
route          | yes | -             | -                                    | yes
value          | yes | yes           | the amount                           | the amount
start          | yes | if known      | if known to the day                  | if known, once let
end            | yes | the first end | the end as it stands, sure to the day | the end as it stands, once let
term           | yes | by its end    | by its end                           | by its end
worked_out     | yes | -             | -                                    | -
open_ended     | yes | if it has none | -                                   | -
notice         | yes | -             | -                                    | -
extensions     | yes | the ends they lead to | the last end, if to the day  | the last end, once let
let            | yes | if it is not  | -                                    | yes
advertised     | yes | that it was   | -                                    | -
tender_deadline | yes | -            | -                                    | until let, if to the day
awarded        | yes | that it was   | -                                    | if to the day
plans          | yes | -             | -                                    | the dates, until let
joining        | yes | -             | -                                    | -
breaks         | yes | -             | -                                    | -
reviews        | yes | -             | the first, if to the day             | -
calloffs_until | yes | -             | -                                    | -
ended          | yes | the day       | -                                    | if to the day, or not known at all
abandoned      | yes | that it was   | -                                    | that it was
replaces       | yes | -             | -                                    | by their OCID
evidence       | yes | how old it is | -                                    | how old it is
conflicts      | yes | -             | -                                    | -
notes          | yes | -             | -                                    | -
outside_scope  | yes | -             | -                                    | -
timetable      | yes | -             | -                                    | -
"""


def _rows() -> dict[str, dict[str, str]]:
    lines = (map(str.strip, line.split("|")) for line in _TABLE.splitlines())
    return {key: dict(zip(READ_BACK, cells, strict=True)) for key, *cells in lines}


CARRIED: dict[str, dict[str, str]] = _rows()


def lost(what: str, contracts: Iterable[Contract]) -> tuple[Counter[str], list[str]]:
    """The keys that an export has no place for, each with how many contracts state it; and those it carries in part.

    None of either for an export that no import reads.
    """
    # Parquet is the same table.
    column = {"parquet": "csv"}.get(what, what)
    cells = {key: row.get(column, "yes") for key, row in CARRIED.items()}
    stated: Counter[str] = Counter()
    for contract in contracts:
        stated.update(key for key in cells if getattr(contract, key) not in (None, (), "unknown"))
    nowhere = Counter({key: stated[key] for key, cell in cells.items() if cell == "-" and stated[key]})
    return nowhere, [key for key, cell in cells.items() if cell not in ("-", "yes") and stated[key]]
