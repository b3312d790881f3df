"""Placing options: whether they add to those before, are one of a numbered row, or have been used."""

from __future__ import annotations

from tenderwatch.wording.facts import Group
from tenderwatch.wording.lexicon import (
    EXTENDING,
    JOINING,
    MORE,
)
from tenderwatch.wording.quantities import Item, Quantity
from tenderwatch.wording.scan import LINKS, PLUS, Scan
from tenderwatch.wording.sums import is_all_of_the_term, place_term, said_before

_IS_FOR = frozenset({"is", "will", "shall", "be", "for", "a", "of", "the", "continue", "continues"})
_SHORTEST_TERM = 14


_MORE_STILL = frozenset({"another", "added", "thereafter", "then", "second", "third", "after", "following"})


def place_options(scan: Scan, ways: list[tuple[Item, ...]], quantity: Quantity, before: list[str], head: str) -> None:
    """Add a group of options, unless the quantity turns out to be a term with options, or said before."""
    items = ways[0]
    if len(items) > 1 and len(ways) == 1 and scan.word(quantity.first - 1) == "(" and said_before(scan, items):
        scan.consume(quantity.first, quantity.after)
        return
    if len(items) > 1 and len(ways) == 1 and not _all_options(scan, items, before):
        place_term(scan, ways, quantity, initial=False, before=before)
        return
    if len(ways) > 1 and head == "option" and len(items) > 1 and not scan.facts.terms and scan.mode != "option":
        place_term(scan, ways, quantity, initial=False, before=before)
        return
    if scan.word(quantity.first - 1) == "(" and not scan.extending and is_all_of_the_term(scan, quantity):
        return
    span = scan.consume(quantity.first, quantity.after)
    joined = (
        bool(set(before) & (JOINING | MORE))
        or bool(MORE & set(scan.words[quantity.first : quantity.after]))
        or _labelled(scan, quantity.first)
    )
    scan.mode = "option"
    scan.facts.groups.append(
        Group(
            tuple(ways),
            span,
            scan.sentence,
            scan.state(quantity.first),
            joined=joined,
            used=_used(scan, before, items),
            more=bool(set(before) & _MORE_STILL) or _numbered_later(before),
            linked=bool(set(before) & LINKS),
        )
    )


def _numbered_later(before: list[str]) -> bool:
    """'Option 2:': one more than option 1."""
    near = before[-5:]
    numbers = [word for word in near if word.isdigit()]
    return bool(numbers and int(numbers[-1][:3]) > 1 and set(near) & {"option", "extension"})


def _used(scan: Scan, before: list[str], items: tuple[Item, ...]) -> int | None:
    """How many of a repeat 'the first of the two' speaks of."""
    after = [atom.word for atom in scan.atoms[scan.first : scan.last] if atom.start > items[-1].end][:4]
    if "first" in (*before[-6:], *after) and items[0].counted and scan.state() == "exercised":
        return 1
    return None


def _labelled(scan: Scan, at: int) -> bool:
    words = scan.words[max(scan.first, at - 5) : at]
    return (
        bool({"first", "second", "third", "fourth", "option", "extension", "then"} & set(words))
        and any(atom.kind == "number" for atom in scan.atoms[max(scan.first, at - 3) : at])
    ) or bool({"second", "third", "fourth", "then", "another"} & set(words))


def _all_options(scan: Scan, items: tuple[Item, ...], before: list[str]) -> bool:
    """Whether a sum is of options alone: an extending word governs it, or each part is one of a kind."""
    if scan.options_only:
        return True
    if (
        scan.mode == "option"
        or set(before) & MORE
        or (set(before) & EXTENDING and scan.extending)
        or (set(before) & PLUS and (scan.facts.terms or scan.facts.ranges or scan.facts.ends))
    ):
        return True
    if scan.facts.terms:
        return True
    same = all(
        item.length == items[0].length and (item.singular or (item.number and not item.unit)) for item in items[:-1]
    )
    same = same and items[-1].length == items[0].length and (items[-1].singular or bool(items[0].number))
    return same and all(item.length is not None and not item.counted for item in items)
