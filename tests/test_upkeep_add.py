"""`add`: a template that is filled and accepted, and questions for those who ask for them."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from support import Answer, record, registry_text, run_cli
from tenderwatch.editing.apply import apply
from tenderwatch.editing.files import File, Files
from tenderwatch.registry.format.contract import CONTRACT
from tenderwatch.registry.parse import parse_files

TODAY = ("--today", "2026-11-25")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    file = tmp_path / "r.yaml"
    file.write_text(registry_text("end: 2027-03-31"), encoding="utf-8")
    return file


def template() -> str:
    answer = run_cli("add", "--template")
    assert (answer.code, answer.err) == (0, "")
    return answer.out


def filled(text: str, **values: str) -> str:
    """A template with these values, by the key they stand behind; `_` before the items of a list."""
    for key, value in values.items():
        if key.startswith("_"):
            text, count = re.subn(rf"^( +{key[1:]}:.*\n +- )$", rf"\g<1>{value}", text, count=1, flags=re.MULTILINE)
        else:
            text, count = re.subn(rf"^([ -]+{key}:)(?=  #)", rf"\1 {value}", text, count=1, flags=re.MULTILINE)
        assert count, key
    return text


SIMPLE = {
    "id": "carers", "title": '"Carers: all"', "kind": "contract", "_services": "carers support", "lead": "otherham",
    "end": "2028-03", "source": "register", "place": "row 2", "_supports": "end",
}  # fmt: skip


def test_a_filled_template_is_accepted_as_it_is_with_all_its_remarks(path: Path, tmp_path: Path) -> None:
    sheet = tmp_path / "new.yaml"
    sheet.write_text(filled(template(), **SIMPLE), encoding="utf-8")
    tried = run_cli("add", "--from", str(sheet), "--registry", str(path), "--dry-run", *TODAY)
    answer = run_cli("add", "--from", str(sheet), "--registry", str(path), *TODAY)
    assert (tried.code, answer.code, tried.out) == (0, 0, answer.out), answer.err
    come = [line[1:] for line in answer.lines if line.startswith("+") and not line.startswith(("+++", "+edition"))]
    assert come == [
        "", "  - id: carers", '    title: "Carers: all"', "    kind: contract", "    services:",
        "      - carers support", "    lead: otherham", "    end: 2028-03", "    evidence:", "      - source: register",
        "        place: row 2", "        supports:", "          - end",
    ]  # fmt: skip
    assert run_cli("check", str(path)).code == 0


def test_a_template_from_a_pipe_with_a_new_source_and_windows_line_ends(path: Path) -> None:
    text = template()
    begin, end = text.index("# sources:"), text.index("contracts:")
    source = re.sub("^# ", "", text[begin:end], flags=re.MULTILINE)
    source = filled(
        source, id="fts-1", title="Award", publisher="FTS", read="2026-11-24", strength="notice", published="2026-10"
    )
    sheet = text[:begin] + source + filled(text[end:], **SIMPLE | {"source": "fts-1"})
    done = subprocess.run(
        [sys.executable, "-m", "tenderwatch", "add", "--from", "-", "--registry", str(path), *TODAY],
        input=("\ufeff" + sheet.replace("\n", "\r\n")).encode(), capture_output=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert b"id: fts-1\n" in path.read_bytes()
    assert b"\r" not in path.read_bytes()
    assert run_cli("check", str(path)).code == 0


def test_with_every_key_in_use_the_template_is_in_the_form_of_the_format() -> None:
    """Without its `#`, each line is read as a key of the format, at its place."""
    text = re.sub(r"^( *)# (?= *(?:- )?[a-z_]+:| +- )", r"\1", template(), flags=re.MULTILINE)
    text = re.sub(r"^# .*\n|^#\n", "", text, flags=re.MULTILINE)
    _, problems, _ = parse_files([("t.yaml", text.encode())], "")
    assert {problem.code for problem in problems} & {"unknown-key", "bad-yaml", "not-a-list", "not-a-record"} == set()
    keys = {line.strip(" -").partition(":")[0] for line in text.splitlines()}
    assert set(CONTRACT.by_key) - keys == {"taken_over"}, "which is for the program alone"
    assert {"months", "state", "taken_to", "says", "chosen", "stage", "tender"} <= keys


SHEETS = [
    ("nothing in it", "", "the file is empty", "contracts"),
    ("remarks only", "# later\n", "has no `contracts:`", "--template"),
    ("a text that is no YAML", "contracts: [", "is not readable as YAML: line 2: ", "in quotes"),
    ("a colon without quotes", "contracts:\n  - id: x\n    title: Care: a notice\n", "YAML: line 3: mapping values",
     "quotes"),
    ("a key written twice", "contracts:\n  - id: x\n    id: y\n", "YAML: line 3: 'id' is written twice", "keep one"),
    ("a template not filled", None, "a record under `contracts` has no `id`", "write one"),
    ("a section that nothing can be added to", "edition: x\ncontracts: []\n", "'edition' cannot be added", "it"),
    ("no contract", "contracts: []\n", "has no contract in it", "fill in"),
    ("an id that is taken", "contracts:\n  - id: home-care\n", "'home-care' is already the id", "tenderwatch set"),
    ("what check would refuse", "contracts:\n  - id: x\n    title: X\n", "nothing is written, as `check` would",
     "new.yaml:2: 'x': this contract has no `lead` [missing-key]"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "fault", "step"), [row[1:] for row in SHEETS], ids=[row[0] for row in SHEETS])
def test_a_sheet_that_is_refused(path: Path, tmp_path: Path, text: str | None, fault: str, step: str) -> None:
    sheet = tmp_path / "new.yaml"
    sheet.write_text(template() if text is None else text, encoding="utf-8")
    before = path.read_bytes()
    answer = run_cli("add", "--from", str(sheet), "--registry", str(path), *TODAY)
    message, _, hint = answer.err.partition("\n")
    assert (answer.code, answer.out, path.read_bytes()) == (2, "", before)
    assert fault in message
    assert step in hint


def test_a_sheet_takes_no_options_beside_it(path: Path, tmp_path: Path) -> None:
    for more in (("--title", "X"), ("--source", "register"), ("--interactive",), ("carers",)):
        answer = run_cli("add", *more, "--from", str(tmp_path / "x"), "--registry", str(path))
        assert answer.code == 2
        assert "--from takes everything from the file" in answer.err


def test_values_of_every_key_survive_a_round_trip(path: Path, tmp_path: Path) -> None:
    """A contract of the example taken out as text, and added as another, reads the same."""
    example = File("n", (Path(__file__).parents[1] / "docs/examples/northshire.yaml").read_text("utf-8"))
    draft = Files((example,)).draft("contracts", "northshire-carers")
    copy = draft.data | {"id": "copy", "lead": "testshire", "partners": ["otherham"]}
    text = re.sub(r"northshire-[a-z0-9-]+", "register", str(copy).replace("northshire-carers", "copy"))
    sheet = tmp_path / "new.yaml"
    sheet.write_text(f"contracts:\n  - {text}\n", encoding="utf-8")
    assert run_cli("add", "--from", str(sheet), "--registry", str(path), *TODAY).code == 0
    files = Files((File("r", path.read_text("utf-8")),))
    added = files.draft("contracts", "copy")
    assert re.sub(r"northshire-[a-z0-9-]+", "register", str(copy)) == str(added.data)
    assert apply(files, (added,)) is files


def ask(path: Path, *answers: str, more: tuple[str, ...] = ()) -> Answer:
    """`add --interactive` with these answers typed."""
    done = subprocess.run(
        [sys.executable, "-m", "tenderwatch", "add", "--interactive", *more, "--registry", str(path), *TODAY],
        input="".join(f"{answer}\n" for answer in answers).encode(), capture_output=True, check=False, timeout=60,
    )  # fmt: skip
    return Answer(done.returncode, done.stdout, done.stderr.decode())


ANSWERS = ("carers", "Carers: all", "carers support, advice", "otherham", "", "", "2028-03", "12m, 2x12m", "3m")


def test_questions_lead_to_the_same_record_as_options(path: Path) -> None:
    before = path.read_bytes()
    asked = ask(path, *ANSWERS, "register", "row 2")
    assert asked.code == 0, asked.err
    after = path.read_bytes()
    path.write_bytes(before)
    typed = run_cli(
        "add", "carers", "--title", "Carers: all", "--service", "carers support", "--service", "advice",
        "--lead", "otherham", "--end", "2028-03", "--option", "12m", "--option", "2x12m", "--notice", "3m",
        "--source", "register", "--place", "row 2", "--registry", str(path), *TODAY,
    )  # fmt: skip
    assert (typed.code, typed.out) == (0, asked.out)
    assert path.read_bytes() == after
    assert asked.err.startswith("Its id (small letters")
    assert asked.out.startswith(f"--- {path}\n"), "questions are no data"


def test_what_was_told_is_not_asked_and_a_wrong_answer_is_asked_again(path: Path) -> None:
    more = ("--title", "Carers", "--service", "advice", "--lead", "otherham", "--source", "fts-1", "--place", "top")
    wrong = ("", "Carers 1", "home-care", "carers", "", "", "2028-13", "2028-03", "a year", "12m", "")
    source = ("Award", "FTS", "", "2026-10", "notise", "notice")
    answer = ask(path, *wrong, *source, more=more)
    assert answer.code == 0, answer.err
    for said in ("'Carers 1' is not an id", "'home-care' is taken", "'2028-13' is not a date", "'notise' is not one"):
        assert said in answer.err
    assert "Title:" not in answer.err
    assert run_cli("check", str(path)).code == 0


@pytest.mark.parametrize("known", range(len(ANSWERS) + 2))
def test_answers_that_end_early_write_nothing(path: Path, known: int) -> None:
    before = path.read_bytes()
    answer = ask(path, *(*ANSWERS, "register")[:known])
    assert (answer.code, answer.out, path.read_bytes()) == (2, "", before)
    assert "no answer to '" in answer.err


def test_nothing_is_ever_asked_without_interactive(path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tenderwatch", "add", "carers", "--registry", str(path)],
        input=b"", capture_output=True, check=False, timeout=60,
    )  # fmt: skip
    assert done.returncode == 2
    assert b"--title, --service, --lead, --source and --place are missing" in done.stderr


def sheet_of(tmp_path: Path, *records: str) -> Path:
    sheet = tmp_path / "new.yaml"
    sheet.write_text("contracts:\n" + "".join(record(text) for text in records), encoding="utf-8")
    return sheet


def test_many_records_are_added_together(path: Path, tmp_path: Path) -> None:
    sheet = sheet_of(tmp_path, *(f"id: new-{number}\nend: 2028-03" for number in range(60)))
    answer = run_cli("add", "--from", str(sheet), "--registry", str(path), *TODAY)
    assert answer.code == 0, answer.err
    text = path.read_text("utf-8")
    assert [line[8:] for line in text.splitlines() if line.startswith("  - id: new-")] == [
        f"new-{number}" for number in range(60)
    ]
    assert run_cli("check", str(path)).lines == []


def test_every_fault_of_many_records_names_its_record_and_line(path: Path, tmp_path: Path) -> None:
    sheet = sheet_of(tmp_path, "id: a\nend: 2028-03", "id: b\nlead: nobody", "id: c\nend: 2028-13")
    before = path.read_bytes()
    answer = run_cli("add", "--from", str(sheet), "--registry", str(path), *TODAY)
    lines = [number for number, line in enumerate(sheet.read_text().splitlines(), 1) if line.startswith("  - ")]
    assert (answer.code, answer.out, path.read_bytes()) == (2, "", before)
    assert f"{sheet}:{lines[1]}: 'b': there is no authority 'nobody' [unknown-authority]" in answer.err
    assert f"{sheet}:{lines[2]}: 'c': '2028-13' is not a date [bad-date]" in answer.err


def test_the_same_id_twice_in_one_sheet_is_refused_by_its_line(path: Path, tmp_path: Path) -> None:
    sheet = sheet_of(tmp_path, "id: a\nend: 2028-03", "id: a\nend: 2028-04")
    answer = run_cli("add", "--from", str(sheet), "--registry", str(path), *TODAY)
    assert answer.code == 2
    assert re.search(r"new\.yaml:\d+: 'a' is there twice", answer.err)
