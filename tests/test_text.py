"""Counts, pounds, lists of names and folded lines."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenderwatch.text import capital, count, fold, listing, plural, pounds, sentence


@pytest.mark.parametrize(
    ("number", "words", "text"),
    [
        (0, ("month",), "0 months"),
        (1, ("month",), "1 month"),
        (2, ("entry", "entries"), "2 entries"),
        (1200, ("record",), "1,200 records"),
    ],
)
def test_counts(number: int, words: tuple[str, ...], text: str) -> None:
    assert count(number, *words) == text
    assert plural(number, *words) == text.split()[1]


@pytest.mark.parametrize(("amount", "text"), [(1_250_000, "£1,250,000"), (0.5, "£0.50"), (1234.56, "£1,234.56")])
def test_pounds(amount: float, text: str) -> None:
    assert pounds(amount) == text


@pytest.mark.parametrize(
    ("names", "text"), [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")]
)
def test_lists_of_names(names: list[str], text: str) -> None:
    assert listing(names) == text
    assert listing(names, "or") == text.replace(" and ", " or ")


def test_sentences() -> None:
    assert capital("ends 31 March 2027") == "Ends 31 March 2027"
    assert sentence("is it due?") == "Is it due?"
    assert sentence("it is") == "It is."
    assert (capital(""), sentence("")) == ("", ".")


def test_a_date_and_an_address_stay_whole() -> None:
    lines = fold(
        "the contract of the council ends on 31 March 2027, says https://example.org/a-page/of-it", 40, "- ", "  "
    )
    assert lines == [
        "- the contract of the council ends on",
        "  31 March 2027, says",
        "  https://example.org/a-page/of-it",
    ]


@given(st.lists(st.text("abc-é£", min_size=1, max_size=12), max_size=30), st.integers(24, 80))
def test_folding_keeps_every_word(words: list[str], width: int) -> None:
    lines = fold(" ".join(words), width)
    assert " ".join(lines).split() == words
    assert all(len(line) <= width for line in lines)
