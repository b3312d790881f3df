"""Figures beside the main rule: totals, steps, numbered years, breaks and notices, and numbers that only name."""

from __future__ import annotations

from tenderwatch.dates import Duration
from tenderwatch.wording.atoms import Length
from tenderwatch.wording.facts import Group, Term, Total
from tenderwatch.wording.lexicon import (
    BREAK,
    CONTRACT,
    END,
    EXTENDING,
    EXTENSION_NOUNS,
    MORE,
    OR,
    OTHER_LENGTHS,
    PERIODS,
    REOPEN,
    ROLLING,
    START,
    STEP_NOUNS,
    TO,
    TOTAL,
    UNITS,
    WHOLE,
)
from tenderwatch.wording.quantities import Item, Quantity
from tenderwatch.wording.reading import Break, Reopening, Span
from tenderwatch.wording.scan import PLUS, Mode, Scan

ORDINALS = frozenset({"second", "third", "fourth", "fifth", "sixth", "seventh"})


def label(scan: Scan, at: int) -> bool:
    """'Extension 1:', 'Year 3', '(1)': a number that only names."""
    before, after = scan.word(at - 1), scan.word(at + 1)
    if before in ("option", "extension", "year", "period", "lot", "renewal", "extensions") and after not in (
        "x",
        "*",
        "+",
        "plus",
        "no",
        "times",
        "further",
    ):
        return scan.atoms[at].number <= 12
    return before == "(" and after == ")" and scan.word(at - 2) in ("", ".", ":", ";", ",")


def count(scan: Scan, at: int) -> int:
    """A number that is no count of periods: of things if a plain noun follows, else unread."""
    following = scan.atoms[at + 1] if at + 1 < scan.last else None
    before = scan.word(at - 1)
    if (
        following
        and following.kind == "word"
        and following.word
        not in EXTENDING
        | PERIODS
        | MORE
        | PLUS
        | TO
        | OR
        | START
        | END
        | STEP_NOUNS
        | {"x", "no", "and", "of", "basis", "optional", "with", "in", "for", "at", "on"}
    ):
        scan.consumed[at] = True
    elif (
        following
        and following.kind == "word"
        and following.word in EXTENDING
        and scan.atoms[at].kind == "number"
        and scan.atoms[at].digits != 4
    ):
        scan.consumed[at] = _counts_lengthless(scan, at)
    elif scan.atoms[at].digits == 4 and before in ("in", "of", "since", "act"):
        scan.consumed[at] = False
    return at + 1


def _counts_lengthless(scan: Scan, at: int) -> bool:
    """'2 extensions' without a length anywhere in the sentence: options exist, of unknown length."""
    if any(scan.atoms[place].kind in ("length", "step") for place in range(scan.first, scan.last)):
        return False
    scan.facts.mentions.append(Span(scan.atoms[at].start, scan.atoms[at + 1].end))
    return True


def break_year(scan: Scan, at: int) -> bool:
    """'a break clause at the end of year 3'."""
    atom = scan.atoms[at]
    if scan.word(at - 1) != "year" or not BREAK & set(scan.words[max(scan.first, at - 10) : at]):
        return False
    scan.facts.breaks.append(
        (Break(after=Duration(atom.number * 12, "months")), Span(scan.atoms[at - 1].start, atom.end))
    )
    return True


def numbered_years(scan: Scan, at: int) -> int | None:
    """'optional years 4 and 5': one option of a year for each."""
    if not scan.extending or not EXTENDING & set(scan.words[scan.first : scan.last]):
        return None
    before = scan.word(at - 1)
    if before not in ("year", "years"):
        return None
    ahead, count = at, 0
    while ahead < scan.last:
        atom = scan.atoms[ahead]
        if atom.kind == "number" and atom.number <= 15:
            count += 1
        elif atom.word not in ("and", ",", "&", "year", "years"):
            break
        ahead += 1
    named = EXTENDING & set(scan.words[max(scan.first, at - 6) : at]) or scan.word(ahead) in EXTENSION_NOUNS
    if not count or not named or (before == "year" and count == 1 and scan.word(ahead) == ":"):
        return None
    span = scan.consume(at, ahead)
    item = Item(Length(12), count, counted=True, start=span.start, end=span.end)
    scan.mode = "option"
    scan.facts.groups.append(Group(((item,),), span, scan.sentence, scan.state()))
    return ahead


def numbered_ordinals(scan: Scan, at: int) -> int:
    """The atom after 'third and fourth year' where it is of options, else the next."""
    ahead, count = at, 0
    while ahead < scan.last and (
        scan.atoms[ahead].ordinal or scan.words[ahead] in ORDINALS or scan.words[ahead] in ("and", ",", "&", "or")
    ):
        count += scan.atoms[ahead].ordinal or scan.words[ahead] in ORDINALS
        ahead += 1
    unit = scan.atoms[ahead] if ahead < scan.last else None
    is_year = unit is not None and (unit.word in ("year", "years") and unit.kind in ("word", "length"))
    if not is_year or not scan.extending or not EXTENDING & set(scan.words[max(scan.first, at - 6) : at]):
        return at + 1
    if scan.word(ahead + 1) in ("of", "extension") and count == 1 and scan.word(ahead + 1) == "of":
        return at + 1
    span = scan.consume(at, ahead + 1)
    item = Item(Length(12), count, counted=True, start=span.start, end=span.end)
    scan.mode = "option"
    scan.facts.groups.append(Group(((item,),), span, scan.sentence, scan.state()))
    return ahead + 1


def from_to(scan: Scan, at: int) -> bool:
    """'extend from 36 to 48 months': the initial term, and all of it."""
    if not scan.extending or scan.word(at - 1) != "from" or scan.word(at + 1) != "to" or at + 2 >= scan.last:
        return False
    first, last = scan.atoms[at], scan.atoms[at + 2]
    if last.kind != "length" or last.length is None or last.length.months is None:
        return False
    months = first.length.months if first.length else first.number * (12 if UNITS.get(last.word) == "year" else 1)
    if not months or months >= last.length.months:
        return False
    span = scan.consume(at, at + 3)
    scan.facts.terms.append(Term(Length(months), Span(first.start, first.end), scan.sentence, True))
    scan.facts.totals.append(Total(last.length, span, scan.sentence, of_whole=True))
    return True


def total(scan: Scan, items: tuple[Item, ...], quantity: Quantity, before: list[str]) -> None:
    """A total: of the options, of the whole contract, or of either."""
    if items[0].length is None:
        return
    span = scan.consume(quantity.first, quantity.after)
    near = set(scan.words[max(scan.first, quantity.first - 8) : quantity.first])
    place = max((at for at, word in enumerate(before) if word in TOTAL), default=0)
    around = set(before[max(0, place - 3) :]) | set(scan.words[quantity.after : min(quantity.after + 4, scan.last)])
    head = scan.word(quantity.after)
    named = {word for at, word in enumerate(before) if TOTAL & set(before[max(0, at - 3) : at])}
    extension = bool({"extension", "extensions"} & (named if named & WHOLE else near))
    whole = bool({"contract", "framework", "agreement", "duration", "whole", "overall"} & around) or (
        "term" in around and "terms" not in around
    )
    if named & CONTRACT and not {"extension", "extensions"} & set(before[place + 1 : place + 2]):
        extension, whole = False, True
    by_or_for = (
        bool(({"by", "for"} & set(before[:-1]) or _extensions_of(before)) and {"up", "not", "maximum"} & set(before))
        and scan.extending
    )
    of_options = (extension or "cumulative" in near or bool(MORE & near) or head in EXTENDING | MORE) and not (
        {"including", "inclusive", "with"} & near and whole
    )
    if named & CONTRACT and whole:
        of_options = False
    if (
        scan.word(quantity.after) == "in"
        and not {"extension", "extensions"} & named
        and not MORE & near
        and not by_or_for
    ):
        whole, of_options = True, False
    if (
        before[max(0, place - 2) : place] == ["to", "a"]
        and before[max(0, place - 3) : place - 2] != ["up"]
        and not extension
        and head not in MORE
    ):
        whole, of_options = True, False
    of_options = of_options or (by_or_for and not whole)
    scan.facts.totals.append(Total(items[0].length, span, scan.sentence, of_options, whole and not of_options))
    if scan.mode == "":
        scan.mode = "term"


def _extensions_of(before: list[str]) -> bool:
    """'extensions of up to 3 years in total'."""
    return any(
        word in ("extension", "extensions") and before[at + 1 : at + 2] == ["of"] for at, word in enumerate(before)
    )


def aside(scan: Scan, role: Mode, length: Length, quantity: Quantity) -> None:
    """A notice period, a time after which to break, or how often suppliers are let in."""
    span = scan.consume(quantity.first, quantity.after)
    duration = length.duration(quantity.items[0].unit)
    words = set(scan.words[scan.first : scan.last])
    if role == "notice":
        if not words & {"terminate", "termination", "terminated", "cancel", "break", "either", "party"}:
            scan.facts.notices.append((duration, span))
    elif role == "break":
        scan.facts.breaks.append((Break(after=duration), span))
    elif words & REOPEN or words & {"submissions", "applications", "entrants", "new", "providers", "suppliers"}:
        scan.facts.reopenings.append((Reopening(every=duration), span))


def step(scan: Scan, at: int, before: list[str]) -> int:
    """'annually', 'on an annual basis', 'each year', 'month to month'."""
    atom = scan.atoms[at]
    near = set(before[-6:])
    length = atom.length or Length()
    duration = length.duration()
    words = set(scan.words[scan.first : scan.last])
    scan.consumed[at] = True
    if near & BREAK or scan.word(at + 1) in BREAK:
        scan.facts.breaks.append((Break(every=duration), Span(atom.start, atom.end)))
    elif words & REOPEN:
        scan.facts.reopenings.append((Reopening(every=duration), Span(atom.start, atom.end)))
    elif set(before[-3:]) & (OTHER_LENGTHS | {"invoked"}):
        return at + 1
    elif _rolls(scan, at, words):
        scan.mode = "option"
        item = Item(length, 1, start=atom.start, end=atom.end)
        scan.facts.groups.append(Group(((item,),), Span(atom.start, atom.end), scan.sentence, scan.state(), step=True))
    return at + 1


def _rolls(scan: Scan, at: int, words: set[str]) -> bool:
    atom = scan.atoms[at]
    if ROLLING & words or atom.word == "rolling":
        return scan.about
    if atom.word == "every":
        return False
    if {"then", "thereafter"} & {scan.word(at - 1), scan.word(at + 1)}:
        return scan.about
    return (
        scan.extending and (bool(EXTENDING & set(scan.words[scan.first : at])) or scan.word(at + 1) in EXTENDING)
    ) or (scan.word(at - 1) in EXTENDING and scan.about)
