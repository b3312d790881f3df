"""`import --write` into JSON Lines: a file for each council, changed line by line, and checked like any other."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest

from cut_support import KILLED, cut
from importers_support import advertised, awarded, changed, contracted
from support import run_cli
from tenderwatch.registry.layers import Layer
from tenderwatch.registry.load import load_layers
from tenderwatch.registry.model import Registry

TODAY = ("--today", "2026-11-28")
NOTICE_DAY = ("--today", "2028-11-28")


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    assert run_cli("export", "jsonl", "-o", "all.jsonl", *TODAY).code == 0
    return tmp_path


def load(path: str) -> Registry:
    return load_layers((Layer(path, Path(path)),)).registry


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_a_whole_registry_becomes_a_file_for_each_council(here: Path) -> None:
    answer = run_cli("import", "all.jsonl", "--write", "reg", "--lines", *TODAY)
    assert answer.code == 0, answer.err
    assert run_cli("check", "reg").code == 0
    held, back = load_layers((Layer("data", Path(__file__).parents[1] / "data"),)).registry, load("reg")
    assert back.by_id == {**held.by_id}
    files = {path.stem: path for path in (here / "reg").glob("*.jsonl")}
    assert {*files} == {contract.lead or "unknown" for contract in held.contracts}
    for name, path in files.items():
        leads = {line["contract"]["lead"] for line in lines(path) if "contract" in line}
        assert leads == {name}
    before = {path: path.read_bytes() for path in (here / "reg").iterdir() if path.is_file()}
    again = run_cli("import", "all.jsonl", "--write", "reg", "--lines", *TODAY)
    assert "nothing to write" in again.err
    assert {path: path.read_bytes() for path in (here / "reg").iterdir() if path.is_file()} == before


def test_a_change_touches_the_line_of_its_record_alone(here: Path) -> None:
    run_cli("import", "all.jsonl", "--write", "reg", "--lines", *TODAY)
    path = here / "reg" / "durham.jsonl"
    before = path.read_text(encoding="utf-8").splitlines()
    text = (here / "all.jsonl").read_text(encoding="utf-8").splitlines()
    row = next(line for line in map(json.loads, text) if line["id"] == "durham-pathways")
    row["record"]["contract"]["end"] = "2029-04-30"
    (here / "one.jsonl").write_text(json.dumps(row) + "\n", encoding="utf-8")
    assert run_cli("import", "one.jsonl", "--write", "reg", *TODAY).code == 0
    after = path.read_text(encoding="utf-8").splitlines()
    differ = [(old, new) for old, new in zip(before, after, strict=True) if old != new]
    assert len(differ) == 1
    assert json.loads(differ[0][1])["contract"]["end"] == "2029-04-30"
    assert run_cli("undo", "--registry", "reg").code == 0
    assert path.read_text(encoding="utf-8").splitlines() == before


def test_notices_meet_records_in_lines_and_change_them(here: Path) -> None:
    """Notices after notices, as a fetch each night brings them: the preview reads the lines too."""
    (here / "first.json").write_text(json.dumps({"releases": [advertised(), awarded()]}), encoding="utf-8")
    (here / "later.json").write_text(json.dumps({"releases": [contracted(), changed()]}), encoding="utf-8")
    assert run_cli("import", "first.json", "--write", "reg", "--lines", *NOTICE_DAY).code == 0
    (path,) = (here / "reg").glob("*.jsonl")
    preview = run_cli("import", "later.json", "--registry", "reg", "--format", "json", *NOTICE_DAY)
    assert preview.code == 0, preview.err
    assert {row["outcome"] for row in preview.json["rows"]} <= {"changed", "same", "doubtful", "new"}
    written = run_cli("import", "later.json", "--write", "reg", *NOTICE_DAY)
    assert written.code == 0, written.err
    assert run_cli("check", "reg").code == 0
    assert list((here / "reg").glob("*.jsonl")) == [path]
    yaml = run_cli("import", "first.json", "later.json", "--write", "yaml", *NOTICE_DAY)
    assert yaml.code == 0
    assert {contract.ocid for contract in load("reg").contracts} == {c.ocid for c in load("yaml").contracts}


def test_new_records_of_a_council_with_lines_join_them(here: Path) -> None:
    run_cli("import", "all.jsonl", "--write", "reg", "--lines", *TODAY)
    text = (here / "all.jsonl").read_text(encoding="utf-8").splitlines()
    row = next(line for line in map(json.loads, text) if line["id"] == "durham-pathways")
    row["record"]["contract"] = {
        "id": "durham-new-one", "title": "Another thing entirely", "kind": "contract", "services": ["advocacy"],
        "lead": "durham", "start": "2031-01",
        "evidence": [{"source": row["record"]["sources"][0]["id"], "place": "p", "supports": ["start"]}],
    }  # fmt: skip
    (here / "one.jsonl").write_text(json.dumps(row) + "\n", encoding="utf-8")
    answer = run_cli("import", "one.jsonl", "--write", "reg", *TODAY)
    assert answer.code == 0, answer.err
    held = [line["contract"] for line in lines(here / "reg" / "durham.jsonl") if "contract" in line]
    assert (held[-1]["id"], held[-1]["start"]) == ("durham-new-one", "2031-01")


@pytest.mark.parametrize("end", ["\n", "\r\n", ""])
def test_line_ends_stay_as_they_are(here: Path, end: str) -> None:
    run_cli("import", "all.jsonl", "--write", "reg", "--lines", *TODAY)
    path = here / "reg" / "durham.jsonl"
    ends = end or "\n"
    text = ends.join(path.read_text(encoding="utf-8").splitlines()) + end
    path.write_bytes(b"\xef\xbb\xbf" + text.encode())
    row = json.loads((here / "all.jsonl").read_text(encoding="utf-8").splitlines()[30])
    assert row["lead"]["id"] == "durham"
    row["record"]["contract"]["end"] = "2039-04-30"
    (here / "one.jsonl").write_text(json.dumps(row) + "\n", encoding="utf-8")
    assert run_cli("import", "one.jsonl", "--write", "reg", *TODAY).code == 0
    data = path.read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    assert data.count(b"\r\n") == (data.count(b"\n") if ends == "\r\n" else 0)
    assert "2039-04-30" in data.decode()
    assert run_cli("check", "reg").code == 0


def test_undo_takes_the_files_away_that_it_began(here: Path) -> None:
    run_cli("import", "all.jsonl", "--write", "reg", "--lines", *TODAY)
    assert run_cli("undo", "--registry", "reg").code == 0
    assert [path.name for path in (here / "reg").iterdir() if path.is_file()] == ["contracts.yaml"]


WRONG = [
    (("--lines",), "add --write FOLDER"),
    (("--lines", "--write", "one.yaml"), "keeps a file for each council"),
]


@pytest.mark.parametrize(("typed", "said"), WRONG)
def test_lines_need_a_folder(here: Path, typed: tuple[str, ...], said: str) -> None:
    (here / "one.yaml").write_text("edition: 2026-01-01\n", encoding="utf-8")
    answer = run_cli("import", "all.jsonl", *typed, *TODAY)
    assert answer.code == 2
    assert said in answer.err
    assert (here / "one.yaml").read_text(encoding="utf-8") == "edition: 2026-01-01\n"


# --- cut short ---


class Writing:
    """A folder with records of some councils in lines, and an import that adds to them, changes one and brings more."""

    def __init__(self, here: Path) -> None:
        self.here, self.typed = here, ("import", "later.jsonl", "--write", "reg", "--lines", *NOTICE_DAY)
        rows = [json.loads(line) for line in (here / "all.jsonl").read_text("utf-8").splitlines()]
        rows = [row for row in rows if row["lead"]]
        councils = ("darlington", "durham", "hartlepool")
        rows = [row for name in councils for row in [row for row in rows if row["lead"]["id"] == name][:8]]
        for row in rows:
            row["record"]["contract"].pop("replaces", None)
        begun = [row for row in rows[::2] if row["lead"]["id"] != "hartlepool"]
        self.put("first.jsonl", begun)
        assert run_cli("import", "first.jsonl", "--write", "reg", "--lines", *TODAY).code == 0
        self.old = self.files()
        begun[0]["record"]["contract"]["end"] = "2039-04-30"
        self.put("later.jsonl", rows)
        shutil.copytree(here / "reg", here / "kept")
        self.whole = cut(*self.typed)
        assert self.whole.code == 0, self.whole.err
        self.new = self.files()
        assert self.new.keys() - self.old.keys() == {"hartlepool.jsonl"}
        assert all(self.new[name] != self.old[name] for name in self.old)

    def put(self, name: str, rows: list[dict[str, Any]]) -> None:
        (self.here / name).write_text("".join(f"{json.dumps(row)}\n" for row in rows), encoding="utf-8")

    def files(self) -> dict[str, bytes]:
        """What is in the folder, but for the changes that can be taken back."""
        paths = (path for path in (self.here / "reg").rglob("*") if path.is_file())
        found = {str(path.relative_to(self.here / "reg")): path.read_bytes() for path in paths}
        return {name: data for name, data in found.items() if not name.startswith(".tenderwatch-undo")}

    def again(self) -> None:
        """The folder as it was before the import."""
        shutil.rmtree(self.here / "reg")
        shutil.copytree(self.here / "kept", self.here / "reg")


def test_killed_at_any_moment_each_file_is_old_or_new_and_the_next_import_ends_it(here: Path) -> None:
    writing = Writing(here)
    states = set()
    for moment in range(1, writing.whole.touches + 1):
        writing.again()
        assert cut(*writing.typed, at=moment).code == KILLED
        left = {name: data for name, data in writing.files().items() if not name.startswith(".")}
        for name in {*left, *writing.new}:
            assert left.get(name) in (writing.old.get(name), writing.new[name]), f"{name} after touch {moment}"
        assert {*load("reg").ids} >= {*load("kept").ids}, "a record is lost"
        assert run_cli("check", "reg").code == 0, f"after touch {moment}"
        answer = run_cli(*writing.typed)
        assert answer.code == 0, answer.err
        if "nothing to write" in answer.err and left != writing.new:
            # All records were written and not the day. The next change to that file clears away what was begun.
            assert left | {"contracts.yaml": b""} == writing.new | {"contracts.yaml": b""}
            assert run_cli("authority", "add", "x", "--name", "X", "--registry", "reg", *NOTICE_DAY).code == 0
            assert {*writing.files()} == {*writing.new}
        else:
            assert writing.files() == writing.new, f"after touch {moment}"
        states.add(len({name for name in left if left[name] == writing.new[name]}))
    assert states == {0, 1, 2, 3, 4}, "with none of the files written, with some, with all"


def test_a_full_disk_leaves_every_file_as_it_was(here: Path) -> None:
    writing = Writing(here)
    # Room for nothing, or for all files up to one of those with records.
    sizes = sorted(map(len, writing.new.values()))
    for most in (0, *(size + 1 for size in sizes[:-1])):
        writing.again()
        run = cut(*writing.typed, most=most)
        assert run.code == 3
        assert re.fullmatch(r"tenderwatch: cannot write reg/\S+: File too large\n  [^\n]+\n*", run.err)
        assert writing.files() == writing.old
        assert {path.name for path in here.iterdir()} == {"all.jsonl", "first.jsonl", "later.jsonl", "kept", "reg"}
        assert "import" in run_cli("undo", "--registry", "reg").err, "what is taken back is the import before"
        assert [path.name for path in (here / "reg").glob("[!.]*")] == ["contracts.yaml"]
