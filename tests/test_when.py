"""Dates known to a precision: every written form, every form refused, EDTF in and out, and words for people."""

from __future__ import annotations

import warnings
from datetime import date

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from support import days, known_whens, ranges
from tenderwatch.dates import UNKNOWN, When, from_bounds, on_day
from tenderwatch.dates.parsing import WhenError, parse_day, parse_when
from tenderwatch.dates.words import days_in_words

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # pyparsing, on the library's own grammar
    from edtf import parse_edtf

# What an officer writes | precision | earliest | latest | in words | EDTF | as the registry would write it.
FORMS = """
2026-05-31              | day            | 2026-05-31 | 2026-05-31 | 31 May 2026                   | 2026-05-31            | 2026-05-31
2024-02-29              | day            | 2024-02-29 | 2024-02-29 | 29 February 2024              | 2024-02-29            | 2024-02-29
31 May 2026             | day            | 2026-05-31 | 2026-05-31 | 31 May 2026                   | 2026-05-31            | 2026-05-31
1 Sept 2026             | day            | 2026-09-01 | 2026-09-01 | 1 September 2026              | 2026-09-01            | 2026-09-01
end of May 2026         | day            | 2026-05-31 | 2026-05-31 | 31 May 2026                   | 2026-05-31            | 2026-05-31
End Feb 2024            | day            | 2024-02-29 | 2024-02-29 | 29 February 2024              | 2024-02-29            | 2024-02-29
the end of 2026         | day            | 2026-12-31 | 2026-12-31 | 31 December 2026              | 2026-12-31            | 2026-12-31
2026-05                 | month          | 2026-05-01 | 2026-05-31 | May 2026                      | 2026-05               | 2026-05
2023-02                 | month          | 2023-02-01 | 2023-02-28 | February 2023                 | 2023-02               | 2023-02
May 2026                | month          | 2026-05-01 | 2026-05-31 | May 2026                      | 2026-05               | 2026-05
dec 2026                | month          | 2026-12-01 | 2026-12-31 | December 2026                 | 2026-12               | 2026-12
2026-05-XX              | month          | 2026-05-01 | 2026-05-31 | May 2026                      | 2026-05               | 2026-05
spring 2024             | season         | 2024-03-01 | 2024-05-31 | spring 2024                   | 2024-21               | spring 2024
Spring of 2024          | season         | 2024-03-01 | 2024-05-31 | spring 2024                   | 2024-21               | spring 2024
summer 2024             | season         | 2024-06-01 | 2024-08-31 | summer 2024                   | 2024-22               | summer 2024
autumn 2024             | season         | 2024-09-01 | 2024-11-30 | autumn 2024                   | 2024-23               | autumn 2024
winter 2024             | season         | 2024-12-01 | 2025-02-28 | winter 2024/25                | 2024-24               | winter 2024
winter 2024/25          | season         | 2024-12-01 | 2025-02-28 | winter 2024/25                | 2024-24               | winter 2024
winter 2027             | season         | 2027-12-01 | 2028-02-29 | winter 2027/28                | 2027-24               | winter 2027
2024-22                 | season         | 2024-06-01 | 2024-08-31 | summer 2024                   | 2024-22               | summer 2024
2026-Q1                 | quarter        | 2026-01-01 | 2026-03-31 | January to March 2026         | 2026-33               | 2026-Q1
Q4 2026                 | quarter        | 2026-10-01 | 2026-12-31 | October to December 2026      | 2026-36               | 2026-Q4
2026 q2                 | quarter        | 2026-04-01 | 2026-06-30 | April to June 2026            | 2026-34               | 2026-Q2
2026-35                 | quarter        | 2026-07-01 | 2026-09-30 | July to September 2026        | 2026-35               | 2026-Q3
2030                    | year           | 2030-01-01 | 2030-12-31 | 2030                          | 2030                  | 2030
2030-XX                 | year           | 2030-01-01 | 2030-12-31 | 2030                          | 2030                  | 2030
2024/25                 | financial-year | 2024-04-01 | 2025-03-31 | financial year 2024/25        | 2024-04/2025-03       | 2024/25
2024/2025               | financial-year | 2024-04-01 | 2025-03-31 | financial year 2024/25        | 2024-04/2025-03       | 2024/25
FY 1999/00              | financial-year | 1999-04-01 | 2000-03-31 | financial year 1999/00        | 1999-04/2000-03       | 1999/00
2024-04/2025-03         | financial-year | 2024-04-01 | 2025-03-31 | financial year 2024/25        | 2024-04/2025-03       | 2024/25
2026-01..2026-04        | range          | 2026-01-01 | 2026-04-30 | January to April 2026         | 2026-01/2026-04       | 2026-01..2026-04
2026-01 .. 2026-04      | range          | 2026-01-01 | 2026-04-30 | January to April 2026         | 2026-01/2026-04       | 2026-01..2026-04
2025-11..2026-02        | range          | 2025-11-01 | 2026-02-28 | November 2025 to February 2026 | 2025-11/2026-02      | 2025-11..2026-02
spring 2024..summer 2024 | range         | 2024-03-01 | 2024-08-31 | March to August 2024          | 2024-03/2024-08       | 2024-03..2024-08
2021-08-18..2021-08-19  | range          | 2021-08-18 | 2021-08-19 | 18 or 19 August 2021          | 2021-08-18/2021-08-19 | 2021-08-18..2021-08-19
2026-03-31..2026-04-01  | range          | 2026-03-31 | 2026-04-01 | 31 March 2026 or 1 April 2026 | 2026-03-31/2026-04-01 | 2026-03-31..2026-04-01
2026-01-05/2026-02-06   | range          | 2026-01-05 | 2026-02-06 | between 5 January 2026 and 6 February 2026 | 2026-01-05/2026-02-06 | 2026-01-05..2026-02-06
202X                    | range          | 2020-01-01 | 2029-12-31 | January 2020 to December 2029 | 2020-01/2029-12       | 2020-01..2029-12
unknown                 | unknown        |            |            | not known                     | XXXX                  | unknown
not known               | unknown        |            |            | not known                     | XXXX                  | unknown
XXXX                    | unknown        |            |            | not known                     | XXXX                  | unknown
"""  # noqa: E501 - a table is read across
ROWS = [[cell.strip() for cell in line.split("|")] for line in FORMS.strip().splitlines()]

YMD = "write the day as YYYY-MM-DD, for example 2026-05-31"
ONE_OF = "write one of 2026-05-31, 2026-05, 2030, spring 2024, 2026-Q1, 2024/25, 2026-01..2026-04 or unknown"
MISTAKEN = "day and month can be mistaken for each other here; write YYYY-MM-DD"
FOUR_DIGITS = "a year has four digits; record the slip as a conflict and write the reading chosen"
DOUBTFUL = "write a doubtful date as the range it may fall in, for example 2026-01..2026-04"
BOTH_ENDS = "write both ends of a range, for example 2026-01..2026-04"
TAKE_IT = "write the range you take it to mean, for example 2026-01..2026-04, and keep the words in a note"
OUR_TIME = "a contract's dates lie in the years 1900 to 2199"
REFUSED = [
    ("03/04/2027", "'03/04/2027' is not a date", MISTAKEN, "a date in slashes is never guessed"),
    ("31.5.26", "'31.5.26' is not a date", MISTAKEN, "nor one in dots, even where only one reading exists"),
    ("2026-13-01", "'2026-13-01' is not a date", ONE_OF, "there is no thirteenth month"),
    ("2023-02-29", "'2023-02-29' is not a date", ONE_OF, "2023 has no 29 February"),
    ("31 June 2026", "'31 June 2026' is not a date", ONE_OF, "June has no 31st"),
    ("2026-5-1", "'2026-5-1' is not a date", ONE_OF, "months and days have two digits"),
    ("March 20025", "'March 20025' is not a date", FOUR_DIGITS, "a year of five digits is a slip to be recorded"),
    ("2026-01?", "'2026-01?' is not a date", DOUBTFUL, "doubt is written as a range"),
    ("2026-04~", "'2026-04~' is not a date", DOUBTFUL, "so is 'about'"),
    ("early 2026", "'early 2026' is not a date", TAKE_IT, "early is not a date"),
    ("around May 2026", "'around May 2026' is not a date", TAKE_IT, "around is not a date"),
    ("2026-01..", "'2026-01..' is not a date", BOTH_ENDS, "a range has two ends"),
    ("..2026-01", "'..2026-01' is not a date", BOTH_ENDS, "and both are known"),
    ("2024..2025..2026", "'2024..2025..2026' is not a date", BOTH_ENDS, "a range is not made of ranges"),
    ("2024/25..2025/26", "'2024/25..2025/26' is not a date", BOTH_ENDS, "nor of financial years"),
    (
        "2026-06..2026-01",
        "'2026-06..2026-01' runs backwards",
        "write the earlier date first: 2026-01..2026-06",
        "a range runs forwards",
    ),
    (
        "2026-01..unknown",
        "'2026-01..unknown' has an end that is not known",
        "write both ends of a range, or 'unknown'",
        "an end that is not known makes no range",
    ),
    (
        "2024/26",
        "'2024/26' is not a financial year",
        "write 2024/25, or a range 2024..2026",
        "a financial year is one year long",
    ),
    (
        "winter 2024/26",
        "'2024/26' is not a financial year",
        "write 2024/25, or a range 2024..2026",
        "a winter touches two years that follow each other",
    ),
    ("2024-25", "'2024-25' is not a date", ONE_OF, "a financial year is written with a slash"),
    ("TBC", "'TBC' is not a date", ONE_OF, "what is not known is written unknown"),
    ("", "'' is not a date", ONE_OF, "nothing is not a date"),
    ("Easter 2026", "'Easter 2026' is not a date", ONE_OF, "a feast is not a season"),
    ("1899-12-31", "'1899-12-31' is not a date of our time", OUR_TIME, "no contract is older than 1900"),
    ("2200", "'2200' is not a date of our time", OUR_TIME, "or runs beyond 2199"),
    ("0000", "'0000' is not a date", ONE_OF, "there is no year 0"),
    ("२०२६", "'२०२६' is not a date", ONE_OF, "digits are the ten that everybody types"),
]


def sentences(rows: list[tuple[str, str, str, str]]) -> list[str]:
    return [row[-1] for row in rows]


@pytest.mark.parametrize("row", ROWS, ids=[f"{row[0]} is a {row[1]}" for row in ROWS])
def test_every_written_form(row: list[str]) -> None:
    written, precision, earliest, latest, text, edtf, canonical = row
    when = parse_when(written)
    found = (when.precision, str(when.earliest or ""), str(when.latest or ""), when.text, when.edtf, when.written)
    assert found == (precision, earliest, latest, text, edtf, canonical)


@pytest.mark.parametrize("row", ROWS, ids=[row[0] for row in ROWS])
def test_case_and_spaces_do_not_matter(row: list[str]) -> None:
    assert parse_when(f"  {row[0].upper()}\t") == parse_when(row[0].lower()) == parse_when(row[0])


@pytest.mark.parametrize(("written", "message", "hint", "sentence"), REFUSED, ids=sentences(REFUSED))
def test_what_is_refused_says_what_to_write(written: str, message: str, hint: str, sentence: str) -> None:
    with pytest.raises(WhenError) as caught:
        parse_when(written)
    assert (str(caught.value), caught.value.hint) == (message, hint), sentence


@pytest.mark.parametrize(
    "written", ["2026-05", "20260531", "2026-02-30", "31 May 2026", "", "2026-W22-7", "1899-12-31"]
)
def test_a_day_is_only_a_day(written: str) -> None:
    with pytest.raises(WhenError) as caught:
        parse_day(written)
    assert caught.value.hint in (YMD, OUR_TIME)


def test_a_hostile_length_is_refused_at_once_and_shown_short() -> None:
    for text in ("2024.." * 50_000, "1.." * 50_000 + "/", "x" * 100_000, "2026-" * 50_000, " " * 100_000 + "1"):
        with pytest.raises(WhenError) as caught:
            parse_when(text)
        assert len(str(caught.value)) < 100


def test_unknown_is_before_and_after_nothing() -> None:
    today = date(2026, 1, 1)
    assert not UNKNOWN.known
    assert not UNKNOWN.passed(today)
    assert not UNKNOWN.begins_before(today)
    assert not UNKNOWN.begins_after(today)
    assert not UNKNOWN.touches(today, date(2199, 1, 1))


PASSING = [
    ("2026-05-31", "2026-05-31", False, "a day has not passed on the day itself"),
    ("2026-05-31", "2026-06-01", True, "it has on the day after"),
    ("2026-05", "2026-05-31", False, "a month passes only after its last day"),
    ("2026-05", "2026-06-01", True, "and then it has"),
    ("winter 2026", "2027-02-28", False, "a winter lasts to the end of February"),
    ("2024/25", "2025-04-01", True, "a financial year ends with March"),
    ("2026-01..2026-04", "2026-04-30", False, "a range passes with its latest day"),
]


@pytest.mark.parametrize(("written", "today", "passed", "sentence"), PASSING, ids=[row[-1] for row in PASSING])
def test_a_date_has_passed_only_when_all_of_it_has(written: str, today: str, passed: bool, sentence: str) -> None:
    assert parse_when(written).passed(date.fromisoformat(today)) is passed, sentence


TOUCHING = [
    ("2026-05-31", True, "the horizon itself counts"),
    ("2026-06-01", False, "the day after it does not"),
    ("2026-06", False, "a month that begins after it does not"),
    ("2026-05", True, "a month that begins before it does, though it may fall later"),
    ("2026-01-01", True, "today counts"),
    ("2025-12-31", False, "yesterday does not"),
    ("2025..2026-01-01", True, "a range that reaches today does"),
]


@pytest.mark.parametrize(("written", "touches", "sentence"), TOUCHING, ids=[row[-1] for row in TOUCHING])
def test_a_date_touches_the_time_up_to_a_horizon(written: str, touches: bool, sentence: str) -> None:
    assert parse_when(written).touches(date(2026, 1, 1), date(2026, 5, 31)) is touches, sentence


@given(known_whens | st.just(UNKNOWN))
@example(parse_when("winter 1999"))
@example(parse_when("1999/00"))
def test_written_and_edtf_read_back_as_the_same_date(when: When) -> None:
    assert parse_when(when.written) == when
    assert parse_when(when.edtf) == when
    assert parse_when(when.written.upper()) == when


@given(known_whens)
@settings(max_examples=40)  # the library takes a tenth of a second for some
def test_edtf_means_the_same_to_another_reader(when: When) -> None:
    """The `edtf` library is the oracle, but for winter, which it takes for December alone."""
    theirs = parse_edtf(when.edtf)
    bounds = [date(*part[:3]) for part in (theirs.lower_strict(), theirs.upper_strict())]
    if when.edtf.endswith("-24"):
        assert bounds[0] == when.earliest
    else:
        assert bounds == [when.earliest, when.latest]


@given(st.text(max_size=40) | st.text("0123456789-/.xq spring", max_size=24))
def test_any_text_is_a_date_or_is_refused_with_a_hint(text: str) -> None:
    hint = ""
    try:
        when = parse_when(text)
    except WhenError as error:
        hint = error.hint
    assert hint or parse_when(when.written) == when


@given(known_whens)
def test_bounds_alone_give_the_same_bounds(when: When) -> None:
    assert when.earliest is not None
    assert when.latest is not None
    again = from_bounds(when.earliest, when.latest, when.precision)
    assert again == when
    assert from_bounds(when.earliest, when.latest).precision in (when.precision, "range")


@given(ranges, days, days)
def test_passing_touching_and_order_agree_with_the_bounds(when: When, today: date, other: date) -> None:
    assert when.earliest is not None
    assert when.latest is not None
    horizon = max(today, other)
    inside = any(when.earliest <= day <= when.latest for day in (today, horizon)) or today <= when.earliest <= horizon
    assert when.touches(today, horizon) is inside
    assert when.passed(today) is (today > when.latest)
    assert when.begins_before(today) is (today > when.earliest)
    assert when.begins_after(today) is (today < when.earliest)
    assert when.sort_key < UNKNOWN.sort_key


@given(days)
def test_a_day_is_read_only_as_itself(day: date) -> None:
    assert parse_day(day.isoformat()) == day
    assert parse_when(f"{day.day} {day:%B} {day.year}") == on_day(day)
    assert parse_when(f"{day:%b} {day.year}") == parse_when(f"{day:%Y-%m}")


def test_bounds_in_the_wrong_order_are_a_fault_of_the_program() -> None:
    with pytest.raises(ValueError, match="is after"):
        from_bounds(date(2026, 1, 2), date(2026, 1, 1))


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("2027-03-31", "31 March 2027"),
        ("2031-03-31, with an option to 2033-03-31", "31 March 2031, with an option to 31 March 2033"),
        ("ends 2030-03-31.", "ends 31 March 2030."),
        ("2026-02-12..2026-03-25", "between 12 February 2026 and 25 March 2026"),
        ("2023-03, the earlier of the two", "2023-03, the earlier of the two"),
        ("for 2010-11", "for 2010-11"),
        ("2027-02-30", "2027-02-30"),
        ("2019/S 145-357356", "2019/S 145-357356"),
        ("reference ABC-2027-03-31-1", "reference ABC-2027-03-31-1"),
        ("/docs/2027-03-31/report", "/docs/2027-03-31/report"),
        ("31 March 2027", "31 March 2027"),
    ],
)
def test_days_inside_a_sentence_are_said_as_people_say_them(written: str, said: str) -> None:
    assert days_in_words(written) == said
