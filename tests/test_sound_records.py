"""Answers from the sound records: none hidden by a faulty one, all accounted for, every word kept to the letter."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from support import registry_of, registry_text, run_cli
from tenderwatch.answers.due import due_answer
from tenderwatch.formats import render
from tenderwatch.queries.filters import Filters
from tenderwatch.queries.select import due_agenda, full_agenda
from tenderwatch.registry.parse import parse_files

TODAY = ("--today", "2026-01-10")
SOUND = registry_text("end: 2026-05-31")


def test_views_answer_from_the_sound_records(registry: Callable[..., str]) -> None:
    path = registry(
        "id: good\nend: 2026-05", "id: bad\nend: 31/05/2026", "id: worse\nlead: nobody", "title: no id\nid:"
    )
    answer = run_cli("list", "--registry", path, "--format", "json", *TODAY)
    assert answer.code == 0
    assert (
        answer.err
        == f"warning: 3 faults in the registry; 3 records left out; run `tenderwatch check --registry {path}`\n"
    )
    found = answer.json
    assert [row["id"] for row in found["rows"]] == ["good"]
    assert found["excluded"] == [{"id": name, "reason": "faulty"} for name in ("bad", "worse", f"{path}:46")]
    assert found["registry"]["records"] == found["count"] + len(found["excluded"]) == 4
    shown = run_cli("show", "bad", "--registry", path)
    assert (shown.code, shown.out) == (2, "")
    assert "the record 'bad' has faults" in shown.err


@pytest.mark.parametrize("verbose", [False, True])
def test_counts_reconcile_whatever_is_left_out(registry: Callable[..., str], verbose: bool) -> None:
    path = registry(
        "id: due\nend: 2026-05", "id: later\nend: 2029-05", "id: bad\nend: soon",
        "id: other\nlead: otherham\nend: 2026-05", "id: silent",
    )  # fmt: skip
    flags = ("--verbose",) if verbose else ()
    found = run_cli("due", "--council", "Testshire", "--format", "json", "--registry", path, *TODAY, *flags).json
    left: dict[str, int] = {}
    for item in found["excluded"]:
        left[item["reason"]] = left.get(item["reason"], 0) + item.get("count", 1)
    assert left == {"faulty": 1, "filtered": 1, "not-due": 2}
    assert found["registry"]["records"] == found["count"] + sum(left.values()) == 5
    assert all(("id" in item) is (verbose or item["reason"] == "faulty") for item in found["excluded"])
    assert [item["id"] for item in found["unknown_end"]] == ["silent"]


@pytest.mark.parametrize(
    "word", ["no", "012", "1e5", "null", "true", "0x1F", "2026-02-30", "12:30:45", "~tilde", "1_000", ".5"]
)
def test_words_keep_their_letters_through_every_format(registry: Callable[..., str], word: str) -> None:
    quoted = f'"{word}"' if word == "null" else word
    path = registry(f"title: {quoted}\nproviders: [{quoted}]\nend: 2026-05")
    found = run_cli("list", "--registry", path, "--format", "json", *TODAY).json["rows"][0]
    assert (found["title"], found["providers"]) == (word, [word])
    for form in ("csv", "tsv", "plain", "md", "table"):
        text = run_cli("list", "--registry", path, "--format", form, *TODAY).out
        assert word in text.replace("\\", ""), form


RECORDS = [
    "id: a\nend: 2026-05\nextensions: [{months: 12, state: permitted}]",
    "id: b\nend: 2025-05-31\npartners: [otherham]",
    "id: c\nplans: {tender: spring 2026}",
    "id: d\nend: unknown",
    "id: e\nend: 2026-05\nreplaces: [b]",
]


@given(st.permutations(RECORDS), st.sampled_from(["csv", "json", "plain", "md"]))
@settings(max_examples=20)
def test_the_order_of_records_changes_no_answer(records: list[str], form: str) -> None:
    assert answers(records, form) == answers(RECORDS, form)


def answers(records: list[str], form: str) -> list[str]:
    """What `list` and `due` would print."""
    registry = registry_of(*records)
    filters, today = Filters().resolve(registry), date(2026, 1, 10)
    agendas = (full_agenda(registry, today, filters), due_agenda(registry, today, date(2027, 1, 10), filters))
    return [b"".join(render(due_answer(agenda), form)).decode() for agenda in agendas]


@st.composite
def spoilt(draw: st.DrawFn) -> bytes:
    """A sound registry with some of its bytes changed, dropped or moved."""
    data = bytearray(SOUND.encode())
    for _ in range(draw(st.integers(1, 6))):
        at = draw(st.integers(0, len(data) - 1))
        data[at : at + draw(st.integers(0, 9))] = draw(
            st.binary(max_size=5) | st.sampled_from([b"\n", b": ", b"- ", b"'", b"[", b"&a ", b"*a", b"\xff"])
        )
        if not data:
            break
    return bytes(data)


@given(st.binary(max_size=300) | spoilt() | st.text(max_size=120).map(str.encode))
@example(b"contracts: [[]]")
@example(b"contracts: [a]\nedition: [b]")
@example(b"contracts:\n- id: {a: b}\n")
@settings(suppress_health_check=[HealthCheck.too_slow])
def test_any_bytes_are_a_registry_or_have_problems(data: bytes) -> None:
    registry, problems, unreadable = parse_files([("f", data)], "f")
    assert problems or registry.contracts or b"edition" in data
    assert not (unreadable and not problems)
    ids = [contract.id for contract in registry.contracts]
    assert len(set(ids) | set(registry.faulty)) == registry.records
    assert list(problems) == sorted(problems)


def test_a_thousand_records_keep_their_places(registry: Callable[..., str]) -> None:
    names = [f"c-{number * 7919 % 1000}" for number in range(1000)]
    path = registry(*(f"id: {name}\nend: 2026-05" for name in names))
    found = run_cli("list", "--registry", path, "--format", "json", *TODAY).json
    assert found["count"] == 1000
    assert [row["id"] for row in found["rows"]] == sorted(names)
