"""The board: what `due` says first, read as a commissioner would, at three widths, on the shipped registry."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable

import pytest

from support import run_cli

TODAY = ("--today", "2026-11-28")
BOARDS = {
    "middlesbrough": ("--council", "Middlesbrough"),
    "stockton": ("--council", "Stockton"),
    "durham": ("--council", "Durham"),
    "staffordshire": ("--council", "Staffordshire County Council"),
    "all": (),
}
OPEN = "\nroute: open"
# A row of the table begins with a date, or with why there is none.
ROW = re.compile(r" {2}(\d{1,2} \w{3} \d{4}|\w+ \d{4}|\d{4}|not let yet|not known|open-ended|winter|\d{4}/)")


def board(monkeypatch: pytest.MonkeyPatch, columns: int, *more: str) -> list[str]:
    monkeypatch.setenv("COLUMNS", str(columns))
    answer = run_cli("due", "--format", "table", *TODAY, *more)
    assert (answer.code, answer.err) == (0, "")
    return answer.lines


@pytest.mark.parametrize("columns", [80, 100, 140])
@pytest.mark.parametrize("name", BOARDS)
def test_golden(golden: Callable[[str, str], None], monkeypatch: pytest.MonkeyPatch, name: str, columns: int) -> None:
    lines = board(monkeypatch, columns, *BOARDS[name])
    assert max(map(len, lines)) <= columns
    golden(f"board/{name}-{columns}.txt", "\n".join(lines) + "\n")


@pytest.mark.parametrize("columns", [80, 100, 140])
@pytest.mark.parametrize("name", BOARDS)
def test_what_can_still_be_decided_stands_in_the_first_eight_lines(
    monkeypatch: pytest.MonkeyPatch, name: str, columns: int
) -> None:
    lines = board(monkeypatch, columns, *BOARDS[name])
    first = next(number for number, line in enumerate(lines, 1) if re.match(r" {2}\d{1,2} \w{3} \d{4}", line))
    assert first <= 8
    assert any(line.startswith("DECIDE NOW") for line in lines[:first])


def councils() -> list[str]:
    """Every body that buys anything in the shipped registry."""
    rows = run_cli("list", "--format", "json", *TODAY).json["rows"]
    return sorted({body["id"] for row in rows for body in (row["lead"], *row["partners"]) if body})


@pytest.mark.parametrize("columns", [80, 100, 140])
def test_for_every_council_what_can_be_acted_on_stands_in_the_first_eight_lines(
    monkeypatch: pytest.MonkeyPatch, columns: int
) -> None:
    """The first row is one that can still be saved, where there is any; else what comes, what is awaited, the rest."""
    seen = 0
    for council in councils():
        lines = board(monkeypatch, columns, "--council", council)
        assert max(map(len, lines)) <= columns
        rows = run_cli("due", "--council", council, "--format", "json", *TODAY).json["rows"]
        first = next((number for number, line in enumerate(lines, 1) if ROW.match(line)), None)
        assert (first is None) == (not rows), council
        if first is None:
            continue
        assert first <= 8, council
        savable = [row for row in rows if row["group"] == "decide" and row["feasible"] != "hold-over"]
        if not savable:
            continue
        seen += 1
        ids = board(monkeypatch, columns, "--council", council, "--brief")
        named = next(line for line in ids if ROW.match(line)).split()
        assert {row["id"] for row in savable} & set(named), council
        assert "DECIDE NOW" in "".join(lines[:first])
    assert seen > 8


def test_the_columns_of_a_group_line_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """A group in parts, by what can still be done, has its columns at the same places in each."""
    for columns in (80, 100, 140):
        lines = board(monkeypatch, columns)
        head = next(line for line in lines if "Act by" in line)
        place, end = head.index("Act by"), lines.index("")
        group = lines[lines.index(head) : lines.index("", lines.index(head))]
        dated = [line for line in group if ROW.match(line)]
        assert len(dated) > 20
        assert all(re.match(r"\d{1,2} \w{3} \d{4}", line[place:]) for line in dated), end


@pytest.mark.parametrize("columns", [60, 80, 100, 140])
def test_no_date_is_cut_off(registry: Callable[..., str], monkeypatch: pytest.MonkeyPatch, columns: int) -> None:
    """An end known to a range, and so a range of days to act by, in two lines where there is no room in one."""
    path = registry("id: a\ntitle: Day care for older people in the north\nend: 2028-03-08..2029-03-08\nroute: open")
    lines = board(monkeypatch, columns, "--registry", path, "--months", "24")
    text = "\n".join(lines)
    head = next(line for line in lines if "Act by" in line)
    place = head.index("Act by")
    assert "…" not in "".join(line[:14] + line[place : place + 11] for line in lines[lines.index(head) :])
    for word in ("Mar 2028 to", "Mar 2029"):
        assert word in text
    (row,) = run_cli("due", "--registry", path, *TODAY, "--months", "24", "--format", "json").json["rows"]
    assert row["act_by"]["precision"] == "range"
    year = row["act_by"]["latest"][:4]
    assert sum(year in line for line in lines) >= 1


def test_counts_are_not_torn_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = board(monkeypatch, 140)[1]
    for columns in (60, 80):
        lines = board(monkeypatch, columns)
        counts = [line for line in lines[: lines.index("")] if line[0].isdigit()]
        assert len(counts) > 1
        assert " | ".join(counts) == whole


@pytest.mark.parametrize("form", ["md", "html", "csv", "plain"])
def test_what_to_type_for_more_is_said_on_a_terminal_only(form: str) -> None:
    answer = run_cli("due", "--format", form, *TODAY)
    assert "--brief" not in answer.out + answer.err
    assert "--unknown" not in answer.out + answer.err


def test_long_has_why_providers_evidence_and_sources(monkeypatch: pytest.MonkeyPatch) -> None:
    for columns in (60, 100):
        lines = board(monkeypatch, columns, "--long", *BOARDS["middlesbrough"])
        assert max(len(line) for line in lines if "://" not in line) <= columns
        text = " ".join(" ".join(lines).split())
        for row in run_cli("due", "--format", "json", *TODAY, *BOARDS["middlesbrough"]).json["rows"]:
            assert all(provider in text for provider in row["providers"])
            for source in row["evidence"]["sources"]:
                assert source["title"] in text
                assert not source["url"] or source["url"] in text.replace(" ", "")
        assert "evidence to March 2026" in text


def test_a_council_fits_a_screen(monkeypatch: pytest.MonkeyPatch) -> None:
    assert len(board(monkeypatch, 100, *BOARDS["middlesbrough"])) <= 40


@pytest.mark.parametrize("columns", [80, 100, 140])
def test_no_contract_takes_more_than_two_lines(monkeypatch: pytest.MonkeyPatch, columns: int) -> None:
    lines = board(monkeypatch, columns)
    rows = [bool(re.match(r" {2}(\S)", line)) for line in lines]
    below = [line.startswith("   ") for line in lines]
    assert not any(all(below[number : number + 2]) for number in range(len(lines) - 1))
    assert sum(rows) > 90


def test_each_group_alone_counts_the_same_as_on_the_whole_board() -> None:
    """Also where a planned record stands in the row of a contract whose group was not asked for."""
    counts = run_cli("due", "--format", "plain", *TODAY).err.split(" | ")
    words = {"decide": "to decide", "coming": "coming", "awaiting": "awaiting award", "no-news": "passed, no news"}
    for group, word in words.items():
        (whole,) = (part for part in counts if part.partition(".")[0].endswith(word))
        alone = run_cli("due", "--group", group, "--format", "plain", *TODAY).err.split(" | ")[0]
        assert alone == whole


def test_counts_add_up_to_the_rows_and_records() -> None:
    """Every record is in a group, in the row of what it replaces, or counted as not shown."""
    answer = run_cli("due", "--format", "plain", *TODAY)
    envelope = run_cli("due", "--format", "json", *TODAY).json
    groups = [line.split(" | ")[0] for line in answer.lines]
    assert len(groups) == envelope["count"]
    counted = {
        word: int(found[1])
        for word in ("to decide", "coming", "awaiting award", "passed, no news")
        if (found := re.search(rf"(\d+) (?:end |date )?{word}", answer.err))
    }
    assert sum(counted.values()) == envelope["count"]
    left = sum(item["count"] for item in envelope["excluded"])
    assert envelope["count"] + left == envelope["registry"]["records"]


def test_plain_has_the_group_first_and_json_says_the_same() -> None:
    lines = run_cli("due", "--format", "plain", *TODAY).lines
    rows = {row["id"]: row["group"] for row in run_cli("due", "--format", "json", *TODAY).json["rows"]}
    assert {line.split(" | ")[2]: line.split(" | ")[0] for line in lines} == rows


def test_a_group_alone() -> None:
    rows = run_cli("due", "--group", "decide", "--format", "json", *TODAY).json["rows"]
    assert {row["group"] for row in rows} == {"decide"}
    both = run_cli("due", "--group", "decide", "--group", "awaiting", "--format", "json", *TODAY).json["rows"]
    assert {row["group"] for row in both} == {"decide", "awaiting"}
    assert run_cli("due", "--group", "soon").code == 2


def test_brief_has_ids_and_one_line_a_contract(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = run_cli("due", "--format", "json", *TODAY, *BOARDS["middlesbrough"]).json["rows"]
    lines = board(monkeypatch, 80, "--brief", *BOARDS["middlesbrough"])
    for row in rows:
        assert sum(row["id"] in line.split() for line in lines) == 1
    assert not any(line.startswith("   ") for line in lines)
    assert run_cli("due", "--brief", "--long").code == 2


ROWS = [
    (f"end: 2027-03-31{OPEN}", "decide", "tender notice", "let with competition, no option"),
    ("end: 2027-03-31", "decide", "decide route; tender notice if competed", "route not known"),
    ("end: 2027-03-31\nroute: direct-award", "decide", "decide route; tender notice if competed", "direct award"),
    (
        f"end: 2027-03-31{OPEN}\nnotice: 3m\nextensions: [{{months: 12, state: permitted}}]", "decide",
        "extend (notice by 30 Dec 2026) or tender", "option left",
    ),
    ("end: 2026-12-31", "decide", "arrange cover after the end", "too late"),
    (
        "end: 2026-03-31\nextensions: [{months: 12, state: permitted}]", "decide", "extended? then tender notice",
        "end passed, next end holds only if extended",
    ),
    ("end: 2028-03-31", "coming", "tender notice by 31 Aug 2027", "ahead"),
    ("end: 2026-03-31", "no-news", "ended or replaced?", "end passed"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "group", "words", "sentence"), ROWS, ids=[row[-1] for row in ROWS])
def test_what_to_do(
    registry: Callable[..., str], monkeypatch: pytest.MonkeyPatch, text: str, group: str, words: str, sentence: str
) -> None:
    path = registry(f"id: home-care\ntitle: Home care\nstart: 2022-04-01\n{text}")
    (row,) = run_cli("due", "--registry", path, *TODAY, "--format", "json").json["rows"]
    assert row["group"] == group, sentence
    (line,) = (line for line in board(monkeypatch, 140, "--registry", path) if "Home care" in line)
    assert words in line


def test_a_doubtful_end_has_a_mark_and_a_footnote(
    registry: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    doubtful = "id: a\ntitle: Day care\nend: 2026-03-31\nextensions: [{months: 12, state: permitted}]"
    lines = board(monkeypatch, 140, "--registry", registry(doubtful))
    assert any(line.startswith("  31 Mar 2027? ") for line in lines)
    assert any(line.startswith("? holds only if") for line in lines)
    lines = board(monkeypatch, 140, "--registry", registry("id: a\ntitle: Day care\nend: 2027-03-31"))
    assert not any("?" in line for line in lines)


def test_a_planned_record_is_in_the_row_of_what_it_replaces(
    registry: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = registry(
        "id: old\ntitle: Day care\nend: 2027-03-31",
        "id: new\ntitle: Day care next\nplans: {tender: 2027-01, start: 2027-04-01}\nreplaces: [old]",
    )
    lines = board(monkeypatch, 140, "--registry", path)
    (row,) = (line for line in lines if "Day care" in line)
    assert "tender planned for Jan 2027" in row
    assert any("1 planned, in the row of what is to be replaced" in line for line in lines)


@pytest.mark.parametrize("form", ["table", "plain", "json", "jsonl", "csv", "tsv", "md", "html"])
@pytest.mark.parametrize("more", [(), ("--sort", "id"), ("--brief",), ("--long",)])
def test_every_format_says_the_same_of_what_has_no_row_of_its_own(
    registry: Callable[..., str], form: str, more: tuple[str, ...]
) -> None:
    path = registry(
        "id: old\ntitle: Day care\nend: 2027-03-31",
        "id: newer\ntitle: Night care\nplans: {tender: 2027-01, start: 2027-04-01}\nreplaces: [old]",
    )
    answer = run_cli("due", "--registry", path, *TODAY, "--format", form, *more)
    if form in ("plain", "jsonl", "csv", "tsv"):
        assert len(answer.lines) == (2 if form in ("csv", "tsv") else 1)
    if form == "json":
        assert answer.json["count"] == 1
        assert {"reason": "within", "count": 1} in answer.json["excluded"]
        assert answer.json["rows"][0]["replaced_by"] == ["newer"]
    else:
        assert "1 planned, in the row of what is to be replaced" in " ".join((answer.out + answer.err).split())


def test_a_group_whose_only_record_stands_in_another_row_gives_no_finding(registry: Callable[..., str]) -> None:
    """Neither does it say that nothing is due."""
    path = registry(
        "id: old\ntitle: Day care\nend: 2026-12-31",
        "id: newer\ntitle: Night care\nplans: {start: 2027-10-01}\nreplaces: [old]",
    )
    words = ("due", "--registry", path, *TODAY, "--format", "plain", "--group", "coming", "--exit-code")
    answer = run_cli(*words)
    assert (answer.code, len(answer.lines)) == (0, 1)
    assert "1 planned, in the row of what is to be replaced" in answer.err
    assert "nothing is due" not in answer.err.lower()


WINDOWS = [
    (("--months", "12-18"), True, "inside"),
    (("--months", "18-24"), False, "before the window"),
    (("--months", "0-12"), False, "after the window"),
    (("--ends", "2027-12..2028-05"), True, "ends inside"),
    (("--ends", "2028-03-31"), True, "on the very day"),
    (("--ends", "March 2028"), True, "a month, as typed"),
    (("--ends", "2028-04..2028-05"), False, "ends before"),
    (("--from", "1 December 2027", "--months", "4"), True, "from a day, the last included"),
    (("--from", "2028-04-01"), False, "from a day after it"),
]


@pytest.mark.parametrize(("typed", "inside", "sentence"), WINDOWS, ids=[row[-1] for row in WINDOWS])
def test_windows_of_time(registry: Callable[..., str], typed: tuple[str, ...], inside: bool, sentence: str) -> None:
    path = registry("end: 2028-03-31", "id: gone\nend: 2026-03-31")
    answer = run_cli("due", "--by", "end", *typed, "--registry", path, *TODAY, "--format", "json").json
    assert [row["id"] for row in answer["rows"]] == (["home-care"] if inside else []), sentence


@pytest.mark.parametrize(
    "typed",
    [
        ("--months", "18-12"), ("--months", "soon"), ("--ends", "2028..2027"), ("--ends", "unknown"),
        ("--ends", "2027", "--months", "12"), ("--ends", "2027", "--by", "any"),
        ("--ends", "2027", "--from", "2027-01-01"),
        ("--ends", "1/2/2027..3/4/2028"), ("--from", "2027"), ("--months", "12-601"),
    ],
)  # fmt: skip
def test_a_window_that_is_none_is_refused(typed: tuple[str, ...]) -> None:
    answer = run_cli("due", *typed, *TODAY)
    assert answer.code == 2
    assert typed[0] in answer.err


@pytest.mark.parametrize(
    ("typed", "rows", "excluded"),
    [
        ((), 2, {"faulty": 1, "not-due": 3}),
        (("--group", "decide"), 1, {"faulty": 1, "not-due": 3, "filtered": 1}),
        (("--unknown",), 1, {"faulty": 1, "filtered": 4}),
        (("--unknown", "--text", "nothing"), 0, {"faulty": 1, "filtered": 5}),
    ],
)
def test_every_record_is_a_row_or_excluded_for_a_reason(
    registry: Callable[..., str], typed: tuple[str, ...], rows: int, excluded: dict[str, int]
) -> None:
    path = registry(
        "end: 2027-03-31", "id: far\nend: 2035-03-31", "id: open\nend: unknown", "id: gone\nend: 2026-03-31",
        "id: bad\nend: soon", "id: over\nended: {on: 2025, how: notice}",
    )  # fmt: skip
    answer = run_cli("due", *typed, "--registry", path, *TODAY, "--format", "json").json
    counts: Counter[str] = Counter()
    for item in answer["excluded"]:
        counts[item["reason"]] += item.get("count", 1)
    assert (answer["count"], len(answer["rows"]), dict(counts)) == (rows, rows, excluded)


@pytest.mark.parametrize("name", [name for name in BOARDS if name != "all"])
def test_what_inspectors_ask_is_one_command_and_one_page(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """ "Contracts due to expire within 12 to 18 months", with evidence."""
    typed = ("--by", "end", "--months", "12-18", *BOARDS[name])
    lines = board(monkeypatch, 100, *typed, "--long")
    assert len(lines) <= 70
    text = " ".join(" ".join(lines).split())
    for row in run_cli("due", *typed, *TODAY, "--format", "json").json["rows"]:
        assert f"[{row['id']}]: ends {row['next_end']['text']}" in text
        assert all(source["title"] in text for source in row["evidence"]["sources"])
        assert row["next_end"]["latest"] >= "2027-11-28"
        assert row["next_end"]["earliest"] <= "2028-05-28"


@pytest.mark.parametrize(
    "typed", [("--ends", "2027"), ("--from", "2027-01-01"), ("--group", "decide"), ("--exit-code",)]
)
def test_unknown_is_asked_for_by_itself(typed: tuple[str, ...]) -> None:
    answer = run_cli("due", "--unknown", *typed, *TODAY)
    assert (answer.code, f"remove {typed[0]}" in answer.err) == (2, True)


def test_unknown_names_every_contract_without_an_end_and_what_would_settle_it() -> None:
    answer = run_cli("due", "--unknown", "--format", "plain", *TODAY)
    expected = [item["id"] for item in run_cli("due", "--format", "json", *TODAY).json["unknown_end"]]
    assert [line.split(" | ")[0] for line in answer.lines] == expected
    rows = run_cli("due", "--unknown", "--format", "json", *TODAY).json["rows"]
    for line, row in zip(answer.lines, rows, strict=True):
        assert line.endswith("; ".join(row["settled_by"]))
        assert any(way.startswith("ask ") for way in row["settled_by"])
        assert any(not way.startswith("ask ") for way in row["settled_by"]), "a page, notice or register to read"


def test_unknown_says_once_for_a_council_what_holds_for_all_its_contracts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "100")
    lines = run_cli("due", "--unknown", "--format", "table", *TODAY, *BOARDS["middlesbrough"]).lines
    assert sum(line.startswith("For each: ") for line in lines) == sum(
        bool(re.search(r" \(\d+\)$", line)) for line in lines
    )
    rows = run_cli("due", "--unknown", "--format", "json", *TODAY, *BOARDS["middlesbrough"]).json["rows"]
    assert all(any(f"[{row['id']}]" in line for line in lines) for row in rows)


NO_END = [
    ("id: a\nadvertised: 2026-01", "the award notice, once it is published"),
    ("id: a\nocid: ocds-h6vhtk-012345", "the contract details notice that follows ocds-h6vhtk-012345"),
    ("id: a\nproviders: [Alpha Care]", "ask Alpha Care"),
    ("id: a\nlead: unknown", "ask Testshire County Council who buys it"),
    ("id: a", "the register of contracts that Testshire County Council publishes"),
]


@pytest.mark.parametrize(("text", "way"), NO_END)
def test_what_would_settle_an_end(registry: Callable[..., str], text: str, way: str) -> None:
    (row,) = run_cli("due", "--unknown", "--registry", registry(text), *TODAY, "--format", "json").json["rows"]
    assert way in row["settled_by"]


@pytest.mark.parametrize(
    ("services", "told"), [("", True), (", services: [home care]", True), (", services: [advocacy]", False)]
)
def test_a_register_that_was_not_read_is_named(registry: Callable[..., str], services: str, *, told: bool) -> None:
    path = registry("id: a\nservices: [home care]")
    with open(path, "a") as file:
        file.write(
            "coverage:\n  - id: look\n    authority: testshire\n    looked: 2026-01-05\n    places: [the notices]\n"
            f"    read_next:\n      - {{what: the register, url: https://example.org/register{services}}}\n"
        )
    (row,) = run_cli("due", "--unknown", "--registry", path, *TODAY, "--format", "json").json["rows"]
    assert ("the register (https://example.org/register)" in row["settled_by"]) == told
