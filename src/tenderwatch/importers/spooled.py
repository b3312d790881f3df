"""Values as they are written to disk and read again, column by column: items of one kind have much in common.

That costs a third of what it takes to write them one after the other, since most of the time goes into making objects:
a column of one value is written once, and what a register repeats (its dates, amounts, councils) as a number.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from functools import partial
from itertools import repeat
from typing import Any

from tenderwatch.dates import When
from tenderwatch.registry.model.contract import Value

# Values of these kinds are repeated; other tuples are records, which are written field by field.
_REPEATED = frozenset({When, Value, date, tuple, type(None)})
# So many are kept, and none with hundreds of suppliers or a whole page in it.
_MOST_KEPT, _LONGEST_KEPT = 20_000, 250

Written = tuple[Any, ...]
"""How values are written, and the values: `same`, `numbered`, `fields` or the `values` themselves."""


class _Numbers(dict[Any, Any]):
    """A number for each value, in the order in which they are met, as far as these are kept; else the value itself."""

    def __missing__(self, value: Any) -> Any:
        if len(self) >= _MOST_KEPT or len(repr(value)) > _LONGEST_KEPT:
            return value
        number = self[value] = len(self)
        return number


class Column:
    """What stands in one place of each item. It must write what it is to read, since it knows the values by number."""

    def __init__(self) -> None:
        self._numbers = _Numbers()
        self._known: list[Any] = []
        self._fields: list[Column] = []

    def written(self, values: Sequence[Any]) -> Written:
        """Some values as they are to be pickled."""
        first = values[0]
        # What is equal to a text or to None is one as well; a number can be equal to one of another kind.
        if (first is None or type(first) is str) and values.count(first) == len(values):
            return "same", first, len(values)
        kinds = {*map(type, values)}
        if kinds <= _REPEATED:
            try:
                return "numbered", [*map(self._numbers.__getitem__, values)]
            except TypeError:  # a list or a group of keys is in one of them
                return "values", values
        kind = next(iter(kinds))
        if len(kinds) > 1 or not issubclass(kind, tuple):
            return "values", values
        columns = [*zip(*values, strict=True)]
        self._fields += [Column() for _ in columns[len(self._fields) :]]
        return "fields", kind, [field.written(column) for field, column in zip(self._fields, columns, strict=False)]

    def values(self, written: Written) -> Iterable[Any]:
        """The values again."""
        match written:
            case "same", value, count:
                return repeat(value, count)
            case "numbered", numbers:
                if len(self._known) < len(self._numbers):
                    self._known = list(self._numbers)
                known = self._known
                return [known[number] if type(number) is int else number for number in numbers]
            case "fields", kind, columns:
                fields = map(Column.values, self._fields, columns)
                return map(partial(tuple.__new__, kind), zip(*fields, strict=True))
        return written[1]  # type: ignore[no-any-return]
