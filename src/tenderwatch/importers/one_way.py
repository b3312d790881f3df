"""Files that tenderwatch has written and that cannot be read back: what each is, by its first bytes.

Without this they would be taken for open contracting data or a register, and every row of them be rejected or misread.
"""

from __future__ import annotations

import re
from pathlib import Path

from tenderwatch.errors import UnreadableError

_OF_A_CONTRACT = {"id", "title", "kind", "services", "lead", "status", "next_end", "due_because"}
# A row of an answer, with all its sources, has less than a tenth of this.
_MOST_OF_A_LINE = 1 << 20
# By the first bytes of a file.
_KINDS = (
    (b"SQLite format 3\0", "a SQLite database"),
    (b"PAR1", "a Parquet file"),
    (b"contract,contract_title,council,notice_expected,", "what `tenderwatch export pipeline` wrote"),
)


def refuse_one_way(path: Path, name: str, head: bytes) -> None:
    """Raise UnreadableError, with the exports that can be read back, where the file is known to be none of them."""
    what = next((what for begins, what in _KINDS if head.startswith(begins)), "")
    if head.startswith(b"{"):
        if re.match(rb'\{\s*"schema_version"\s*:', head):
            what = "an answer of tenderwatch as JSON"
        elif re.match(rb'\{\s*"id"\s*:', head) and _is_row_of_an_answer(path):
            what = "an answer of tenderwatch as JSON Lines"
    if what:
        raise UnreadableError(
            f"{name} is {what}, which cannot be read back",
            "`tenderwatch export jsonl` writes what can be read back in full; csv, register and ocds come back in part",
        )


def _is_row_of_an_answer(path: Path) -> bool:
    """Whether the first line is a contract as `list`, `due` and `show` have it."""
    import json  # registers are not read by it

    with path.open("rb") as file:
        line = file.readline(_MOST_OF_A_LINE)
    try:
        row = json.loads(line.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        return False
    return isinstance(row, dict) and row.keys() >= _OF_A_CONTRACT
