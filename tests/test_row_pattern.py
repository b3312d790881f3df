"""Patterns over rows of letters: what is left out of a search never changes what is found."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenderwatch.wording import mood, roles
from tenderwatch.wording.row_pattern import RowPattern, letters_needed

PATTERNS = [item.row for item in (*roles.PRODUCTIONS, *roles.DATE_PRODUCTIONS, *mood.PRODUCTIONS)]
LETTERS = sorted({letter for pattern in PATTERNS for letter in pattern.source} | {"@"})
ROWS = st.tuples(*[st.text(LETTERS, max_size=7) | st.text("edcpt2,hurbzgs", max_size=5)] * 2).map("@".join)


@pytest.mark.parametrize(
    ("source", "needed"),
    [
        ("X@(?=_?c)", "X"),
        ("n[pthy]{0,3}_?p*@", "n"),
        ("z{0,2}h+q@", "hq"),
        ("[cpt][^@QN]*j(?:u|(?:2t)?)@", "j"),
        (r"T%\.+@", "T%"),
        ("W2?z|b", ""),
        ("(?:W|z)b", "b"),
        ("c(?:x)?@", ""),
    ],
)
def test_the_letters_outside_classes_groups_and_options_are_needed(source: str, needed: str) -> None:
    assert letters_needed(source) == needed


@given(row=ROWS)
def test_a_row_is_found_as_by_the_pattern_itself(row: str) -> None:
    for pattern in PATTERNS:
        found, plain = RowPattern(pattern.source).search(row), re.search(pattern.source, row)
        assert (found and found.span()) == (plain and plain.span())


def test_a_pattern_is_compiled_for_rows_that_may_hold_it_alone() -> None:
    pattern = RowPattern("Y[_y]*@")
    assert pattern.search("c2@") is None
    assert not pattern.compiled
    assert pattern.search("Y_@") is not None
    assert pattern.compiled
