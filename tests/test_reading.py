"""Files to a registry: what editors write, what is refused and why, and folders of files."""

from __future__ import annotations

import codecs
import os
import re
from pathlib import Path
from typing import Any

import pytest

from support import HEAD, record, registry_text, run_cli
from tenderwatch.registry import files

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
        "empty:1:1: error: there is no registry file in this folder [no-files]",
        "  put registry files that end in .yaml or .jsonl there, or name another folder",
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
    assert "warning" not in run_cli("due", "--registry", "reg", *TODAY).err
    (here / "reg" / "area.yaml").unlink()
    alone = run_cli("due", "--registry", "reg/head.yaml", *TODAY)
    assert alone.err == "warning: there are no contracts in reg/head.yaml\n"


def test_what_lies_beside_a_faulty_file_does_not_matter(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file in a folder that could not be a registry, with thousands of files or no right to list it."""
    (here / "big").mkdir()
    (here / "big" / "one.yaml").write_text(registry_text("end: soon", "id: sound\nend: 2026-05"), encoding="utf-8")
    monkeypatch.setattr("tenderwatch.registry.files._MOST_ENTRIES", 3)
    for number in range(9):
        (here / "big" / f"note-{number}.txt").write_text("")
    answer = run_cli("list", "--registry", "big/one.yaml", *TODAY)
    assert (answer.code, "sound" in answer.out) == (0, True)


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
    assert answer.err == (
        "warning: 1 fault in the registry; reg/b.yaml could not be read in full; "
        "run `tenderwatch check --registry reg`\n"
    )
    found = run_cli("list", "--registry", "reg", "--format", "json", *TODAY).json
    assert {"id": "reg/b.yaml", "reason": "faulty"} in found["excluded"]


def in_a_folder(here: Path, name: str, data: bytes) -> Path:
    """A registry of two files: one that is sound, and one of this name with these bytes."""
    folder = here / "reg"
    folder.mkdir()
    (folder / "a.yaml").write_text(HEAD.rstrip("\n") + " []\n")
    (folder / name).write_bytes(data)
    return folder


MORE = ("contracts:\n" + record("id: more\nend: 2026-05")).encode()


@pytest.mark.parametrize("ending", ["yaml", "yml", "YAML", "YML", "Yaml"])
def test_every_ending_of_yaml_is_read(here: Path, ending: str) -> None:
    in_a_folder(here, f"b.{ending}", MORE)
    assert [row["id"] for row in run_cli("list", "--registry", "reg", "--format", "json", *TODAY).json["rows"]] == [
        "more"
    ]


LOST = [
    ("a byte that is not UTF-8", MORE + b"# \xff\n", "reg/b.yaml", "not-utf-8"),
    ("YAML cut short", b"contracts: [\n", "reg/b.yaml", "not-yaml"),
    ("a second document", b"contracts: []\n---\n" + MORE, "reg/b.yaml", "second-document"),
    ("a list that is none", b"contracts: more\n", "reg/b.yaml", "wrong-shape"),
]


@pytest.mark.parametrize(("data", "path", "code"), [row[1:] for row in LOST], ids=[row[0] for row in LOST])
def test_what_cannot_be_read_is_named_and_counted(here: Path, data: bytes, path: str, code: str) -> None:
    in_a_folder(here, "b.yaml", data)
    answer = run_cli("check", "reg")
    assert answer.code == 1
    assert any(line.startswith(f"{path}:") and line.endswith(f"[{code}]") for line in answer.lines)
    viewed = run_cli("list", "--registry", "reg", "--format", "json", *TODAY)
    assert f"{path} could not be read in full" in viewed.err
    assert viewed.json["excluded"] == [{"id": path, "reason": "faulty"}]
    assert viewed.json["registry"]["records"] == 1


def test_a_link_that_leads_nowhere_and_a_pipe_are_faults(here: Path) -> None:
    folder = in_a_folder(here, "b.yaml", MORE)
    (folder / "c.yaml").symlink_to(folder / "gone.yaml")
    os.mkfifo(folder / "d.yaml")
    lines = run_cli("check", "reg").lines[::2]
    assert lines == [
        "reg/c.yaml:1:1: error: cannot be read: No such file or directory [unreadable]",
        "reg/d.yaml:1:1: error: cannot be read: it is no ordinary file [unreadable]",
    ]
    found = run_cli("list", "--registry", "reg", "--format", "json", *TODAY).json
    assert [row["id"] for row in found["rows"]] == ["more"]
    assert [row["id"] for row in found["excluded"]] == ["reg/c.yaml", "reg/d.yaml"]


def test_a_folder_without_rights_is_a_fault(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = in_a_folder(here, "b.yaml", MORE)
    (folder / "closed").mkdir()
    scandir = os.scandir

    def refuse(path: Any) -> Any:
        if str(path).endswith("closed"):
            raise PermissionError(13, "Permission denied", str(path))
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refuse)
    assert run_cli("check", "reg").lines[:1] == [
        "reg/closed:1:1: error: cannot be read: Permission denied [unreadable]"
    ]
    assert "reg/closed could not be read" in run_cli("list", "--registry", "reg", *TODAY).err


COPIES = [
    "contracts (conflicted copy).yaml", "contracts (Anna's conflicted copy 2026-11-01).yml", "contracts.yaml~",
    "contracts.yaml.orig", "contracts.sync-conflict-20261101-120000-ABC.yaml", "contracts_REMOTE_123.yaml",
]  # fmt: skip


@pytest.mark.parametrize("name", COPIES)
def test_a_copy_of_a_file_is_named_and_left_out(here: Path, name: str) -> None:
    in_a_folder(here, name, MORE)
    answer = run_cli("check", "reg")
    assert answer.code == 0
    assert answer.lines[0] == (
        f"reg/{name}:1:1: warning: this looks like a copy of another file, and is not read [conflict-copy]"
    )
    assert run_cli("check", "reg", "--strict", *TODAY).code == 1


SAME = ("contracts-LAPTOP7.yaml", "contracts-DESKTOP-AB12CD.yaml", "contracts-Annas-MacBook-Pro.yaml",
        "contracts - Copy.yaml", "contracts - Copy (2).yaml", "contracts copy.yaml", "contracts copy 2.yaml",
        "contracts (1).yaml", "Copy of contracts.yaml", "contracts-Copy.YAML")  # fmt: skip


@pytest.mark.parametrize("name", SAME)
def test_a_file_named_like_a_copy_is_one_if_it_holds_the_same_records(here: Path, name: str) -> None:
    """Nothing of it is used, be it newer or older: which of them is true is for a person to say."""
    folder = here / "reg"
    folder.mkdir()
    (folder / "contracts.yaml").write_text(SOUND, encoding="utf-8")
    changed = SOUND.replace("- id: home-care", "- id: home-care\n    notice: 3m", 1)
    for text in (SOUND, changed, changed + record("id: more\nend: 2026-05")):
        (folder / name).write_text(text, encoding="utf-8")
        lines = run_cli("check", "reg").lines
        if name.endswith(".YAML"):
            assert any("[duplicate-id]" in line for line in lines), "the ending differs: these are two files"
            continue
        said = f"reg/{name}:1:1: warning: this looks like a copy of contracts.yaml, and is not read [conflict-copy]"
        assert lines == [said, "  take over what is new in it, and delete it"]
        listed = run_cli("list", "--registry", "reg", "--format", "json", *TODAY)
        assert [row["id"] for row in listed.json["rows"]] == ["home-care"]
        assert listed.err.startswith(f"warning: not read, as they look like copies of other files: reg/{name}\n")


def test_a_copy_of_a_registry_that_was_just_begun_is_one(here: Path) -> None:
    folder = here / "reg"
    folder.mkdir()
    for name in ("contracts.yaml", "contracts-LAPTOP7.yaml"):
        (folder / name).write_text("edition: 2026-11-28\n", encoding="utf-8")
    assert [line.rpartition("[")[2] for line in run_cli("check", "reg").lines[::2]] == ["conflict-copy]"]


@pytest.mark.parametrize("name", [name for name in SAME if not name.endswith(".YAML")])
def test_a_file_of_other_records_is_read_whatever_its_name(here: Path, name: str) -> None:
    folder = here / "reg"
    folder.mkdir()
    (folder / "contracts.yaml").write_text(SOUND, encoding="utf-8")
    (folder / name).write_text("contracts:\n" + record("id: more\nend: 2026-05"), encoding="utf-8")
    assert run_cli("check", "reg").out == ""
    rows = run_cli("list", "--registry", "reg", "--format", "json", *TODAY).json["rows"]
    assert sorted(row["id"] for row in rows) == ["home-care", "more"]
    (folder / "contracts.yaml").unlink()  # with nothing that it could be a copy of
    assert run_cli("list", "--registry", "reg", *TODAY).code == 0


@pytest.mark.parametrize("first", ["a.yaml", "z.yaml"])
def test_of_two_records_with_one_id_neither_wins_by_the_name_of_its_file(here: Path, first: str) -> None:
    folder = here / "reg"
    folder.mkdir()
    (folder / "m.yaml").write_text(SOUND, encoding="utf-8")
    (folder / first).write_text("contracts:\n" + record("id: home-care\nend: 2039-05"), encoding="utf-8")
    listed = run_cli("list", "--registry", "reg", "--format", "json", *TODAY)
    assert listed.json["rows"] == []
    assert {item["reason"] for item in listed.json["excluded"]} == {"faulty"}
    assert len(listed.json["excluded"]) == listed.json["registry"]["records"] == 2
    assert "which says something else [duplicate-id]" in run_cli("check", "reg").out
    edit = run_cli("set", "home-care", "notice", "3m", "--registry", "reg", *TODAY)
    assert edit.code == 2
    assert "'home-care' is in reg/" in edit.err


def test_a_link_to_a_folder_is_not_followed_and_said(here: Path) -> None:
    folder = in_a_folder(here, "b.yaml", MORE)
    (folder / "round").symlink_to(folder)
    answer = run_cli("check", "reg")
    assert (answer.code, answer.lines[0]) == (
        0, "reg/round:1:1: warning: a link to a folder is not followed [linked-folder]",
    )  # fmt: skip


def test_a_section_that_is_written_twice_loses_no_record(here: Path) -> None:
    (here / "c.yaml").write_text(SOUND + "contracts:\n" + record("id: more\nend: 2026-05"))
    assert [line.rsplit("[", 1)[1] for line in run_cli("check", "c.yaml").lines[::2]] == ["duplicate-key]"]
    found = run_cli("list", "--registry", "c.yaml", "--format", "json", *TODAY).json
    assert sorted(row["id"] for row in found["rows"]) == ["home-care", "more"]


@pytest.mark.parametrize("mark", ["\u202e", "\x07", "\u2028", "\x85"])
def test_a_control_character_leaves_out_its_own_record_alone(here: Path, mark: str) -> None:
    bad = record("id: bad\nend: 2026-05\ntitle: Ho@me care").replace("@", mark)
    (here / "c.yaml").write_text(SOUND + bad + record("id: good\nend: 2026-05"), encoding="utf-8", newline="\n")
    lines = run_cli("check", "c.yaml").lines
    assert [line.rsplit("[", 1)[1] for line in lines[::2]] == ["control-character]"]
    found = run_cli("list", "--registry", "c.yaml", "--format", "json", *TODAY).json
    assert sorted(row["id"] for row in found["rows"]) == ["good", "home-care"]
    assert found["excluded"] == [{"id": "bad", "reason": "faulty"}]


def test_thousands_of_control_characters_are_counted(here: Path) -> None:
    (here / "c.yaml").write_bytes(b"a: b\n# " + b"\x07" * 5_000 + b"\n")
    lines = run_cli("check", "c.yaml", "--format", "json").json
    assert lines["count"] == 201
    assert "4,800 more control characters" in [problem["message"] for problem in lines["problems"]]


@pytest.mark.parametrize("device", ["/dev/zero", "/dev/null"])
def test_a_device_is_no_registry(device: str) -> None:
    answer = run_cli("check", device)
    assert (answer.code, answer.out) == (2, "")
    assert f"{device} is no ordinary file" in answer.err


def test_the_limit_counts_a_folder_as_a_whole(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "MAX_BYTES", 1 << 20)
    folder = in_a_folder(here, "b.yaml", b"# " + b"x" * 700_000)
    assert run_cli("check", "reg").code == 1
    (folder / "c.yaml").write_bytes(b"# " + b"x" * 700_000)
    answer = run_cli("check", "reg")
    assert (answer.code, answer.err.splitlines()[0]) == (2, "tenderwatch: reg holds more than 1 MiB of YAML")
