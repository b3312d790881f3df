"""Productions for quantities: a length, a repeat ('2 x 12 months'), a sum ('3+1+1'), and ways to choose from.

quantity := sum (OR sum)*
sum      := term (PLUS term)*
term     := COUNT between* LENGTH | LENGTH between* X COUNT | LENGTH | COUNT | '(' sum ')'
"""

from itertools import takewhile

from tenderwatch.wording.atoms import Atom
from tenderwatch.wording.deeds import is_deed
from tenderwatch.wording.items import Item, Quantity, share_units
from tenderwatch.wording.lexicon import BETWEEN, EXTENDING, MORE, PERIODS, UNITS, word_set, words_of

_PLUS = frozenset({"+", "plus"})
_AFTER_PLUS = MORE | EXTENDING | PERIODS | word_set("a an up to of the for possible potential potentially ( by")
_IN_LIST = (
    MORE
    | EXTENDING
    | PERIODS
    | word_set("of for the first second third fourth , and & ( : being lasting a an possible available separate by to")
    | word_set("no nr . -")
)
_LIST_GOES_ON = frozenset({"and", ",", "&", "then", "followed"})
_BETWEEN_LISTED = word_set("followed then of for the first second third fourth , and & being lasting by")
_FIRM = word_set("firm fixed initial core guaranteed")
_TIMES = frozenset({"x", "*", "times"})
_LABELLED = frozenset({"option", "extension", "optional", "year", "period", "renewal"})
_BARE_LENGTHS = (1, 2, 3, 12, 18, 24, 36)
_MOST_TIMES = 30
_SEVERAL = words_of("EO")
_FARTHEST = 9


def sum_at(atoms: list[Atom], at: int, *, inner: bool = False) -> Quantity | None:
    """The sum, repeat, length or number that begins at an atom; None where none does. `inner`: it is in brackets."""
    first = _term(atoms, at)
    if first is None:
        return None
    items, after = first
    marked = len(items) > 1 or items[0].counted
    explains = not inner and not marked and items[0].length is None and _word(atoms, after) == "("
    if explains and (explained := _explained(atoms, at, after, items[0].number)):
        return explained
    while len(items) < _MOST_TIMES and (following := _plus(atoms, after)) is not None:
        joined = _term(atoms, following)
        if joined is None:
            break
        items, after, marked = items + joined[0], joined[1], True
    return Quantity(items, at, after, marked)


def _explained(atoms: list[Atom], at: int, bracket: int, number: int) -> Quantity | None:
    """'5 (3+1+1) years': the sum, where it comes to the number."""
    parts = sum_at(atoms, bracket + 1, inner=True)
    if parts is None or not parts.marked or sum(item.number for item in parts.items) != number:
        return None
    unit_at = parts.after + (_word(atoms, parts.after) == ")")
    shared = share_units(parts.items, _word(atoms, unit_at)) if _word(atoms, unit_at) in UNITS else None
    return Quantity(shared, at, unit_at + 1, True) if shared else None


def _word(atoms: list[Atom], at: int) -> str:
    return atoms[at].word if 0 <= at < len(atoms) else ""


def _plus(atoms: list[Atom], at: int) -> int | None:
    """The atom after a plus and the words that may follow one, before a number or length."""
    start = at
    at += _word(atoms, at) in _FIRM and _word(atoms, at + 1) in _PLUS
    if _word(atoms, at) == "(" and any(map(is_deed, _inside(atoms, at))):
        return None  # '3+2 (+2 activated)'
    if (_word(atoms, at) == "(" and _word(atoms, at + 1) in _PLUS) or (
        _word(atoms, at) == "," and _word(atoms, at + 1) in _PLUS
    ):
        at += 1
    if _word(atoms, at) == "-" and _word(atoms, at + 1) in _PLUS:
        at += 1
    if _word(atoms, at) not in _PLUS:
        return None
    at += 1
    at += _word(atoms, at) == "-"
    while at < len(atoms) and at - start < 8 and atoms[at].kind in ("word", "mark") and atoms[at].word in _AFTER_PLUS:
        at += 1
    return at if at < len(atoms) and atoms[at].kind in ("number", "length") else None


def _inside(atoms: list[Atom], at: int) -> list[str]:
    """The words of a bracket, as far as it is a short one."""
    return [atom.word for atom in takewhile(lambda atom: atom.word != ")", atoms[at : at + _FARTHEST])]


def _unit(atom: Atom) -> str:
    return atom.word if atom.word in UNITS else ""


def _term(atoms: list[Atom], at: int) -> tuple[tuple[Item, ...], int] | None:
    if at >= len(atoms):
        return None
    atom = atoms[at]
    up_to = (_word(atoms, at - 1) == "to" and _word(atoms, at - 2) == "up") or _up_to_before(atoms, at)
    if atom.kind == "length" and atom.length:
        return _length_term(atoms, at, atom, up_to)
    if atom.kind != "number" or atom.ordinal or atom.digits == 4 or not 0 < atom.number <= 120:
        return None
    if listed := _listed(atoms, at):
        return listed
    counted = _counted(atoms, at)
    if counted:
        length_at, inner_up_to = counted
        length = atoms[length_at]
        after = _skip_each(atoms, length_at + 1)
        item = Item(
            length.length, atom.number, 0, inner_up_to, True, length.singular, _unit(length), atom.start, length.end
        )
        return (item,), after
    if repeated := _repeated(atoms, at):
        return repeated
    if atom.digits:
        return (Item(None, 1, atom.number, up_to, start=atom.start, end=atom.end),), at + 1
    return None


def _repeated(atoms: list[Atom], at: int) -> tuple[tuple[Item, ...], int] | None:
    """'1x12', '2 x 1': a count and a bare number, where nothing is named that they could be of."""
    number = atoms[at + 2] if at + 2 < len(atoms) else None
    if number is None or _word(atoms, at + 1) not in _TIMES or number.kind != "number" or not number.digits:
        return None
    if number.number not in _BARE_LENGTHS or (at + 3 < len(atoms) and atoms[at + 3].kind == "word"):
        return None
    count = atoms[at].number
    return (Item(None, count, number.number, False, True, start=atoms[at].start, end=number.end),), at + 3


def _listed(atoms: list[Atom], at: int) -> tuple[tuple[Item, ...], int] | None:
    """As many lengths as the count says: 'two options, the first of 24 months and the second of 12 months'."""
    count = atoms[at].number
    items: list[Item] = []
    if not 1 < count <= _MOST_TIMES or _word(atoms, at - 1) in _LABELLED:
        return None
    if _word(atoms, at + 1) in ("-", "."):
        return None  # '2 - 3 years, then 12 months'
    scan, gap = at + 1, 0
    while scan < len(atoms) and gap < 8 and len(items) < count:
        atom = atoms[scan]
        bare = atom.kind == "number" and _word(atoms, scan + 1) in _LIST_GOES_ON
        if bare or (atom.kind == "length" and atom.length):
            items.append(Item(atom.length, 1, atom.number, False, True, False, _unit(atom), atom.start, atom.end))
            gap = 0
        elif (atom.kind in ("word", "mark") and atom.word in (_IN_LIST if not items else _BETWEEN_LISTED)) or (
            atom.word == "one" and _word(atoms, scan + 1) in ("of", "for")
        ):
            gap += 1
        else:
            return None
        scan += 1
    last = _word(atoms, scan)
    if (
        len(items) < count
        or last in ("each", "notice", "'", "break", "x")
        or (last in ("and", ",") and _length_near(atoms, scan))
    ):
        return None
    listed = not _LIST_GOES_ON.isdisjoint(atom.word for atom in atoms[at + 1 : scan]) and items[-1].length is not None
    shared = share_units(tuple(items), items[-1].unit) if listed else None
    return (shared, scan) if shared else None


def _length_near(atoms: list[Atom], at: int) -> bool:
    return any(atom.kind == "length" for atom in atoms[at : at + 3])


def _up_to_before(atoms: list[Atom], at: int) -> bool:
    """'up to a further 2 years', 'not exceeding 24 months', 'any period up to'."""
    back = at - 1
    while (
        back >= 0
        and at - back < 7
        and atoms[back].kind == "word"
        and atoms[back].word
        in MORE | {"a", "an", "of", "optional", "maximum", "and", "including", "combined", "aggregate", "cumulative"}
    ):
        back -= 1
    words = (_word(atoms, back - 1), _word(atoms, back))
    return words == ("up", "to") or words[1] in ("exceeding", "upto") or words == ("more", "than")


def _length_term(atoms: list[Atom], at: int, atom: Atom, up_to: bool) -> tuple[tuple[Item, ...], int]:
    """A length; with 'x 2' after it, repeated."""
    after = at + 1
    start = atom.start
    scan = after
    while (
        scan < len(atoms)
        and scan - after < 4
        and (atoms[scan].word in EXTENDING or atoms[scan].word in PERIODS or atoms[scan].word == "(")
    ):
        scan += 1
    if _word(atoms, scan) in _TIMES and scan + 1 < len(atoms):
        count = atoms[scan + 1]
        follows = atoms[scan + 2] if scan + 2 < len(atoms) else None
        if count.kind == "number" and 1 <= count.number <= _MOST_TIMES and not (follows and follows.kind == "length"):
            after = scan + 2
            return (
                Item(atom.length, count.number, 0, up_to, True, atom.singular, _unit(atom), start, count.end),
            ), after
    after = _skip_each(atoms, after)
    return (Item(atom.length, 1, 0, up_to, False, atom.singular, _unit(atom), start, atom.end),), after


def _skip_each(atoms: list[Atom], at: int) -> int:
    if _word(atoms, at) not in ("each", "apiece"):
        return at
    return at + 2 if _word(atoms, at + 1) == "time" else at + 1


def _counted(atoms: list[Atom], at: int) -> tuple[int, bool] | None:
    """Where the length stands that a count counts, and whether it is 'up to'. None where the number is no count."""
    atom = atoms[at]
    if atom.number > _MOST_TIMES or _word(atoms, at - 1) in _TIMES:
        return None
    scan = at + 1
    following = _word(atoms, scan)
    joined = ""
    while scan < len(atoms) and scan - at <= _FARTHEST:
        candidate = atoms[scan]
        if candidate.kind == "length":
            single = atom.number == 1 and joined == "(" and scan == at + 2 and _word(atoms, at - 1) == ":"
            if joined in (",", "(", ":") and not single and not _each_near(atoms, at, scan):
                return None
            inner = any(atoms[i].word in ("up", "than", "exceeding") for i in range(at, scan))
            each = _word(atoms, scan + 1) == "each" or _word(atoms, at - 1) in (",", ":", "-", "yes")
            if (atom.word == "one" or each) and following == "of" and scan == at + 2:
                return scan, inner
            if following in ("of", "for") and not any(atoms[i].word in PERIODS | EXTENDING for i in range(at, scan)):
                return None
            return scan, inner
        if candidate.kind == "step" and candidate.word == "step" and scan > at:
            return scan, False
        if candidate.kind not in ("word", "mark"):
            return None
        if candidate.word in (",", "(", ":") or (candidate.word == "-" and scan > at + 1):
            joined = candidate.word
        elif scan == at + 1 and candidate.word == "contract" and _word(atoms, scan + 1) in ("of", "for"):
            return None  # 'one contract of 24 months'
        elif scan == at + 1 and candidate.kind == "word" and _word(atoms, scan + 1) in _SEVERAL:
            pass  # 'two contract extensions of 12 months': whatever they are called
        elif candidate.word not in BETWEEN or _breaks_off(atoms, scan):
            return None
        scan += 1
    return None


def _breaks_off(atoms: list[Atom], at: int) -> bool:
    """Whether a mark or word that may stand between count and length here does not: '3. 12 months', '3 to 5 years'."""
    if atoms[at].word == "-" and at + 1 < len(atoms) and atoms[at + 1].kind == "length":
        return bool(atoms[at - 1].digits and atoms[at + 1].digits)
    return atoms[at].word == "to" and _word(atoms, at + 1) not in EXTENDING and _word(atoms, at - 1) != "up"


def _each_near(atoms: list[Atom], at: int, length_at: int) -> bool:
    """Whether 'each' makes a length in brackets or after a comma that of every one."""
    if atoms[length_at - 1].word == "," and length_at == at + 2 and atoms[length_at].singular:
        return not atoms[at].digits or atoms[at + 1].end > atoms[at].end  # 'three, one-year options'
    words = {atom.word for atom in atoms[at:length_at]} | {_word(atoms, length_at + 1)}
    return "each" in words or "every" in words
