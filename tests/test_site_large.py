"""A site of many contracts: every contract is reachable, counts agree, and what is kept is what would be made again."""

from __future__ import annotations

import json
import random
import re
from collections import Counter
from datetime import date, timedelta
from typing import Any

import pytest

import random_records as rr
from html_reader import Page
from site_support import BASE, target
from tenderwatch.answers.board import own_rows
from tenderwatch.dates.arithmetic import clamp_months
from tenderwatch.queries.filters import Filters
from tenderwatch.queries.select import due_agenda
from tenderwatch.registry.model import Registry
from tenderwatch.site.build import Built, read_published
from tenderwatch.site.large.build import Options, build_large
from tenderwatch.site.large.pages import summary
from tenderwatch.site.large.search import INDEX
from tenderwatch.site.large.shard import Shard, read_shard, shard_path, write_shard

Files = dict[str, bytes]
SMALL = Options(allow_loss=True, most_rows=7, most_bytes=700)


def registry_of(records: list[dict[str, Any]], by_hand: int = 3) -> Registry:
    """A registry of which every third record, or so, is kept by hand."""
    registry = rr.registry_of(records)
    registry.imported = frozenset(name for name in registry.ids if hash_of(name) % by_hand)
    return registry


def hash_of(name: str) -> int:
    return sum(map(ord, name))


def built(registry: Registry, day: date, before: Files | None = None, how: Options = SMALL) -> tuple[Files, Built]:
    before = before or {}
    files: Files = {}
    done = build_large(
        registry, day, BASE, how, published=read_published(before.get), read=before.get, put=files.__setitem__
    )
    return files, done


def shards(files: Files) -> dict[str, Shard]:
    ours = re.compile(r"councils/[^/]+\.json|contracts-without-council\.json")
    found = (read_shard(data) for path, data in files.items() if ours.fullmatch(path))
    return {shard.council: shard for shard in found}


@pytest.fixture(scope="module")
def registry() -> Registry:
    return registry_of([*rr.records_of(1), *({**record, "id": f"x-{record['id']}"} for record in rr.records_of(2))])


@pytest.fixture(scope="module")
def files(registry: Registry) -> Files:
    return built(registry, rr.TODAY)[0]


def test_reasons_stand_around_the_end_that_they_name(files: Files) -> None:
    around = 0
    for path, data in files.items():
        if not re.fullmatch(r"councils/[^/]+\.json", path):
            continue
        raw, shard = json.loads(data), read_shard(data)
        why = raw["columns"].index("why")
        for values, row in zip(raw["rows"], shard.rows, strict=True):
            parted = isinstance(values[why], list) if why < len(values) else False
            assert parted is bool(row.end and row.end in row.why)
            around += parted
        assert write_shard(shard) == data
        for said in ("", "{end}", "ends {end}; after {end} nothing", "nothing", "ends"):
            rows = tuple(row._replace(why=said.replace("{end}", row.end)) for row in shard.rows)
            changed = shard._replace(rows=(*rows, *(row._replace(end="") for row in rows)))
            assert read_shard(write_shard(changed)) == changed
    assert around > 10


def test_what_another_version_wrote_in_another_way_is_written_again(
    registry: Registry, files: Files, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(
            "tenderwatch.site.large.build.write_shard",
            lambda shard: json.dumps(json.loads(write_shard(shard))).encode(),
        )
        before, _ = built(registry, rr.TODAY)
    assert before != files
    assert built(registry, rr.TODAY, before, SMALL._replace(fresh=True))[0] == files


def test_every_contract_has_a_row_at_each_of_its_councils(registry: Registry, files: Files) -> None:
    held = shards(files)
    for contract in registry.contracts:
        for council in dict.fromkeys(contract.authorities) or ("",):
            assert contract.id in {row.id for row in held[council].rows}
            own = re.compile(rf"{shard_path(council).removesuffix('.json')}(/\d+)?\.html")
            text = b"".join(data for path, data in files.items() if own.fullmatch(path))
            assert text.count(f'<tr id="c-{contract.id}">'.encode()) == 1, (contract.id, council)
    assert sum(len(shard.rows) for shard in held.values()) == sum(
        len(set(contract.authorities)) or 1 for contract in registry.contracts
    )


def test_only_contracts_kept_by_hand_have_a_page(registry: Registry, files: Files) -> None:
    pages = {path.removeprefix("contracts/").removesuffix(".html") for path in files if path.startswith("contracts/")}
    assert pages == registry.curated
    assert 0 < len(pages) < registry.count


def test_a_council_s_page_shows_what_the_command_shows(registry: Registry, files: Files) -> None:
    horizon = clamp_months(rr.TODAY, 12)
    compared = 0
    for council, shard in shards(files).items():
        if council:
            filters = Filters(council=(council,)).resolve(registry)
            due = own_rows(due_agenda(registry, rr.TODAY, horizon, filters))
            groups = Counter(str(row.outlook.group) for row in due.rows)
            numbers = summary(shard, None)
            assert numbers.due == len(due.rows)
            assert numbers.decide == groups["decide"]
            assert [numbers.headings[key] for key in ("coming", "awaiting", "no-news")] == [
                groups[key] for key in ("coming", "awaiting", "no-news")
            ]
            compared += numbers.due
            said = Page(files[f"councils/{council}.html"].decode()).text
            assert f"{numbers.due} {'is' if numbers.due == 1 else 'are'} due" in said or not numbers.due
    assert compared > 20


def test_every_link_leads_somewhere(files: Files) -> None:
    pages = {path: Page(data.decode()) for path, data in files.items() if path.endswith(".html")}
    for path, page in pages.items():
        for link in page.all("a", "link", "script", "img"):
            href = link.get("href") or link.get("src")
            if href and "//" not in href and not href.startswith("webcal:"):
                file, place = target(path, href)
                assert file in files, f"{path}: {href}"
                further = [page for name, page in pages.items() if name.startswith(f"{file.removesuffix('.html')}/")]
                assert not place or any(place in page.ids for page in (pages[file], *further)), f"{path}: {href}"


def test_pages_are_sound_and_say_their_day(files: Files) -> None:
    for path, data in files.items():
        if path.endswith(".html"):
            page = Page(data.decode())
            assert len(page.all("h1")) == 1, path
            assert [name for name, times in Counter(page.ids).items() if times > 1] == [], path
            assert "28 November 2026</time>" in page.source, path
            policy = next(item for item in page.all("meta") if item.get("http-equiv"))
            assert "default-src 'none'" in policy.get("content")
            assert "unsafe" not in policy.get("content")


def test_numbers_on_the_start_page_add_up(registry: Registry, files: Files) -> None:
    text = Page(files["index.html"].decode()).text
    assert f"All {registry.count} contracts in the registry are shown here" in text
    assert f"{len(registry.curated)} are kept by hand" in text
    due = sum(summary(shard, None).due for shard in shards(files).values())
    assert f"Of these, {due} are due" in text


@pytest.mark.parametrize("seed", range(6))
def test_what_is_kept_is_what_would_be_made_again(seed: int) -> None:
    """Random edits on random days: a build that keeps what it can gives the bytes of one that works everything out."""
    pick = random.Random(seed)  # noqa: S311 - the same ones each time
    records, day = rr.records_of(seed)[:16], rr.day_of(seed)
    kept: Files = {}
    again: Files = {}
    for step in range(4):
        registry = registry_of(records)
        kept, _ = built(registry, day, kept)
        again, _ = built(registry, day, again, SMALL._replace(fresh=True))
        assert kept.keys() == again.keys()
        assert {path for path in kept if kept[path] != again[path]} == set()
        if not any(shard.unread for shard in shards(kept).values()):
            anew, _ = built(registry, day)
            assert [path for path in kept if path.startswith("search/") and kept[path] != anew.get(path)] == []
            for council, shard in shards(anew).items():
                mine = [row._replace(day=day, page=False) for row in shards(kept)[council].rows]
                assert mine == [row._replace(page=False) for row in shard.rows], council
        records = edited(records, pick, step)
        day += timedelta(pick.choice((0, 1, 1, 9, 40)))


def edited(records: list[dict[str, Any]], pick: random.Random, step: int) -> list[dict[str, Any]]:
    """Some records gone, some others in their place, one more, and one of another council."""
    number = pick.randrange(len(records))
    fresh = rr.a_record(pick, 100 + step)
    moved = {**records[number - 1], "lead": "otherham", "partners": []}
    return [*records[:number], *records[number + 1 :][:-1], moved | {"id": f"m{step}"}, fresh]


def test_a_day_on_which_nothing_happens_writes_next_to_nothing(registry: Registry, files: Files) -> None:
    tomorrow = rr.TODAY + timedelta(1)
    later, _ = built(registry, tomorrow, files)
    shard_of = shards(files)
    for council, shard in shard_of.items():
        quiet = shard.until is None or shard.until > tomorrow
        if quiet and f"councils/{council}.html" in later:
            assert later[shard_path(council)] == files[shard_path(council)]
            assert later[f"councils/{council}.html"] == files[f"councils/{council}.html"]
    same = [path for path in files if path.startswith("contracts/") and later[path] == files[path]]
    assert len(same) > 5
    assert later[INDEX] == files[INDEX]
