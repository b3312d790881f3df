"""Printed terms to options: the words, judged by the dates beside them; silence rather than invention."""

from __future__ import annotations

import random
from typing import Any

import pytest

from tenderwatch.dates.parsing import parse_when
from tenderwatch.importers.options import settle_terms
from tenderwatch.importers.statement import Terms
from tenderwatch.wording.read import is_dateless, read
from wording_trees import printed_forms, random_tree


def terms(start: str = "", end: str = "", longest: str = "", months: int | None = None, extension: str = "") -> Terms:
    first, last, furthest = (parse_when(day) if day else None for day in (start, end, longest))
    return Terms(first, last, furthest, months=months, extension=extension)


OPTIONS: list[tuple[Terms, list[dict[str, Any]]]] = [
    (
        terms("2026-04-01", "2029-03-31", extension="2 x 12 months"),
        [{"months": "12", "times": "2", "state": "permitted"}],
    ),
    (
        terms("2026-04-01", "2029-03-31", extension="1+1 years"),
        [{"months": "12", "state": "permitted"}, {"months": "12", "state": "permitted"}],
    ),
    # The sum counts the first term, or may: only dates can tell.
    (terms(months=36, extension="Contract on 3+1+1 basis"), []),
    (terms("2026-04-01", "2029-03-31", extension="3+1+1"), []),
    (
        terms("2026-04-01", "2029-03-31", "2031-03-31", extension="see documents"),
        [{"until": "2031-03-31", "state": "permitted"}],
    ),
    # The stated longest end and the options disagree: the end counts.
    (
        terms("2026-04-01", "2029-03-31", "2030-03-31", extension="2 x 12 months"),
        [{"until": "2030-03-31", "state": "permitted"}],
    ),
    (terms("2026-04-01", "2029-03-31", extension="as set out in the documents"), []),
]


@pytest.mark.parametrize(("stated", "options"), OPTIONS)
def test_options_are_what_words_and_dates_agree_on(stated: Terms, options: list[dict[str, Any]]) -> None:
    assert list(settle_terms(stated, "").extensions) == options


ENDS = [
    ("a period of 3 years with the option to extend for a further 3 years", "2027-08-31", "2024-08-31", "2027-08-31"),
    ("a period of 6 years with the option to extend for a further 3 years", "2027-08-31", "2027-08-31", None),
    ("a period of 6 years", "2027-08-31", "2027-08-31", None),
    ("home care", "2027-08-31", "2027-08-31", None),
    # It speaks of options, and does not settle what the printed end is.
    ("with an option to extend", "2027-08-31", None, None),
    ("a period of 4 years with the option to extend for a further year", "2027-08-31", None, None),
]


@pytest.mark.parametrize(("words", "printed", "end", "longest"), ENDS)
def test_an_end_that_may_be_the_longest_is_settled_by_the_sum_or_left_open(
    words: str, printed: str, end: str | None, longest: str | None
) -> None:
    settled = settle_terms(terms("2021-09-01", printed), words, end_may_be_longest=True)
    assert (settled.end.written if settled.end else None) == end
    if end is None:
        assert settled.extensions == ()
        assert "the words do not say which" in settled.remarks[0]
    if longest:
        reading = read(words, start=terms("2021-09-01").start)
        assert reading.longest_end
        assert reading.longest_end.written == longest


# What a registry would refuse: too many steps, and an end that the contract has passed before it.
REFUSED = [
    (terms("2026-04-01", "2029-03-31", extension="Monthly extensions up to a maximum of 144 months"), "from 1 to 60"),
    (terms("2026-04-01", "2029-03-31", extension="Option to extend until 31 December 2027"), "not past the end"),
    (terms("2026-04-01", "2029-03-31", longest="2028-03-31"), "not past the end"),
]


@pytest.mark.parametrize(("stated", "why"), REFUSED)
def test_options_that_a_registry_cannot_hold_are_left_open_with_a_word(stated: Terms, why: str) -> None:
    settled = settle_terms(stated, "")
    assert settled.extensions == ()
    assert settled.end == stated.end
    assert any("a registry cannot hold them" in remark and why in remark for remark in settled.remarks)


def test_words_that_no_date_changes_are_read_the_same_with_any() -> None:
    """Words on options are read once for all contracts of a register, if `is_dateless` says so."""
    rnd = random.Random(5)  # noqa: S311 - no secrets
    texts = {printed.text for _ in range(60) for printed in printed_forms(random_tree(rnd), rnd)}
    texts |= {"2 x 12 months", "1+1", "see notes", "None", "Rolling", "up to 24 months", "6 months, or 12 months"}
    dates = [(parse_when("2026-04-01"), parse_when("2029-03-31")), (None, parse_when("2026-12-31"))]
    kept = ("options", "alternatives", "total_months", "initial_months", "unread", "conflicts", "text")
    dateless = [text for text in sorted(texts) if is_dateless(text, options_only=True)]
    for text in dateless:
        alone = read(text, options_only=True)
        for start, end in dates:
            beside = read(text, start=start, end=end, options_only=True)
            assert [getattr(beside, key) for key in kept] == [getattr(alone, key) for key in kept], text
    assert len(dateless) > 60
