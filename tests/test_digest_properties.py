"""Whatever a registry holds and however it changes: a digest is made, adds up, and is remembered exactly."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from support import record, registry_text, run_cli
from tenderwatch.answers.digest import digest_answer
from tenderwatch.dates import parse_duration
from tenderwatch.formats import FORMATS, render
from tenderwatch.outlook import look_at
from tenderwatch.queries.changes.compare import Before, compare_facts
from tenderwatch.queries.changes.facts import facts_of
from tenderwatch.queries.digest.item import Item
from tenderwatch.queries.digest.make import Baseline, make_digest
from tenderwatch.queries.digest.memory import Entry, entry_json, format_memory, parse_entry, parse_memory
from tenderwatch.queries.filters import AUDIENCES, Audience, Filters
from tenderwatch.registry.load import Loaded, load
from test_any_record import days, records, text_of

AHEAD = parse_duration("8w")
QUIET = settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
two = st.tuples(records, records)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("digests")


def loaded(folder: Path, pair: tuple[dict[str, object], dict[str, object]]) -> Loaded:
    path = folder / "contracts.yaml"
    path.write_text(registry_text("id: one\n" + text_of(pair[0]), "id: two\nreplaces: [one]\n" + text_of(pair[1])))
    return load(path)


@given(before=two, after=two, first=days, gap=st.integers(0, 800), audience=st.sampled_from(AUDIENCES))
@QUIET
def test_two_digests_of_any_registry(
    folder: Path,
    before: tuple[dict[str, object], dict[str, object]],
    after: tuple[dict[str, object], dict[str, object]],
    first: str,
    gap: int,
    audience: Audience,
) -> None:
    day = date.fromisoformat(first)
    later = min(day + timedelta(days=gap), date(2199, 12, 31))
    entry: Entry | None = None
    for pair, today, again in ((before, day, False), (after, later, False), (after, later, True)):
        found = loaded(folder, pair)
        digest, after_it = make_digest(
            found.registry, today, Filters().resolve(found.registry), Baseline(remembers=True, entry=entry),
            audience=audience, ahead=AHEAD, whole=not found.errors,
        )  # fmt: skip
        assert digest.records == digest.considered + digest.filtered + len(digest.faulty)
        assert not (again and digest.items), "the same day and registry hold nothing new"
        keys = [(item.section, item.kind, item.contract, item.fact, item.when, item.text) for item in digest.items]
        assert len(keys) == len(set(keys)), "nothing stands twice in one digest"
        for form in (name for name, item in FORMATS.items() if item.installed):
            text = b"".join(render(digest_answer(digest), form)).decode("utf-8", "replace")
            assert all(item.text in " ".join(text.split()) for item in digest.items) or form != "plain"
        kept = format_memory({"for=all": entry_json(after_it)})
        entry = parse_entry(parse_memory(kept)["for=all"])
        assert entry == after_it
        assert format_memory({"for=all": entry_json(entry)}) == kept


@given(
    before=two,
    after=two,
    first=days,
    gap=st.integers(0, 800),
    limit=st.integers(1, 6),
    audience=st.sampled_from(AUDIENCES),
)
@settings(QUIET, max_examples=25)
def test_small_portions_tell_what_one_large_one_tells(
    folder: Path,
    before: tuple[dict[str, object], dict[str, object]],
    after: tuple[dict[str, object], dict[str, object]],
    first: str,
    gap: int,
    limit: int,
    audience: Audience,
) -> None:
    """Each thing once, whatever the limit; and what is remembered in the end is the same."""
    day = date.fromisoformat(first)
    later = min(day + timedelta(days=gap), date(2199, 12, 31))

    def told(entry: Entry | None, limit: int | None, today: date) -> tuple[list[Item], Entry]:
        """Everything that is told on a day, in as many digests as it takes."""
        items: list[Item] = []
        for _ in range(200):
            digest, entry = make_digest(
                found.registry, today, Filters().resolve(found.registry), Baseline(remembers=True, entry=entry),
                audience=audience, ahead=AHEAD, limit=limit, whole=not found.errors,
            )  # fmt: skip
            contracts = {item.contract for item in digest.items}
            assert limit is None or len(digest.items) <= limit or len(contracts) == 1
            assert sum(number for _, number in digest.left) == digest.waiting == entry.waiting
            items += digest.items
            entry = parse_entry(json.loads(json.dumps(entry_json(entry))))
            if not digest.waiting:
                return items, entry
        raise AssertionError("it never ends")

    entries: list[Entry | None] = [None, None]
    for pair, today in ((before, day), (after, later)):
        found = loaded(folder, pair)
        portions, entries[0] = told(entries[0], limit, today)
        whole, entries[1] = told(entries[1], None, today)
        assert sorted(portions, key=repr) == sorted(whole, key=repr)
        assert entries[0] == entries[1]


@given(pair=two, today=days)
@QUIET
def test_what_has_not_changed_is_no_change(
    folder: Path, pair: tuple[dict[str, object], dict[str, object]], today: str
) -> None:
    registry, day = loaded(folder, pair).registry, date.fromisoformat(today)
    looks = [look_at(contract, registry, day) for contract in registry.contracts]
    before = Before({look.contract.id: facts_of(look) for look in looks})
    assert compare_facts(before, looks, registry, day, whole=True) == ()


@given(order=st.permutations(["a", "b", "c", "d"]))
@QUIET
def test_the_order_of_the_file_is_nothing_to_tell(folder: Path, order: list[str]) -> None:
    head, found = registry_text(), {name: record(f"id: {name}\nend: 2026-0{number}") for number, name in
                                    enumerate("abcd", start=3)}  # fmt: skip
    path, state = folder / "ordered.yaml", folder / "ordered.json"
    path.write_text(head + "".join(found.values()))
    typed = ("digest", "--registry", str(path), "--today", "2026-01-20", "--state", str(state), "--format", "json")
    if not state.exists():
        assert run_cli(*typed).json["count"] > 0
        assert run_cli(*typed).json["left_out"]["count"] == 0
    path.write_text(head + "".join(found[name] for name in order))
    assert run_cli(*typed).json["count"] == 0
    assert json.loads(state.read_text())["version"] == 1
