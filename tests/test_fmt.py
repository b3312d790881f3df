"""`fmt`: the normal form says the same, keeps every comment where it stands, and is its own normal form."""

from __future__ import annotations

import random
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from editing_support import ODD, STYLES, said
from support import HEAD, ROOT, registry_text, run_cli
from tenderwatch.editing.files import File
from tenderwatch.editing.normal_form import in_normal_form
from tenderwatch.errors import UsageError
from tenderwatch.registry.format.contract import CONTRACT
from tenderwatch.registry.model import Registry
from tenderwatch.registry.parse import parse_files

SHIPPED = sorted((ROOT / "data").glob("*.yaml"))
COMMENT = re.compile(r"(?:^|(?<=\s))#.*$", re.MULTILINE)


def formed(text: str) -> str:
    return in_normal_form(File("r.yaml", text)).text


def what_is_read(text: str) -> tuple[Any, ...]:
    """All that the program reads in a file, faults apart from their places."""
    registry, problems, _ = parse_files([("r.yaml", text.encode())], "")
    assert isinstance(registry, Registry)
    return (
        registry.edition, registry.contracts, registry.sources, registry.authorities, registry.portals,
        registry.coverage,
        sorted((problem.code, problem.level) for problem in problems),
    )  # fmt: skip


# The sentence | the text | its normal form; both without the head that every registry has
FORMS = [
    ("keys in the format's order", "- lead: a\n  id: x\n  title: T\n", "  - id: x\n    title: T\n    lead: a\n"),
    ("keys that the format does not know come last, in their order", "- zeta: 1\n  alpha: 2\n  id: x\n",
     "  - id: x\n    zeta: 1\n    alpha: 2\n"),
    ("one entry a line", "- {id: x, services: [a, b], plans: {tender: 2027}}\n",
     "  - id: x\n    services:\n      - a\n      - b\n    plans:\n      tender: 2027\n"),
    ("two spaces for each step", "-     id: x\n      services:\n            -   a\n",
     "  - id: x\n    services:\n      - a\n"),
    ("an empty line between contracts, and no other", "\n\n- id: x\n\n\n  title: T\n- id: z\n",
     "  - id: x\n    title: T\n\n  - id: z\n"),
    ("no quotes where none are needed", "- id: \"x\"\n  title: 'It''s'\n  end: \"2027-03\"\n",
     "  - id: x\n    title: It's\n    end: 2027-03\n"),
    ("quotes where they are", "- id: x\n  title: 'a: b'\n  notes: ['no', '5', \"#1\", 'null', '', '2027-03-31']\n",
     '  - id: x\n    title: "a: b"\n    notes:\n      - "no"\n      - "5"\n      - "#1"\n      - "null"\n      - ""\n'
     '      - "2027-03-31"\n'),
    ("nothing stays nothing", "- id: x\n  title:\n  end: ~\n  services: []\n",
     "  - id: x\n    title:\n    services: []\n    end: ~\n"),
    ("a long text is folded", f"- id: x\n  title: {'word ' * 30}\n",
     f"  - id: x\n    title: >-\n      {'word ' * 20}word\n      {('word ' * 9).strip()}\n"),
    ("a short text is not", "- id: x\n  title: >-\n    a\n    b\n\n", "  - id: x\n    title: a b\n"),
    ("comments over and behind what they stand over and behind",
     "# first\n- title: T # of the title\n  # over the id\n  id: x\n  # at the end\n# after all\n",
     "  # first\n  # over the id\n  - id: x\n    title: T  # of the title\n    # at the end\n# after all\n"),
    ("comments within brackets",
     "- {id: x, # of x\n   # over it\n   services: [a, # of a\n b]} # behind\n",
     "  # of x\n  - id: x\n    # over it\n    services:\n      - a  # of a\n      - b  # behind\n"),
    ("a comment behind the mark of a folded text", "- id: x\n  title: > # here\n   a\n   b\n",
     "  - id: x\n    title: a b  # here\n"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "form"), [row[1:] for row in FORMS], ids=[row[0] for row in FORMS])
def test_a_form(text: str, form: str) -> None:
    assert formed("contracts:\n" + text) == "contracts:\n" + form
    assert formed("contracts:\n" + form) == "contracts:\n" + form
    crlf = formed("contracts:\r\n" + text.replace("\n", "\r\n"))
    assert crlf == ("contracts:\n" + form).replace("\n", "\r\n")


def test_sections_stand_in_their_order_with_what_stands_over_them() -> None:
    text = "# Head\n# of it\n\n# The contracts.\ncontracts: []\n# The day.\nedition: 2026-01-10\n"
    assert formed(text) == ("# The day.\nedition: 2026-01-10\n\n# Head\n# of it\n\n# The contracts.\ncontracts: []\n")


@pytest.mark.parametrize("text", [*STYLES.values(), *(path.read_text("utf-8") for path in SHIPPED)],
                         ids=[*STYLES, *(path.name for path in SHIPPED)])  # fmt: skip
def test_the_normal_form_of_whole_files(text: str) -> None:
    form = formed(text)
    assert formed(form) == form
    assert what_is_read(form) == what_is_read(text)
    if "\r" not in text:
        assert sorted(item.rstrip() for item in COMMENT.findall(form)) == sorted(map(str.rstrip, COMMENT.findall(text)))


_WORDS = st.sampled_from(
    [
        "home care",
        "Care: all",
        "it's",
        '"both"',
        "# 1",
        "- a",
        "no",
        "5",
        "2027-03",
        "x" * 120,
        "word " * 40,
        "[a]",
        "🙂",
    ]
)
_DATA = st.fixed_dictionaries(
    {"id": st.sampled_from(["a", "b", "c"]), "title": _WORDS},
    optional={
        "services": st.lists(_WORDS, max_size=3), "end": st.sampled_from(["2027-03-31", "unknown", "spring 2027"]),
        "extensions": st.lists(st.fixed_dictionaries({"months": st.integers(1, 60), "state": _WORDS}), max_size=2),
        "plans": st.fixed_dictionaries({}, optional={"tender": _WORDS, "note": _WORDS}), "odd": _WORDS,
        "evidence": st.lists(st.fixed_dictionaries({"place": _WORDS, "supports": st.lists(_WORDS)}), max_size=2),
        "notes": st.lists(_WORDS, max_size=2),
    },
)  # fmt: skip


@given(
    records=st.lists(_DATA, max_size=3), flow=st.sampled_from([True, False, None]),
    width=st.sampled_from([20, 80, 500]), seed=st.integers(0, 10**6),
)  # fmt: skip
@settings(max_examples=120)
def test_any_data_written_in_any_way_with_comments_anywhere(
    records: list[dict[str, Any]], flow: bool | None, width: int, seed: int
) -> None:
    rng = random.Random(seed)  # noqa: S311 - a sequence to be repeated, not a secret
    data = {"contracts": records, "edition": "2026-01-10"}
    text = yaml.safe_dump(data, default_flow_style=flow, width=width, sort_keys=False, allow_unicode=True)
    meant, remarks = said(text), []
    for number in reversed(range(text.count("\n"))):
        lines = text.splitlines()
        gap = [""] * rng.randrange(2)
        lines[number:number] = [*gap, " " * rng.randrange(8) + f"# c{number}", *gap]
        commented = "\n".join(lines) + "\n"
        if rng.random() < 0.3 and _says(commented, meant):  # not so within a text of several lines
            text = commented
            remarks.append(f"# c{number}")
    form = formed(text)
    assert formed(form) == form
    assert said(form) == meant
    listed = said(form)["contracts"]
    for item in listed or []:
        assert list(item) == [key for key in [*CONTRACT.by_key, "odd"] if key in item]
    assert sorted(re.findall(r"# c\d+", form)) == sorted(remarks)
    assert max(map(len, form.splitlines())) <= 110 or "x" * 120 in form


def _says(text: str, meant: Any) -> bool:
    try:
        return bool(said(text) == meant)
    except yaml.YAMLError:
        return False


# --- The command ---


def test_fmt_writes_and_says_so_and_a_second_run_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "r.yaml"
    path.write_bytes(("\ufeff" + ODD.replace("\n", "\r\n")).encode())
    tried = run_cli("fmt", str(path), "--dry-run")
    checked = run_cli("fmt", str(path), "--check")
    assert path.read_bytes().decode() == "\ufeff" + ODD.replace("\n", "\r\n")
    answer = run_cli("fmt", "--registry", str(path))
    assert (tried.code, checked.code, answer.code) == (0, 1, 0)
    assert tried.out == checked.out == answer.out
    assert (checked.err, answer.err) == ("", f"written: {path}\n")
    assert path.read_bytes().decode() == "\ufeff" + formed(ODD).replace("\n", "\r\n")
    for more in ((), ("--check",), ("--dry-run",)):
        again = run_cli("fmt", str(path), *more)
        assert (again.code, again.out, again.err) == (0, "", "")


def test_fmt_leaves_the_edition_and_sets_a_folder_file_by_file(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(HEAD.replace("contracts:\n", ""), encoding="utf-8")
    (tmp_path / "b.yaml").write_text("contracts: [{title: T, id: x}]\n", encoding="utf-8")
    answer = run_cli("fmt", "--registry", str(tmp_path))
    assert answer.code == 0
    assert "edition: 2026-01-10\n" in (tmp_path / "a.yaml").read_text("utf-8")
    assert (tmp_path / "b.yaml").read_text("utf-8") == "contracts:\n  - id: x\n    title: T\n"
    assert "older faults are still in the registry" in answer.err


@pytest.mark.parametrize(
    ("text", "why"),
    [
        pytest.param("contracts: [", "cannot be reformatted", id="YAML cut short"),
        pytest.param("contracts: &a []\nsources: *a\n", "the anchor &a is not allowed", id="an anchor"),
        pytest.param("contracts: []\ncontracts: []\n", "written twice", id="a key twice"),
        pytest.param("- a\n", "it is no registry", id="a list"),
        pytest.param("edition: 2026-01-10\n---\nedition: 2026-01-11\n", "a second document", id="two documents"),
    ],
)
def test_what_cannot_be_reformatted_is_left_alone(tmp_path: Path, text: str, why: str) -> None:
    path = tmp_path / "r.yaml"
    path.write_text(text, encoding="utf-8")
    answer = run_cli("fmt", str(path))
    assert (answer.code, answer.out, path.read_text("utf-8")) == (2, "", text)
    assert why in answer.err
    assert "run `tenderwatch check`, and correct it first" in answer.err
    with pytest.raises(UsageError):
        formed(text)


def test_what_the_commands_write_is_in_normal_form(tmp_path: Path) -> None:
    path = tmp_path / "r.yaml"
    path.write_text(formed(registry_text("end: 2027-03-31\nextensions: [{months: 12, state: permitted}]")), "utf-8")
    cite = ("--source", "register", "--place", "item 4: (a)", "--registry", str(path), "--today", "2026-11-25")
    for typed in (
        ("set", "home-care", "start", "2024"),
        ("set", "home-care", "plans.note", "word " * 40),
        ("extend", "home-care", "--option", "1", "--decided", "2026-11-01"),
        ("add", "carers", "--title", "Carers: all", "--service", "advice", "--lead", "unknown", "--end", "2028"),
        ("replace", "home-care", "--with", "carers"),
        ("retire", "home-care", "--on", "2026-10", "--how", "ended: early"),
    ):
        assert run_cli(*typed, *cite).code == 0
        assert run_cli("fmt", str(path), "--check").out == ""
