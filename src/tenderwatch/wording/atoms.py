"""Tokens gathered into what a reader sees: dates, lengths, counts, other figures, and words."""

from tenderwatch.wording.lengths import Length, amount_at, length_of
from tenderwatch.wording.lexicon import (
    EXTEND,
    EXTENSION_NOUNS,
    MORE,
    PERIODS,
    SINGULAR_UNITS,
    STEP_NOUNS,
    STEPS,
    UNITS,
    Unit,
    word_set,
    words_of,
)
from tenderwatch.wording.other_figures import other_figures
from tenderwatch.wording.printed_dates import BEGINNINGS, date_at
from tenderwatch.wording.tokens import Token, tokenise

# What may stand between "a" and "year": "a further optional year".
_EACH = word_set("optional discretionary single possible individual separate")
_WHICH = word_set("first second third fourth fifth sixth final last current next")
# Words with which something else than a word can begin, or that are a unit.
_NOT_ALONE = BEGINNINGS | UNITS.keys() | STEPS.keys() | word_set("per each every half")
_YEAR_OF_DATA = 360
_THEN, _STOPS = words_of(">"), frozenset(".,;()")
_LONGEST_TIME = 8  # '00:01:00'
_HEADS = PERIODS | EXTENSION_NOUNS | {"duration", "length"}  # not 'to extend in years 4 and 5'
_BEFORE_UNIT = MORE | word_set("a an optional final single possible potential extra one extension")


# A token that is no more than a word or a mark is an atom as it stands.
Atom = Token


def atoms_of(text: str) -> list[Atom]:
    """The atoms of a text, in order."""
    tokens = tokenise(text)
    others = other_figures(text) if any(token.kind == "number" for token in tokens) else []
    atoms: list[Atom] = []
    at = 0
    last = len(tokens)
    beyond = len(text) + 1
    waiting = iter(others)
    begin, end = next(waiting, (beyond, beyond))
    while at < last:
        token = tokens[at]
        while end <= token.start:
            begin, end = next(waiting, (beyond, beyond))
        if begin <= token.start:
            while at < last and tokens[at].start < end:
                at += 1
            time = ":" in text[token.start : end] and end - token.start <= _LONGEST_TIME
            atoms.append(Atom("other", "noon" if time else "#", token.start, end, fresh=token.fresh))
            continue
        if token.kind == "word" and token.word not in _NOT_ALONE:
            atoms.append(token)
            at += 1
            continue
        atom, at = _atom_at(tokens, at, atoms)
        atoms.append(atom)
    return atoms


def _atom_at(tokens: list[Token], at: int, before: list[Atom]) -> tuple[Atom, int]:
    token = tokens[at]
    if printed := date_at(tokens, at):
        end = tokens[printed.after - 1].end
        atom = Atom("date", token.word, token.start, end, when=printed.when, second=printed.second, fresh=token.fresh)
        return atom, printed.after
    if token.kind == "number":
        atom, after = _number_or_length(tokens, at)
        if atom.kind == "number" and (unit := _unit_of_heading(before)):
            atom = atom._replace(kind="length", word=unit, length=_of_heading(atom.number, UNITS[unit]))
        return atom, after
    if token.word == "per" and (_word(tokens, at + 1) in UNITS or _word(tokens, at + 1) == "annum"):
        return Atom("other", "#", token.start, tokens[at + 1].end, fresh=token.fresh), at + 2
    if token.word in STEPS and (_step_like(tokens, at) or _word(tokens, at - 1) == "rolling"):
        return _step(tokens, at)
    if token.word in ("each", "every") and _word(tokens, at + 1) in SINGULAR_UNITS:
        length = length_of(1, UNITS[tokens[at + 1].word])
        return Atom("step", "every", token.start, tokens[at + 1].end, length=length, fresh=token.fresh), at + 2
    if token.word in SINGULAR_UNITS:
        following = at + 2 if _word(tokens, at + 1) == "-" else at + 1
        second = following + (2 if _word(tokens, following + 1) == "-" else 1)
        if _word(tokens, following) in ("to", "by", "on") and _word(tokens, second) == token.word:
            length = length_of(1, UNITS[token.word])
            return Atom(
                "step", "rolling", token.start, tokens[second].end, length=length, fresh=token.fresh
            ), second + 1
        if (_has_article(before) or _year_of_extension(before)) and not (
            tokens[at + 1 : at + 2] and tokens[at + 1].kind == "number" and tokens[at + 1].digits == 1
        ):
            atom = Atom(
                "length", token.word, token.start, token.end, length=length_of(1, UNITS[token.word]), singular=True
            )
            return atom, at + 1
    if token.word == "half" and (_word(tokens, at + 1), _word(tokens, at + 2)) == ("a", "year"):
        return Atom("length", "year", token.start, tokens[at + 2].end, length=Length(6), singular=True), at + 3
    if token.word in UNITS and [atom.kind for atom in before[-2:]] == ["number", "word"] and _each_optional(before):
        length = length_of(1, UNITS[token.word])
        return Atom("length", token.word, token.start, token.end, length=length, singular=True), at + 1
    if token.kind == "mark" and token.word == "½":
        return Atom("number", token.word, token.start, token.end, fresh=token.fresh), at + 1
    return token, at + 1


def _word(tokens: list[Token], at: int) -> str:
    return tokens[at].word if 0 <= at < len(tokens) else ""


def _step_like(tokens: list[Token], at: int) -> bool:
    """Whether 'annual' and the like tell a step, not a habit ('annual report')."""
    following = _word(tokens, at + 1)
    if _word(tokens, at - 1) in _THEN and (following in _STOPS or at + 1 == len(tokens)):
        return True  # '3 years, then annual'
    if following == "thereafter":
        return True
    return (
        tokens[at].word.endswith("ly")
        or following in STEP_NOUNS | {"break", "rolling"}
        or following.startswith(("exten", "option", "renew"))
    )


def _step(tokens: list[Token], at: int) -> tuple[Atom, int]:
    after = at + 2 if _word(tokens, at + 1) in STEP_NOUNS else at + 1
    token = tokens[at]
    length = Length(STEPS[token.word])
    return Atom("step", "step", token.start, tokens[after - 1].end, length=length, fresh=token.fresh), after


def _unit_of_heading(before: list[Atom]) -> str:
    """The unit of a heading before a number: 'Extension (months): 24'."""
    words = [atom.word for atom in before[-4:]]
    if words[-2:-1] == ["in"] and words[-1] in UNITS and words[-3:-2] and words[-3] in _HEADS:
        return words[-1]
    if len(words) > 2 and words[-3] == "in" and words[-1] == ":" and words[-2] in UNITS:
        return words[-2]
    if words[-3:-2] == ["("] and words[-1] == ")" and words[-2] in UNITS and words[0] in _HEADS:
        return words[-2]
    return words[1] if len(words) == 4 and (words[0], *words[2:]) == ("(", ")", ":") and words[1] in UNITS else ""


def _of_heading(number: int, unit: Unit) -> Length:
    """'Contract duration (days): 1080': data count months of thirty days."""
    in_months = unit == "day" and number >= _YEAR_OF_DATA and number % 30 == 0
    return Length(number // 30) if in_months else length_of(number, unit)


def _year_of_extension(before: list[Atom]) -> bool:
    """'in its first extension year': a year that is the option."""
    words = [atom.word for atom in before[-2:]]
    if words[-1:] in (["final"], ["last"]):
        named = [atom.word for atom in before[-2:-1]] in (["the"], ["a"], ["one"], ["its"], ["this"], ["and"])
        return named and not EXTEND.isdisjoint(atom.word for atom in before[-9:])  # 'to extend it for the final year'
    return len(words) == 2 and words[1] in ("extension", "option", "optional") and words[0] in _WHICH


def _each_optional(before: list[Atom]) -> bool:
    """'two optional years': options of a year each."""
    summed = len(before) > 2 and before[-3].word in ("+", "plus")
    return before[-1].word in _EACH or (not summed and before[-1].word in ("extension", "option"))


def _has_article(before: list[Atom]) -> bool:
    """Whether the words before a bare 'year' make it one year: 'a further year', 'another optional year'."""
    if [atom.word for atom in before[-2:]] == ["single", "-"]:
        return True
    back = len(before) - 1
    while back >= 0 and before[back].kind == "word" and before[back].word in _BEFORE_UNIT:
        back -= 1
    words = [atom.word for atom in before[back + 1 :]]
    if not words:
        return False
    if words == ["a"]:
        earlier = before[back] if back >= 0 else None
        return earlier is None or (
            earlier.kind == "word" and earlier.word not in ("times", "twice", "once", "days", "weeks", "hours")
        )
    return (
        words[0] in ("a", "an", "another", "further", "additional", "extra", "single")
        or "further" in words
        or "single" in words
    )


def _number_or_length(tokens: list[Token], at: int) -> tuple[Atom, int]:
    token = tokens[at]
    amount = amount_at(tokens, at)
    atom = Atom(
        "number",
        token.word,
        token.start,
        tokens[amount.after - 1].end,
        amount.number,
        ordinal=token.ordinal,
        fresh=token.fresh,
        digits=max(token.digits, 1) if amount.whole else 0,
    )
    if amount.length is None:
        return atom, amount.after
    return atom._replace(
        kind="length",
        word=amount.unit,
        number=0,
        length=amount.length,
        singular=amount.unit in SINGULAR_UNITS,
        ordinal=False,
        digits=token.digits,
        more=amount.more,
    ), amount.after
