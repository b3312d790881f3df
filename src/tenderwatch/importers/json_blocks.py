"""Blocks of JSON, whatever stands in them: a value of another type than expected counts as one that is not there."""

from __future__ import annotations

import re
from typing import Any

Json = dict[str, Any]

_ENTITY = re.compile(r"&(?:#[0-9]{1,6}|#x[0-9a-fA-F]{1,5}|[a-zA-Z]{2,8});")


def group_in(block: Json, key: str) -> Json:
    """The group of keys behind a key; an empty one if there is none."""
    value = block.get(key)
    return value if isinstance(value, dict) else {}


def groups_in(block: Json, key: str) -> list[Json]:
    """The groups in the list behind a key."""
    value = block.get(key)
    return [entry for entry in value if isinstance(entry, dict)] if isinstance(value, list) else []


def text_of(value: Any) -> str:
    """Words on one line, entities resolved; nothing for anything else."""
    if type(value) is not str:
        # Most are texts: what else there may be is asked only then.
        return str(value) if isinstance(value, int) and not isinstance(value, bool) else ""
    if value.isalnum():
        return value
    if "&" in value and _ENTITY.search(value):
        import html  # few notices need it, and its table of names is long

        value = html.unescape(value)
    return " ".join(value.split())


def names_in(block: Json, key: str) -> list[str]:
    """The texts of a list."""
    value = block.get(key)
    return [entry for entry in value if isinstance(entry, str)] if isinstance(value, list) else []
