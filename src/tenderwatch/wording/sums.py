"""What a sum says of what stands before it: '5 years (3+2)', 'three years with two further years (3+1+1)'."""

from __future__ import annotations

from tenderwatch.wording.facts import Total
from tenderwatch.wording.items import Item, Quantity
from tenderwatch.wording.options import flat, months_between
from tenderwatch.wording.reading import Span
from tenderwatch.wording.scan import Scan


def said_again(scan: Scan, ways: list[tuple[Item, ...]], quantity: Quantity) -> bool:
    """'either 4 years plus one of 2 or 4 years plus two of 1 (4+2 or 4+1+1)': the ways in brackets are those before."""
    term, group = scan.facts.terms[-1:], scan.facts.groups[-1:]
    again = bool(term and group) and all(way[0].length == term[0].length for way in ways)
    if again := again and [flat(way[1:]) for way in ways] == [flat(way) for way in group[0].ways]:
        scan.consume(quantity.first, quantity.after)
    return again


def decomposes(scan: Scan, items: tuple[Item, ...], quantity: Quantity, left: str, right: str) -> bool | None:
    """What a sum makes of what stands before it. True: that is all said; False: its first part is the initial term.

    '5 years (3+2)' has its term in the sum; '2 years (1+1)' could be all term, or a term and an option: unread.
    """
    facts = scan.facts
    parts = [length for length, _ in flat(items)]
    span = Span(scan.atoms[quantity.first].start, scan.atoms[quantity.after - 1].end)
    everything = sum(length.months or 0 for length in parts if length)
    said = [length for group in facts.groups for length, _ in flat(group.ways[0])]
    if left.endswith(("%", ">")) and facts.terms:
        return None  # '24m with 12m + 12m'
    if said and not facts.terms and parts[1:] == said and left.endswith("("):
        facts.groups[:] = []
        return False
    if said and parts in (said, [*(term.length for term in facts.terms[-1:]), *said]):
        scan.consume(quantity.first, quantity.after)
        return True
    terms, totals = facts.terms, facts.totals
    if (
        said
        and terms
        and parts[0] == terms[-1].length
        and everything == sum(part.months or 0 for part in [parts[0], *said] if part)
    ):
        facts.groups[:] = []
        return False
    if totals and totals[-1].length.months == everything:
        return None if totals[-1].of_options else False
    if (set(left) & set("edEoOwV+fF") or (right[:1] in tuple("dEoO") and len(set(parts)) == 1)) and not left.endswith(
        "("
    ):
        return None
    apart = terms and terms[-1].sentence != scan.sentence and facts.extending
    if terms and not said and terms[-1].length.months == everything and not apart:
        if terms[-1].whole or len(set(parts)) > 1 or not left.endswith("(") or right[:1] in tuple("odEO"):
            whole = facts.terms.pop()
            facts.totals.append(Total(whole.length, whole.span, whole.sentence, of_whole=True))
            return False
        facts.mentions.append(scan.consume(quantity.first, quantity.after))
        facts.terms.pop()
        facts.unread.append((span, scan.sentence))
        return True
    if terms or len(facts.ranges) != 1 or facts.ranges[0].since is None or not left.endswith("("):
        return None
    months = months_between(facts.ranges[0].since, facts.ranges[0].when)
    first = parts[0].months if parts[0] else None
    if len(set(parts)) > 1 and months in (first, everything):
        return False
    if months in (first, everything):
        scan.consume(quantity.first, quantity.after)
        facts.mentions.append(span)
        facts.unread.append((span, scan.sentence))
        return True
    return None
