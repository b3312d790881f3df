"""`publish` of many contracts: cut short at any moment, on a full disk, councils that vanish, and `--follow`."""

from __future__ import annotations

import json
import random
import re
import shutil
from datetime import date, timedelta
from pathlib import Path

import icalendar
import pytest

from cut_support import KILLED, cut
from html_reader import Page
from support import Answer, registry_text, run_cli
from tenderwatch.site.large.shard import read_shard

BASE = ("--base-url", "https://care.example.org/", "--registry", "reg")
FIRST, LATER = "2026-11-01", "2026-11-09"
Files = dict[str, bytes]


def line(number: int, lead: str, end: str) -> str:
    """A contract that was imported."""
    evidence = [{"source": "register", "place": f"row {number}", "supports": ["end"]}]
    return json.dumps(
        {"contract": {"id": f"{lead}-{number}", "title": f"Care {number}", "kind": "contract",
                      "services": ["home care"], "lead": lead, "end": end, "evidence": evidence}}
    )  # fmt: skip


def lines(lead: str, many: int, end: str = "2027-05-31") -> str:
    return "".join(f"{line(number, lead, end)}\n" for number in range(many))


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A registry of two councils, each with contracts kept by hand and imported ones, that counts as large."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("tenderwatch.site.large.build.is_large", lambda *_: True)
    (tmp_path / "reg").mkdir()
    by_hand = [f"id: by-hand-{lead}\nlead: {lead}\nend: 2027-03-31" for lead in ("testshire", "otherham")]
    (tmp_path / "reg" / "contracts.yaml").write_text(registry_text(*by_hand), encoding="utf-8")
    for lead in ("testshire", "otherham"):
        (tmp_path / "reg" / f"{lead}.jsonl").write_text(lines(lead, 12), encoding="utf-8")
    return tmp_path


def publish(today: str, *more: str) -> Answer:
    answer = run_cli("publish", "site", *BASE, "--today", today, *more)
    assert answer.code == 0, answer.err
    return answer


def files(folder: Path) -> Files:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def beside(here: Path) -> set[str]:
    return {path.name for path in here.iterdir()}


def moved(here: Path) -> None:
    """Some contracts end later than they did."""
    text = lines("otherham", 5, "2028-02-29") + lines("otherham", 12).split("\n", 5)[5]
    (here / "reg" / "otherham.jsonl").write_text(text, encoding="utf-8")
    assert run_cli("list", "--registry", "reg").code == 0  # so that no run has to compile it first


def test_killed_at_any_moment_the_site_is_the_old_one_or_the_new(here: Path) -> None:
    publish(FIRST)
    old = files(here / "site")
    shutil.copytree(here / "site", here / "kept", symlinks=True)
    moved(here)
    whole = cut("publish", "site", *BASE, "--today", LATER)
    assert whole.code == 0, whole.err
    new = files(here / "site")
    assert old.keys() == new.keys()
    assert sum(old[path] != new[path] for path in old) > 20
    pick = random.Random(18)  # noqa: S311 - the same moments each time
    # At random, and at the last steps: the swap, and what is cleared away after it.
    moments = sorted({*pick.sample(range(1, whole.touches), 6), *range(whole.touches - 6, whole.touches + 1)})
    left = []
    for moment in moments:
        shutil.rmtree(here / "site")
        shutil.copytree(here / "kept", here / "site", symlinks=True)
        run = cut("publish", "site", *BASE, "--today", LATER, at=moment)
        assert run.code == KILLED, run.err
        now = files(here / "site")
        assert now in (old, new), f"touch {moment} of {whole.touches}: some is old and some is new"
        left.append(now == new)
        publish(LATER)
        assert files(here / "site") == new
        assert beside(here) == {"kept", "reg", "site"}, f"touch {moment}"
    assert left == sorted(left)
    assert {*left} == {False, True}


def test_a_first_build_that_is_killed_leaves_no_site(here: Path) -> None:
    run_cli("list", "--registry", "reg")
    whole = cut("publish", "site", *BASE, "--today", FIRST)
    new = files(here / "site")
    for moment in (3, whole.touches // 2, whole.touches - 20):
        shutil.rmtree(here / "site", ignore_errors=True)
        assert cut("publish", "site", *BASE, "--today", FIRST, at=moment).code == KILLED
        assert not (here / "site").exists()
        publish(FIRST)
        assert files(here / "site") == new
        assert beside(here) == {"reg", "site"}


@pytest.mark.parametrize("most", [0, 300, 3000, 9000])
def test_a_full_disk_leaves_the_site_as_it_was(here: Path, most: int) -> None:
    publish(FIRST)
    old = files(here / "site")
    assert max(map(len, old.values())) > most
    moved(here)
    run = cut("publish", "site", *BASE, "--today", LATER, most=most)
    assert run.code == 3
    assert len(run.err.strip().splitlines()) == 2
    assert run.err.startswith("tenderwatch: cannot publish to ")
    assert files(here / "site") == old
    assert beside(here) == {"reg", "site"}
    publish(LATER)
    assert files(here / "site") != old


def naming_otherham(here: Path) -> set[str]:
    """The files of the site that name the council, apart from its own."""
    return {path for path, data in files(here / "site").items() if b"otherham" in data and "otherham" not in path}


def test_a_council_that_vanishes_is_said_to_be_gone_for_eight_weeks(here: Path) -> None:
    publish(FIRST)
    assert naming_otherham(here) >= {"index.html", "api/v1/index.json", "search/w-o.json"}
    text = (here / "reg" / "contracts.yaml").read_text("utf-8")
    head, body = re.sub(r"  - id: otherham\n    name: .*\n    kind: .*\n", "", text).split("contracts:\n")
    kept = "".join(part for part in re.split(r"(?m)^(?=  - )", body) if "otherham" not in part)
    (here / "reg" / "contracts.yaml").write_text(f"{head}contracts:\n{kept}", encoding="utf-8")
    (here / "reg" / "otherham.jsonl").unlink()
    refused = run_cli("publish", "site", *BASE, "--today", LATER)
    assert (refused.code, "13 of the 26 contracts published before are missing" in refused.err) == (2, True)
    publish(LATER, "--allow-loss")
    for _ in range(2):  # and so it stays in the builds that follow
        page = Page((here / "site" / "councils" / "otherham.html").read_text("utf-8"))
        assert "9 November 2026" in page.text
        shard = json.loads((here / "site" / "councils" / "otherham.json").read_text("utf-8"))
        assert shard == {"schema_version": 1, "gone_since": LATER}
        feed = (here / "site" / "feeds" / "council" / "otherham-care-contracts.ics").read_bytes()
        events = icalendar.Calendar.from_ical(feed).events
        ahead = [event for event in events if event.decoded("dtend") > date.fromisoformat(LATER)]
        assert {str(event["status"]) for event in ahead} == {"CANCELLED"}
        publish("2026-11-10")
    # Calendars and changes say what is gone; no page leads there, and no search.
    assert not [path for path in naming_otherham(here) if path.startswith(("search/", "api/"))]
    pages = (path for path in (here / "site").rglob("*.html") if "otherham" not in path.name)
    hrefs = {item.get("href") for path in pages for item in Page(path.read_text("utf-8")).all("a")}
    assert not [href for href in hrefs if "councils/otherham" in href]
    later = (date.fromisoformat(LATER) + timedelta(weeks=8)).isoformat()
    publish(later)
    assert not list((here / "site" / "councils").glob("otherham*"))


def test_a_council_that_comes_back_is_listed_and_found_again(here: Path) -> None:
    publish(FIRST)
    reg = files(here / "reg")
    for name, data in reg.items():
        (here / "reg" / name).write_bytes(data.replace(b"otherham", b"elsewhere"))
    publish(FIRST, "--allow-loss")
    shard, page = here / "site" / "councils" / "otherham.json", here / "site" / "councils" / "otherham.html"
    assert "gone_since" in shard.read_text("utf-8")
    for name, data in reg.items():
        (here / "reg" / name).write_bytes(data)
    publish(FIRST, "--allow-loss")
    assert {row.id for row in read_shard(shard.read_bytes()).rows} == {
        "by-hand-otherham", *(f"otherham-{number}" for number in range(12))
    }  # fmt: skip
    assert len(Page(page.read_text("utf-8")).all("tr")) > 12
    assert "gone_since" in (here / "site" / "councils" / "elsewhere.json").read_text("utf-8")
    search = json.loads((here / "site" / "search" / "w-o.json").read_text("utf-8"))
    assert search == {"councils": ["otherham"], "words": {"otherham": [0, 13]}}


def calendar(here: Path, council: str) -> tuple[str, set[str]]:
    """The name of a council's calendar, and the contracts in it."""
    path = here / "site" / "feeds" / "council" / f"{council}-care-contracts.ics"
    found = icalendar.Calendar.from_ical(path.read_bytes())
    return str(found["x-wr-calname"]), {str(event["uid"]).split(".")[0] for event in found.events}


def test_a_council_that_is_followed_has_all_its_contracts_in_calendars(here: Path) -> None:
    publish(FIRST, "--follow", "Otherham Borough Council")
    every = {"by-hand-otherham", *(f"otherham-{number}" for number in range(12))}
    assert calendar(here, "otherham") == ("Otherham Borough Council: care contracts", every)
    assert calendar(here, "testshire") == (
        "Testshire County Council: care contracts (kept by hand)", {"by-hand-testshire"}
    )  # fmt: skip
    pages = {path.stem for path in (here / "site" / "contracts").glob("*.html")}
    assert pages == {*every, "by-hand-testshire"}
    # Asked for no more: what subscribers have is kept.
    publish(LATER)
    assert calendar(here, "otherham") == ("Otherham Borough Council: care contracts", every)


def test_a_council_to_follow_that_is_not_known_is_refused_in_one_message(here: Path) -> None:
    publish(FIRST)
    old = files(here / "site")
    answer = run_cli("publish", "site", *BASE, "--today", LATER, "--follow", "otherhem")
    assert (answer.code, answer.out) == (2, "")
    assert answer.err.splitlines() == [
        "tenderwatch: there is no council 'otherhem' in the registry", "  did you mean otherham?"
    ]  # fmt: skip
    assert files(here / "site") == old
    assert beside(here) == {"reg", "site"}
