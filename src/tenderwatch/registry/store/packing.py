"""Values to the bytes of a row and back, by pickles that name no class.

All classes that rows can hold, and what rebuilds values of them, are pickled once, before any row, and read back once:
from then on writer and reader know each by its number. Hundreds of thousands of rows that name them would take a third
more room, and time.
"""

import pickle
from io import BytesIO
from typing import Any

from tenderwatch.named_tuple import rebuilt
from tenderwatch.registry.cache import Unpickler


class Packing:
    """Packs and unpacks values that are made of these types, by module and name."""

    def __init__(self, types: dict[tuple[str, str], type]) -> None:
        self._out = BytesIO()
        self._pickler = pickle.Pickler(self._out, protocol=5)
        self._pickler.dump([rebuilt, *types.values()])
        self._unpickler = Unpickler(self._out.getvalue(), types)
        self._in = self._unpickler.data
        self._unpickler.load()
        # What is known by now stays known to both, and of a row nothing is added.
        self._pickler.fast = True

    def pack(self, value: Any) -> bytes:
        """A value as it stands in a row."""
        self._out.seek(0)
        self._out.truncate()
        self._pickler.dump(value)
        return self._out.getvalue()

    def unpack(self, data: bytes) -> Any:
        """The value. Raises what reading a damaged pickle raises: NOT_READABLE."""
        self._in.seek(0)
        self._in.truncate()
        self._in.write(data)
        self._in.seek(0)
        return self._unpickler.load()
