"""Printed wordings: a table of cases, trees printed in many forms, what changes no reading, and prose without one."""

from __future__ import annotations

import itertools
import re
from datetime import date
from functools import cache
from random import Random

import pytest

from council_prose import council_prose
from support import ROOT
from tenderwatch.dates import When, on_day
from tenderwatch.dates.parsing import parse_when
from tenderwatch.wording.deeds import row_of
from tenderwatch.wording.mood import PRODUCTIONS, Production, state_of
from tenderwatch.wording.read import read
from tenderwatch.wording.reading import Reading
from wording_support import in_short
from wording_trees import printed_forms, random_tree
from wording_trees_read import misread, speaks

CASES = [
    tuple(line.split("\t"))
    for line in (ROOT / "tests" / "cases" / "wordings.tsv").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]


def text_of(printed: str) -> str:
    return printed.replace("\\n", "\n")


def test_each_wording_of_the_table_reads_as_it_says() -> None:
    """One test for the table: a case of its own for each of some thousand rows takes longer than reading them."""
    got = {printed: in_short(read(text_of(printed))) for printed, _ in CASES}
    assert {printed: (got[printed], said) for printed, said in CASES if got[printed] != said} == {}


def test_no_wording_stands_in_the_table_twice() -> None:
    assert len(CASES) == len({printed for printed, _ in CASES})


def test_every_place_lies_in_the_text() -> None:
    for text in (text_of(case[0]) for case in CASES):
        reading = read(text)
        assert all(0 <= span.start < span.end <= len(text) for _, span in reading.spans), text
        assert all(text[unread.start : unread.end] == unread.text for unread in reading.unread), text


def test_no_day_is_read_that_is_neither_printed_nor_a_sum() -> None:
    """Without a printed year there is no date to start from."""
    for text in (text_of(case[0]) for case in CASES):
        reading = read(text)
        if not re.search(r"\d{4}|[/.-]\d\d\b|'\d\d|[A-Za-z]{3} ?\d\d\b", text):
            assert not any((reading.start, reading.end, reading.longest_end)), text


def test_a_random_tree_is_given_back_from_each_of_twelve_forms() -> None:
    random = Random(20261128)  # noqa: S311 - repeatable cases, no secrets
    forms = [form for _ in range(150) for form in printed_forms(random_tree(random), random)]
    assert len(forms) == 150 * 12
    assert [wrong for form in forms if (wrong := misread(form))] == []


def test_prose_with_figures_but_no_term_gives_no_reading() -> None:
    random = Random(20261128)  # noqa: S311 - repeatable cases, no secrets
    assert [text for text in (council_prose(random) for _ in range(1000)) if speaks(text)] == []


def other(name: str) -> list[str]:
    lines = (ROOT / "tests" / "cases" / f"other-{name}.txt").read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def placed(beside: str, words: str) -> str:
    """The words in the place left for them, with a small letter inside a sentence."""
    begins = beside.startswith("{") or ". {" in beside
    return beside.format(words if begins else words[0].lower() + words[1:])


@pytest.mark.parametrize(
    "beside",
    [
        "{}.",
        "{}. The contract is for 3 years with an option of 12 months.",
        "The contract is for 3 years and {}.",
        "Contract for community meals. {}.",
    ],
)
def test_a_day_that_is_not_tied_to_the_term_is_none_of_its_dates(beside: str) -> None:
    """However it stands beside the term: dates are read because of their words, not because they are there."""
    texts = [placed(beside, words.format(first="3 May 2027", last="14 June 2027")) for words in other("days")]
    assert [text for text in texts if has_dates(read(text))] == []


def has_dates(reading: Reading) -> bool:
    options = [*(reading.options or ()), *(option for way in reading.alternatives for option in way)]
    return any((reading.start, reading.end, reading.longest_end, *(option.until for option in options)))


@pytest.mark.parametrize(
    "beside",
    [
        "{}.",
        "{}. The contract ends on 31 March 2029.",
        "The contract ends on 31 March 2029 and {}.",
        "Contract for community meals. {}.",
    ],
)
def test_what_takes_time_beside_the_term_is_no_length_of_it(beside: str) -> None:
    readings = [read(placed(beside, words)) for words in other("lengths")]
    assert [reading.text for reading in readings if reading.initial_months or reading.options] == []
    assert [reading.text for reading in readings if reading.longest_end != reading.end] == []


MORE_TIME = (
    "a further {}", "an additional {}", "an extra {} if funds allow", "another {}", "a subsequent {}",
    "a further {} as required", "an extension of {}", "a possible extension by {}",
)  # fmt: skip


@pytest.mark.parametrize(
    "beside",
    [
        "The contract was gravelled for {}",
        "The contract ends on 31 March 2028, with gravelling of {}",
        "Two years, {}",
        "Meals at Northgate from 1 April 2027 with {}",
        "The provider may gravel {}",
        "Beds are kept until 1 May 2027 and {}",
    ],
)
@pytest.mark.parametrize("length", ["6 weeks", "three months", "2 years", "30 days", "12-month period"])
def test_more_time_that_is_not_understood_is_never_none(beside: str, length: str) -> None:
    """Whatever stands beside it, known here or not: the options are then read, or not known."""
    texts = [beside.format(more.format(length)) for more in MORE_TIME]
    assert [text for text in texts if read(text).options == ()] == []
    term = 24 if beside.startswith("Two") else None
    assert [text for text in texts if read(text).initial_months not in (None, term)] == []


PRINTED_LENGTH = re.compile(r"(?<![\d./+x-])\b\d+(?=[ -](?:months?|years?)\b)")
# What is at least so long, or has to happen within so long, is no length of an option.
BESIDE = re.compile(r"\b(?:within|minimum of|(?:warranty|lease) .*) $")
OF_NOTICE = re.compile(r"[ -]months?['’]? (?:\w+ )*notice")


def test_no_length_is_lost_where_options_are_not_known() -> None:
    """Another length in its place gives another reading, if only in what was not understood."""
    random = Random(20261130)  # noqa: S311 - repeatable cases, no secrets
    whole = [text_of(printed) for printed, said in CASES if "options unknown" in said]
    cuts = [cut(text_of(case[0]).split(" "), random) for case in CASES[::5]]
    unknown = [text for text in (*whole, *cuts) if read(text).options is None and not read(text).alternatives]
    lengths = [(text, length) for text in unknown for length in PRINTED_LENGTH.finditer(text)]
    lost = {
        text
        for text, length in lengths
        if not BESIDE.search(text[: length.start()])
        and not OF_NOTICE.match(text[length.end() :])
        and said_of(text) == said_of(f"{text[: length.start()]}17{text[length.end() :]}")
    }
    assert lost == set()
    assert len(lengths) > 100


def cut(words: list[str], random: Random) -> str:
    first = random.randrange(max(1, len(words) - 4))
    return " ".join(words[first : random.randrange(first, len(words)) + 1])


def said_of(text: str) -> tuple[str, object]:
    reading = read(text)
    return in_short(reading), reading.conflicts


LIKE = (
    ("36 months with an option to extend by 24 months", "3 years with an option to extend by 2 years"),
    ("36 months plus an option of 24 months", "thirty-six months plus an option of twenty-four months"),
    ("3 years plus 2 years", "THREE YEARS PLUS TWO YEARS"),
    ("3+1+1", "3 + 1 + 1"),
    ("1 April 2026 - 31 March 2029", "1 April 2026 – 31 March 2029"),
    ("1 April 2026 - 31 March 2029", "01/04/2026 — 31/03/2029"),
    ("1 April 2026 - 31 March 2029", "1st April 2026 to 31st March 2029"),
    ("2 x 12 months", "2 × 12 months"),
    ("2 x 12 months", "2x12months"),
    ("2 x 12-month extensions", "2 x 12‑month extensions"),
    ("two (2) years with an option of one (1) year", "2 years with an option of 1 year"),
    ("Option to extend by 12 months.", "Option to extend by 12 months. Option to extend by 12 months."),
    ("2 x 12 month extensions", "2 x 12 month extensions\n2 x 12 month extensions"),
    ("an initial term of 5 years", "an initial term of 60 months"),
    ("6 months' notice of an extension", "6 months’ notice of an extension"),
    ("option to extend for 12 months", "option&nbsp;to extend for 12&nbsp;months"),
    ("up to 24 months extension", "UP TO 24 MONTHS EXTENSION"),
)  # fmt: skip


@pytest.mark.parametrize(("text", "other"), LIKE)
def test_print_does_not_change_what_is_meant(text: str, other: str) -> None:
    first, second = (read(wording)._replace(text="", spans=(), confirmed=False) for wording in (text, other))
    assert first == second
    assert first.options or first.start or first.initial_months or first.notice


SMALL = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
COUNTED = r"(?= (?:months?|years?|further|additional|periods?|extensions?)\b)"


def in_words(text: str) -> str:
    """Counts and lengths of one to twelve in words, where they stand alone."""
    return re.sub(rf"(?<![\d.,/£:+-])\b([1-9]|1[0-2]){COUNTED}", lambda match: SMALL[int(match[1])], text)


def in_digits(text: str) -> str:
    """The other way round."""
    return re.sub(
        rf"(?<![-\w])(?<!ty )({'|'.join(SMALL[2:11])}){COUNTED}", lambda match: str(SMALL.index(match[1])), text
    )


CHANGES = {
    "capitals": str.upper,
    "small letters": str.lower,
    "spaces": lambda text: f"  {text.replace(' ', '  ')}\n",
    "hard spaces": lambda text: text.replace(" ", "\u00a0"),
    "long dashes": lambda text: text.replace("-", "–"),
    "hard hyphens": lambda text: text.replace("-", "‑"),
    "said twice": lambda text: f"{text.rstrip(' .')}. {text}" if len(text) > 8 else text,
    "doubled field": lambda text: f"{text}\n{text}" if len(text) > 8 else text,
    "words": in_words,
    "digits": in_digits,
}


@pytest.mark.parametrize("name", CHANGES)
def test_how_a_wording_is_printed_does_not_change_its_reading(name: str) -> None:
    """Wordings of the table, and some trees, against themselves printed otherwise. Each change has its own half."""
    first = list(CHANGES).index(name) % 2
    changed = [(text, CHANGES[name](text)) for text in itertools.islice(meanings(), first, None, 2)]
    different = [text for text, other in changed if text != other and meanings()[text] != meaning(other)]
    assert different == []
    assert any(text != other for text, other in changed)


@cache
def meanings() -> dict[str, Reading]:
    """What each wording of the table, and of some trees, means as it is printed."""
    random = Random(7)  # noqa: S311 - repeatable cases, no secrets
    trees = [printed.text for _ in range(15) for printed in printed_forms(random_tree(random), random)]
    return {text: meaning(text) for text in [*(text_of(case[0]) for case in CASES), *trees]}


def meaning(text: str) -> Reading:
    """What is read, without the places it was read from and without what repetition confirms."""
    reading = read(text)
    return reading._replace(text="", spans=(), unread=(), confirmed=False, conflicts=())


def test_years_and_months_are_one_and_the_same() -> None:
    random = Random(11)  # noqa: S311 - repeatable cases, no secrets
    years = r"(?<![\d+x] )(?<![\w(+-])(\d+) years?\b(?! \()"
    for _ in range(60):
        for printed in printed_forms(random_tree(random), random):
            other = re.sub(years, lambda match: f"{int(match[1]) * 12} months", printed.text)
            if not printed.form.startswith("3 "):
                assert meaning(other) == meaning(printed.text), other


def day(text: str) -> When:
    return parse_when(text)


def test_dates_known_from_elsewhere_are_set_against_the_text() -> None:
    agreed = read("3 years with 2 x 12 month extensions", day("2026-04-01"), day("2029-03-31"))
    assert in_short(agreed) == (
        "start 2026-04-01; end 2029-03-31; initial 36; options 12x2; total 24; longest 2031-03-31; confirmed"
    )
    longest = read("3 years with 2 x 12 month extensions", day("2026-04-01"), day("2031-03-31"))
    assert in_short(longest) == in_short(agreed)
    neither = read("3 years with 2 x 12 month extensions", day("2026-04-01"), day("2030-09-30"))
    assert in_short(neither) == (
        "start 2026-04-01; end 2029-03-31; initial 36; options 12x2; total 24; conflict over end"
    )
    assert neither.conflicts[0].readings == ("31 March 2029", "30 September 2030")


def test_an_end_known_from_elsewhere_carries_the_options() -> None:
    assert in_short(read("2 x 12 months", None, on_day(date(2028, 2, 29)))) == (
        "end 2028-02-29; options 12x2; total 24; longest 2030-02-28"
    )


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("Up to 2032", "end 2029-03-31; options to 2032; longest 2032"),
        ("up to 31 March 2032", "end 2029-03-31; options to 2032-03-31; longest 2032-03-31"),
        ("Up to 2029", "end 2029-03-31; options none; confirmed"),
        ("The contract ends on 31 March 2032", "end 2032-03-31; options none; conflict over end"),
    ],
)
def test_up_to_a_day_after_the_end_is_how_far_it_can_be_extended(text: str, says: str) -> None:
    assert in_short(read(text, None, day("2029-03-31"))) == says


def test_in_a_field_of_options_a_sum_has_no_initial_term() -> None:
    assert in_short(read("1+1")) == "initial 12; options 12x1; total 12"
    assert in_short(read("1+1", options_only=True)) == "options 12x1, 12x1; total 24"
    assert in_short(read("12 months", options_only=True)) == "options 12x1; total 12"


@pytest.mark.parametrize(
    "text", ["", " ", "\n", "0", "+", "(" * 3000, "1" * 50_000, "9999-99-99", "31 April 2026", "\x00\x01", "é" * 100]
)
def test_nonsense_is_read_as_nothing(text: str) -> None:
    reading = read(text)
    assert not any((reading.start, reading.end, reading.initial_months, reading.options, reading.longest_end))


def test_any_bytes_are_read_without_a_fault() -> None:
    random = Random(1)  # noqa: S311 - repeatable cases, no secrets
    pieces = [
        *"0123456789+-x(),./;:",
        " ",
        " ",
        "\n",
        "year",
        "months",
        "option",
        "extend",
        "to",
        "2026",
        "April",
        "£",
        "each",
    ]
    for _ in range(3000):
        read(" ".join(random.choice(pieces) for _ in range(random.randrange(30))))


@pytest.mark.parametrize(
    ("text", "earliest", "latest"),
    [
        ("The contract will end between 1 February 2029 and 23 February 2029.", "2029-02-01", "2029-02-23"),
        ("The contract ends between March 2029 and May 2029", "2029-03-01", "2029-05-31"),
    ],
)
def test_an_end_between_two_dates_is_on_neither(text: str, earliest: str, latest: str) -> None:
    end = read(text).end
    assert end is not None
    assert (str(end.earliest), str(end.latest)) == (earliest, latest)


def test_a_sentence_may_end_where_a_noun_should_follow() -> None:
    assert read("The contract starts April 2029 the").start is not None


@pytest.mark.parametrize("production", PRODUCTIONS, ids=lambda production: production.example)
def test_each_production_of_mood_reads_its_example(production: Production) -> None:
    """The row of the example fits it, and no production before it decides otherwise."""
    words = re.findall(r"\w+|[^\w\s]", production.example.lower())
    assert state_of(words) == production.state
    letters = row_of(tuple(words)).letters
    assert any(production.row.search(f"{letters[:at]}@{letters[at:]}") for at in range(len(letters)))
