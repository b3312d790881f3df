"""Watch files: what they keep, what they refuse, and that one fitting list is enough."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from support import Answer, run_cli

DAY = ("--today", "2026-01-10")
RECORDS = (
    "id: home-care\nservices: [home care]\nend: 2026-05-31",
    "id: respite\ntitle: Short breaks for carers\nservices: [respite]\nlead: otherham\nend: 2027",
    "id: joint\nservices: [advocacy]\npartners: [otherham]\nend: 2027",
    "id: other\nservices: [day services]\nnotes: [Has a lot for dementia]\nend: 2027",
)

# A watch file | the ids it keeps | a sentence.
KEPT = [
    ("contracts: [home-care]", ["home-care"], "a contract by its id"),
    ("councils: [Otherham]", ["joint", "respite"], "a council by a name of its, as lead or partner"),
    ("services: [Home Care, advocacy]", ["home-care", "joint"], "services in any case of letters"),
    ("words: [DEMENTIA]", ["other"], "words in notes"),
    ("contracts: [home-care]\nwords: [short breaks]", ["home-care", "respite"], "one list that fits is enough"),
    ("# ours\ncouncils:\n  - otherham\nservices: []\n", ["joint", "respite"], "an empty list asks nothing"),
]


@pytest.fixture
def path(registry: Callable[..., str]) -> str:
    return registry(*RECORDS)


@pytest.mark.parametrize(("text", "kept", "sentence"), KEPT, ids=[row[-1] for row in KEPT])
def test_kept(path: str, tmp_path: Path, text: str, kept: list[str], sentence: str) -> None:
    watch = tmp_path / "ours.yaml"
    watch.write_text(text)
    answer = run_cli("list", "--registry", path, "--watch", str(watch), "--format", "json", *DAY)
    assert (answer.code, answer.err) == (0, "")
    assert sorted(row["id"] for row in answer.json["rows"]) == kept, sentence


def test_a_watch_list_and_filters_must_both_fit(path: str, tmp_path: Path) -> None:
    watch = tmp_path / "ours.yaml"
    watch.write_text("councils: [otherham]")
    answer = run_cli(
        "due",
        "--months",
        "36",
        "--registry",
        path,
        "--watch",
        str(watch),
        "--service",
        "respite",
        "--format",
        "json",
        *DAY,
    )
    assert [row["id"] for row in answer.json["rows"]] == ["respite"]


# A watch file | what is said | a sentence.
REFUSED = [
    ("contracts: [home-car]", "watch list 'ours': there is no contract 'home-car'", "an id that nothing bears"),
    ("councils: [Atlantis]", "watch list 'ours': there is no council 'Atlantis' in the registry", "an unknown council"),
    ("services: [jazz]", "watch list 'ours': no contract in the registry has the service 'jazz'", "an unknown service"),
    ("council: [otherham]", "'council' is not a key of a watch file", "a key written wrong"),
    ("councils: otherham", "a list is wanted here", "a word in place of a list"),
    ("", "the file is empty", "nothing at all"),
    ("words: []", "the file names nothing to watch", "lists with nothing in them"),
    ("- a\n- b", "a watch file is wanted here", "a list in place of keys"),
    ("words: !!python/name:os.system ['x']", "the tag", "a tag"),
]


@pytest.mark.parametrize(("text", "said", "sentence"), REFUSED, ids=[row[-1] for row in REFUSED])
def test_refused(path: str, tmp_path: Path, text: str, said: str, sentence: str) -> None:
    watch = tmp_path / "ours.yaml"
    watch.write_text(text)
    answer = run_cli("list", "--registry", path, "--watch", str(watch), *DAY)
    assert (answer.code, answer.out) == (2, ""), sentence
    assert said in answer.err
    assert len(answer.err.splitlines()) == 2, "one fault and one next step"
    assert "registry begins" not in answer.err, "a watch file is no registry"


def test_a_watch_file_that_is_not_there(path: str) -> None:
    answer = run_cli("list", "--registry", path, "--watch", "nowhere.yaml", *DAY)
    assert (answer.code, answer.err.splitlines()[0]) == (2, "tenderwatch: there is no watch file nowhere.yaml")


# --- Set aside ---

WAITS = "aside: [{id: home-care, until: 2026-02-28, why: the cabinet decides on 20 February.}]"


def due(path: str, tmp_path: Path, text: str, *more: str, today: str = "2026-01-10") -> Answer:
    watch = tmp_path / "ours.yaml"
    watch.write_text(text)
    return run_cli("due", "--registry", path, "--watch", str(watch), "--today", today, *more)


def test_what_is_set_aside_is_counted_and_named(path: str, tmp_path: Path) -> None:
    whole = due(path, tmp_path, "words: [a]", "--format", "json").json
    answer = due(path, tmp_path, WAITS, "--format", "json").json
    assert answer["aside"] == [
        {"id": "home-care", "title": "Home care", "group": "decide", "until": "2026-02-28",
         "why": "the cabinet decides on 20 February."}
    ]  # fmt: skip
    assert [row["id"] for row in answer["rows"]] == [row["id"] for row in whole["rows"] if row["id"] != "home-care"]
    assert {"reason": "aside", "count": 1} in answer["excluded"]
    assert answer["count"] + sum(item["count"] for item in answer["excluded"]) == answer["registry"]["records"]
    named = "Home care is set aside until 28 February 2026: the cabinet decides on 20 February."
    for form in ("table", "md", "html"):
        shown = " ".join(due(path, tmp_path, WAITS, "--format", form).out.split())
        assert "1 set aside" in shown
        assert named in shown, form
    for form in ("plain", "csv", "tsv", "jsonl"):
        assert named in due(path, tmp_path, WAITS, "--format", form).err, form


def test_a_board_with_everything_set_aside_is_no_all_clear(path: str, tmp_path: Path) -> None:
    for form in ("table", "md"):
        answer = due(path, tmp_path, f"contracts: [home-care]\n{WAITS}", "--format", form, "--exit-code")
        assert answer.code == 0
        assert "1 record set aside" in answer.out
        assert "Home care is set aside until" in answer.out


@pytest.mark.parametrize(("today", "aside"), [("2026-02-28", True), ("2026-03-01", False)])
def test_it_lapses_by_itself_after_the_day(path: str, tmp_path: Path, today: str, *, aside: bool) -> None:
    answer = due(path, tmp_path, WAITS, "--format", "json", today=today).json
    assert ("home-care" in [row["id"] for row in answer["rows"]]) != aside
    assert [item["id"] for item in answer["aside"]] == ["home-care"] * aside


def test_the_longest_counts_and_a_list_keeps_the_row_with_its_reason(path: str, tmp_path: Path) -> None:
    again = (
        "aside:\n"
        "  - {id: home-care, until: 2026-01-31, why: asked}\n"
        "  - {id: home-care, until: 2026-04-30, why: asked again}\n"
    )
    assert due(path, tmp_path, again, "--format", "json").json["aside"][0]["why"] == "asked again"
    watch = ("--watch", str(tmp_path / "ours.yaml"))
    rows = run_cli("list", "--registry", path, *watch, "--format", "json", *DAY).json["rows"]
    assert {row["id"]: row["aside"] for row in rows}["home-care"] == {"until": "2026-04-30", "why": "asked again"}
    assert len(rows) == len(RECORDS)


ASIDE_REFUSED = [
    ("aside: [{id: home-car, until: 2026-02-28, why: x}]", "there is no contract 'home-car'"),
    ("aside: [{id: home-care, until: 2026-02-28}]", "why"),
    ("aside: [{id: home-care, until: soon, why: x}]", "'soon'"),
    ("aside: [{id: home-care, until: 2026-02, why: x}]", "2026-02"),
    ("aside: home-care", "a list is wanted here"),
]


@pytest.mark.parametrize(("text", "said"), ASIDE_REFUSED)
def test_a_list_that_cannot_be_read_sets_nothing_aside(path: str, tmp_path: Path, text: str, said: str) -> None:
    answer = due(path, tmp_path, text)
    assert (answer.code, answer.out) == (2, "")
    assert said in answer.err


# --- What gives the exit code 1 ---

GROUPED = {
    "decide": "end: 2026-05-31",
    "coming": "end: 2027-12-31",
    "awaiting": "advertised: 2025-12\nplans: {start: 2026-04}",
    "no-news": "end: 2025-05-31",
}
EXIT = [
    ("decide", {"decide"}), ("coming", {"decide", "coming"}), (None, {"decide", "coming"}), ("any", set(GROUPED)),
]  # fmt: skip


@pytest.mark.parametrize(("word", "counted"), EXIT)
@pytest.mark.parametrize("group", GROUPED)
def test_exit_code(registry: Callable[..., str], group: str, word: str | None, counted: set[str]) -> None:
    path = registry(GROUPED[group])
    typed = ("--exit-on", word) if word else ("--exit-code",)
    answer = run_cli("due", "--registry", path, "--months", "24", *DAY, "--format", "json", *typed)
    assert [row["group"] for row in answer.json["rows"]] == [group]
    assert answer.code == (group in counted)


def test_words_in_the_sources_are_looked_for_too(registry: Callable[..., str]) -> None:
    path = registry("end: 2026-05-31\nevidence: [{source: register, place: minute 4711, supports: [end]}]", "id: other")
    for words, ids in (("4711", ["home-care"]), ("register of", ["home-care", "other"]), ("4712", [])):
        rows = run_cli("list", "--registry", path, "--text", words, "--format", "json", *DAY).json["rows"]
        assert [row["id"] for row in rows] == ids
