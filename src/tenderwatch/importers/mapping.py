"""The small TOML file that says what the columns of a register hold, kept from one import to the next."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, get_args

from tenderwatch.errors import UnreadableError, UsageError
from tenderwatch.importers.columns import Column, Field
from tenderwatch.importers.reading import Layout
from tenderwatch.problems import did_you_mean
from tenderwatch.registry.files import read_bytes

FIELDS: tuple[str, ...] = get_args(Field)
_KEYS = {"sheet": str, "heading": int, "columns": dict}


def read_mapping(path: Path, layout: Layout) -> Layout:
    """The layout with what the file says beside the command line, which wins. Raises UnreadableError, UsageError."""
    import tomllib  # most registers need no such file

    try:
        data = tomllib.loads(read_bytes(path).decode())
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UnreadableError(f"{path} is not TOML: {error}", 'write lines such as "Expiry" = "end"') from None
    for key, value in data.items():
        if key not in _KEYS or not isinstance(value, _KEYS[key]) or isinstance(value, bool):
            hint = did_you_mean(key, _KEYS) or f"the keys are {', '.join(_KEYS)}"
            raise UsageError(f"{path}: '{key}' is not understood", hint)
    columns = data.get("columns", {})
    for heading, field in columns.items():
        _check(path, heading, field)
    return layout._replace(
        sheet=layout.sheet or data.get("sheet", ""), heading=layout.heading or data.get("heading", 0), columns=columns
    )


def _check(path: Path, heading: str, field: Any) -> None:
    if field != "" and field not in FIELDS:
        hint = did_you_mean(str(field), FIELDS) or f"the fields are {', '.join(FIELDS)}; an empty one is not used"
        raise UsageError(f"{path}: '{heading}' cannot be '{field}'", hint)


def mapping_text(columns: Sequence[Column], sheet: str, heading: int) -> str:
    """The file for these columns. Those that are not used stand in it with an empty field."""
    lines = [
        "# What each column of the register holds; an empty field is a column that is not used.",
        f"# The fields: {', '.join(FIELDS)}.",
        *((f"sheet = {_quoted(sheet)}",) if sheet else ()),
        f"heading = {heading}",
        "",
        "[columns]",
    ]
    seen: set[str] = set()
    for column in columns:
        if column.heading and column.heading not in seen:
            seen.add(column.heading)
            lines.append(f"{_quoted(' '.join(column.heading.split()))} = {_quoted(column.field or '')}")
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    """A TOML string. JSON's escapes are TOML's as well, but for the delete character."""
    import json  # most imports write no such file

    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
