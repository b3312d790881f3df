"""What a quantity is made of: lengths, how often each, and the unit that bare numbers among them share."""

from tenderwatch.named_tuple import NamedTuple
from tenderwatch.wording.lengths import Length
from tenderwatch.wording.lexicon import UNITS

_MOST_YEARS = 25
_FEWEST_MONTHS = 3


class Item(NamedTuple):
    """A length and how often. `length` is None for a bare number of a sum, until its unit is known;
    `unit` is the word it was printed with."""

    length: Length | None
    times: int
    number: int = 0
    up_to: bool = False
    counted: bool = False
    singular: bool = False
    unit: str = ""
    start: int = 0
    end: int = 0


class Quantity(NamedTuple):
    """A quantity from atom `first` to before atom `after`. More than one item means that it was printed as a sum."""

    items: tuple[Item, ...]
    first: int
    after: int
    marked: bool = False

    @property
    def months(self) -> int | None:
        """All of it, in months; None where days are among them."""
        total = 0
        for item in self.items:
            if item.length is None or item.length.months is None:
                return None
            total += item.length.months * item.times
        return total


def share_units(items: tuple[Item, ...], hint: str = "") -> tuple[Item, ...] | None:
    """The items with a unit for each bare number: another's, else years for small numbers, months for large ones.

    `hint` is a unit printed nearby. None where no unit fits.
    """
    if all(item.length is not None for item in items):
        return items
    bare = [item.number for item in items if item.length is None]
    unit = next((item.unit for item in reversed(items) if item.unit), hint)
    small = unit and UNITS[unit] == "month" and min(bare) < _FEWEST_MONTHS
    if small and (len(bare) == len(items) or any(item.length and (item.length.months or 0) > 12 for item in items)):
        return None  # '24 months + 1 + 1' means years, or does it?
    if unit:
        months = (
            {"year": 12, "month": 1}.get(UNITS[unit], 0) if max(bare) <= _MOST_YEARS or UNITS[unit] == "month" else 0
        )
    else:
        months = 12 if max(bare) <= 10 else 1 if min(bare) >= 6 and all(number % 3 == 0 for number in bare) else 0
    if not months:
        return None
    return tuple(item if item.length else item._replace(length=Length(item.number * months)) for item in items)
