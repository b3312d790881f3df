"""Own records over those of a layer beneath: what is taken over, what stays, and what is said when the lower moves."""

from __future__ import annotations

import random
import re
from pathlib import Path
from typing import Any

import pytest

from support import registry_text, run_cli

TODAY = ("--today", "2026-11-28")
MINE = ("--source", "own", "--place", "file")
NEW = ("--new-source", "title=Our file", "--new-source", "publisher=Us", "--new-source", "strength=council-page")
A = "id: a\nend: 2027-03-31\nextensions: [{months: 12, state: permitted}]"
B = "id: b\nend: 2028-03-31"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of one's own, begun by `init`, over a registry of two contracts in ../lower.yaml."""
    (tmp_path / "lower.yaml").write_text(registry_text(A, B), encoding="utf-8")
    folder = tmp_path / "own"
    assert run_cli("init", str(folder), *TODAY).code == 0
    settings = folder / "tenderwatch.toml"
    text = settings.read_text("utf-8")
    settings.write_text(text.replace('"bundled", "."', '"../lower.yaml", "."'), encoding="utf-8")
    monkeypatch.chdir(folder)
    monkeypatch.delenv("TENDERWATCH_CONFIG", raising=False)
    return folder


def rows(command: str = "list") -> dict[str, Any]:
    return {row["id"]: row for row in run_cli(command, "--format", "json", *TODAY).json["rows"]}


def change(file: Path, old: str, new: str) -> None:
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def test_a_new_folder_works_at_once(home: Path) -> None:
    assert sorted(path.name for path in home.iterdir()) == [
        ".gitignore", "README.md", "contracts.yaml", "tenderwatch.toml"
    ]  # fmt: skip
    assert set(rows()) == {"a", "b"}
    assert run_cli("check").out == ""
    assert len((home / "README.md").read_text("utf-8").splitlines()) <= 12


def test_init_overwrites_nothing(tmp_path: Path) -> None:
    (tmp_path / "contracts.yaml").write_text("edition: 2026-01-01\n", encoding="utf-8")
    answer = run_cli("init", str(tmp_path))
    assert answer.code == 2
    assert "is there already" in answer.err
    assert sorted(path.name for path in tmp_path.iterdir()) == ["contracts.yaml"]


def test_an_empty_registry_takes_a_first_source(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TENDERWATCH_CONFIG", raising=False)
    run_cli("init", "--empty", str(tmp_path / "x"), *TODAY)
    monkeypatch.chdir(tmp_path / "x")
    assert rows() == {}
    answer = run_cli(
        "source", "add", "own", "--title", "Ours", "--publisher", "Us", "--strength", "council-page", *TODAY
    )
    assert answer.code == 0, answer.err


def test_a_record_beneath_is_taken_over_by_the_command_that_changes_it(home: Path) -> None:
    lower = (home / "../lower.yaml").read_bytes()
    answer = run_cli("extend", "a", "--option", "1", *MINE, *NEW, *TODAY)
    assert answer.code == 0, answer.err
    assert "note: 'a' was taken over from" in answer.err
    text = (home / "contracts.yaml").read_text("utf-8")
    assert re.search(r"taken_over:\n      edition: 2026-01-10\n      hash: [0-9a-f]{16}\n", text)
    assert (home / "../lower.yaml").read_bytes() == lower
    assert rows()["a"]["status"] == "extended"
    assert set(rows()) == {"a", "b"}
    assert run_cli("check").out == ""


def test_one_s_own_contract_file_is_a_source_for_each_council(home: Path) -> None:
    assert run_cli("extend", "a", "--option", "1", "--own", "--decided", "11 Feb 2025", *TODAY).code == 0
    assert run_cli("set", "b", "end", "30/9/2028", "--own", "--place", "clause 4", *TODAY).code == 0
    text = (home / "contracts.yaml").read_text("utf-8")
    assert text.count("  - id: testshire-own-record\n") == 1
    assert "    strength: own-record\n" in text
    assert text.count("source: testshire-own-record\n") == 2
    assert "place: contract file\n" in text
    assert "place: clause 4\n" in text
    assert run_cli("check").out == ""
    assert "--option, --source and --place are missing" in run_cli("extend", "a", *TODAY).err
    assert "--own is a source" in run_cli("set", "b", "end", "2029", "--own", "--source", "register", *TODAY).err


@pytest.mark.usefixtures("home")
def test_an_authority_and_a_portal_are_added_and_used() -> None:
    assert run_cli("portal", "add", "p-new", "--name", "New", "--url", "https://p.example", *TODAY).code == 0
    made = ("--name", "Newshire", "--portal", "p-new", "--alias", "NS", "--region", "south-east")
    assert run_cli("authority", "add", "newshire", *made, *TODAY).code == 0
    flags = ("--title", "x", "--service", "care", "--lead", "newshire", "--end", "31/12/2029", "--own")
    assert run_cli("add", "first", *flags, *TODAY).code == 0
    listed = run_cli("list", "--council", "NS", "--format", "json", *TODAY).json["rows"]
    assert [row["id"] for row in listed] == ["first"]
    assert run_cli("list", "--region", "South East", "--format", "json", *TODAY).json["count"] == 1
    assert "already the id" in run_cli("authority", "add", "testshire", "--name", "x", *TODAY).err
    assert run_cli("check").out == ""


def test_what_changes_nothing_takes_nothing_over(home: Path) -> None:
    before = (home / "contracts.yaml").read_bytes()
    answer = run_cli("set", "a", "end", "31/03/2027", *TODAY)
    assert (answer.code, (home / "contracts.yaml").read_bytes()) == (2, before)
    assert "this changes nothing" in answer.err


@pytest.mark.usefixtures("home")
def test_an_id_of_the_layer_beneath_is_taken() -> None:
    flags = ("--title", "x", "--service", "care", "--lead", "testshire", "--end", "2029")
    answer = run_cli("add", "b", *flags, *MINE, *NEW, *TODAY)
    assert answer.code == 2
    assert "'b' is already the id of a record" in answer.err


@pytest.mark.usefixtures("home")
def test_authorities_and_sources_beneath_can_be_used() -> None:
    flags = ("--title", "x", "--service", "care", "--lead", "testshire", "--end", "2029")
    assert run_cli("add", "c", *flags, "--source", "register", "--place", "row 3", *TODAY).code == 0
    assert set(rows()) == {"a", "b", "c"}
    assert run_cli("set", "testshire", "aliases", "Tessie", "--add", *TODAY).code == 0
    assert run_cli("list", "--council", "Tessie", *TODAY).code == 0
    assert run_cli("check").out == ""


def test_check_names_a_record_that_moved_on_until_it_was_seen(home: Path) -> None:
    run_cli("set", "a", "end", "2027-09-30", *MINE, *NEW, *TODAY)
    change(home / "../lower.yaml", "title: ", "title: New ")
    answer = run_cli("check")
    assert (answer.code, re.findall(r"\[(.*)\]", answer.out)) == (0, ["taken-over-changed"])
    assert run_cli("check", "--strict", *TODAY).code == 1
    shown = run_cli("diff", "a", *TODAY)
    assert {"-  end: 2027-03-31", "+  end: 2027-09-30"} <= set(shown.lines)
    assert "has changed since" in shown.err
    assert run_cli("diff", "a", "--seen", *TODAY).code == 0
    assert run_cli("check").out == ""
    assert rows()["a"]["end"] == rows()["a"]["initial_end"]


@pytest.mark.parametrize(
    ("name", "typed", "old", "new"),
    [
        ("testshire", ("aliases", "Tessie", "--add"), "name: Otherham Borough Council", "name: Otherham"),
        ("otherham", ("aliases", "Other", "--add"), "name: Otherham Borough Council", "name: Otherham"),
        ("nepo", ("aliases", "N", "--add"), "url: https://procontract", "url: https://new.procontract"),
        ("register", ("title", "The register"), "title: Register of contracts", "title: Register"),
    ],
)
def test_councils_portals_and_sources_that_moved_on_are_named_too(
    home: Path, name: str, typed: tuple[str, ...], old: str, new: str
) -> None:
    assert run_cli("set", name, *typed, *TODAY).code == 0
    assert run_cli("check").out == ""
    change(home / "../lower.yaml", old, new)
    moved = name != "testshire"
    assert re.findall(r"'(\S+)' was taken over from .*\[(.*)\]", run_cli("check").out) == (
        [(name, "taken-over-changed")] if moved else []
    )
    assert ("has changed since" in run_cli("diff", name, *TODAY).err) is moved
    assert run_cli("diff", name, "--seen", *TODAY).code == 0
    assert run_cli("check").out == ""


def test_check_names_a_record_that_is_gone_beneath(home: Path) -> None:
    run_cli("set", "b", "end", "2028-09-30", *MINE, *NEW, *TODAY)
    (home / "../lower.yaml").write_text(registry_text(A), encoding="utf-8")
    assert re.findall(r"\[(.*)\]", run_cli("check").out) == ["taken-over-gone"]
    assert set(rows()) == {"a", "b"}


def test_a_faulty_record_of_ones_own_does_not_bring_back_the_one_beneath(home: Path) -> None:
    run_cli("set", "a", "end", "2027-09-30", *MINE, *NEW, *TODAY)
    change(home / "contracts.yaml", "end: 2027-09-30", "end: soon")
    assert set(rows()) == {"b"}


def test_config_and_version_name_the_layers_and_the_edition(home: Path) -> None:
    layers = run_cli("config", "--format", "json").json["layers"]
    assert [layer["path"] for layer in layers] == [str((home / "../lower.yaml").resolve()), str(home)]
    assert [layer["editable"] for layer in layers] == [False, True]
    assert re.fullmatch(r"tenderwatch \S+ \(data of \d{1,2} \w+ \d{4}\)\n", run_cli("-V").out)


def lower_after(text: str, how: str) -> str:
    """A record of the layer beneath after an edit there; empty where it is gone."""
    if how == "gone":
        return ""
    return {
        "changed": re.sub(r"end: .*", "end: 2029-12-31", text),
        "same": text,
        "laid out": text.replace("\nend: ", "\n\nend:   "),
    }[how]


def own_change(rng: random.Random, number: int, lower: list[str]) -> tuple[str, ...]:
    """Some command that records a fact, about a record beneath or a new one."""
    name = rng.choice(lower)
    return rng.choice([
        ("set", name, "end", f"203{rng.randint(0, 9)}-{rng.randint(1, 12):02}-28", "--own"),
        ("set", name, "title", f"Title {number}", "--typo"),
        ("set", name, "notice", f"{rng.randint(1, 9)} months", "--own", "--place", f"clause {number}"),
        ("set", name, "notes", f"note {number}", "--add"),
        ("set", name, "owner", f"manager {number}"),
        ("extend", name, "--option", "1", "--own"),
        ("confirm", name, "--source", "register"),
        ("retire", name, "--on", "2026-10", "--how", "terminated", "--own"),
        ("set", "testshire", "aliases", f"T{number}", "--add"),
        ("authority", "add", f"body-{number}", "--name", f"Body {number}"),
        ("add", f"own-{number}", "--title", "Own", "--service", "respite", "--lead", "testshire", "--end", "2031",
         "--own"),
    ])  # fmt: skip


@pytest.mark.parametrize("seed", range(8))
def test_any_edits_on_both_sides_keep_every_own_fact_and_name_each_move(home: Path, seed: int) -> None:
    rng = random.Random(seed)  # noqa: S311 - to vary the edits
    names = ["r1", "r2", "r3", "r4", "r5"]
    texts = {
        name: f"id: {name}\nend: 2027-0{number}-28\nextensions: [{{months: 12, state: permitted}}]"
        for number, name in enumerate(names, start=1)
    }
    file, mine = home / "../lower.yaml", home / "contracts.yaml"
    file.write_text(registry_text(*texts.values()), encoding="utf-8")
    begun = mine.read_bytes()
    made = 0
    for number in range(9):  # what makes no sense, such as using an option twice, is refused and changes nothing
        made += run_cli(*own_change(rng, number, names), *TODAY).code == 0
        if made and rng.random() < 0.2:
            made -= run_cli("undo").code == 0
    text, before = mine.read_text("utf-8"), rows()
    own = set(re.findall(r"^  - id: ((?:r|own-)\d+)$", text.partition("contracts:")[2], re.MULTILINE))
    taken = own & set(names)

    moved = {name: rng.choice(["changed", "gone", "same", "laid out"]) for name in names}
    twin = next(iter(sorted(own - taken)), None)  # the newer wheel brings a record with the id of one's own
    after = [lower_after(texts[name], moved[name]) for name in rng.sample(names, len(names))]
    after += ["id: new\nend: 2031", *([f"id: {twin}\nend: 2035"] if twin else [])]
    file.write_text(registry_text(*filter(None, after)), encoding="utf-8")

    shown = rows()
    assert mine.read_text("utf-8") == text
    assert {name: shown[name] for name in own} == {name: before[name] for name in own}
    assert set(shown) == {"new", *own, *(name for name in names if moved[name] != "gone")}
    assert all(shown[name]["end"]["edtf"] == "2029-12-31" for name in set(names) - own if moved[name] == "changed")
    said = re.findall(
        r"'([a-z0-9-]+)' (?:was taken over from|takes the place of) .*\[(taken-over-.*)\]", run_cli("check").out
    )
    expected = [(name, f"taken-over-{moved[name]}") for name in taken if moved[name] in ("changed", "gone")]
    assert sorted(said) == sorted([*expected, *([(twin, "taken-over-unstated")] if twin else [])])

    for _ in range(made):
        assert run_cli("undo").code == 0
    assert mine.read_bytes() == begun
