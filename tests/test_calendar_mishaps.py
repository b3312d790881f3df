"""What goes wrong around a published calendar, and what is taken back: subscribers hear nothing that is not so."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from random import Random

import pytest

from subscriber import ALL, Ledger, Site
from support import Answer, registry_text, run_cli, run_process
from tenderwatch.calendar.ics import unescape

HOME = "id: home-care\nstart: 2023-06-01\nend: 2026-05-31\nextensions: [{id: first, months: 12}]"
BREAKS = "id: short-breaks\nend: 2027-03-31\nreviews: [2026-06-01]"
CARERS = "id: carers\nlead: otherham\nend: 2026-09-30\nnotice: 3m\nextensions: [{months: 24, flexible: true}]"
NEXT = "id: next-home-care\nreplaces: [home-care]\nplans: {tender: 2026-03, start: 2026-06-01}"
ALL_OF_THEM = (HOME, BREAKS, CARERS)


class Nights:
    """A site and a calendar file, published night by night and held against a ledger."""

    def __init__(self, folder: Path) -> None:
        self.registry, self.site, self.file = folder / "registry", folder / "site", folder / "care.ics"
        self.registry.mkdir()
        self.ledgers = (Ledger(), Ledger())
        self.before: tuple[Site, Site] | None = None

    def write(self, *records: str) -> None:
        (self.registry / "contracts.yaml").write_text(registry_text(*records), encoding="utf-8")

    def run(self, today: str, *more: str) -> tuple[Answer, Answer]:
        typed = ("--base-url", "https://care.example.org/", "--registry", str(self.registry), "--today", today, *more)
        return run_cli("publish", str(self.site), *typed), run_cli("ical", "-o", str(self.file), *typed)

    def seen(self) -> tuple[Site, Site]:
        paths = (path for path in self.site.rglob("*") if path.is_file())
        site = {str(path.relative_to(self.site)): path.read_bytes() for path in paths}
        return Site(site), Site({ALL: self.file.read_bytes()})

    def night(self, today: str, *records: str, touched: tuple[str, ...] = (), more: tuple[str, ...] = ()) -> Site:
        """Publish, and let each ledger judge; gives the site. With no records the registry is left as it is."""
        if records:
            self.write(*records)
        for answer in self.run(today, *more):
            assert answer.code == 0, answer.err
        now = self.seen()
        here = "".join(records)
        removed = {name for name in touched if f"id: {name}\n" not in here}
        for number, ledger in enumerate(self.ledgers):
            before = self.before[number] if self.before else None
            ledger.read(now[number], before, date.fromisoformat(today), dict.fromkeys(touched, True), removed)
        self.before = now
        return now[0]

    def refused(self, today: str) -> None:
        """Publishing changes nothing, and says why in a line and a hint."""
        before = [item.files for item in self.seen()]
        for answer in self.run(today):
            assert answer.code == 2
            assert answer.err.splitlines()[-2].startswith("tenderwatch: ")
        assert [item.files for item in self.seen()] == before


@pytest.fixture
def nights(tmp_path: Path) -> Nights:
    return Nights(tmp_path)


@pytest.mark.parametrize("wrong", ["2026-04-19", "2025-06-30", "1970-01-01"])
def test_a_clock_that_went_back_publishes_nothing(nights: Nights, wrong: str) -> None:
    nights.night("2026-01-10", *ALL_OF_THEM)
    nights.night("2026-04-20", HOME.replace("05-31", "06-30"), BREAKS, CARERS, touched=("home-care",))
    before = [item.files for item in nights.seen()]
    site, file = nights.run(wrong)
    assert (site.code, "the site was last built for 20 April 2026, after " in site.err) == (2, True)
    assert (file.code, "calendar was written for 20 April 2026, after " in file.err) == (2, True)
    assert [item.files for item in nights.seen()] == before


def test_a_clock_that_ran_ahead_is_put_right_without_a_cancellation(nights: Nights) -> None:
    nights.night("2026-01-10", *ALL_OF_THEM)
    nights.night("2026-12-01")
    assert nights.run("2026-01-11")[0].code == 2
    site = nights.night("2026-01-12", more=("--allow-loss",))
    assert not any(event.cancelled for event in site.everywhere.values())
    assert ("home-care", "end", date(2026, 5, 31), date(2026, 5, 31)) in site.ahead(date(2026, 1, 12))


def test_a_registry_that_was_emptied_and_restored_is_as_if_nothing_had_been(nights: Nights) -> None:
    first = nights.night("2026-01-10", *ALL_OF_THEM)
    head = registry_text().removesuffix("contracts:\n")
    for text in (f"{head}contracts: []\n", head, "", f"{head}contracts:\n"):
        (nights.registry / "contracts.yaml").write_text(text, encoding="utf-8")
        nights.refused("2026-01-11")
    (nights.registry / "contracts.yaml").unlink()
    nights.refused("2026-01-11")
    site = nights.night("2026-01-12", *ALL_OF_THEM)
    assert site.everywhere == first.everywhere
    assert not site.entries


def test_a_record_moved_to_another_file_changes_nothing_but_the_day(nights: Nights) -> None:
    first = nights.night("2026-01-10", *ALL_OF_THEM)
    body = registry_text(BREAKS, head="contracts:\n")
    (nights.registry / "north").mkdir()
    (nights.registry / "north" / "more.yaml").write_text(body, encoding="utf-8")
    site = nights.night("2026-01-11", HOME, CARERS)
    assert {
        path for path, data in site.files.items() if path.endswith((".ics", ".atom")) and data != first.files[path]
    } == set()


def test_an_id_that_was_renamed_is_one_contract_withdrawn_and_one_new(nights: Nights) -> None:
    nights.night("2026-01-10", *ALL_OF_THEM)
    renamed = HOME.replace("home-care", "care-at-home")
    site = nights.night("2026-02-01", renamed, BREAKS, CARERS, touched=("home-care", "care-at-home"))
    ends = {uid: event for uid, event in site.everywhere.items() if uid.split(".")[1] == "end@tenderwatch"}
    assert ends["home-care.end@tenderwatch"].cancelled
    assert not ends["care-at-home.end@tenderwatch"].cancelled
    assert sorted(contract for contract, _ in site.entries.values()) == ["care-at-home", "home-care"]


def test_an_end_moved_and_moved_back_is_told_twice_and_cancelled_never(nights: Nights) -> None:
    first = nights.night("2026-01-10", *ALL_OF_THEM)
    moved = HOME.replace("05-31", "07-31")
    nights.night("2026-02-01", moved, BREAKS, CARERS, touched=("home-care",))
    site = nights.night("2026-02-02", *ALL_OF_THEM, touched=("home-care",))
    was, end = (item.everywhere["home-care.end@tenderwatch"] for item in (first, site))
    assert (end.first, end.cancelled, end.sequence > was.sequence + 1) == (was.first, False, True)
    words = [entry[1].split("\n") for entry in site.entries.values()]
    assert ["2 February 2026" in said[0] for said in words] == [True, False]
    assert "Ends: 31 July 2026 becomes 31 May 2026" in words[0]
    assert not any(event.cancelled for event in site.everywhere.values())


def test_an_option_that_was_used_and_was_not_after_all_is_as_it_was(nights: Nights) -> None:
    first = nights.night("2026-01-10", *ALL_OF_THEM)
    used = HOME.replace("months: 12}", "months: 12, state: exercised, decided: 2026-01-20}")
    nights.night("2026-02-01", used, BREAKS, CARERS, touched=("home-care",))
    site = nights.night("2026-02-02", *ALL_OF_THEM, touched=("home-care",))
    day = date(2026, 2, 2)
    assert site.ahead(day) == first.ahead(day)


def test_a_successor_that_cannot_be_read_leaves_what_it_follows_as_it_was(nights: Nights) -> None:
    """Whether a contract is followed by another is not known while the record of that one has a slip."""
    first = nights.night("2026-01-10", *ALL_OF_THEM, NEXT)
    slip = NEXT.replace("2026-06-01", "2026-02-31")
    nights.write(*ALL_OF_THEM, slip)
    nights.refused("2026-01-11")
    for today in ("2026-01-11", "2026-01-12"):
        (answer, _), now = nights.run(today, "--allow-loss"), nights.seen()[0]
        assert answer.code == 0
        assert now.everywhere == first.everywhere
        for path in ("contracts/next-home-care.html", "api/v1/contracts/next-home-care.json"):
            assert now.files[path] == first.files[path], "what was published of it stays"
    assert json.loads(now.files["manifest.json"])["tombstones"] == {}
    assert not now.entries


def test_very_long_titles_are_cut_nowhere_and_read_back(nights: Nights) -> None:
    title = "Care, support; and \\ accommodation — " * 7
    long = f'id: long\ntitle: "{title.strip()}"'.replace("\\", "\\\\") + "\nend: 2026-05-31"
    site = nights.night("2026-01-10", long, BREAKS)
    assert site.everywhere["long.end@tenderwatch"].first == date(2026, 5, 31)
    site = nights.night("2026-01-11", long.replace("05-31", "06-30"), BREAKS, touched=("long",))
    assert [title.strip()] == [json.loads(site.files["api/v1/contracts/long.json"])["rows"][0]["title"]]
    nights.night("2026-01-12", BREAKS, touched=("long",))


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("id: home-care", "id: home-care\ntitle: Care at home", "title: Home care becomes Care at home"),
        ("id: home-care", "id: home-care\nportal: nepo", "portal: not stated becomes NEPO Portal"),
        ("id: home-care", "id: home-care\nproviders: [Acme]", "held by: not stated becomes Acme"),
        ("id: home-care", "id: home-care\nservices: [advocacy]", "services: home care becomes advocacy"),
        (
            "id: home-care",
            "id: home-care\nlead: otherham",
            "council: Testshire County Council becomes Otherham Borough",
        ),
    ],
)
def test_what_changed_is_told_once_with_its_old_and_new_words(nights: Nights, old: str, new: str, words: str) -> None:
    nights.night("2026-01-10", *ALL_OF_THEM)
    changed = HOME.replace(old, new)
    site = nights.night("2026-02-01", changed, BREAKS, CARERS, touched=("home-care",))
    ((contract, said),) = site.entries.values()
    assert contract == "home-care"
    assert words in said
    assert len(nights.night("2026-02-02").entries) == 1


def test_the_text_of_an_event_is_bounded_whatever_its_record_holds(nights: Nights) -> None:
    names = ", ".join(f"Provider of care number {number} Ltd" for number in range(250))
    places = ", ".join(
        f"{{source: register, place: 'page {number} of the annex; é', supports: [end]}}" for number in range(60)
    )
    site = nights.night("2026-01-10", f"id: long\nend: 2026-05-31\nproviders: [{names}]\nevidence: [{places}]", BREAKS)
    texts = [event.text.replace(b"\r\n ", b"") for event in site.everywhere.values() if event.contract == "long"]
    described = [text.split(b"\r\nDESCRIPTION:")[1].split(b"\r\n")[0] for text in texts]
    # What stands for a comma or a line end takes two octets, and is one.
    assert max(len(unescape(text.decode()).encode()) for text in described) <= 900
    assert all(b"https://care.example.org/contracts/long.html" in text for text in described)


def test_the_data_of_a_site_names_its_licence(nights: Nights) -> None:
    site = nights.night("2026-01-10", *ALL_OF_THEM)
    for path, data in site.files.items():
        if path.startswith("api/") and not path.endswith(("openapi.json", "index.json")):
            assert json.loads(data)["licence"]["url"].startswith("https://"), path


def test_the_time_zone_of_the_machine_makes_no_difference(tmp_path: Path) -> None:
    registry = tmp_path / "r.yaml"
    registry.write_text(registry_text(*ALL_OF_THEM), encoding="utf-8")
    made = []
    for zone in ("Pacific/Kiritimati", "America/Los_Angeles"):
        target = tmp_path / f"{zone[:7]}.ics"
        typed = ("ical", "-o", str(target), "--registry", str(registry), "--today", "2026-03-29")
        assert run_process(*typed, env={"TZ": zone}).code == 0
        made.append(target.read_bytes())
    assert made[0] == made[1]


@pytest.mark.parametrize("path", ["manifest.json", "changes.atom", ALL, "api/v1/contracts/home-care.json"])
def test_a_damaged_file_of_a_site_is_named_or_does_no_harm(nights: Nights, path: str) -> None:
    nights.night("2026-01-10", *ALL_OF_THEM)
    nights.night("2026-01-11", HOME.replace("05-31", "06-30"), BREAKS, CARERS, touched=("home-care",))
    sound, random = (nights.site / path).read_bytes(), Random(path)  # noqa: S311 - the same damage in each run
    before = nights.seen()[0]
    for number in range(10):
        place = random.randrange(len(sound))
        damaged = random.choice(
            (
                sound[:place],
                sound[:place] + bytes([random.randrange(256)]) + sound[place + 1 :],
                sound[:place] + sound[place + random.randrange(1, 200) :],
                sound + sound[place:],
            )
        )
        (nights.site / path).unlink()
        (nights.site / path).write_bytes(damaged)
        now = nights.seen()[0].files
        answer = nights.run("2026-01-12")[0]
        assert answer.code in (0, 2), (number, answer.err)
        if answer.code == 2:
            assert path in answer.err or "it is missing" in answer.err, answer.err
            assert nights.seen()[0].files == now, "nothing was changed"
        else:
            made = nights.seen()[0]
            assert {uid for uid, event in made.everywhere.items() if event.cancelled} == set()
            assert made.everywhere.keys() >= before.everywhere.keys()
            for file, data in before.files.items():
                (nights.site / file).unlink(missing_ok=True)
                (nights.site / file).write_bytes(data)


def test_a_calendar_is_written_again_for_its_own_day_and_for_a_past_one_of_its_edition(nights: Nights) -> None:
    """The stamps of a first calendar are the edition, 10 January, whatever the day was."""
    for day in ("2025-12-20", "2025-12-20"):
        nights.night(day, *ALL_OF_THEM)
    nights.write(HOME.replace("05-31", "06-30"), BREAKS, CARERS)
    for day in ("2025-12-21", "2025-12-21"):
        assert nights.run(day)[1].code == 0
