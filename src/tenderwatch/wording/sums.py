"""Terms and sums: the first part of '3+1+1' is the initial term and the rest are options, unless they only repeat."""

from __future__ import annotations

from tenderwatch.wording.facts import Group, Term
from tenderwatch.wording.lexicon import (
    JOINING,
)
from tenderwatch.wording.options import flat, months_between
from tenderwatch.wording.quantities import Item, Quantity
from tenderwatch.wording.reading import Span
from tenderwatch.wording.scan import Scan


def place_term(
    scan: Scan, ways: list[tuple[Item, ...]], quantity: Quantity, *, initial: bool, before: list[str]
) -> None:
    """A term; of a sum the first part is the term and the rest are options."""
    items = ways[0]
    if items[0].length is None or (len(items) > 1 and items[0].counted):
        return
    span = scan.consume(quantity.first, quantity.after)
    including = scan.includes(quantity.after)
    if len(items) == 1 and len(ways) == 1:
        scan.mode = "initial"
        whole = items[0].up_to
        scan.facts.terms.append(Term(items[0].length, span, scan.sentence, initial, whole, including))
        return
    if len(items) > 1 and len(ways) == 1 and _equal_parts(scan, items, quantity):
        scan.facts.terms.pop()
        scan.facts.mentions.append(span)
        scan.facts.unread.append((span, scan.sentence))
        return
    if len(items) > 1 and len(ways) == 1 and scan.word(quantity.first - 1) == "(" and _bracketed_sum(scan, items, span):
        return
    first = {way[0].length for way in ways}
    if len(first) == 1:
        scan.facts.terms.append(Term(items[0].length, Span(items[0].start, items[0].end), scan.sentence, True))
    rest = tuple(way[1:] for way in ways)
    if len(first) > 1 or not any(rest):
        scan.facts.unread.append((span, scan.sentence))
        return
    scan.mode = "option"
    start = next(way[0].start for way in rest if way)
    scan.facts.groups.append(
        Group(rest, Span(start, span.end), scan.sentence, scan.state(), joined=bool(set(before) & JOINING), summed=True)
    )


def _equal_parts(scan: Scan, items: tuple[Item, ...], quantity: Quantity) -> bool:
    """'2 years (1 + 1)': whether the first part is the initial term cannot be told."""
    return (
        scan.word(quantity.first - 1) == "("
        and len({item.length for item in items}) == 1
        and bool(scan.facts.terms) and scan.facts.terms[-1].length.months == quantity._replace(items=items).months
    )  # fmt: skip


def _bracketed_sum(scan: Scan, items: tuple[Item, ...], span: Span) -> bool:
    """A sum in brackets: what was said before it in short, or the options after a span of days. The sums decide."""
    parts = [length for length, _ in flat(items)]
    if said_before(scan, items):
        return True
    if scan.facts.terms or len(scan.facts.ranges) != 1 or scan.facts.ranges[0].since is None:
        return False
    months = months_between(scan.facts.ranges[0].since, scan.facts.ranges[0].when)
    everything = sum(length.months or 0 for length in parts if length)
    if (parts[0] and months == parts[0].months) or (months == everything and len(set(parts)) > 1):
        return False
    if months == everything:
        scan.facts.mentions.append(span)
        scan.facts.unread.append((span, scan.sentence))
    else:
        scan.mode = "option"
        scan.facts.groups.append(Group((items,), span, scan.sentence))
    return True


def is_all_of_the_term(scan: Scan, quantity: Quantity) -> bool:
    """'one year (2 x 6 months)': how it is made up, or options as well? It cannot be told: the term is taken back."""
    months = quantity.months
    if not scan.facts.terms or months is None or scan.facts.terms[-1].length.months != months:
        return False
    scan.facts.mentions.append(scan.facts.terms.pop().span)
    return True


def said_before(scan: Scan, items: tuple[Item, ...]) -> bool:
    """Whether a sum in brackets says again what stands before it, with or without the initial term."""
    parts = [length for length, _ in flat(items)]
    said = [length for group in scan.facts.groups for length, _ in flat(group.ways[0])]
    return bool(said) and parts in (said, [*(term.length for term in scan.facts.terms[-1:]), *said])
