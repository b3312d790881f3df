"""The command `wording`: rows in order, the shape of the row, and words for people."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest

from support import Answer, run_cli

KEYS = [
    "text", "start", "end", "initial_months", "options", "alternatives", "total_months", "longest_end", "notice",
    "breaks", "reopening", "confirmed", "conflicts", "unread", "spans",
]  # fmt: skip


def row(*args: str) -> dict[str, Any]:
    answer = run_cli("wording", *args, "--format", "json")
    assert answer.code == 0
    assert list(answer.json) == ["schema_version", "rows"]
    (only,) = answer.json["rows"]
    assert list(only) == KEYS
    return dict(only)


def piped(monkeypatch: pytest.MonkeyPatch, data: bytes, *args: str) -> Answer:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(data), encoding="ascii"))
    return run_cli("wording", "-", *args)


def test_a_single_text_is_a_row_with_every_field() -> None:
    text = "3 years from 1 April 2026 with the option to extend for up to 24 months on 3 months' notice"
    read = row(text)
    assert read["text"] == text
    assert (read["initial_months"], read["total_months"], read["notice"]) == (36, 24, "3m")
    assert read["options"] == [
        {"months": 24, "days": None, "times": 1, "until": None, "up_to": True, "state": "permitted"}
    ]
    assert read["start"] == {
        "earliest": "2026-04-01", "latest": "2026-04-01", "precision": "day", "text": "1 April 2026",
        "edtf": "2026-04-01",
    }  # fmt: skip
    assert read["longest_end"]["edtf"] == "2031-03-31"
    first, after = read["spans"]["start"]
    assert text[first:after] == "1 April 2026"


def test_a_text_without_options_has_an_empty_list_and_its_end_is_the_longest() -> None:
    read = row("Contract period: 1 April 2026 to 31 March 2028. No extensions.")
    assert (read["options"], read["total_months"], read["alternatives"]) == ([], None, [])
    assert read["longest_end"] == read["end"]
    assert read["end"]["text"] == "31 March 2028"


def test_an_option_without_a_length_is_null() -> None:
    read = row("Optional extensions are possible")
    assert (read["options"], read["total_months"], read["longest_end"]) == (None, None, None)


def test_ways_that_exclude_each_other_stand_apart() -> None:
    read = row("5+4 or 5+2+2 years")
    assert read["options"] is None
    assert [[option["months"] for option in way] for way in read["alternatives"]] == [[48], [24, 24]]
    assert (read["initial_months"], read["total_months"]) == (60, 48)


def test_weeks_are_days_and_an_end_alone_is_an_until() -> None:
    (option,) = row("4 week extension option")["options"]
    assert (option["months"], option["days"]) == (None, 28)
    (option,) = row("1 April 2026 to 31 March 2028, extension possible until 2030")["options"]
    assert (option["months"], option["times"], option["until"]["precision"]) == (None, 1, "year")


def test_an_extension_that_was_made_has_no_start_of_the_contract() -> None:
    read = row("Cabinet agreed to extend the contract for 12 months from 1 April 2026 to 31 March 2027")
    assert read["start"] is None
    assert (read["options"][0]["state"], read["total_months"]) == ("exercised", None)
    assert read["end"]["edtf"] == read["longest_end"]["edtf"] == "2027-03-31"


def test_what_is_not_understood_has_its_place() -> None:
    text = "The contract may be extended up to a maximum of 24 months"
    (unread,) = row(text)["unread"]
    assert text[unread["from"] : unread["to"]] == unread["text"] == "24 months"


def test_lines_come_back_in_order_also_empty_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    answer = piped(monkeypatch, "None\r\n\r\n2 × 12 months\n\n".encode(), "--format", "json")
    assert [read["text"] for read in answer.json["rows"]] == ["None", "", "2 × 12 months", ""]
    lines = piped(monkeypatch, b"None\n\n3+1+1", "--format", "jsonl").lines
    assert [json.loads(line)["text"] for line in lines] == ["None", "", "3+1+1"]


def test_no_line_at_all_is_no_row(monkeypatch: pytest.MonkeyPatch) -> None:
    assert piped(monkeypatch, b"", "--format", "json").json == {"schema_version": 1, "rows": []}


def test_lines_that_are_not_utf8_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    answer = piped(monkeypatch, b"caf\xe9\n")
    assert (answer.code, answer.out) == (2, "")
    assert "not UTF-8" in answer.err


def test_dates_may_be_given_as_printed_or_as_written() -> None:
    for start in ("2026-04-01", "01/04/2026", "1 April 2026"):
        assert row("3 years", "--start", start)["end"]["edtf"] == "2029-03-31"
    answer = run_cli("wording", "3 years", "--end", "soon")
    assert answer.code == 2
    assert "--end: 'soon' is not a date" in answer.err


def test_people_are_told_what_was_read_and_from_which_words() -> None:
    answer = run_cli("wording", "Three years from 1 April 2026, 2 x 12 month extensions")
    assert answer.lines == [
        "start                 1 April 2026",
        'initial term          36 months  (from "Three years")',
        'end                   31 March 2029  (from "Three years")',
        'options               2 x 12 months  (from "2 x 12 month")',
        "options not yet used  24 months",
        "longest end           31 March 2031",
    ]


def test_a_format_that_is_not_served_is_refused() -> None:
    assert run_cli("wording", "3 years", "--format", "xlsx").code == 2
