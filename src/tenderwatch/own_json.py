"""JSON files that this program writes and reads back: whatever it would not have written is damage."""

from __future__ import annotations

import json
from typing import Any

from tenderwatch.text import has_control


class DamageError(ValueError):
    """The file is not as this program wrote it; the message says in what way."""


def read_own_json(data: bytes) -> Any:
    """The value in a file of ours. Raises DamageError.

    Refused are other text, a key twice, numbers that are not whole, and texts with invisible characters.
    """
    try:
        return json.loads(
            data.decode("utf-8"), object_pairs_hook=_object, parse_constant=_number, parse_float=_number,
            parse_int=_number,
        )  # fmt: skip
    except DamageError:
        raise
    except (ValueError, RecursionError):
        raise DamageError("it is damaged, or not JSON at all") from None


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    value = dict(pairs)
    if len(value) != len(pairs):
        raise DamageError("it is damaged: it names something twice")
    if any(has_control(text) for pair in pairs for text in _texts(pair)):
        raise DamageError("it is damaged: it contains invisible characters")
    return value


def _texts(value: Any) -> list[str]:
    """The texts in a value; those of an object within it have been looked at before."""
    if isinstance(value, str):
        return [value]
    return [text for part in value for text in _texts(part)] if isinstance(value, list | tuple) else []


def _number(text: str) -> int:
    if text.isdigit() and len(text) <= 15:
        return int(text)
    raise DamageError(f"it is damaged: {text[:20]} is not a number that it could hold")
