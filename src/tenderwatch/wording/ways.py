"""Ways that exclude each other: '5+4 or 5+2+2 years', and lengths to choose from."""

from __future__ import annotations

from tenderwatch.wording.lexicon import (
    EXTENDING,
    MORE,
    PERIODS,
)
from tenderwatch.wording.quantities import Item, Quantity, quantity_at, share_units
from tenderwatch.wording.scan import Scan


def ways_of(scan: Scan, quantity: Quantity) -> tuple[list[tuple[Item, ...]] | None, int]:
    """The ways to choose from, with units shared among them, and the atom after the last."""
    quantities = [quantity]
    while (joint := _or_after(scan, quantities[-1].after)) is not None:
        ahead = joint + 1
        while (
            ahead < scan.last
            and scan.atoms[ahead].kind == "word"
            and scan.words[ahead] in MORE | {"a", "by", "for", "of", "an", "either"}
        ):
            ahead += 1
        following = (
            quantity_at(scan.atoms, ahead)
            if ahead < scan.last and scan.atoms[ahead].kind in ("number", "length")
            else None
        )
        if following is None:
            break
        quantities.append(following)
    known = [item.unit for other in quantities for item in other.items if item.unit]
    hint = known[-1] if known else scan.unit_before(quantity.first)
    ways = []
    for other in quantities:
        shared = share_units(other.items, hint)
        if shared is None:
            return None, quantity.after
        ways.append(shared)
    if not known and not scan.about:
        return None, quantity.after
    return ways, quantities[-1].after


def _or_after(scan: Scan, at: int) -> int | None:
    """Where an 'or' stands after a quantity and its noun."""
    while scan.word(at) in EXTENDING | PERIODS:
        at += 1
    if scan.word(at) == "," and scan.word(at + 1) == "or":
        at += 1
    return at if scan.word(at) == "or" else None


def among_several(scan: Scan, at: int) -> bool:
    """'6 months, 12 months or 18 months': lengths to choose from, which is not one of them."""
    if scan.word(at) != "," or at + 3 >= scan.last or scan.atoms[at + 1].kind not in ("number", "length"):
        return False
    return "or" in scan.words[at + 2 : at + 5] and any(
        atom.kind == "length" for atom in scan.atoms[at + 2 : min(at + 7, scan.last)]
    )
