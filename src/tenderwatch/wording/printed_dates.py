"""Dates as people print them, found at a place among tokens. Days stand before months, as in the United Kingdom.

What `tenderwatch.dates` knows of dates is used; here is only how they are printed. A form that could mean two days
is no date.
"""

from tenderwatch.dates import When
from tenderwatch.dates.parsing import WhenError, parse_when
from tenderwatch.dates.words import MONTHS
from tenderwatch.named_tuple import NamedTuple
from tenderwatch.wording.lexicon import FILLERS, LETTER_OF, ORDER, UNITS
from tenderwatch.wording.tokens import Token

_MONTHS = {name.lower(): name.lower() for name in MONTHS}
_MONTHS |= {name[:3].lower(): name.lower() for name in MONTHS} | {"sept": "september"}
_ORDER = {name.lower(): number for number, name in enumerate(MONTHS)}
_SEASONS = frozenset({"spring", "summer", "autumn", "winter"})
_QUARTERS = frozenset({"q", "qtr", "quarter"})
# A date begins with one of these words, or with a number.
BEGINNINGS = _MONTHS.keys() | _SEASONS | {"end", "the", "start", "fy", "financial", *_QUARTERS, *ORDER[:4]}
_YEARS = range(1990, 2100)
_FIRST_SHORT_YEAR = 15  # written with two digits; before it stand other things: 12/12/12
_SHORTEST_MONTH = 4
_TO = frozenset({"to", "-", "until", "and", "through"})


class PrintedDate(NamedTuple):
    """A date and the token after it. `second` is the other date where two share one year: 'January to March 2025'."""

    when: When
    after: int
    second: When | None = None


def date_at(tokens: list[Token], at: int) -> PrintedDate | None:
    """The date that begins at a token, or None."""
    token = tokens[at]
    if token.kind == "number":
        return (_quarter(tokens, at) if token.ordinal else None) or (_from_number(tokens, at) if token.digits else None)
    word = token.word
    if word in _MONTHS:
        return _from_month(tokens, at)
    if word in ("end", "the", "start"):
        return _end_of(tokens, at)
    if word in _SEASONS:
        after = at + 2 if _word(tokens, at + 1) == "of" else at + 1
        return _read(f"{word} {_word(tokens, after)}", after + 1) if _year(tokens, after) else None
    if word in _QUARTERS or word in ORDER:
        return _quarter(tokens, at)
    if word in ("fy", "financial"):
        after = at + 1 if word == "fy" else at + 2
        if word == "financial" and _word(tokens, at + 1) not in ("year", "years"):
            return None
        return _financial_year(tokens, after)
    return None


def _word(tokens: list[Token], at: int) -> str:
    return tokens[at].word if 0 <= at < len(tokens) else ""


def _read(text: str, after: int) -> PrintedDate | None:
    try:
        return PrintedDate(parse_when(text), after)
    except WhenError:
        return None


def _year(tokens: list[Token], at: int) -> bool:
    return at < len(tokens) and tokens[at].digits == 4 and tokens[at].number in _YEARS and not tokens[at].ordinal


def _touching(tokens: list[Token], at: int, count: int) -> bool:
    """Whether so many tokens stand without spaces between them."""
    return at + count <= len(tokens) and all(tokens[i].end == tokens[i + 1].start for i in range(at, at + count - 1))


def _year_after(tokens: list[Token], at: int) -> tuple[str, int] | None:
    """A year with four digits or, written '26 or -26 or plainly after day and month, with two; and the token after."""
    if (
        _word(tokens, at) in (",", "-", "/", "'", "of", ".")
        and at + 1 < len(tokens)
        and tokens[at + 1].digits in (2, 4)
    ):
        at += 1
    if _year(tokens, at):
        return tokens[at].word, at + 1
    if (
        at < len(tokens)
        and tokens[at].digits == 2
        and not tokens[at].ordinal
        and tokens[at].number >= _FIRST_SHORT_YEAR
    ):
        return f"20{tokens[at].word}", at + 1
    return None


def _from_number(tokens: list[Token], at: int) -> PrintedDate | None:
    token = tokens[at]
    mark = _word(tokens, at + 1)
    if mark in ("/", ".", "-") and _word(tokens, at + 3) == mark and at + 4 < len(tokens):
        second, third = tokens[at + 2], tokens[at + 4]
        if second.digits in (1, 2) and third.digits and not (token.ordinal or second.ordinal):
            return _numeric(tokens, at, second, third)
    after = at + 1
    if _word(tokens, after) in ("day", "of"):
        after += 2 if _word(tokens, after) == "day" and _word(tokens, after + 1) == "of" else 1
    elif mark in ("-", "/"):
        after += 1
    month = _MONTHS.get(_word(tokens, after))
    if month and token.digits <= 2 and token.number <= 31:
        after += 1 if _word(tokens, after + 1) == "." else 0
        if year := _year_after(tokens, after + 1):
            return _read(f"{token.number} {month} {year[0]}", year[1])
        return _shared_year(tokens, token.number, month, after + 1)
    if _year(tokens, at):
        return _from_year(tokens, at)
    if (
        mark == "/"
        and token.digits <= 2
        and _year(tokens, at + 2)
        and _touching(tokens, at, 3)
        and 1 <= token.number <= 12
    ):
        return _read(f"{tokens[at + 2].word}-{token.number:02}", at + 3)
    return None


def _numeric(tokens: list[Token], at: int, second: Token, third: Token) -> PrintedDate | None:
    """31/03/2027, 1.9.2019, 01-04-26 or 2027-03-31, with a time of day that may hang on."""
    first = tokens[at]
    if first.digits == 4:
        read = _read(f"{first.word}-{second.number:02}-{third.number:02}", at + 5) if third.digits <= 2 else None
        if read and _word(tokens, at + 5) in ("t", ""):
            after = at + 5
            while (
                after < len(tokens)
                and tokens[after - 1].end == tokens[after].start
                and (tokens[after].kind == "number" or tokens[after].word in ("t", "z", ":", ".", "+", "-"))
            ):
                after += 1
            return read._replace(after=after)
        return read
    if first.digits > 2 or third.digits not in (2, 4) or not _touching(tokens, at, 5):
        return None
    if third.digits == 2 and third.number < _FIRST_SHORT_YEAR:
        return None
    year = third.word if third.digits == 4 else f"20{third.word}"
    return _read(f"{year}-{second.number:02}-{first.number:02}", at + 5)


def _from_year(tokens: list[Token], at: int) -> PrintedDate | None:
    """A year, a quarter of it, a financial year, or a month written 2027-03."""
    mark, following = _word(tokens, at + 1), tokens[at + 2] if at + 2 < len(tokens) else None
    if mark == "q" and following and following.digits == 1:
        return _read(f"{tokens[at].word}-q{following.word}", at + 3)
    if mark in ("/", "-") and following and _touching(tokens, at, 3) and following.kind == "number":
        if (
            mark == "-"
            and following.digits == 2
            and 1 <= following.number <= 12
            and following.number != tokens[at].number % 100 + 1
        ):
            return _read(f"{tokens[at].word}-{following.word}", at + 3)
        if following.digits != 4 or mark == "/":
            return _financial_year(tokens, at)
    return None if _after_odd_month(tokens, at) else _read(tokens[at].word, at + 1)


def _after_odd_month(tokens: list[Token], at: int) -> bool:
    """'1 Septemberr 2026': a day and a word that is not known. The year alone would say less than is printed."""
    word, day = _word(tokens, at - 1), tokens[at - 2] if at > 1 else None
    if day is None or day.kind != "number" or not day.digits or not 0 < day.number <= 31 or len(word) < _SHORTEST_MONTH:
        return False
    return tokens[at - 1].kind == "word" and word not in LETTER_OF and word not in FILLERS and word not in UNITS


def _financial_year(tokens: list[Token], at: int) -> PrintedDate | None:
    """2026/27, 2026-27 or 2026/2027, also FY26/27."""
    if at + 2 >= len(tokens) or _word(tokens, at + 1) not in ("/", "-"):
        return None
    first, second = tokens[at], tokens[at + 2]
    if first.digits == 2 and second.digits == 2 and _word(tokens, at - 1) == "fy":
        return _read(f"20{first.word}/{second.word}", at + 3)
    return _read(f"{first.word}/{second.word}", at + 3) if first.digits == 4 and second.digits in (2, 4) else None


def _from_month(tokens: list[Token], at: int) -> PrintedDate | None:
    month = _MONTHS[tokens[at].word]
    after = at + 1
    if _word(tokens, after) == "." and tokens[at].word != month:
        after += 1
    day = tokens[after] if after < len(tokens) else None
    if day and day.kind == "number" and day.digits <= 2 and day.digits:
        comma = 1 if _word(tokens, after + 1) == "," else 0
        if _year(tokens, after + 1 + comma):
            return _read(f"{day.number} {month} {_word(tokens, after + 1 + comma)}", after + 2 + comma)
        return None
    if _year(tokens, after + (1 if _word(tokens, after) in (",", "of", "-", "/") else 0)):
        after += 0 if _year(tokens, after) else 1
        return _read(f"{month} {_word(tokens, after)}", after + 1)
    mark = _word(tokens, after)
    if (
        mark in ("-", "'")
        and after + 1 < len(tokens)
        and tokens[after + 1].digits == 2
        and tokens[after + 1].end - tokens[after].start <= 3
    ):
        return _read(f"{month} 20{_word(tokens, after + 1)}", after + 2)
    return _shared_year(tokens, 0, month, after)


def _shared_year(tokens: list[Token], day: int, month: str, at: int) -> PrintedDate | None:
    """Two dates of which only the second has its year: the first lies in the same year, if its month is earlier."""
    if _word(tokens, at) not in _TO or at + 1 >= len(tokens):
        return None
    following = at + 1
    if _word(tokens, following) == "the":
        following += 1
    token = tokens[following] if following < len(tokens) else None
    if token is None or not (token.word in _MONTHS or (token.kind == "number" and token.digits in (1, 2) and day)):
        return None
    second = _from_month(tokens, following) if token.word in _MONTHS else _from_number(tokens, following)
    if second is None or second.second or second.when.earliest is None or second.when.precision not in ("day", "month"):
        return None
    if (second.when.precision == "day") != bool(day) or _ORDER[month] >= second.when.earliest.month:
        return None
    year = second.when.earliest.year
    first = _read(f"{day} {month} {year}" if day else f"{month} {year}", at)
    return PrintedDate(first.when, second.after, second.when) if first else None


def _end_of(tokens: list[Token], at: int) -> PrintedDate | None:
    """'end of May 2026', 'the end of 2026': the last day of it."""
    at += 1 if _word(tokens, at) == "the" else 0
    if _word(tokens, at) != "end":
        return None
    at += 2 if _word(tokens, at + 1) == "of" else 1
    month = _MONTHS.get(_word(tokens, at), "")
    year_at = at + 1 if month else at
    if not _year(tokens, year_at):
        return None
    if not month and _word(tokens, year_at + 1) in ("/", "-") and _touching(tokens, year_at, 3):
        return None
    return _read(
        f"end of {month} {_word(tokens, year_at)}" if month else f"end of {_word(tokens, year_at)}", year_at + 1
    )


def _quarter(tokens: list[Token], at: int) -> PrintedDate | None:
    """'Q1 2026', 'second quarter of 2026'; of a financial year, 'Qtr 2, 2026-27', the three months from July."""
    first, second = tokens[at], tokens[at + 1] if at + 1 < len(tokens) else tokens[at]
    named = first.word in _QUARTERS
    number = second.number if named else ORDER.index(first.word) + 1 if first.word in ORDER else first.number
    if not 1 <= number <= 4 or (named and second.digits != 1) or not (named or second.word in _QUARTERS):
        return None
    after = at + 2 + (_word(tokens, at + 2) in (",", "of", "/", "-"))
    after += _word(tokens, after) == "fy"
    if financial := _financial_year(tokens, after):
        year = financial.when.earliest.year if financial.when.earliest else 0
        return _read(f"{year + number // 4}-q{number % 4 + 1}", financial.after)
    return _read(f"q{number} {_word(tokens, after)}", after + 1) if _year(tokens, after) else None
