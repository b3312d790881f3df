"""Our feeds on their way to a subscriber: a CalDAV server and a synchronising client hand every event on unchanged."""

from __future__ import annotations

import re
import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import icalendar
import pytest

from .hostile import HOSTILE_TITLES, REGISTRY_HEAD, hostile_contracts, in_yaml
from .programs import need, tenderwatch
from .servers import PASSWORD, READER, ask, radicale, servers_missing, serving, synchronise

pytestmark = pytest.mark.edge

HOME = "/reader/care/"
FEED = "feeds/care-contracts.ics"
REVIEWED = f"""\
  - id: reviewed
    title: {in_yaml(HOSTILE_TITLES[0])}
    kind: contract
    services: [home care]
    lead: council
    end: 2026-03-31
    reviews: [2025-03-03]
    evidence: [{{source: source, place: row 1, supports: [end, reviews]}}]
"""
_BLOCK = re.compile(rb"^BEGIN:VEVENT\r\n.*?^END:VEVENT\r\n", re.MULTILINE | re.DOTALL)
# A property with its parameters and its value, as it is written when it is not folded.
Said = tuple[str, tuple[tuple[str, str], ...], str]


def components(data: bytes, *, but: frozenset[str] = frozenset()) -> Counter[tuple[Said, ...]]:
    """What every event of a calendar says, property by property, whatever their order and wherever lines are folded."""
    calendar = icalendar.Calendar.from_ical(data)
    assert not calendar.errors
    found: Counter[tuple[Said, ...]] = Counter()
    for event in calendar.events:
        assert not event.errors
        said = []
        for line in event.content_lines():
            if line:
                name, parameters, value = line.parts()
                said.append((name.upper(), tuple(sorted((key, str(item)) for key, item in parameters.items())), value))
        found[tuple(sorted(item for item in said if item[0] not in but))] += 1
    return found


class Site:
    """A published folder, and the registry it is made from."""

    def __init__(self, folder: Path) -> None:
        self.registry, self.folder = folder / "contracts.yaml", folder / "site"

    def publish(self, *records: str, today: str) -> None:
        self.registry.write_text(REGISTRY_HEAD + "".join(records), encoding="utf-8")
        # Half of the contracts are withdrawn on purpose.
        meant = ("--allow-loss",) if self.folder.exists() else ()
        named = ("--registry", self.registry, "--base-url", "https://care.example.org/", "--today", today, *meant)
        tenderwatch("publish", self.folder, *named)

    @property
    def feed(self) -> bytes:
        return (self.folder / FEED).read_bytes()


@pytest.fixture(autouse=True)
def _installed() -> None:
    need(servers_missing())


@pytest.fixture
def site(published: Site, tmp_path: Path) -> Site:
    """A copy of the site, to publish into."""
    shutil.copytree(published.folder, tmp_path / "site")
    return Site(tmp_path)


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """A site whose feed has hostile text, a date that has moved, and cancelled events."""
    made = Site(tmp_path_factory.mktemp("published"))
    contracts = hostile_contracts()
    made.publish(REVIEWED, *contracts[:20], today="2024-05-01")
    made.publish(REVIEWED, contracts[0].replace("2024-12-31", "2025-01-31"), *contracts[2:20:2], today="2024-06-05")
    said = Counter(
        value for component in components(made.feed) for name, _, value in component if name in ("STATUS", "SEQUENCE")
    )
    assert min(said[word] for word in ("CONFIRMED", "TENTATIVE", "CANCELLED", "0", "1617")) > 0
    return made


@pytest.fixture
def server(tmp_path: Path) -> Iterator[str]:
    with radicale(tmp_path) as address:
        assert ask(address, "MKCALENDAR", HOME)[0] == 201
        yield address


def test_a_calendar_server_gives_every_event_back_as_it_was(published: Site, server: str) -> None:
    """Radicale writes each event down anew with vobject, so order and folds of its lines may differ."""
    head, _, _ = published.feed.partition(b"BEGIN:VEVENT")
    blocks = _BLOCK.findall(published.feed)
    assert sum(components(published.feed).values()) == len(blocks) > 100
    # Of each contract one event that stands and one that is cancelled: every text, in every form.
    chosen = {(block.partition(b"UID:")[2].split(b".")[0], b"CANCELLED" in block): block for block in blocks}.values()
    assert len(chosen) > 20
    given: Counter[tuple[Said, ...]] = Counter()
    for number, block in enumerate(chosen):
        alone = b"".join((head, block, b"END:VCALENDAR\r\n"))
        status, answer = ask(server, "PUT", f"{HOME}{number}.ics", alone)
        assert status == 201, answer
        status, answer = ask(server, "GET", f"{HOME}{number}.ics")
        assert status == 200
        assert components(answer) == components(alone)
        given += components(alone)
    status, whole = ask(server, "GET", HOME)
    assert status == 200
    assert components(whole) == given


def test_a_calendar_server_takes_a_whole_feed(published: Site, server: str) -> None:
    status, answer = ask(server, "PUT", "/reader/whole/", published.feed)
    assert status == 201, answer
    status, whole = ask(server, "GET", "/reader/whole/")
    assert status == 200
    assert components(whole) == components(published.feed)


def test_a_synchronising_client_takes_a_feed_and_one_moved_date(site: Site, tmp_path: Path) -> None:
    """vdirsyncer gives items of a feed names of its own in place of their UIDs; nothing else may change."""
    kept = tmp_path / "kept"
    kept.mkdir()
    storage = f'type = "filesystem"\npath = "{kept}"\nfileext = ".ics"'

    def items() -> dict[str, bytes]:
        return {path.name: path.read_bytes() for path in kept.iterdir()}

    def as_kept() -> Counter[tuple[Said, ...]]:
        return sum((components(item, but=frozenset(["UID"])) for item in items().values()), Counter())

    contracts = hostile_contracts()[:12:2]
    site.publish(REVIEWED, *contracts, today="2024-06-12")
    with serving(site.folder) as address:
        synchronise(f"{address}{FEED}", storage, tmp_path / "client")
        first = items()
        assert as_kept() == components(site.feed, but=frozenset(["UID"]))
        assert len(first) > 50
        # Nothing changes: not a file is touched.
        synchronise(f"{address}{FEED}", storage, tmp_path / "client")
        assert items() == first
        site.publish(REVIEWED.replace("2025-03-03", "2025-03-04"), *contracts, today="2024-06-13")
        synchronise(f"{address}{FEED}", storage, tmp_path / "client")
    second = items()
    assert as_kept() == components(site.feed, but=frozenset(["UID"]))
    (gone,), (new,) = (
        [item[name] for name in item.keys() - other.keys()] for item, other in ((first, second), (second, first))
    )
    assert all(second[name] == first[name] for name in first.keys() & second.keys())
    assert (b"20250303" in gone, b"20250304" in new, b"SEQUENCE:1" in new) == (True, True, True)


def test_a_synchronising_client_brings_a_feed_to_a_calendar_server(
    published: Site, server: str, tmp_path: Path
) -> None:
    storage = f'type = "caldav"\nurl = "http://{server}{HOME}"\nusername = "{READER}"\npassword = "{PASSWORD}"'
    with serving(published.folder) as address:
        synchronise(f"{address}{FEED}", storage, tmp_path / "client")
    status, whole = ask(server, "GET", HOME)
    assert status == 200
    assert components(whole, but=frozenset(["UID"])) == components(published.feed, but=frozenset(["UID"]))
