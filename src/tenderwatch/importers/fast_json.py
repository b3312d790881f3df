"""Releases decoded with msgspec, which the extra `import` installs: twice as fast as the standard library.

It takes what is plain: UTF-8, no number beyond measure, and no key that is not known. All else is left to the
standard library, so that what is read, refused and reported is the same with the extra and without.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any, Literal, NewType

from tenderwatch.importers.known_fields import known

# A release that nests deeper is refused.
MOST_NESTING = 200
# Blocks within blocks, one more than any release seen: what nests further is left to the careful way.
_LEVELS = 7


@cache
def plain_release() -> Callable[[bytes], Any] | None:
    """What decodes the bytes of one release, and gives None for one that is not plain; None without msgspec."""
    try:
        import msgspec
    except ImportError:
        return None
    key: Any = Literal[tuple(sorted(known("keys")))]
    scalar: Any = None | bool | int | float | str
    # Each level has a name, by which it is told from others in no time.
    named: Any = NewType
    block: Any = dict[key, scalar]
    for level in range(_LEVELS):
        block = named(f"Level{level}", dict[key, scalar | list[scalar | block] | block])
    decode = msgspec.json.Decoder(block).decode
    error = msgspec.MsgspecError

    def decoded(data: bytes) -> Any:
        try:
            return decode(data)
        except (error, UnicodeDecodeError, RecursionError):
            return None

    return decoded
