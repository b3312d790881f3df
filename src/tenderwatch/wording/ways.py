"""Ways to choose from: '5+4 or 5+2+2 years', '12, 18 or 24 months'; and the units that numbers share."""

from __future__ import annotations

from tenderwatch.wording.atoms import Atom
from tenderwatch.wording.items import Item, Quantity, share_units
from tenderwatch.wording.lexicon import EXTENDING, MORE, PERIODS
from tenderwatch.wording.quantities import sum_at

_BEFORE_WAY = MORE | frozenset({"a", "an", "by", "for", "of", "either", "one"})


def ways_at(
    atoms: list[Atom], at: int, last: int, hint: str = "", *, bare: bool = False
) -> tuple[list[tuple[Item, ...]], int] | None:
    """The ways to choose from that begin at an atom, and the atom after them: mostly one.

    '5+4 or 5+2+2 years', '12, 18 or 24 months', '2 x 1 year or 24 months'. Units are shared among them; `hint` is one
    printed nearby. None where no unit is printed, unless a sum may stand without (`bare`).
    """
    sums = [first] if (first := sum_at(atoms, at)) else []
    while sums and (following := _other_way(atoms, sums[-1].after, last)) is not None:
        sums.append(following)
    if not sums or sums[-1].after > last or (len(sums) == 1 and not sums[0].marked and sums[0].items[0].length is None):
        return None
    term = sums[0].items[0]
    if not term.counted and len(sums[0].items) > 1:  # '3 years plus one of 2 years or two of 1 year'
        sums = [way._replace(items=(term, *way.items)) if way.items[0].counted else way for way in sums]
    units = [item.unit for way in sums for item in way.items if item.unit]
    known = units or any(item.length for way in sums for item in way.items)
    if not known and (not bare or not any(way.marked for way in sums)):
        return None
    ways = [share_units(way.items, units[-1] if units else hint) for way in sums]
    return ([way for way in ways if way], sums[-1].after) if all(ways) else None


def _other_way(atoms: list[Atom], at: int, last: int) -> Quantity | None:
    """The quantity after an 'or', or after a comma of such a list."""
    ahead = at
    while ahead < last and atoms[ahead].word in EXTENDING | PERIODS:
        ahead += 1
    comma = (atoms[ahead].word if ahead < len(atoms) else "") == ","
    ahead += comma
    if ahead < last and atoms[ahead].word in ("or", "/"):
        ahead += 1
    elif not comma or ahead != at + 1 or ahead >= last or "or" not in [atom.word for atom in atoms[ahead : ahead + 5]]:
        return None
    while ahead < last and atoms[ahead].kind == "word" and atoms[ahead].word in _BEFORE_WAY:
        ahead += 1
    return sum_at(atoms, ahead) if ahead < last else None
