"""What the words alone rule out: a text that may not speak of options reads as one that has none."""

from __future__ import annotations

import re
from datetime import date
from random import Random

import pytest

from tenderwatch.dates import on_day
from tenderwatch.wording.hints import may_speak_of_options
from tenderwatch.wording.lexicon import FILLERS, LETTERS
from tenderwatch.wording.other_figures import _PATTERNS, other_figures
from tenderwatch.wording.read import read
from wording_trees import printed_forms, random_tree

FIGURES = (
    "3", "12", "2026", "31 March 2030", "1 April 2027", "31/03/2031", "April 2029", "2030", "5 (3+1)", "24", "1st",
    "two", "three", "one", "half", "twice", "2 x 12", "3 or 4", "spring 2028", "£5m", "Q1 2027", "24m", "½",
    "3 years", "24-month", "two (2) years", "12 mths", "a year",
)  # fmt: skip
MARKS = (",", ".", ":", "(", ")", "-", ";", "/", "&", "\n")
WORDS = (*(word for words in LETTERS.values() for word in words.split()), *sorted(FILLERS))
PLAIN = tuple(word for word in WORDS if not may_speak_of_options(word))


def test_what_may_not_speak_of_options_reads_as_none() -> None:
    """Texts of every word of the vocabulary that does not speak by itself, with figures, dates and marks among them."""
    random = Random(16)  # noqa: S311 - the same texts each time, no secrets
    ruled_out = 0
    for _ in range(2500):
        pieces = [
            random.choice(PLAIN if random.random() < 0.6 else FIGURES if random.random() < 0.6 else (*MARKS, ". The"))
            for _ in range(random.randrange(2, 30))
        ]
        text = " ".join(pieces)
        if may_speak_of_options(text):
            continue
        ruled_out += 1
        for start in (None, on_day(date(2027, 4, 1))):
            assert read(text, start=start).options == (), text
    assert ruled_out > 500


def test_every_printed_form_of_options_may_speak_of_them() -> None:
    random = Random(61)  # noqa: S311 - no secrets
    for _ in range(100):
        for printed in printed_forms(random_tree(random), random):
            assert may_speak_of_options(printed.text) or read(printed.text).options == (), printed.text


@pytest.mark.parametrize(
    "text",
    [
        "3+1+1", "12monthextension", "OptionsThe lots", "The Total Term: 3YRS", "Yes (24)", "a further period",
        "maximum end date 31 March 2030", "Held over", "2 more", "2 possible terms", "Re-extend", "x12 mo",
        "latest end Mar 30", "one of 12 months", "2 single years", "two 12 mnths", "Y - 24 mths", "could run to 2030",
        "Initial end: 2027. Final 2029", "O/t/e 2027", "one period a year", "Three years, of which the last two",
        "Let for 3 years. Up to 5 years. It ends.", "two years on no. The 12 months", "year on year",
        "maximum of 24m, £2m a year", "1£5m", "maximum end £5m 31.03.2030",
    ],
)  # fmt: skip
def test_what_may_speak_of_options(text: str) -> None:
    assert may_speak_of_options(text)


@pytest.mark.parametrize(
    "text",
    [
        "", "Next adopted texts of the school", "Care at home for 350 adults across the county.",
        "Bids close at 10am on 3 June 2026.", "The value is £370,000, and 12 sites are visited.",
        "The contract starts on 1 January 2028 and runs for three (3) years.",
        "All may bid. It is for 2 years. More jobs.",
        "The budget will not exceed £1.2m per annum.", "A combined bid may be made.", "£ 5m for more homes",
    ],
)  # fmt: skip
def test_what_may_not(text: str) -> None:
    assert not may_speak_of_options(text)


NEAR_FIGURES = (
    "contract", "number", "no", "no.", "ref:", "Lots", "cpv", "codes", "key", "stage", "Public", "Contracts",
    "(Scotland)", "Regulations", "Procurement", "Act", "one", "off", "one-off", "over", "aged", "ages", "of", "years",
    "months", "framework", "the", "period,", "and", "GBP", "£", "thousand", "pm", "km", "AB1", "2CD", "S/123-45", "75",
    "2015", "5", "12", "s", "www.x.uk", "www.", "https://x.uk", "a@b.uk", "john.smith", "@b.uk", "A/B/C", "/", "24/7",
    "ocds-x", "G-Cloud", "Q1.", "ſ", "\N{KELVIN SIGN}", "\n", "\xa0", "per", "cent", "DN12345", "tel", "0123",
    "4567890",
)  # fmt: skip


def test_other_figures_are_those_that_looking_at_every_word_finds() -> None:
    every = re.compile(rf"(?<![A-Za-z0-9])(?:{'|'.join(_PATTERNS)})", re.IGNORECASE)
    random = Random(5)  # noqa: S311 - no secrets
    texts = [" ".join(random.choices(NEAR_FIGURES, k=random.randrange(2, 14))) for _ in range(4000)]
    found = 0
    for text in (*texts, "as contract number no 5 says", "for a one off payment to it"):
        spans = [match.span() for match in every.finditer(text)]
        assert other_figures(text) == spans, text
        found += len(spans)
    assert found > 4000
