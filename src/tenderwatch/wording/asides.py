"""Totals, steps without a count, and what is beside the term: notice, breaks, when suppliers are let in."""

from __future__ import annotations

import re
from itertools import pairwise

from tenderwatch.dates import When
from tenderwatch.wording.facts import Group, Total
from tenderwatch.wording.items import Item, Quantity
from tenderwatch.wording.lengths import Length
from tenderwatch.wording.lexicon import EXTEND, REOPEN, ROLLING, STEP_NOUNS, word_set
from tenderwatch.wording.reading import Break, Reopening, Span
from tenderwatch.wording.roles import Role
from tenderwatch.wording.scan import Scan

_ENDING_EARLY = word_set(
    "gave served ended terminate termination terminated terminable cancel cancelled break either party"
)
_TO = word_set("to until till")


def place_total(scan: Scan, item: Item, quantity: Quantity, since: int, role: Role) -> None:
    """A total: of the options, of the whole contract, or of either."""
    if item.length is None:
        return
    span = scan.consume(quantity.first, quantity.after)
    left, right = scan.row(since, quantity.first), scan.ahead(quantity.after)
    at_total = left.rfind("t")
    before, following = (left[:at_total], left[at_total + 1 :]) if at_total >= 0 else (left, "")
    adding = (
        bool(re.search("[edEoOwV].*y", before))
        or (before == "y" and scan.word(since) == "by")  # 'may extend beyond D by a maximum of'
        or "yu2" in left
        or before.endswith(("E2", "d2", "Eu2", "du2", "Ou2", "ou2"))
    )
    sliced = bool(scan.facts.groups) and scan.facts.groups[-1].step and "Tu2" in left
    more = sliced or any(atom.more for atom in scan.atoms[quantity.first : quantity.after])
    options = role == "options-total" or more or bool(set("fF") & set(left) or re.match("[fdE]|>[,.)]?$", right))
    # 'extended for a maximum period of' adds, and so does 'the extension clause to be invoked for a maximum period of'.
    sought = scan.state(quantity.first) != "permitted" and re.search("[edEoOw].*y$", before)
    of_all = "c" if sought or re.search("[eE]y", before) else "cp"
    options = options or (role != "options-total" and scan.extending and adding and not set(of_all) & set(following))
    options = options or bool({"cumulative", "aggregate"} & set(scan.words[since : quantity.first]))
    longest_term = max((term.length.months or 0 for term in scan.facts.terms), default=0)
    of_floor = scan.floor == scan.sentence and role == "total" and not set("cp") & set(following)
    of_floor = of_floor and not 0 < longest_term < (item.length.months or 0)
    options = options or of_floor
    in_all = left.count("t") + right.startswith("qt") > 1 and "y" not in left
    of_options = role == "options-total" or of_floor
    options = options and (not in_all or of_options or "cumulative" in scan.words[since : quantity.first])
    whole = not options and (role == "whole-total" or bool(set("cp") & set(following)) or right.startswith("c"))
    leans = (
        in_all
        or re.search("(?:^|[^u])2t$", left) is not None
        or right.startswith("qt")
        or "total" in scan.words[since : quantity.first]
    )
    either = role == "total" and at_total >= 0 and options and not more and re.search("[EdOo]u?2$", before) is not None
    scan.facts.totals.append(Total(item.length, span, scan.sentence, options and not either, whole, leans, either))
    scan.mode = "option" if options else scan.mode or "term"


def place_aside(scan: Scan, role: Role, item: Item, quantity: Quantity) -> None:
    """A notice period, a time after which to break, or how often suppliers are let in."""
    if item.length is None:
        return
    span = scan.consume(quantity.first, quantity.after)
    duration = item.length.duration(item.unit)
    words = set(scan.words[scan.first : scan.last])
    if role == "notice":
        to_end = any(pair == ("to", "end") for pair in pairwise(scan.words[scan.first : scan.last]))
        if (
            not words & _ENDING_EARLY
            and not to_end
            and scan.word(quantity.first - 1) != "unless"
            and (scan.extending or (not words & ROLLING and "n" in scan.row(scan.first, scan.last)))
        ):
            scan.facts.notices.append((duration, span))
    elif role == "break":
        scan.mode = "break"
        every = "v" in scan.row(quantity.first - 2, quantity.first) or item.unit.endswith("ly")
        scan.facts.breaks.append((Break(every=duration) if every else Break(after=duration), span))
    else:
        scan.facts.reopenings.append((Reopening(every=duration), span))


def dates_the_break(scan: Scan, at: int, when: When) -> bool:
    """'a break clause at the end of year three (30 April 2030)': the day of the break before the bracket."""
    breaks = scan.facts.breaks
    if not breaks or scan.word(at - 1) != "(" or breaks[-1][1].end != scan.atoms[at - 2].end:
        return False
    breaks[-1] = Break(on=when), Span(breaks[-1][1].start, scan.consume(at, at + 1).end)
    return True


def dates_the_option(scan: Scan, at: int) -> bool:
    """'a further year (31 May 2030)': the end of that option."""
    if scan.word(at - 1) == "(" and scan.facts.groups and scan.facts.groups[-1].sentence == scan.sentence:
        group = scan.facts.groups[-1]
        if group.until is None and len(group.ways) == 1 and scan.atoms[at].when is not None:
            scan.facts.groups[-1] = group._replace(until=scan.atoms[at].when)
            return True
    return False


def passed_over(scan: Scan, at: int, after: int, since: int) -> bool:
    """'was extended on D until', 'Extension (decision due D): 1 year': what follows such a day reads on without it."""
    if scan.last_role != "other":
        return False
    first, last = at, after
    if scan.word(after) == ")":
        first = next((place for place in range(at - 1, since - 1, -1) if scan.words[place] == "("), at)
        last = after + (first < at)
    elif scan.word(at - 1) not in ("on", "in") or scan.word(after) not in (
        _TO if scan.word(at - 2) not in EXTEND else _TO | {"for", "by"}
    ):
        return False
    scan.letters[first:last] = [""] * (last - first)
    return last > first


def place_step(scan: Scan, at: int, since: int) -> int:
    """'annually', 'on an annual basis', 'each year', 'month to month'."""
    atom = scan.atoms[at]
    left, right = scan.row(since, at), scan.ahead(at + 1)
    length = atom.length or Length()
    span = Span(atom.start, atom.end)
    words = set(scan.words[scan.first : scan.last])
    scan.consumed[at] = True
    if "b" in left[-6:] or right.startswith("b"):
        scan.facts.breaks.append((Break(every=length.duration()), span))
    elif words & REOPEN:
        scan.facts.reopenings.append((Reopening(every=length.duration()), span))
    elif atom.word == "every" and _each_time(scan, length):
        scan.facts.groups[-1] = scan.facts.groups[-1]._replace(step=True)
    elif re.search("h_?$", left) or scan.word(at - 1) == "invoked":
        pass
    elif scan.about and _rolls(scan, at, left, right, words):
        scan.mode = "option"
        item = Item(length, 1, start=atom.start, end=atom.end)
        then = ">" in left
        scan.facts.groups.append(
            Group(((item,),), span, scan.sentence, scan.state(at), step=True, joined=then, linked=then)
        )
    elif atom.word == "rolling":
        scan.facts.mentions.append(span)  # 'then week to week'
    return at + 1


def _rolls(scan: Scan, at: int, left: str, right: str, words: set[str]) -> bool:
    atom = scan.atoms[at]
    noun = scan.text[atom.start : atom.end].lower().split()[-1]
    if ROLLING & words or atom.word == "rolling":
        return True
    if atom.word == "every":
        return scan.extending and (left[-1:] == "e" or scan.word(at - 1) == "renewable" or "automatically" in words)
    if ">" in (left[-1:], right[:1]):
        return scan.is_after_a_term(at)
    if scan.mode == "option" and noun in STEP_NOUNS:
        return True
    near = set(scan.row(scan.first, at)) | set(right[:1])
    return (scan.extending and bool(near & set("edEoOwV"))) or (left[-1:] in set("edEoOwV") and left != "")


def _each_time(scan: Scan, length: Length) -> bool:
    """'extends for 12 months each year': the option before goes on."""
    group = scan.facts.groups[-1] if scan.facts.groups else None
    if group is None or group.sentence != scan.sentence or len(group.ways) > 1 or len(group.ways[0]) > 1:
        return False
    return group.ways[0][0].length == length and not group.ways[0][0].counted
