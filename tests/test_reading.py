"""Files to a registry: what editors write, what is refused and why, and folders of files."""

from __future__ import annotations

import codecs
import re
from pathlib import Path

import pytest

from support import HEAD, record, registry_text, run_cli

TODAY = ("--today", "2026-01-10")
SOUND = registry_text("end: 2026-05-31")
RESAVE = "open it in the editor and save it as UTF-8"
BEGINS = "a registry begins with `edition:` and a list of `contracts:`"


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of our own to stand in, so that files are named as a user would name them."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


ACCEPTED = [
    (SOUND.encode(), "UTF-8"),
    (codecs.BOM_UTF8 + SOUND.encode(), "UTF-8 with a byte-order mark, as Windows editors write it"),
    (SOUND.replace("\n", "\r\n").encode(), "Windows line ends"),
    (codecs.BOM_UTF8 + SOUND.replace("\n", "\r\n").encode(), "both"),
    (SOUND.rstrip("\n").encode(), "no line end at the end"),
    (SOUND.replace("\n", " \n").encode(), "blanks at the ends of lines"),
    (b"---\n" + SOUND.encode() + b"...\n", "marked as one document"),
]
FILES = [
    (b"", "c.yaml:1:1: error: the file is empty [empty]", BEGINS, "an empty file"),
    (b" \n\n", "c.yaml:1:1: error: the file is empty [empty]", BEGINS, "a file of blanks"),
    (codecs.BOM_UTF8, "c.yaml:1:1: error: the file is empty [empty]", BEGINS, "a mark and nothing else"),
    (b"# to do\n", "c.yaml:1:1: error: the file holds no data [empty]", BEGINS, "a file of comments"),
    (b"hello\n", "c.yaml:1:1: error: this is not a registry [not-a-registry]", BEGINS, "a word"),
    (b"- a\n- b\n", "c.yaml:1:1: error: this is not a registry [not-a-registry]", BEGINS, "a list"),
    (
        codecs.BOM_UTF16_LE + SOUND.encode("utf-16-le"),
        "c.yaml:1:1: error: this file is UTF-16, not UTF-8 [not-utf-8]",
        RESAVE,
        "UTF-16 as Windows writes it",
    ),
    (
        codecs.BOM_UTF16_BE + SOUND.encode("utf-16-be"),
        "c.yaml:1:1: error: this file is UTF-16, not UTF-8 [not-utf-8]",
        RESAVE,
        "UTF-16 the other way round",
    ),
    (
        SOUND.encode("utf-16-le"),
        "c.yaml:1:1: error: this file looks like UTF-16 without a mark, not UTF-8 [not-utf-8]",
        RESAVE,
        "UTF-16 without a mark",
    ),
    (
        "edition: 2026-01-10\n# Café\n".encode("latin-1"),
        "c.yaml:2:6: error: byte 0xe9 is not UTF-8 text [not-utf-8]",
        RESAVE,
        "Latin-1",
    ),
    (
        bytes(range(256)) * 8,
        "c.yaml:2:118: error: byte 0x80 is not UTF-8 text [not-utf-8]",
        RESAVE,
        "binary rubbish",
    ),
    (
        b"\x89PNG\r\n\x1a\n" + bytes(64),
        "c.yaml:1:1: error: byte 0x89 is not UTF-8 text [not-utf-8]",
        RESAVE,
        "a picture",
    ),
    (
        b"edition: 2026-01-10\ntitle: \x07bell\n",
        "c.yaml:2:8: error: control character U+0007 [control-character]",
        "delete it; text holds only what shows",
        "a control character",
    ),
    (
        "edition: 2026-01-10\n# \u202etxet\n".encode(),
        "c.yaml:2:3: error: control character U+202E [control-character]",
        "delete it; text holds only what shows",
        "a mark that turns the writing round",
    ),
]


@pytest.mark.parametrize(("data", "sentence"), ACCEPTED, ids=[row[-1] for row in ACCEPTED])
def test_files_as_editors_write_them(here: Path, data: bytes, sentence: str) -> None:
    (here / "c.yaml").write_bytes(data)
    checked = run_cli("check", "c.yaml")
    assert (checked.code, checked.out, checked.err) == (0, "", ""), sentence
    assert [row["id"] for row in run_cli("list", "--format", "json", "--registry", "c.yaml").json["rows"]] == [
        "home-care"
    ]


def test_a_hundred_thousand_brackets_are_too_deep(here: Path) -> None:
    (here / "c.yaml").write_bytes(b"[" * 100_000)
    checked = run_cli("check", "c.yaml")
    # The column is where the parser's own limit lies, or ours: that differs between its versions.
    assert re.fullmatch(r"c\.yaml:1:\d+: error: nested more than 16 deep \[too-deep\]", checked.lines[0])
    assert (checked.code, checked.lines[1], checked.err) == (1, "  a registry needs far less", "")


@pytest.mark.parametrize(("data", "said", "hint", "sentence"), FILES, ids=[row[-1] for row in FILES])
def test_files_that_are_no_registry(here: Path, data: bytes, said: str, hint: str, sentence: str) -> None:
    (here / "c.yaml").write_bytes(data)
    checked = run_cli("check", "c.yaml")
    assert (checked.code, checked.lines[:2], checked.err) == (1, [said, f"  {hint}"], ""), sentence
    viewed = run_cli("due", "--registry", "c.yaml", *TODAY)
    assert (viewed.code, viewed.out) == (2, "")
    assert (
        viewed.err
        == f"tenderwatch: cannot read the registry: {said.replace(' error:', '').rsplit(' [', 1)[0]}\n  {hint}\n"
    )


def test_every_control_character_is_named(here: Path) -> None:
    (here / "c.yaml").write_bytes(b"a: \x00\nb: \x1b\nc: \x7f\n")
    answer = run_cli("check", "c.yaml")
    assert [line.split()[0] for line in answer.lines[::2]] == ["c.yaml:1:4:", "c.yaml:2:4:", "c.yaml:3:4:"]


def test_a_folder_without_yaml(here: Path) -> None:
    (here / "empty").mkdir()
    (here / "empty" / "notes.txt").write_text("contracts: []")
    checked = run_cli("check", "empty")
    assert checked.code == 1
    assert checked.lines == [
        "empty:1:1: error: there is no YAML file in this folder [no-files]",
        "  put registry files that end in .yaml there, or name another folder",
    ]
    assert run_cli("due", "--registry", "empty").code == 2


@pytest.mark.parametrize(
    "command", [("check",), ("due", "--registry"), ("list", "--registry"), ("check", "--registry")]
)
def test_nothing_at_the_path(here: Path, command: tuple[str, ...]) -> None:
    answer = run_cli(*command, "nowhere.yaml")
    assert (answer.code, answer.out) == (2, ""), here
    assert answer.err == (
        "tenderwatch: there is no registry at nowhere.yaml\n"
        "  give a file or a folder with --registry, or leave it out\n"
    )


def test_a_folder_of_files_is_one_registry(here: Path) -> None:
    folder = here / "reg"
    (folder / "deeper").mkdir(parents=True)
    (folder / "a.yaml").write_text(HEAD.rstrip("\n") + " []\n")
    (folder / "deeper" / "b.yml").write_text("contracts:\n" + record("id: b\nend: 2026-05"))
    (folder / "deeper" / "c.yaml").write_text("contracts:\n" + record("id: c\nend: 2026-06"))
    (folder / ".hidden.yaml").write_text("rubbish: [")
    (folder / ".git").mkdir()
    (folder / ".git" / "d.yaml").write_text("rubbish: [")
    (folder / "notes.txt").write_text("rubbish: [")
    assert run_cli("check", "reg").out == ""
    found = run_cli("list", "--registry", "reg", "--format", "json", *TODAY).json
    assert [row["id"] for row in found["rows"]] == ["b", "c"]
    assert found["registry"] == {"edition": "2026-01-10", "records": 2}


def test_one_part_of_a_registry_is_told_from_the_whole(here: Path) -> None:
    (here / "reg").mkdir()
    (here / "reg" / "head.yaml").write_text(HEAD, encoding="utf-8")
    (here / "reg" / "area.yaml").write_text(registry_text("end: 2030-03-31", head="contracts:\n"), encoding="utf-8")
    whole = "  if it is one part of a registry, name the whole folder: --registry reg\n"
    head = run_cli("due", "--registry", "reg/head.yaml", *TODAY)
    assert head.err == f"warning: there are no contracts in reg/head.yaml\n{whole}"
    area = run_cli("due", "--registry", "reg/area.yaml", *TODAY)
    assert area.err.startswith("warning: ")
    assert area.err.endswith(f"`tenderwatch check --registry reg/area.yaml`\n{whole}")
    assert run_cli("due", "--registry", "reg", *TODAY).err == ""
    (here / "reg" / "area.yaml").unlink()
    alone = run_cli("due", "--registry", "reg/head.yaml", *TODAY)
    assert alone.err == "warning: there are no contracts in reg/head.yaml\n"


def test_nothing_may_stand_twice_in_a_folder(here: Path) -> None:
    folder = here / "reg"
    folder.mkdir()
    (folder / "a.yaml").write_text(SOUND)
    (folder / "b.yaml").write_text(SOUND)
    answer = run_cli("check", "reg")
    assert answer.code == 1
    assert [line for line in answer.lines if "error" in line] == [
        "reg/b.yaml:1:10: error: the edition is written twice (first at reg/a.yaml:1:10) [duplicate-key]",
        "reg/b.yaml:4:9: error: 'nepo' is already the id of a record at reg/a.yaml:4:9 [duplicate-id]",
        "reg/b.yaml:9:9: error: 'testshire' is already the id of a record at reg/a.yaml:9:9 [duplicate-id]",
        "reg/b.yaml:13:9: error: 'otherham' is already the id of a record at reg/a.yaml:13:9 [duplicate-id]",
        "reg/b.yaml:18:9: error: 'register' is already the id of a record at reg/a.yaml:18:9 [duplicate-id]",
        "reg/b.yaml:26:9: error: 'home-care' is already the id of a record at reg/a.yaml:26:9 [duplicate-id]",
    ]
    found = run_cli("list", "--registry", "reg", "--format", "json", *TODAY).json
    assert (found["count"], found["registry"]["records"]) == (1, 2)
    assert found["excluded"] == [{"id": "reg/b.yaml:26", "reason": "faulty"}]


def test_a_file_that_cannot_be_read_does_not_hide_the_others(here: Path) -> None:
    folder = here / "reg"
    folder.mkdir()
    (folder / "a.yaml").write_text(SOUND)
    (folder / "b.yaml").write_bytes(bytes(range(256)))
    answer = run_cli("list", "--registry", "reg", *TODAY)
    assert answer.code == 0
    assert "home-care" in answer.out
    assert answer.err == "warning: 1 fault in the registry; run `tenderwatch check --registry reg`\n"
