"""JSON Lines as registry files: the same records, checks and places as YAML, and nothing lost where a line is bad."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from random_records import records_of, text_of
from support import HEAD, registry_text, run_cli
from tenderwatch.registry.json_lines import KINDS, read_lines
from tenderwatch.registry.part import part_of, read_part
from tenderwatch.registry.yaml_tree import Data, Mapping, data_of, read_tree

TODAY = ("--today", "2026-01-10")
KIND_OF = {section: kind for kind, section in KINDS.items()}
SOUND = registry_text("end: 2026-05-31")


def lines_of(text: str) -> list[str]:
    """A YAML registry as JSON Lines."""
    root = data_of(read_tree(text, "")[0])
    assert isinstance(root, dict)
    lines = []
    for section, records in root.items():
        for item in records if isinstance(records, list) else [records]:
            lines += [json.dumps({KIND_OF[section]: item})]
    return lines


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "reg").mkdir()
    (tmp_path / "reg" / "a.yaml").write_text(HEAD.rstrip("\n") + " []\n", encoding="utf-8")
    return tmp_path


def write(here: Path, *lines: str, name: str = "b.jsonl") -> None:
    (here / "reg" / name).write_text("\n".join(lines) + "\n", encoding="utf-8")


@given(st.integers(0, 200))
def test_any_registry_says_the_same_as_json_lines(seed: int) -> None:
    text = text_of(records_of(seed))
    yaml, _ = read_part("a.yaml", text.encode())
    lines, _ = read_part("a.jsonl", "\n".join(lines_of(text)).encode())
    assert [(entry.id, entry.value, entry.sound, entry.contradictions) for entry in lines.entries] == [
        (entry.id, entry.value, entry.sound, entry.contradictions) for entry in yaml.entries
    ]
    assert [(found.code, found.message) for found in sorted(lines.problems, key=str)] == [
        (found.code, found.message) for found in sorted(yaml.problems, key=str)
    ] or {found.code for found in lines.problems} == {found.code for found in yaml.problems}
    assert (lines.edition, lines.read, lines.whole) == (yaml.edition, True, True)


PIECES = ('"', "{", "}", "[", "]", ",", ":", "\\u0000", "\\ud83d", "\\ud83d\\ude00", "\\u2028", "\u202e", "NaN", "null",
          "12", "1e9", "é", "\\n", " ", "\t", '"id":1,', "\\b", "~", '""', "\r", "true")  # fmt: skip


@given(st.integers(0, 60), st.data())
def test_a_damaged_line_reads_the_same_fast_and_with_care(seed: int, data: st.DataObject) -> None:
    lines = lines_of(text_of(records_of(seed))[: 1 << 20])
    number = data.draw(st.integers(0, len(lines) - 1))
    line = lines[number]
    for _ in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.integers(0, len(line)))
        line = line[:at] + data.draw(st.sampled_from(PIECES)) + line[at + data.draw(st.integers(0, 2)) :]
    lines[number] = line
    text = "\n".join(lines)
    fast, _ = read_part("a.jsonl", text.encode())
    root, problems = read_lines(text, "a.jsonl")
    assert fast == part_of("a.jsonl", root, problems)
    assert all(problem.place.line and problem.place.column for problem in fast.problems)


FAULTS = [
    ('{"contract": {"id": "x"', "1:24", "not-json"),
    ('{"contract": {"id": "x"}} {"a": 1}', "1:27", "not-json"),
    ("[1, 2]", "1:1", "not-json"),
    ("12", "1:1", "not-json"),
    ('{"contract": {}, "source": {}}', "1:1", "not-json"),
    ('{"contract": {"value": NaN}}', "1:1", "not-json"),
    ('{"contracts": {"id": "x"}}', "1:2", "unknown-key"),
    ('{"contract": {"id": "x", "id": "y"}}', "1:26", "duplicate-key"),
    ('{"contract": ["x"]}', "1:14", "wrong-shape"),
    ('{"contract": {"id": null}}', "1:21", "empty-value"),
    ('{"contract": {"id": "x", "title": "a\\u0000b"}}', "1:35", "control-character"),
    ('{"contract": {"id": "x", "title": "a\\ud83db"}}', "1:35", "control-character"),
    ('{"contract": {"id": "x", "title": "a\u202eb"}}', "1:37", "control-character"),
    ('{"contract": {"id": "x", "knid": "contract"}}', "1:26", "unknown-key"),
    ('{"contract": {"id": "x", "end": "31.13.2026"}}', "1:33", "bad-date"),
    ('{"contract": ' + '{"a": ' * 40 + "1" + "}" * 41, "1:1", "too-deep"),
    ('{"contract": ' + "[" * 5000 + "]" * 5000 + "}", "1:1", "too-deep"),
    ('{"edition": "yesterday"}', "1:13", "bad-date"),
]


@pytest.mark.parametrize(("line", "place", "code"), FAULTS)
def test_every_fault_has_its_line_and_column(here: Path, line: str, place: str, code: str) -> None:
    write(here, line)
    answer = run_cli("check", "reg")
    assert answer.code == 1
    assert [said for said in answer.lines if said.startswith(f"reg/b.jsonl:{place}:") and f"[{code}]" in said]


def test_a_line_that_cannot_be_read_is_no_record_removed(here: Path) -> None:
    write(here, *lines_of(registry_text("id: kept\nend: 2026-05"))[-1:], '{"contract": {"id": "gone"')
    viewed = run_cli("list", "--registry", "reg", "--format", "json", *TODAY)
    assert "reg/b.jsonl could not be read in full" in viewed.err
    assert [row["id"] for row in viewed.json["rows"]] == ["kept"]
    assert viewed.json["excluded"] == [{"id": "reg/b.jsonl", "reason": "faulty"}]


def test_faults_between_files_have_their_columns(here: Path) -> None:
    line = lines_of(registry_text("lead: nowhere\nend: 2026-05"))[-1]
    write(here, "", line)
    (found,) = [said for said in run_cli("check", "reg").lines if "unknown-authority" in said]
    column = line.index('"nowhere"') + 1
    assert found.startswith(f"reg/b.jsonl:2:{column}: error: there is no authority 'nowhere'")


def test_a_file_of_lines_alone_is_a_registry(tmp_path: Path) -> None:
    path = tmp_path / "all.JSONL"
    path.write_bytes(b"\xef\xbb\xbf" + "\r\n".join([*lines_of(SOUND), ""]).encode())
    assert run_cli("check", str(path)).code == 0
    yaml = tmp_path / "all.yaml"
    yaml.write_text(SOUND, encoding="utf-8")
    asked = ("list", "--format", "json", *TODAY, "--registry")
    assert run_cli(*asked, str(path)).raw == run_cli(*asked, str(yaml)).raw


def test_a_copy_beside_a_file_of_lines_is_not_read(here: Path) -> None:
    lines = lines_of(registry_text("id: kept\nend: 2026-05"))[-1:]
    write(here, *lines)
    write(here, *lines, name="b (1).jsonl")
    assert "look like copies of other files: reg/b (1).jsonl" in run_cli("list", "--registry", "reg", *TODAY).err


def test_what_is_imported_is_used_by_edits_and_never_edited(here: Path) -> None:
    write(here, *lines_of(registry_text("id: imported\nend: 2026-05"))[-1:])
    before = (here / "reg" / "b.jsonl").read_bytes()
    refused = run_cli("set", "imported", "title", "Other", "--registry", "reg", *TODAY)
    assert refused.code == 2
    assert "'imported' is in reg/b.jsonl, which was imported and is not edited" in refused.err
    assert "move what is in its line into a YAML file" in refused.err
    alone = run_cli("fmt", "reg/b.jsonl")
    assert alone.code == 2
    assert "reg/b.jsonl is of JSON Lines, which are imported and not edited" in alone.err
    assert run_cli("fmt", "reg").code == 0
    assert (here / "reg" / "b.jsonl").read_bytes() == before


def test_numbers_and_words_may_stand_without_quotes() -> None:
    plain = '{"contract": {"id": "x", "a": 12, "b": true, "c": null, "d": 1.50, "e": "null", "f": [1, [false]]}}'
    expected: Data = {"id": "x", "a": "12", "b": "true", "c": "null", "d": "1.50", "e": "null", "f": ["1", ["false"]],
                      }  # fmt: skip
    root, problems = read_lines(plain, "a.jsonl")
    assert (data_of(root), problems) == ({"contracts": [expected]}, [])
    record = root.pairs["contracts"][1].items[0]  # type: ignore[union-attr]
    assert isinstance(record, Mapping)
    assert [node.empty for key, (_, node) in record.pairs.items() if key in "ce"] == [True, False]  # type: ignore[union-attr]


def test_a_sound_line_needs_no_tree(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = [line for line in lines_of(SOUND) if not line.startswith('{"edition"')]
    with_care, _ = read_part("a.jsonl", "\n".join(lines).encode())
    assert with_care.entries
    assert not with_care.problems
    monkeypatch.setattr("tenderwatch.registry.json_lines._Lines.carefully", lambda *_: pytest.fail("read with care"))
    assert read_part("a.jsonl", "\n".join(lines).encode())[0] == with_care


def test_a_control_character_beside_sound_lines_leaves_them() -> None:
    (good,) = lines_of(registry_text("id: kept\nend: 2026-05"))[-1:]
    part, _ = read_part("a.jsonl", f"{good}\n\u202e\n".encode())
    assert [entry.id for entry in part.entries] == ["kept"]
    assert [problem.code for problem in part.problems][:1] == ["control-character"]
    assert part.read
    assert not part.whole


def test_a_word_in_quotes_does_not_make_nothing_into_a_word() -> None:
    read_part("a.jsonl", lines_of(registry_text("portal: 'null'\nend: 2026-05"))[-1].encode())
    part, _ = read_part("a.yaml", registry_text("portal: null\nend: 2026-05").encode())
    assert [problem.code for problem in part.problems] == ["empty-value"]


def test_the_order_of_lines_is_the_order_of_records() -> None:
    lines = lines_of(SOUND)
    random.Random(1).shuffle(lines)  # noqa: S311 - the same order each time, no secrets
    part, _ = read_part("a.jsonl", "\n".join(lines).encode())
    assert len(part.entries) == len(lines) - 1
    assert part.edition
