"""Years by their number: 'optional years 4 and 5', 'a fourth and fifth year', 'a break in the third year'."""

from __future__ import annotations

from tenderwatch.dates import Duration
from tenderwatch.wording.facts import Group, Term
from tenderwatch.wording.items import Item
from tenderwatch.wording.lengths import Length
from tenderwatch.wording.lexicon import EXTENDING, EXTENSION_NOUNS, ORDER, word_set
from tenderwatch.wording.reading import Break
from tenderwatch.wording.roles import BREAKS
from tenderwatch.wording.scan import Scan

POSSIBLE = frozenset({"possibility", "possible", "potential", "potentially", "possibly"})
ORDINALS = frozenset(ORDER[1:])
_DURING = word_set("in at for during over")
_FIRM = word_set("firm guaranteed initial core committed")


def numbered_years(scan: Scan, at: int) -> int | None:
    """'optional years 4 and 5': one option of a year for each."""
    before = scan.word(at - 1)
    if scan.consumed[at] or before not in ("year", "years"):
        return None
    ahead, numbers = at, list[int]()
    while ahead < scan.last:
        atom = scan.atoms[ahead]
        if atom.kind == "number" and atom.number <= 15:
            ranged = scan.word(ahead - 1) in ("-", "to") and numbers and atom.number - numbers[-1] < 10
            numbers += range(numbers[-1] + 1, atom.number + 1) if ranged else [atom.number]
        elif atom.word not in ("and", ",", "&", "year", "years", "-", "to"):
            break
        ahead += 1
    ahead -= scan.word(ahead - 1) in (",", "and", "-", "to")
    count = len(numbers)
    left_open = _are_optional(scan, at - 1, ahead)
    firm = scan.word(ahead) in _FIRM and scan.word(ahead + 1) in ("", ".", ",", ";", ")", "and", "plus", "then")
    if (at - 1 == scan.first or scan.word(at - 2) == ":") and firm and numbers == list(range(1, len(numbers) + 1)):
        length = Length(12 * len(numbers))
        scan.facts.terms.append(Term(length, scan.consume(at, ahead), scan.sentence, initial=True))
        return ahead
    labelled = before == "year" and count == 1 and scan.word(at - 2) in EXTENSION_NOUNS  # 'option year 1'
    if (numbers[:1] == [1] and not labelled) or not (scan.extending or left_open):
        return None
    named = (
        left_open or EXTENDING & set(scan.words[max(scan.first, at - 6) : at]) or scan.word(ahead) in EXTENSION_NOUNS
    )
    if count == 1 and before == "years" and named and 1 < scan.atoms[at].number <= 5:
        count = scan.atoms[at].number  # 'option years 2'
    if not count or not named or (before == "year" and count == 1 and scan.word(ahead) == ":"):
        return None
    scan.extending = scan.facts.extending = True
    return _years(scan, at, ahead, count, inside=_are_last_of_the_term(scan, numbers))


def last_years(scan: Scan, at: int) -> int | None:
    """'5 years, the last two (years) being optional': an option inside the length that was printed as the term."""
    atom, term = scan.atoms[at], scan.facts.terms[-1] if scan.facts.terms else None
    if term is None or term.initial or scan.facts.groups or scan.word(at - 1) not in ("last", "final"):
        return None
    months = atom.number * 12 if atom.kind == "number" else (atom.length.months if atom.length else None)
    after = at + 1 + (atom.kind == "number" and scan.word(at + 1) in ("year", "years"))
    if scan.word(at - 3) in _DURING:
        return None  # 'prices in the last two years are discretionary'
    optional = scan.word(after) in ("optional", "discretionary") or _are_optional(scan, at - 2, after)
    if not optional or not months or not term.length.months or not months < term.length.months:
        return None
    scan.facts.terms[-1] = term._replace(length=Length(term.length.months - months), initial=True)
    span = scan.consume(at, after)
    scan.extending = scan.facts.extending = True
    item = Item(Length(months), 1, start=span.start, end=span.end)
    scan.mode = "option"
    scan.facts.groups.append(Group(((item,),), span, scan.sentence, scan.state(at), summed=True))
    return after


def _are_optional(scan: Scan, before: int, at: int) -> bool:
    """'years 6 and 7 being optional', 'years 4 to 5 at the Council's option'."""
    near = [word for word in scan.words[at : min(at + 7, scan.last)] if word]
    if near[:2] == ["of", "which"]:
        del near[:2]
    if near[:1] in (["being"], ["are"], ["is"]):
        del near[0]
        if {"optional", "discretionary"} & set(near[:1]) or near[:2] in (["option", "years"], ["extension", "years"]):
            return True
    apart = scan.word(before - 1) in _DURING  # 'a review in years 3 and 5 at its discretion'
    return not apart and near[:2] == ["at", "the"] and bool({"option", "discretion"} & set(near[2:]))


def _are_last_of_the_term(scan: Scan, numbers: list[int]) -> bool:
    """'7 years (years 6 and 7 being optional)': the last years of what was printed as the term, which is shorter."""
    term = scan.facts.terms[-1] if scan.facts.terms else None
    if term is None or term.initial or numbers != list(range(numbers[0], numbers[-1] + 1)):
        return False
    if term.length.months != numbers[-1] * 12:
        return False
    scan.facts.terms[-1] = term._replace(length=Length((numbers[0] - 1) * 12), initial=True)
    return True


def _years(scan: Scan, at: int, after: int, count: int, *, inside: bool = False) -> int:
    span = scan.consume(at, after)
    item = Item(Length(12), count, counted=True, start=span.start, end=span.end)
    scan.mode = "option"
    more = count == 1 < scan.atoms[at].number and scan.word(at - 2) in EXTENSION_NOUNS  # 'option year 1; option year 2'
    scan.facts.groups.append(
        Group(((item,),), span, scan.sentence, scan.state(at), summed=inside, joined=more, more=more)
    )
    return after


def _break_in(scan: Scan, at: int, year: int) -> int:
    """'a break at the end of the third year'."""
    number = scan.atoms[at].number or ORDER.index(scan.words[at]) + 1
    span = scan.consume(at, year + 1)
    scan.facts.breaks.append((Break(after=Duration(number * 12, "months")), span))
    return year + 1


def numbered_ordinals(scan: Scan, at: int) -> int:
    """The atom after 'third and fourth year' where it is of options, else the next."""
    ahead, numbers = at, list[int]()
    while ahead < scan.last and (
        scan.atoms[ahead].ordinal or scan.words[ahead] in ORDINALS or scan.words[ahead] in ("and", ",", "&", "or")
    ):
        if scan.atoms[ahead].ordinal:
            numbers.append(scan.atoms[ahead].number)
        elif scan.words[ahead] in ORDINALS:
            numbers.append(ORDER.index(scan.words[ahead]) + 1)
        ahead += 1
    count = len(numbers)
    unit = scan.atoms[ahead] if ahead < scan.last else None
    plain = unit is not None and (unit.kind == "word" or unit.end - unit.start == len(unit.word))
    is_year = unit is not None and unit.word in ("year", "years") and plain  # not '1 year'
    if is_year and count == 1 and scan.facts.breaks == [] and BREAKS.search(scan.row(max(scan.first, at - 12), at)):
        return _break_in(scan, at, ahead)
    near = set(scan.words[max(scan.first, at - 6) : at])
    named = EXTENDING & near or scan.word(ahead + 1) in EXTENSION_NOUNS
    if is_year and scan.about and _are_optional(scan, at - 1, ahead + 1):
        named = scan.extending = scan.facts.extending = True  # 'the fourth year being optional'
    if scan.about and POSSIBLE & near and not scan.extending and is_year:
        named = scan.extending = True  # 'with the possibility of a third year'
    if not is_year or not scan.extending or not named or "in" in scan.words[max(scan.first, at - 2) : at]:
        return at + 1
    if scan.word(ahead + 1) == "of" and count == 1:
        return at + 1
    inside = scan.state(at) == "permitted" and _are_last_of_the_term(scan, numbers)
    return _years(scan, at, ahead + 1, count, inside=inside)
