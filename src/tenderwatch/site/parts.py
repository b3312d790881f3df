"""A calendar that has grown too large for some programs, in parts: who subscribed to it keeps what they have.

A contract stays in the part in which it was published. New ones go into a part with room, or a new one.
"""

from collections.abc import Iterable, Mapping, Sequence

from tenderwatch.calendar.feed import MOST_BYTES, MOST_EVENTS
from tenderwatch.named_tuple import NamedTuple

# A part takes new contracts up to this share of the limits, and warns from `WARN_AT` on.
FILL_TO, WARN_AT = 0.9, 0.8


_HEAD = 3_000


class Size(NamedTuple):
    """How much of a calendar something takes."""

    bytes: int = 0
    events: int = 0

    def plus(self, other: "Size") -> "Size":
        """Both together."""
        return Size(self.bytes + other.bytes, self.events + other.events)

    @property
    def share(self) -> float:
        """Of what one calendar may hold, with its head and an event that tells of further parts: 1 is full."""
        return max((self.bytes + _HEAD) / MOST_BYTES, (self.events + 1) / MOST_EVENTS)


def divide(
    contracts: Iterable[str], sizes: Mapping[str, Size], before: Sequence[frozenset[str]]
) -> tuple[tuple[str, ...], ...]:
    """The contracts of each part, in order. `before` are those that each part held when it was published last.

    One part if all fits and there never were more. A contract that is too large for any part has one to itself.
    """
    order = tuple(contracts)
    parts: list[list[str]] = [[] for _ in range(max(len(before), 1))]
    new: list[str] = []
    for name in order:
        place = next((number for number, held in enumerate(before) if name in held), None)
        (new if place is None else parts[place]).append(name)
    taken = [whole_size(sizes.get(name, Size()) for name in part) for part in parts]
    if len(parts) == 1 and whole_size(sizes.get(name, Size()) for name in order).share <= 1:
        return (order,)
    for number, part in enumerate(parts):
        # What is published stays until its part is full; then the last go, and leave it some room.
        if taken[number].share > 1:
            while len(part) > 1 and taken[number].share > FILL_TO:
                size = sizes.get(part[-1], Size())
                taken[number] = Size(taken[number].bytes - size.bytes, taken[number].events - size.events)
                new.insert(0, part.pop())
    for name in new:
        size = sizes.get(name, Size())
        place = next((number for number in range(len(parts)) if taken[number].plus(size).share <= FILL_TO), None)
        if place is None:
            parts.append([])
            taken.append(Size())
            place = len(parts) - 1
        parts[place].append(name)
        taken[place] = taken[place].plus(size)
    ranks = {name: rank for rank, name in enumerate(order)}
    return tuple(tuple(sorted(part, key=ranks.__getitem__)) for part in parts)


def whole_size(sizes: Iterable[Size]) -> Size:
    """Of several together."""
    return Size(*map(sum, zip(*sizes, strict=True))) if (sizes := tuple(sizes)) else Size()
