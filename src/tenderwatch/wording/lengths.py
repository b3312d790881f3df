"""Printed lengths of time among tokens: '36 months', 'two (2) years', '2½ years', '2 year, 10 month'."""

from tenderwatch.dates import Duration
from tenderwatch.named_tuple import NamedTuple
from tenderwatch.wording.lexicon import EXTENDING, MORE, SINGULAR_UNITS, UNITS, Unit, word_set
from tenderwatch.wording.tokens import Token

_MONTHS_IN = {"year": 12, "month": 1}
_DAYS_IN = {"week": 7, "day": 1}
# Letters for units, only where they touch the number: "36m + 12m".
_LETTERS = {"m": "month", "y": "year"}
# Quarters of a year, as people print them after a number.
_QUARTERS = {"5": 2, "50": 2, "25": 1, "75": 3}
_FRACTIONS = {"½": 2, "¼": 1, "¾": 3}
_IN_WORDS: dict[tuple[str, ...], int] = {("a", "half"): 2, ("a", "quarter"): 1, ("three", "quarter"): 3,
                                         ("three", "quarters"): 3}  # fmt: skip
_AND = frozenset({"and", "&"})
_PLUS = frozenset({"+", "plus"})
_FULL = word_set("calendar full whole consecutive")
# What a length may be of that is not the one before it: '3 years, 6 months notice'.
_OF_ITS_OWN = word_set(
    "notice break mobilisation transition review probation warranty before after prior lead handover"
)


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


class Amount(NamedTuple):
    """A number and the token after it; with a `length` where a unit follows, printed as `unit`.

    `more`: 'two further years'. `whole`: it counts, and is no fraction.
    """

    number: int
    after: int
    length: Length | None = None
    unit: str = ""
    more: bool = False
    whole: bool = True


def length_of(count: int, unit: Unit) -> Length:
    """So many years, months, weeks or days."""
    return Length(count * _MONTHS_IN[unit]) if unit in _MONTHS_IN else Length(None, count * _DAYS_IN[unit])


def amount_at(tokens: list[Token], at: int) -> Amount:
    """The number or length that begins at a token that is a number."""
    token = tokens[at]
    number, quarters, after = _number(tokens, at)
    unit_at = after
    if (_word(tokens, unit_at) == "-" and _word(tokens, unit_at + 1) in UNITS) or _word(tokens, unit_at) in _FULL:
        unit_at += 1
    bracketed = _words(tokens, unit_at, 3)
    named = bracketed[0] == "(" and bracketed[2] == ")" and bracketed[1] in ("years", "months", "weeks")
    if named and token.digits and _word(tokens, unit_at + 3) != ":":  # not 'Extension 1 (months): 12'
        return Amount(number, unit_at + 3, length_of(number, UNITS[bracketed[1]]), bracketed[1])
    more = _word(tokens, unit_at) in ("further", "additional", "more", "extra") and _word(tokens, unit_at + 1) in UNITS
    unit_at += more
    unit = _word(tokens, unit_at)
    if unit in _LETTERS and token.digits and tokens[unit_at].start == token.end:
        unit = _LETTERS[unit]
    if quarters and unit not in UNITS and _in_sum_of_years(tokens, at, unit_at):
        return Amount(number, after, Length(number * 12 + 3 * quarters), "years")
    if more and unit == "day" and number > 1 and _word(tokens, unit_at + 1) not in EXTENDING:
        return Amount(number, after, whole=quarters == 0)  # '60 further day centre places'
    if unit not in UNITS or token.ordinal or quarters is None or (quarters and UNITS[unit] != "year"):
        return Amount(number, after, whole=quarters == 0)
    length = Length(number * 12 + 3 * quarters) if quarters else length_of(number, UNITS[unit])
    after = unit_at + 1
    if not quarters and UNITS[unit] == "year" and (half := _half_after(tokens, after)):
        length, after = Length(number * 12 + 6), half
    after = _after_apostrophe(tokens, after)
    same = (
        after + 1 < len(tokens)
        and [_word(tokens, after), _word(tokens, after + 2)] == ["(", ")"]
        and tokens[after + 1].kind == "number"
        and tokens[after + 1].number == number
    )
    after = after + 3 if same else _said_again(tokens, after, length) or after
    if length.months == number * 12 and UNITS[unit] == "year":
        length, after = _with_months(tokens, at, after, length, unit)
        after = _said_again(tokens, after, length) or after
    return Amount(number, after, length, unit, more)


def _word(tokens: list[Token], at: int) -> str:
    return tokens[at].word if 0 <= at < len(tokens) else ""


def _is_fraction(tokens: list[Token], at: int) -> bool:
    """Whether a point and a number after it are a half, or a quarter in a sum: '2.5', '0.75 + 0.75 years'."""
    point, part = _words(tokens, at, 2)
    return point == "." and (part == "5" or (part in _QUARTERS and _word(tokens, at + 2) in _PLUS))


def _in_sum_of_years(tokens: list[Token], at: int, after: int) -> bool:
    """Whether a number stands in a sum that ends in years, or in a bracket after them: '6.5 years (4 + 1 + 1.5)'."""
    while _word(tokens, after) in _PLUS and after + 1 < len(tokens) and tokens[after + 1].kind == "number":
        _, _, after = _number(tokens, after + 1)
    if UNITS.get(_word(tokens, after)) == "year":
        return True
    while at > 0 and (tokens[at].kind == "number" or tokens[at].word in ("+", "plus", ".")):
        at -= 1
    bracketed = [_word(tokens, at), _word(tokens, after)] == ["(", ")"]
    return bracketed and UNITS.get(_word(tokens, at - 1)) == "year"


def _words(tokens: list[Token], at: int, count: int) -> tuple[str, ...]:
    return tuple(_word(tokens, at + step) for step in range(count))


def _after_apostrophe(tokens: list[Token], after: int) -> int:
    if _word(tokens, after) != "'":
        return after
    return after + 2 if _word(tokens, after + 1) == "s" else after + 1


def _half_after(tokens: list[Token], after: int) -> int | None:
    """'two years and a half'."""
    return after + 3 if _word(tokens, after) in _AND and _words(tokens, after + 1, 2) == ("a", "half") else None


def _said_again(tokens: list[Token], after: int, length: Length) -> int | None:
    """The token after a bracket that says the same length in another way: 'three years (36 months)'."""
    if _word(tokens, after) != "(" or after + 1 >= len(tokens) or tokens[after + 1].kind != "number":
        return None
    number, quarters, unit_at = _number(tokens, after + 1)
    if (
        _word(tokens, unit_at) == ")"
        and (unit := _word(tokens, unit_at + 1)) in UNITS
        and length_of(number, UNITS[unit]) == length
    ):
        return unit_at + 2
    unit = _word(tokens, unit_at)
    if quarters or unit not in UNITS or _word(tokens, unit_at + 1) != ")" or length_of(number, UNITS[unit]) != length:
        return None
    return unit_at + 2


def _with_months(tokens: list[Token], at: int, after: int, years: Length, unit: str) -> tuple[Length, int]:
    """'1 year and 6 months', '2 year, 10 month contract': one length. `at` and `after` bound the years."""
    place = after
    comma = _word(tokens, place) == ","
    place += comma
    hyphened = _word(tokens, place) == "-" and tokens[place].start == tokens[place - 1].end
    place += hyphened
    joined = _word(tokens, place) in _AND
    place += joined
    place += hyphened and joined and _word(tokens, place) == "-"
    if place >= len(tokens) or tokens[place].kind != "number" or tokens[place].ordinal:
        return years, after
    number, quarters, unit_at = _number(tokens, place)
    glued = _word(tokens, unit_at) == "-"
    unit_at += glued
    months = _word(tokens, unit_at)
    if months == "m" and tokens[unit_at].start == tokens[unit_at - 1].end:
        months = "mths"
    if (
        UNITS.get(months) != "month"
        or months.endswith("ly")
        or quarters != 0
        or not (0 < number < 12 or tokens[place].word == "0")
    ):
        return years, after
    last = unit_at + 1
    following = _word(tokens, _after_apostrophe(tokens, last))
    if following in _OF_ITS_OWN or _words(tokens, last, 3) == ("at", "a", "time") or _another(tokens, last):
        return years, after
    singular = (unit in SINGULAR_UNITS, months in SINGULAR_UNITS)
    if following in EXTENDING:
        # '3 year, 6 month extension': what is extended, and by how much. 'A 1 year 6 month extension' is one thing.
        whole = _word(tokens, at - 1) in MORE | {"a", "an"} and not joined if all(singular) else not comma
        if not whole or singular[0] != singular[1]:
            return years, after
    if singular == (True, False) and tokens[at].number > 1 and not hyphened and comma:
        return years, after
    return Length((years.months or 0) + number), last


def _another(tokens: list[Token], at: int) -> bool:
    """'1 year, 6 months and 3 months': a list."""
    place = at
    while _word(tokens, place) in ("and", "or", ",", "&"):
        place += 1
    if place == at or place >= len(tokens) or tokens[place].kind != "number":
        return False
    unit_at = place + 2 if _word(tokens, place + 1) == "-" else place + 1
    return UNITS.get(_word(tokens, unit_at)) in ("month", "year") and _word(tokens, at) != ","


def _number(tokens: list[Token], at: int) -> tuple[int, int | None, int]:
    """A number, the quarters on top of it, and the token after. None: a fraction that is no quarter.

    'two (2)' is one number, also '2 (two)'; '2.5', '2 1/2' and 'two and a half' have two quarters.
    """
    token = tokens[at]
    number, after = token.number, at + 1
    quarters: int | None = 0
    following = _word(tokens, after)
    touching = after < len(tokens) and tokens[after].start == token.end
    if token.digits and touching and following in (".", "/") and after + 1 < len(tokens) and token.digits < 4:
        part = tokens[after + 1]
        if part.digits and part.start == tokens[after].end and not part.ordinal:
            unit_at = after + 3 if _word(tokens, after + 2) == "-" else after + 2
            if _word(tokens, unit_at) in UNITS or _is_fraction(tokens, after):
                return number, _QUARTERS.get(part.word) if following == "." else None, after + 2
    if following in _FRACTIONS:
        quarters, after = _FRACTIONS[following], after + 1
    elif token.digits and _words(tokens, after, 3) == ("1", "/", "2"):
        quarters, after = 2, after + 3
    else:
        place = after + (following == "-")
        if _word(tokens, place) in _AND:
            place += 1 + (_word(tokens, place + 1) == "-")
            words = tuple(word for word in _words(tokens, place, 4) if word != "-")[:2]
            if words in _IN_WORDS:
                quarters = _IN_WORDS[words]
                after = place + next(n for n in range(4, 1, -1) if _word(tokens, place + n - 1) == words[1])
    if _word(tokens, after) == "-" and _word(tokens, after + 1) == "(":
        after += 1
    if (
        _word(tokens, after) == "(" and _word(tokens, after + 2) == ")"
        and tokens[after + 1].kind == "number" and tokens[after + 1].number == number
    ):  # fmt: skip
        after += 3
    elif _word(tokens, after) == "(" and _word(tokens, after + 1) in ("no", "nr") and _word(tokens, after + 2) == ")":
        after += 3
    return number, quarters, after
