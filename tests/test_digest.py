"""Digests: what is told, in which words, to whom; the formats agree; what is remembered and when."""

from __future__ import annotations

import email
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from email.policy import default as new_policy
from html import unescape
from pathlib import Path

import pytest

from support import GOLDEN, HEAD, ROOT, Answer, registry_text, run_cli, run_process

THEN, NOW = "2026-02-02", "2026-02-09"
MINUTES = """\
  - id: minutes
    title: "Cabinet, 4 February 2026"
    publisher: Testshire County Council
    published: 2026-02-04
    read: 2026-02-06
    strength: council-page

contracts:
"""
LATER_HEAD = HEAD.replace("edition: 2026-01-10", "edition: 2026-02-06").replace("\ncontracts:\n", "\n" + MINUTES)
EVIDENCE = (
    "evidence: [{source: register, place: row 1, supports: [%s]}, {source: minutes, place: item %d, supports: [%s]}]"
)

# The registry a week ago, and now.
OLD = (
    "id: home-care\ntitle: Home care\nstart: 2023-04-01\nend: 2026-03-31\nproviders: [Alpha Care]\nportal: nepo\n"
    "notice: 3m\nextensions:\n  - {months: 12, times: 2, state: permitted}",
    "id: carers\ntitle: Support for carers\nend: 2027-02-08\nlead: otherham",
    "id: advocacy\ntitle: Advocacy [statutory]\nstart: 2022-09-01\nend: 2026-09",
    "id: respite\ntitle: Respite\nplans: {tender: 2026-Q2}",
    "id: meals\ntitle: Meals at home\nstart: 2020-01-01\nend: 2026-02-04",
    "id: old-list\ntitle: The old list\nkind: approved-list\nend: unknown",
    "id: gone\ntitle: To be taken out\nend: 2030-03-31",
    "id: day-care\ntitle: Day care\nkind: framework\nend: 2031-03-31\n"
    "joining: [{id: round-2, rule: window, opens: 2026-03-02, closes: 2026-03-30}]",
)
NEW = (
    "id: home-care\ntitle: Home care\nstart: 2023-04-01\nend: 2026-03-31\nproviders: [Alpha Care, Beta & Sons]\n"
    "portal: nepo\nnotice: 3m\nextensions:\n"
    "  - months: 12\n    state: exercised\n    evidence: [{source: minutes, place: item 5}]\n"
    "  - {months: 12, state: permitted}",
    "id: carers\ntitle: Support for carers\nend: 2027-02-08\nlead: testshire\n" + EVIDENCE % ("end", 6, "lead"),
    "id: advocacy\ntitle: Advocacy [statutory]\nstart: 2022-09-01\nend: 2026-12-31\n" + EVIDENCE % ("start", 7, "end"),
    "id: respite\ntitle: Respite\nplans: {tender: 2026-Q2}",
    "id: meals\ntitle: Meals at home\nstart: 2020-01-01\nend: 2026-02-04\n"
    "conflicts:\n  - about: end\n    chosen: 4 February 2026\n    because: the register is newer\n    readings:\n"
    "      - {says: 4 February 2026, source: register}\n      - {says: 4 March 2026, source: minutes}",
    "id: meals-2026\ntitle: Meals at home from 2026\nstart: 2026-03-01\nend: 2029-02-28\n"
    "providers: [Gamma]\nreplaces: [meals]",
    "id: old-list\ntitle: The old list\nkind: approved-list\nended: {on: 2026-01-31, how: closed}",
    "id: day-care\ntitle: Day care\nkind: framework\nend: 2031-03-31\n"
    "joining: [{id: round-2, rule: window, opens: 2026-03-02, closes: 2026-03-30}]",
)


@pytest.fixture
def old(registry: Callable[..., str]) -> str:
    return registry(*OLD, name="old.yaml")


@pytest.fixture
def new(tmp_path: Path) -> str:
    path = tmp_path / "new.yaml"
    path.write_text(registry_text(*NEW, head=LATER_HEAD))
    assert run_cli("check", str(path)).out == ""
    return str(path)


def digest(path: str, *more: str, today: str = NOW, code: int = 0) -> Answer:
    answer = run_cli("digest", "--registry", path, "--today", today, *more)
    assert answer.code == code, answer.err
    return answer


def until_all_is_told(path: str, *more: str, today: str = NOW) -> list[Answer]:
    """Digests one after the other, until nothing waits."""
    told: list[Answer] = []
    while not told or told[-1].json["left_out"]["count"]:
        told.append(digest(path, *more, "--format", "json", today=today))
        assert len(told) < 20
    return told


def items(answer: Answer) -> list[tuple[str, str, str]]:
    return [(item["section"], item["id"], item["text"]) for item in answer.json["items"]]


# --- What is told ---


def test_what_changed_is_told_with_from_to_and_source(old: str, new: str) -> None:
    told = digest(new, "--against", old, "--format", "json").json
    assert told["changes"] == "against"
    assert not any("is not known" in note for note in told["notes"])
    changed = {(item["id"], item["fact"]): item for item in told["items"] if item["section"] == "changed"}
    assert set(changed) == {
        ("home-care", "end"), ("home-care", "option.1"), ("home-care", "providers"),
        ("carers", "lead"), ("advocacy", "end"), ("meals", "conflict.end"),
    }  # fmt: skip
    end = changed["advocacy", "end"]
    assert end["text"] == "end: moved from September 2026 to 31 December 2026"
    assert end["source"] == "Cabinet, 4 February 2026 (item 7)"
    assert end["from"]["when"]["precision"] == "month"
    assert end["to"]["when"]["earliest"] == end["to"]["when"]["latest"] == "2026-12-31"
    assert changed["home-care", "end"]["source"] == "Cabinet, 4 February 2026 (item 5)"
    option = changed["home-care", "option.1"]
    assert option["text"] == "option 1: was permitted (12 months), now exercised (12 months)"
    assert changed["carers", "lead"]["text"] == (
        "lead authority: was Otherham Borough Council, now Testshire County Council"
    )
    assert changed["carers", "lead"]["source"] == "Cabinet, 4 February 2026 (item 6)"
    assert changed["home-care", "providers"]["text"] == "providers: was Alpha Care, now Alpha Care, Beta & Sons"
    assert changed["home-care", "providers"]["source"] is None, "no source is named for it, so none is shown"
    assert "4 March 2026" in changed["meals", "conflict.end"]["text"]


def test_new_replaced_ended_and_removed_contracts_are_told(old: str, new: str) -> None:
    told = digest(new, "--against", old, "--format", "json")
    kinds = {(item["id"], item["kind"]): item["text"] for item in told.json["items"] if item["section"] == "contracts"}
    assert kinds == {
        ("gone", "removed"): "taken out of the registry; what became of it is not said",
        ("meals", "successor"): "to be replaced by Meals at home from 2026 (meals-2026), which starts 1 March 2026",
        ("meals-2026", "new"): "new in the registry: let, not yet started, end 28 February 2029",
        ("old-list", "ended"): "ended 31 January 2026 (closed)",
    }


def test_a_successor_that_starts_is_told_when_it_starts(new: str) -> None:
    told = digest(new, "--format", "json", today="2026-03-02")
    assert ("contracts", "meals", "replaced by Meals at home from 2026 (meals-2026)") in items(told)
    assert not any(item == "meals" for _, item, _ in items(digest(new, "--format", "json", today="2026-03-09")))


def test_dates_are_told_by_their_marks(new: str) -> None:
    told = digest(new, "--format", "json").json
    marks = {(item["id"], item["kind"]): item["mark"] for item in told["items"] if item["section"] == "coming"}
    assert marks[("carers", "end")] == "12m", "it ends on 8 February 2027"
    assert ("meals", "end") not in marks
    late = {(item["id"], item["kind"]): item["text"] for item in told["items"] if item["section"] == "overdue"}
    assert late["meals", "end"] == "last known end passed (4 February 2026)"
    tenders = [item["id"] for item in told["items"] if item["section"] == "tenders"]
    assert "day-care" in tenders, "joining opens within eight weeks"


def test_without_a_memory_or_an_older_registry_it_says_what_it_cannot_tell(new: str) -> None:
    told = digest(new)
    assert "Whether dates or other facts have changed is not known" in " ".join(told.out.split())
    assert "a week ago" in " ".join(told.out.split())
    assert digest(new, "--format", "json").json["changes"] == "not-known"


def test_ahead_decides_how_near_a_date_must_be(new: str) -> None:
    far = digest(new, "--ahead", "8m", "--format", "json").json
    near = digest(new, "--ahead", "1w", "--format", "json").json
    tenders = [{item["id"] for item in entry["items"] if item["section"] == "tenders"} for entry in (far, near)]
    assert "respite" in tenders[0]
    assert tenders[1] == set()
    assert "within 8 months: tender likely between" in digest(new, "--ahead", "8m", "--format", "md").out


@pytest.mark.parametrize(
    ("audience", "absent", "present"),
    [
        ("provider", {"extension-decision", "tender-notice", "stale"}, {"tender-window"}),
        ("commissioner", {"tender-window"}, {"tender-notice", "stale"}),
        ("all", set(), {"tender-window", "tender-notice", "stale"}),
    ],
)
def test_each_reader_gets_what_concerns_them(
    new: str, tmp_path: Path, audience: str, absent: set[str], present: set[str]
) -> None:
    state = ("--state", str(tmp_path / "s.json"), "--ahead", "9m")
    told = until_all_is_told(new, "--for", audience, *state, today="2027-06-01")
    kinds = {item["kind"] for answer in told for item in answer.json["items"]}
    assert not kinds & absent
    assert present <= kinds


def test_filters_and_watch_files_choose(new: str, tmp_path: Path) -> None:
    watch = tmp_path / "mine.yaml"
    watch.write_text("contracts: [advocacy]\n")
    state = ("--state", str(tmp_path / "s.json"), "--format", "json")
    told = until_all_is_told(new, "--watch", str(watch), *state)
    assert {item for answer in told for _, item, _ in items(answer)} == {"advocacy"}
    told = digest(new, "--council", "Otherham", *state).json
    assert (told["count"], told["considered"], told["excluded"]) == (0, 0, [{"reason": "filtered", "count": 8}])


def test_a_contract_that_comes_among_the_chosen_is_told_so(old: str, new: str, tmp_path: Path) -> None:
    state = ("--state", str(tmp_path / "s.json"), "--council", "Otherham", "--format", "json")
    until_all_is_told(old, *state, today=THEN)
    told = digest(new, *state)
    assert items(told) == [
        ("changed", "carers", "lead authority: was Otherham Borough Council, now Testshire County Council"),
        ("contracts", "carers", "no longer among those chosen: running, end 8 February 2027"),
    ]
    other = ("--state", str(tmp_path / "t.json"), "--lead", "Testshire", "--format", "json")
    digest(old, *other, today=THEN)
    entered = [item for item in digest(new, *other).json["items"] if item["kind"] == "entered"]
    assert [item["id"] for item in entered] == ["carers"]


def test_a_record_with_a_fault_is_neither_changed_nor_gone(registry: Callable[..., str], tmp_path: Path) -> None:
    state = ("--state", str(tmp_path / "s.json"), "--format", "json")
    until_all_is_told(registry("id: a\nend: 2028-03-31", "id: b\nend: 2028-03-31"), *state, today=THEN)
    faulty = registry("id: a\nend: soon")
    before = (tmp_path / "s.json").read_bytes()
    typed = ("digest", "--registry", faulty, "--today", "2026-02-03", *state)
    refused = run_cli(*typed)
    assert (refused.code, refused.out) == (2, "")
    assert "the state is left as it is because there are faults" in refused.err
    assert (tmp_path / "s.json").read_bytes() == before
    told = run_cli(*typed, "--allow-loss")
    assert items(told) == []
    assert "2 contracts that were known before cannot be found, but the registry has faults" in told.json["notes"][0]
    told = digest(registry("id: a\nend: 2028-06-30"), *state, today="2026-02-04")
    assert [(item["id"], item["kind"]) for item in told.json["items"] if item["section"] != "tenders"] == [
        ("a", "date"),
        ("b", "removed"),
    ]


MOVED_BY = """\
sources:
  - {id: register, title: Register, publisher: T, published: 2025-12-20, read: 2026-01-05, strength: council-page}
  - {id: early, title: Early report, publisher: T, published: 2025-06-01, read: 2026-01-05, strength: council-page}
  - {id: late, title: Later page, publisher: T, published: 2026-01-30, read: 2026-02-01, strength: council-page}
  - {id: old-paper, title: Old paper, publisher: T, published: 2020-01-01, read: 2026-02-06, strength: council-page}

contracts:
"""
MOVES = [
    # Evidence of the end before | and after | the sources that the digest names: one, the one that moved it.
    ("register, early", "register, early, late", "Later page (p)"),
    ("register, late", "register, late, old-paper", "Old paper (p)"),
    ("register, late", "early, register, late", "Early report (p)"),
    ("early, late", "early, late", "Later page (p)"),
    ("register", "late, old-paper", "Old paper (p)"),
]


@pytest.mark.parametrize("how", ["state", "against"])
@pytest.mark.parametrize(("before", "after", "named"), MOVES)
def test_only_the_document_that_moved_a_date_is_named(
    tmp_path: Path, before: str, after: str, named: str, how: str
) -> None:
    paths = []
    for name, end, sources in (("old", "2028-03-31", before), ("new", "2028-06-30", after)):
        evidence = ", ".join(f"{{source: {source}, place: p, supports: [end]}}" for source in sources.split(", "))
        head = HEAD[: HEAD.index("sources:")] + MOVED_BY
        path = tmp_path / f"{name}.yaml"
        path.write_text(registry_text(f"end: {end}\nevidence: [{evidence}]", head=head))
        paths.append(str(path))
    state = ("--state", str(tmp_path / "s.json"))
    if how == "state":
        digest(paths[0], *state, today=THEN)
    typed = state if how == "state" else ("--against", paths[0])
    moved = [item for item in digest(paths[1], *typed, "--format", "json").json["items"] if item["kind"] == "date"]
    assert [item["source"] for item in moved] == [named]


# --- Portions, groups, and what is set aside ---


def test_it_is_grouped_as_the_board(registry: Callable[..., str]) -> None:
    path = registry(
        "id: passed\ntitle: Passed\nend: 2025-06-30",
        "id: far\ntitle: Far\nend: 2026-12-31",
        "id: now\ntitle: Now\nend: 2026-06-30",
        "id: late\ntitle: Late\nend: 2026-03-31",
        "id: tendered\ntitle: Tendered\nadvertised: 2025-11\ntender_deadline: 2026-01-31\nplans: {start: 2026-06}",
    )
    answer = digest(path, "--since", "2025-01-01")
    heads = [line for line in answer.lines if re.fullmatch(r"[A-Z][a-z ,]+ \(\d+\)", line)]
    assert [head.rpartition(" ")[0] for head in heads][:4] == [
        "Decide now", "Coming", "Awaiting award", "Date passed, no news"
    ]  # fmt: skip
    told = digest(path, "--since", "2025-01-01", "--format", "json").json["items"]
    board = run_cli("due", "--registry", path, "--today", NOW, "--format", "json").json["rows"]
    groups = {row["id"]: row["group"] for row in board}
    assert {item["id"]: item["group"] for item in told} == groups
    acts = {row["id"]: row["act_by"] for row in board if row["group"] == "decide"}
    assert {item["id"]: item["act_by"] for item in told if item["group"] == "decide"} == acts
    assert "too late to tender before the end" in " ".join(answer.out.split())
    provider = digest(path, "--since", "2025-01-01", "--for", "provider")
    assert "Council to decide now" in provider.out
    assert "act by" not in provider.out


@pytest.mark.parametrize("limit", ["0", "-1", "1000001", "many"])
def test_a_limit_that_is_none_is_refused(new: str, limit: str) -> None:
    answer = run_cli("digest", "--registry", new, "--limit", limit)
    assert (answer.code, answer.out) == (2, "")
    assert "--limit" in answer.err


def test_a_limit_says_what_is_left_out(new: str) -> None:
    whole = digest(new, "--format", "json").json
    part = digest(new, "--limit", "3", "--format", "json").json
    assert part["count"] == 3
    assert part["left_out"]["count"] == whole["count"] - 3
    assert "Not listed: " in digest(new, "--limit", "3").out
    assert "Not listed" not in digest(new).out


def test_what_is_set_aside_waits_until_it_is_back(registry: Callable[..., str], tmp_path: Path) -> None:
    path = registry("id: home-care\ntitle: Home care\nend: 2026-04-30", "id: other\ntitle: Other\nend: 2026-04-30")
    watch = tmp_path / "mine.yaml"
    watch.write_text("aside: [{id: home-care, until: 2026-02-16, why: the cabinet decides on 12 February}]")
    typed = ("--watch", str(watch), "--state", str(tmp_path / "s.json"))
    first = until_all_is_told(path, *typed)
    assert {item["id"] for answer in first for item in answer.json["items"]} == {"other"}
    aside = {
        "id": "home-care",
        "title": "Home care",
        "until": "2026-02-16",
        "why": "the cabinet decides on 12 February",
    }
    assert first[0].json["aside"] == [aside]
    sentence = "Home care is set aside until 16 February 2026: the cabinet decides on 12 February."
    assert sentence in " ".join(digest(path, *typed, today="2026-02-16").out.split())
    # What changes is news, aside or not.
    path = registry("id: home-care\ntitle: Home care\nend: 2026-05-31", "id: other\ntitle: Other\nend: 2026-04-30")
    told = digest(path, *typed, "--format", "json", today="2026-02-16").json["items"]
    assert {(item["id"], item["section"]) for item in told} == {("home-care", "changed")}
    back = digest(path, *typed, "--format", "json", today="2026-02-17").json
    assert back["aside"] == []
    assert {item["id"] for item in back["items"]} == {"home-care"}
    assert any(item["kind"] == "end" for item in back["items"])


# --- The formats agree ---

KINDS: dict[str, tuple[str, ...]] = {
    "since": ("--since", "2025-12-01"),
    "against": ("--against", "OLD"),
    "provider": ("--against", "OLD", "--for", "provider"),
    "commissioner": ("--against", "OLD", "--for", "commissioner", "--council", "Testshire"),
    "first": ("--state", "STATE"),
    "empty": ("--council", "Otherham"),
}
FORMATS = ("plain", "md", "html", "json")


def written(old: str, new: str, tmp_path: Path, kind: str, form: str) -> str:
    typed = [{"OLD": old, "STATE": str(tmp_path / f"{form}.json")}.get(word, word) for word in KINDS[kind]]
    registry = old if kind == "empty" else new
    return digest(registry, *typed, "--format", form, today="2026-03-02" if kind == "empty" else NOW).out


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("kind", KINDS)
def test_golden(golden: Callable[[str, str], None], old: str, new: str, tmp_path: Path, kind: str, form: str) -> None:
    golden(f"digest/{kind}.{form}", written(old, new, tmp_path, kind, form))


def test_golden_mail(golden: Callable[[str, str], None], old: str, new: str) -> None:
    told = digest(
        new, "--against", old, "--format", "eml", "--ics", "--from", "Zoë, the Care team <care@council.example>",
        "--to", "list@council.example", "--to", "Jo <jo@council.example>",
    )  # fmt: skip
    golden("digest/against.eml", told.out.replace("\r\n", "\n"))


def test_no_golden_file_is_an_orphan() -> None:
    kept = {path.name for path in (GOLDEN / "digest").iterdir()}
    assert kept == {f"{kind}.{form}" for kind in KINDS for form in FORMATS} | {"against.eml"}


def shown(text: str, form: str) -> str:
    """The words that a reader sees, without marks and line ends."""
    if form == "html":
        text = re.sub(r"<style>.*?</style>", "", text, flags=re.DOTALL)
        text = unescape(re.sub(r"<[^>]+>", " ", text))
    if form == "md":
        text = re.sub(r"\\([\\`*_{}\[\]<>#|~!&])", r"\1", re.sub(r"(?<!\\)[*`]", "", text))
    text = re.sub(r"^\s*[-#]+ ", " ", text, flags=re.MULTILINE)
    return " ".join(text.split())


@pytest.mark.parametrize("kind", KINDS)
def test_every_format_tells_the_same_in_the_same_order(old: str, new: str, tmp_path: Path, kind: str) -> None:
    written_once = {form: written(old, new, tmp_path, kind, form) for form in FORMATS}
    told = json.loads(written_once["json"])
    for form in ("plain", "md", "html"):
        rest = shown(written_once[form], form)
        assert told["summary"] in rest
        assert all(note.replace("`", "") in rest.replace("`", "") for note in told["notes"])
        for item in told["items"]:
            sentence = " ".join(item["text"].split())
            assert sentence in rest, (form, sentence)
            rest = rest[rest.index(sentence) + len(sentence) :]
            if item["source"]:
                assert f"Source: {item['source']}" in rest
                rest = rest[rest.index(item["source"]) :]
        if form == "plain":
            assert told["text"] == written_once[form]
    assert sum(told["counts"].values()) == told["count"] == len(told["items"])


HOSTILE = '<script>alert(1)</script> & "quotes" [x](javascript:y) `code` *b* | # = 1e5'


def test_hostile_text_is_harmless_in_every_format(registry: Callable[..., str], tmp_path: Path) -> None:
    quoted = json.dumps(HOSTILE)
    path = registry(f"title: {quoted}\nend: 2026-02-04\nproviders: [{quoted}]")
    told = {form: digest(path, "--format", form).out for form in FORMATS}
    assert "<script>" not in told["html"]
    assert "&lt;script&gt;" in told["html"]
    assert json.loads(told["json"])["items"][0]["title"] == HOSTILE
    assert "[x](" not in told["md"]
    assert "<script>" not in re.sub(r"\\<", "", told["md"])
    for form in ("plain", "md", "html"):
        assert " ".join(HOSTILE.split()) in shown(told[form], form), form
    made = digest(path, "--format", "eml", "--from", "a@b.example", "--state", str(tmp_path / "s")).raw
    message = email.message_from_bytes(made, policy=new_policy)
    assert not message.defects


def test_a_mail_has_the_right_parts_and_headers(old: str, new: str) -> None:
    typed = ("--against", old, "--format", "eml", "--from", "Care <care@council.example>", "--to", "x@y.example")
    plain, with_events = digest(new, *typed), digest(new, *typed, "--ics")
    message = email.message_from_bytes(plain.raw, policy=new_policy)
    assert message.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain", "text/html"]
    text, html = (part.get_content().replace("\r\n", "\n") for part in message.iter_parts())
    assert text == digest(new, "--against", old).out
    assert html == digest(new, "--against", old, "--format", "html").out
    heads = {name: str(message[name]) for name in ("From", "To", "Subject", "Date", "List-Id", "Auto-Submitted")}
    assert heads == {
        "From": "Care <care@council.example>",
        "To": "x@y.example",
        "Subject": json.loads(digest(new, "--against", old, "--format", "json").out)["subject"],
        "Date": "Mon, 09 Feb 2026 00:00:00 +0000",
        "List-Id": "Care contracts digest <care-contracts.council.example>",
        "Auto-Submitted": "auto-generated",
    }
    assert re.fullmatch(r"<digest\.20260209\.[0-9a-f]{24}@council\.example>", str(message["Message-ID"]))
    assert os.uname().nodename.encode() not in plain.raw
    assert plain.raw == digest(new, *typed).raw, "the same digest is the same mail"
    assert all(line.endswith(b"\r") and len(line) <= 999 for line in plain.raw.split(b"\n")[:-1])
    mixed = email.message_from_bytes(with_events.raw, policy=new_policy)
    assert mixed.get_content_type() == "multipart/mixed"
    parts = list(mixed.iter_parts())
    assert [part.get_content_type() for part in parts] == ["multipart/alternative", "text/calendar"]
    assert parts[1].get_filename() == "care-contracts.ics"
    from icalendar import Calendar

    events = Calendar.from_ical(parts[1].get_content()).walk("VEVENT")
    named = {item["id"] for item in digest(new, "--against", old, "--format", "json").json["items"]}
    assert events
    assert {str(event["UID"]).split(".")[0] for event in events} <= named


# --- Memory ---


def test_nothing_is_told_twice(new: str, tmp_path: Path) -> None:
    state = ("--state", str(tmp_path / "s.json"))
    first = digest(new, *state)
    assert "This is the first digest of its kind" in first.out
    until_all_is_told(new, *state)
    assert "Nothing new since 9 February 2026" in digest(new, *state).out
    assert digest(new, *state, "--quiet-if-empty").raw == b""
    assert digest(new, *state, "--quiet-if-empty", today="2026-02-16").raw == b""
    assert digest(new, *state, "--quiet-if-empty", today="2026-03-10").out.startswith("Care contracts: digest")


def test_several_digests_share_a_file_and_each_has_its_own_memory(new: str, tmp_path: Path) -> None:
    state = tmp_path / "s.json"
    kinds: list[tuple[str, ...]] = [
        (), ("--for", "provider"), ("--for", "commissioner"), ("--council", "Testshire"),
        ("--council", "Testshire", "--service", "home care"),
    ]  # fmt: skip
    for kind in kinds:
        told = until_all_is_told(new, "--state", str(state), *kind)
        assert sum(answer.json["count"] for answer in told) > 0
    assert list(json.loads(state.read_text())["digests"]) == [
        "for=all",
        "for=all; council=testshire",
        "for=all; council=testshire; service=home care",
        "for=commissioner",
        "for=provider",
    ]
    for kind in kinds:
        assert digest(new, "--state", str(state), *kind, "--format", "json").json["count"] == 0
    assert digest(new, "--state", str(state), "--council", " testshire ", "--format", "json").json["count"] == 0


def test_a_dry_run_remembers_nothing(new: str, tmp_path: Path) -> None:
    state, target = tmp_path / "s.json", tmp_path / "out.txt"
    told = digest(new, "--state", str(state), "--dry-run", "-o", str(target))
    assert "first digest" in told.out
    assert not state.exists()
    assert not target.exists()


def test_it_is_remembered_only_once_it_is_written(new: str, tmp_path: Path) -> None:
    state = tmp_path / "s.json"
    run_cli("digest", "--registry", new, "--today", NOW, "--state", str(state), "-o", str(tmp_path / "no" / "x"))
    assert not state.exists()
    done = run_cli("digest", "--registry", new, "--today", NOW, "--state", str(state), "-o", str(tmp_path / "x.txt"))
    assert (done.code, done.out) == (0, "")
    assert (tmp_path / "x.txt").read_text().startswith("Care contracts: digest, 9 February 2026")
    assert state.exists()


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs /dev/full")
def test_a_full_disk_and_a_closed_pipe_are_not_remembered(new: str, tmp_path: Path) -> None:
    state = tmp_path / "s.json"
    command = [sys.executable, "-m", "tenderwatch", "digest", "--registry", new, "--today", NOW, "--state", str(state)]
    with open("/dev/full", "w") as full:
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, check=False, timeout=60)
    assert (done.returncode, done.stderr) == (
        3,
        b"tenderwatch: No space left on device\n  free some space, or write somewhere else\n",
    )
    assert not state.exists()
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 0
    assert not state.exists()


SPOILT: list[tuple[str, str, str]] = [
    ("empty", "", "it is damaged, or not JSON at all"),
    ("cut short", '{"what": "tenderwatch digest state", "version": 1, "dig', "it is damaged, or not JSON at all"),
    ("another file", '{"contracts": []}', "it is not a state of a digest"),
    ("a list", "[1]", "it is not a state of a digest"),
    ("deep", "[" * 100_000, "it is damaged, or not JSON at all"),
    ("newer", '{"what": "tenderwatch digest state", "version": 2, "digests": {}}', "a newer version of tenderwatch"),
    ("odd version", '{"what": "tenderwatch digest state", "version": "x", "digests": {}}', "its version is not known"),
    ("no digests", '{"what": "tenderwatch digest state", "version": 1}', "it lists no digests"),
    (
        "twice",
        '{"what": "tenderwatch digest state", "version": 1, "version": 1, "digests": {}}',
        "names something twice",
    ),
    (
        "half a character",
        '{"what": "tenderwatch digest state", "version": 1, "digests": {"for=all": {"last": "2026-01-01", "edition": '
        '"2026-01-01", "told": {}, "others": ["\\ud800"], "facts": {}}}}',
        "it contains invisible characters",
    ),
    (
        "what a terminal obeys",
        '{"what": "tenderwatch digest state", "version": 1, "digests": {"for=all": {"last": "2026-01-01", "edition": '
        '"2026-01-01", "told": {}, "others": [], "facts": {"a": {"title": "\\u001b[31m"}}}}}',
        "it contains invisible characters",
    ),
    (
        "a number beyond all bounds",
        '{"what": "tenderwatch digest state", "version": 1e999, "digests": {}}',
        "1e999 is not a number that it could hold",
    ),
    (
        "no entry",
        '{"what": "tenderwatch digest state", "version": 1, "digests": {"for=all": []}}',
        "not the shape of one",
    ),
    (
        "a date that is none",
        '{"what": "tenderwatch digest state", "version": 1, "digests": {"for=all": {"last": "2026-01-01", "edition": '
        '"2026-01-01", "told": {}, "others": [], "facts": {"a": {"date:end": "soon"}}}}}',
        "not the shape of one",
    ),
    (
        "a number for a text",
        '{"what": "tenderwatch digest state", "version": 1, "digests": {"for=all": {"last": "2026-01-01", "edition": '
        '"2026-01-01", "told": {}, "others": [1], "facts": {}}}}',
        "not the shape of one",
    ),
]


@pytest.mark.parametrize(("name", "text", "message"), SPOILT, ids=[row[0] for row in SPOILT])
def test_a_state_that_is_not_ours_is_refused_and_left_alone(
    new: str, tmp_path: Path, name: str, text: str, message: str
) -> None:
    state = tmp_path / "s.json"
    state.write_text(text)
    told = digest(new, "--state", str(state), code=2)
    first, hint = told.err.splitlines()
    assert first.startswith(f"tenderwatch: cannot use the state {state}: "), name
    assert message in first
    assert "move it away" in hint
    assert (told.out, state.read_text()) == ("", text)


def test_the_wrong_registry_and_an_earlier_day_are_refused(
    registry: Callable[..., str], new: str, tmp_path: Path
) -> None:
    state = tmp_path / "s.json"
    digest(new, "--state", str(state))
    kept = state.read_bytes()
    other = registry("id: quite-another\nend: 2027-03-31", name="other.yaml")
    assert "of another registry" in digest(other, "--state", str(state), code=2).err
    assert "after 8 February 2026" in digest(new, "--state", str(state), today="2026-02-08", code=2).err
    assert state.read_bytes() == kept


REFUSED = [
    ("--state s --since 2026-01-01", "--state and --since exclude each other"),
    ("--state s --against x", "--state and --against exclude each other"),
    ("--state .", "--state: . is a folder"),
    ("--state no/s.json", "--state: there is no folder no"),
    ("--state /dev/null", "--state: /dev/null is not an ordinary file"),
    ("--since soon", "--since: 'soon' is not a date"),
    ("--since 2030-01-01", "--since: 1 January 2030 is after 9 February 2026"),
    ("--ahead soon", "--ahead: 'soon' is not a length of time"),
    ("--ahead 90m", "--ahead: 90 months is further than five years"),
    ("--for council", "--for: 'council' is not a choice"),
    ("--format odt", "--format: there is no format 'odt' here"),
    ("--against no.yaml", "there is no registry at no.yaml"),
    ("--ics", "--ics attaches events to a mail"),
    ("--to a@b.example -o x.md --from c@d.example", "--to and --output exclude each other"),
    ("--to a@b.example", "a mail needs a sender"),
    ("--to a@b.example --from c@d.example", "no mail server is set"),
    ("--format eml", "a mail needs a sender"),
    ("--to ab --from c@d.example", "--to: 'ab' is not a mail address"),
    ("--to a@b.example,x@y.example --from c@d.example", "looks like several addresses"),
    ("--to a@b.example --from c@d@e", "--from: 'c@d@e' is not a mail address"),
    ("--council Nowhere", "there is no council 'Nowhere' in the registry"),
]


@pytest.mark.parametrize(("typed", "message"), REFUSED, ids=[row[0] for row in REFUSED])
def test_wrong_use_says_what_to_do(
    new: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, typed: str, message: str
) -> None:
    monkeypatch.chdir(tmp_path)
    told = digest(new, *typed.split(), code=2)
    first, hint = told.err.splitlines()
    assert message in first
    assert hint.startswith("  ")
    assert told.out == ""


# --- Registries out of git ---


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository with two commits: the registry as it was and as it is, in a folder."""
    top = tmp_path / "repository"
    (top / "data" / ".hidden").mkdir(parents=True)

    def git(*typed: str) -> None:
        who = ("-c", "user.name=T", "-c", "user.email=t@t.example", "-c", "commit.gpgsign=false")
        subprocess.run(["git", *who, *typed], cwd=top, check=True, capture_output=True)

    git("init", "-q")
    file = top / "data" / "contracts.yaml"
    (top / "data" / ".hidden" / "x.yaml").write_text("not: [a registry")
    file.write_text(registry_text(*OLD))
    git("add", "-A")
    git("commit", "-qm", "old")
    git("tag", "was")
    file.write_text(registry_text(*NEW, head=LATER_HEAD))
    git("add", "-A")
    git("commit", "-qm", "new")
    return top


@pytest.mark.parametrize("spec", ["git:was", "git:HEAD~1", "git:was:data", "git:was:data/contracts.yaml", "git:was:."])
def test_an_older_registry_out_of_git(repository: Path, old: str, spec: str) -> None:
    current = str(repository / "data")
    told = digest(current, "--against", spec, "--format", "json")
    assert items(told) == items(digest(current, "--against", old, "--format", "json"))


@pytest.mark.parametrize(
    ("spec", "message"),
    [
        ("git:nope", "git knows no revision 'nope' here"),
        ("git:--help", "git knows no revision '--help' here"),
        ("git:", "git knows no revision '' here"),
        ("git:was:nowhere", "there is no registry in git:was:nowhere"),
        ("git:was:../data", "git"),
        ("git:was:data/*", "there is no registry in git:was:data/*"),
    ],
)
def test_what_git_does_not_have_is_one_clear_line(repository: Path, spec: str, message: str) -> None:
    told = digest(str(repository / "data"), "--against", spec, code=2)
    assert message in told.err.splitlines()[0]
    assert len(told.err.splitlines()) <= 2


def test_git_without_a_repository_and_without_git(
    new: str, tmp_path: Path, repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "is not in a git repository" in digest(new, "--against", "git:HEAD", code=2).err
    monkeypatch.setenv("PATH", str(tmp_path))
    told = digest(str(repository / "data"), "--against", "git:was", code=3)
    assert told.err.startswith("tenderwatch: git is not installed\n")


# --- As its users run it ---


def test_the_shipped_registry_has_its_digest(tmp_path: Path) -> None:
    state = ("--state", str(tmp_path / "s.json"), "--today", "2026-11-25")
    told = run_process("digest", *state, "--format", "json")
    assert (told.code, told.err) == (0, "")
    assert told.json["considered"] == told.json["registry"]["records"]
    assert told.json["count"] == 40
    rest = run_process("digest", *state, "--format", "json", "--limit", "1000").json
    assert rest["count"] == told.json["left_out"]["count"] > 200
    assert run_process("digest", *state, "--quiet-if-empty").raw == b""


def test_no_locale_and_a_reader_that_leaves(tmp_path: Path) -> None:
    told = run_process("digest", "--state", str(tmp_path / "s.json"), env={"LC_ALL": "C", "PYTHONUTF8": "0"})
    assert told.code == 0
    piped = f"{sys.executable} -m tenderwatch digest --since 2020-01-01 | head -1"
    done = subprocess.run(["/bin/sh", "-c", piped], capture_output=True, cwd=ROOT, check=False)
    assert done.stderr == b""
