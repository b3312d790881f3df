"""Tokens gathered into what a reader sees: dates, lengths, counts, other figures, and words."""

from typing import Literal, NamedTuple

from tenderwatch.dates import Duration, When
from tenderwatch.wording.lexicon import EXTEND, MORE, SINGULAR_UNITS, STEP_NOUNS, STEPS, UNITS, Unit, word_set
from tenderwatch.wording.other_figures import other_figures
from tenderwatch.wording.printed_dates import date_at
from tenderwatch.wording.tokens import Token, tokenise

AtomKind = Literal["word", "mark", "number", "length", "step", "date", "other"]
_MONTHS_IN = {"year": 12, "month": 1}
_DAYS_IN = {"week": 7, "day": 1}
# Letters for units, only where they touch the number: "36m + 12m".
_LETTERS = {"m": "month", "y": "year"}
# What may stand between "a" and "year": "a further optional year".
_EACH = word_set("optional discretionary single possible individual separate")
_WHICH = word_set("first second third fourth fifth sixth final last current next")
_BEFORE_UNIT = MORE | word_set("a an optional final single possible potential extra one extension")


class Length(NamedTuple):
    """A printed length of time: calendar months, or days where it was printed in weeks or days."""

    months: int | None = None
    days: int | None = None

    def duration(self, unit: str = "") -> Duration:
        """The length as a duration; weeks where `unit` is a word for them."""
        if self.months is not None:
            return Duration(self.months, "months")
        days = self.days or 0
        return Duration(days // 7, "weeks") if UNITS.get(unit) == "week" else Duration(days, "days")

    def __str__(self) -> str:
        return f"{self.months} months" if self.months is not None else f"{self.days} days"


class Atom(NamedTuple):
    """A piece with its place. `number` of a count; `length`, of a `step` with the words 'each' or 'annual'."""

    kind: AtomKind
    word: str
    start: int
    end: int
    number: int = 0
    length: Length | None = None
    when: When | None = None
    second: When | None = None
    singular: bool = False
    ordinal: bool = False
    fresh: bool = False
    digits: int = 0
    more: bool = False


def atoms_of(text: str) -> list[Atom]:
    """The atoms of a text, in order."""
    tokens = tokenise(text)
    others = other_figures(text) if any(token.kind == "number" for token in tokens) else []
    atoms: list[Atom] = []
    at = 0
    other = 0
    while at < len(tokens):
        token = tokens[at]
        while other < len(others) and others[other][1] <= token.start:
            other += 1
        if other < len(others) and others[other][0] <= token.start:
            end = others[other][1]
            while at < len(tokens) and tokens[at].start < end:
                at += 1
            atoms.append(Atom("other", "#", token.start, end, fresh=token.fresh))
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
            atom = atom._replace(kind="length", word=unit, length=_length(atom.number, UNITS[unit]))
        return atom, after
    if token.word == "per" and (_word(tokens, at + 1) in UNITS or _word(tokens, at + 1) == "annum"):
        return Atom("other", "#", token.start, tokens[at + 1].end, fresh=token.fresh), at + 2
    if token.word in STEPS and (_step_like(tokens, at) or _word(tokens, at - 1) == "rolling"):
        return _step(tokens, at)
    if token.word in ("each", "every") and _word(tokens, at + 1) in SINGULAR_UNITS:
        length = _length(1, UNITS[tokens[at + 1].word])
        return Atom("step", "every", token.start, tokens[at + 1].end, length=length, fresh=token.fresh), at + 2
    if token.word in SINGULAR_UNITS:
        following = at + 2 if _word(tokens, at + 1) == "-" else at + 1
        second = following + (2 if _word(tokens, following + 1) == "-" else 1)
        if _word(tokens, following) in ("to", "by", "on") and _word(tokens, second) == token.word:
            length = _length(1, UNITS[token.word])
            return Atom(
                "step", "rolling", token.start, tokens[second].end, length=length, fresh=token.fresh
            ), second + 1
        if (_has_article(before) or _year_of_extension(before)) and not (
            tokens[at + 1 : at + 2] and tokens[at + 1].kind == "number" and tokens[at + 1].digits == 1
        ):
            atom = Atom(
                "length", token.word, token.start, token.end, length=_length(1, UNITS[token.word]), singular=True
            )
            return atom, at + 1
    if token.word == "half" and (_word(tokens, at + 1), _word(tokens, at + 2)) == ("a", "year"):
        return Atom("length", "year", token.start, tokens[at + 2].end, length=Length(6), singular=True), at + 3
    if token.word in UNITS and [atom.kind for atom in before[-2:]] == ["number", "word"] and _each_optional(before):
        length = _length(1, UNITS[token.word])
        return Atom("length", token.word, token.start, token.end, length=length, singular=True), at + 1
    if token.kind == "mark" and token.word == "½":
        return Atom("number", token.word, token.start, token.end, fresh=token.fresh), at + 1
    kind: AtomKind = "word" if token.kind == "word" else "mark"
    return Atom(kind, token.word, token.start, token.end, fresh=token.fresh), at + 1


def _word(tokens: list[Token], at: int) -> str:
    return tokens[at].word if 0 <= at < len(tokens) else ""


def _length(count: int, unit: Unit) -> Length:
    return Length(count * _MONTHS_IN[unit]) if unit in _MONTHS_IN else Length(None, count * _DAYS_IN[unit])


def _step_like(tokens: list[Token], at: int) -> bool:
    """Whether 'annual' and the like tell a step, not a habit ('annual report')."""
    following = _word(tokens, at + 1)
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
    if len(words) > 2 and words[-3] == "in" and words[-1] == ":" and words[-2] in UNITS:
        return words[-2]
    return words[1] if len(words) == 4 and (words[0], *words[2:]) == ("(", ")", ":") and words[1] in UNITS else ""


def _year_of_extension(before: list[Atom]) -> bool:
    """'in its first extension year': a year that is the option."""
    words = [atom.word for atom in before[-2:]]
    if words[-1:] in (["final"], ["last"]):
        return not EXTEND.isdisjoint(atom.word for atom in before[-9:])  # 'to extend the contract for the final year'
    return len(words) == 2 and words[1] in ("extension", "option", "optional") and words[0] in _WHICH


def _each_optional(before: list[Atom]) -> bool:
    """'two optional years': options of a year each."""
    summed = len(before) > 2 and before[-3].word in ("+", "plus")
    return before[-1].word in _EACH or (not summed and before[-1].word in ("extension", "option"))


def _has_article(before: list[Atom]) -> bool:
    """Whether the words before a bare 'year' make it one year: 'a further year', 'another optional year'."""
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
    return words[0] in ("a", "an", "another", "further", "additional", "extra", "single") or "further" in words


def _number_or_length(tokens: list[Token], at: int) -> tuple[Atom, int]:
    token = tokens[at]
    number, halves, after = _number(tokens, at)
    unit_at = after
    if (_word(tokens, unit_at) == "-" and _word(tokens, unit_at + 1) in UNITS) or _word(tokens, unit_at) in (
        "calendar",
        "full",
        "whole",
        "consecutive",
    ):
        unit_at += 1
    more = _word(tokens, unit_at) in ("further", "additional", "more", "extra") and _word(tokens, unit_at + 1) in UNITS
    unit_at += more
    unit_word = _word(tokens, unit_at)
    if unit_word in _LETTERS and token.digits and tokens[unit_at].start == token.end:
        unit_word = _LETTERS[unit_word]
    if unit_word not in UNITS or token.ordinal:
        end = tokens[after - 1].end
        digits = 0 if halves else max(token.digits, 1)
        return Atom(
            "number", token.word, token.start, end, number, ordinal=token.ordinal, fresh=token.fresh, digits=digits
        ), after
    length = _length(number, UNITS[unit_word])
    if halves:
        if UNITS[unit_word] != "year":
            return Atom("number", token.word, token.start, tokens[after - 1].end, number, fresh=token.fresh), after
        length = Length(number * 12 + 6)
    after = unit_at + 1
    if _word(tokens, after) == "'" and _word(tokens, after + 1) not in ("notice", "n"):
        after += 1
        after += 1 if _word(tokens, after) == "s" else 0
    elif _word(tokens, after) == "'":
        after += 1
    if (
        _word(tokens, after) == "("
        and _word(tokens, after + 2) == ")"
        and tokens[after + 1].number == number
        and tokens[after + 1].kind == "number"
    ):
        after += 3
    elif same := _said_again(tokens, after, length):
        after = same
    singular = unit_word in SINGULAR_UNITS
    if not halves and (not singular or number == 1 or tokens[after - 2].word == "-"):
        longer, after = _compound(tokens, after, length, unit_word)
        length = longer
    return Atom(
        "length",
        unit_word,
        token.start,
        tokens[after - 1].end,
        length=length,
        singular=singular,
        fresh=token.fresh,
        more=more,
        digits=token.digits,
    ), after


def _said_again(tokens: list[Token], after: int, length: Length) -> int | None:
    """The token after a bracket that says the same length in another way: 'three years (36 months)'."""
    if _word(tokens, after) != "(" or after + 1 >= len(tokens) or tokens[after + 1].kind != "number":
        return None
    number, halves, unit_at = _number(tokens, after + 1)
    if (
        _word(tokens, unit_at) == ")"
        and (unit := _word(tokens, unit_at + 1)) in UNITS
        and _length(number, UNITS[unit]) == length
    ):
        return unit_at + 2
    unit = _word(tokens, unit_at)
    if halves or unit not in UNITS or _word(tokens, unit_at + 1) != ")" or _length(number, UNITS[unit]) != length:
        return None
    return unit_at + 2


def _compound(tokens: list[Token], after: int, length: Length, unit: str) -> tuple[Length, int]:
    """'1 year and 6 months', '2 years 6 months': one length."""
    if (unit not in ("years", "yrs") and unit != "year") or length.months is None:
        return length, after
    following = after + 1 if _word(tokens, after) in ("and", ",", "&") else after
    if following < len(tokens) and tokens[following].kind == "number" and not tokens[following].ordinal:
        number, halves, unit_at = _number(tokens, following)
        glued = following == after and _word(tokens, unit_at) == "-"  # 'four-year nine-month'
        units = ("month",) if glued else ("months", "mths")
        printed = tokens[following].digits or number
        if not halves and printed and number < 12 and _word(tokens, unit_at + glued) in units:
            return Length(length.months + number), unit_at + glued + 1
    return length, after


def _number(tokens: list[Token], at: int) -> tuple[int, bool, int]:
    """A count, whether a half comes on top, and the token after. 'two (2)' is one count, also '2 (two)' and '2.5'."""
    token = tokens[at]
    after = at + 1
    number, halves = token.number, False
    if (
        token.digits
        and _word(tokens, after) == "."
        and _word(tokens, after + 1) == "5"
        and tokens[after].start == token.end == tokens[after + 1].start - 1
    ):
        halves, after = True, after + 2
    elif _word(tokens, after) == "½":
        halves, after = True, after + 1
    elif [_word(tokens, after + step) for step in range(3)] == ["and", "a", "half"]:
        halves, after = True, after + 3
    if _word(tokens, after) == "-" and _word(tokens, after + 1) == "(":
        after += 1
    if (
        _word(tokens, after) == "(" and _word(tokens, after + 2) == ")"
        and tokens[after + 1].kind == "number" and tokens[after + 1].number == number
    ):  # fmt: skip
        after += 3
    elif _word(tokens, after) == "(" and _word(tokens, after + 1) in ("no", "nr") and _word(tokens, after + 2) == ")":
        after += 3
    return number, halves, after
