"""A wrong command line: what the message says of it, and the next step. None of it is in the words of a library."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from support import ROOT, run_cli
from tenderwatch.cli.app import COMMANDS, GROUPS, build

DUE = "run `tenderwatch due --help` to see how it is used"
QUOTES = "put words that belong together in quotes, or run `tenderwatch {} --help` to see how it is used"
# What is typed | the message | the next step.
WRONG = [
    ("due --monthes 3", "`tenderwatch due` has no option --monthes", "did you mean --months?"),
    ("due --qqq", "`tenderwatch due` has no option --qqq", DUE),
    ("due -x", "`tenderwatch due` has no option -x", DUE),
    ("--today 2026-01-01 due", "`tenderwatch` has no option --today",
     "options follow the command: `tenderwatch due --today`"),
    ("due --months", "--months needs a value", DUE),
    ("due -o", "-o needs a value", DUE),
    ("source add x --title", "--title needs a value", "run `tenderwatch source add --help` to see how it is used"),
    ("due --exit-code=1", "--exit-code takes no value", "write --exit-code alone"),
    ("list extra", "`tenderwatch list` has no use for 'extra'", QUOTES.format("list")),
    ("show a b c", "`tenderwatch show` has no use for 'b c'", QUOTES.format("show")),
    ("show", "ID is missing", "run `tenderwatch show --help` to see how it is used"),
    ("set", "ID and FIELD are missing", "run `tenderwatch set --help` to see how it is used"),
    ("source add x", "--title, --publisher and --strength are missing",
     "run `tenderwatch source add --help` to see how it is used"),
    ("source", "`tenderwatch source` needs to know what to do", "for example `tenderwatch source add`"),
    ("portal ad", "there is no command 'ad' in `tenderwatch portal`", "there is `tenderwatch portal add`"),
    ("deu", "there is no command 'deu'", "did you mean due?"),
    ("timeline --width x", "--width: 'x' is not a whole number",
     "run `tenderwatch timeline --help` to see how it is used"),
    ("digest --limit 1.5", "--limit: '1.5' is not a whole number",
     "run `tenderwatch digest --help` to see how it is used"),
    ("serve d --port x", "--port: 'x' is not a whole number", "run `tenderwatch serve --help` to see how it is used"),
    ("serve d --port 65536", "--port: 65536 is not between 0 and 65535",
     "run `tenderwatch serve --help` to see how it is used"),
    ("due --months x", "--months: 'x' is not a number of months", None),
    ("due --months -1", "--months: '-1'", None),
    ("due --months 601", "--months: ", None),
]  # fmt: skip


@pytest.mark.parametrize(("typed", "message", "step"), WRONG, ids=[row[0] for row in WRONG])
def test_what_is_wrong_and_what_to_do(typed: str, message: str, step: str | None) -> None:
    answer = run_cli(*typed.split())
    said, hint = answer.err.splitlines()
    assert (answer.code, answer.out) == (2, "")
    assert said.startswith(f"tenderwatch: {message}")
    if step:
        assert (said, hint) == (f"tenderwatch: {message}", f"  {step}")


def test_a_dash_is_no_command() -> None:
    assert run_cli("-").err.startswith("tenderwatch: there is no command '-'\n  the commands are due, list, ")


CLICK = re.compile(r"No such|Missing|Got unexpected|Invalid value|not a valid|requires an argument|does not take a")


def commands() -> dict[str, Any]:
    app = build()
    alone = {name: app.get_command(None, name) for name in COMMANDS if name not in GROUPS}
    return alone | {f"{g} {name}": app.get_command(None, g).commands[name] for g in GROUPS for name in GROUPS[g]}


@pytest.mark.parametrize("name", sorted(commands()))
def test_no_command_speaks_in_the_words_of_the_library(name: str) -> None:
    """Every option without its value, with an empty one, and with one where none is wanted; too many words."""
    command = commands()[name]
    takes = [param for param in command.params if param.opts[0].startswith("-")]
    given = [[param.opts[-1]] for param in takes if not param.is_flag]
    given += [[f"{param.opts[0]}=x"] for param in takes if param.is_flag and not param.is_eager]
    given += [["--no-such-option"], ["-%"]]
    if not any(param.nargs == -1 for param in command.params):
        given.append(["x"] * 9)
    for more in given:
        answer = run_cli(*name.split(), *more)
        assert (answer.code, answer.out) == (2, ""), more
        assert not CLICK.search(answer.err), answer.err
        said, step = answer.err.splitlines()
        assert (said[:13], step[:2]) == ("tenderwatch: ", "  "), answer.err


@pytest.mark.parametrize("name", sorted(commands()))
def test_an_empty_value_is_not_taken_for_none(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither are other things that are missing said first where the option has a value to be read."""
    monkeypatch.chdir(tmp_path)
    command = commands()[name]
    words = [
        word
        for param in command.params
        if param.required
        for word in (("x",) if not param.opts[0].startswith("-") else (param.opts[-1], "x"))
    ]
    for param in command.params:
        if param.opts[0].startswith("-") and not param.is_flag:
            answer = run_cli(*name.split(), *words, param.opts[-1], "")
            assert (answer.code, answer.out) == (2, "")
            kind = "is not a (whole )?number" if re.search("int|float", str(param.type).lower()) else "is empty"
            assert re.search(rf"{param.opts[-1]}.* {kind}", answer.err), answer.err
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    "typed",
    [
        ("{}",), ("due", "--{}"), ("due", "--council", "{}"), ("due", "--months", "{}"), ("due", "--registry", "{}"),
        ("due", "--today", "{}"), ("show", "{}"), ("explain", "{}"), ("list", "--sort", "{}"), ("report", "{}"),
        ("ical", "-o", "{}"), ("timeline", "--width", "{}"), ("plan", "--end", "2027-03-31", "--notice", "{}"),
        ("backtest", "{}"), ("show", "{} b"), ("list", "{}"),
    ],
)  # fmt: skip
def test_a_long_value_is_not_given_back_whole(typed: tuple[str, ...]) -> None:
    for text in ("x" * 10_000, "two words " * 3_000, "a/" * 5_000):
        answer = run_cli(*(word.format(text) for word in typed))
        assert answer.code == 2
        assert len(answer.err) < 2_500, answer.err[:300]
        assert len(answer.err.splitlines()) == 2


def test_a_message_is_one_line_whatever_it_gives_back() -> None:
    answer = run_cli("show", "a\nb\u202ec")
    assert answer.err == ("tenderwatch: there is no contract 'a b\\u202ec'\n  run `tenderwatch list` to see every id\n")


@pytest.mark.parametrize("typed", [("",), ("", ""), (" ",), ("[]",)])
def test_nothing_is_explained_by_nothing(typed: tuple[str, ...]) -> None:
    answer = run_cli("explain", *typed)
    assert (answer.code, answer.out) == (2, "")
    assert answer.err.startswith("tenderwatch: there is nothing to explain\n  name a code or a word")


@pytest.mark.parametrize(
    ("name", "said", "step"),
    [
        ("missing.json", "cannot read missing.json: No such file or directory", "check the name"),
        (".", "cannot read .: Is a directory", "name a file in it"),
    ],
)
@pytest.mark.parametrize("command", ["backtest", "import"])
def test_a_file_that_cannot_be_opened(
    command: str, name: str, said: str, step: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    answer = run_cli(command, name)
    assert (answer.code, answer.err) == (2, f"tenderwatch: {said}\n  {step}\n")


def test_every_error_has_a_next_step() -> None:
    """Whoever raises one has to give it."""
    program = "from tenderwatch.errors import UsageError; UsageError('x')"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert "missing 1 required positional argument: 'hint'" in done.stderr


def test_no_next_step_names_a_page_that_is_not_installed() -> None:
    """Only what `explain` knows comes with the program; a next step is a command, or an edit."""
    named = []
    for path in (ROOT / "src").rglob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        plain = {node.value for node in ast.walk(tree) if isinstance(node, ast.Expr)}
        named += [
            f"{path}:{node.lineno}"
            for node in ast.walk(tree)
            if isinstance(node, ast.Constant) and node not in plain
            and isinstance(node.value, str) and re.search(r"\bdocs/\S+\.md", node.value)
        ]  # fmt: skip
    assert named == []


@pytest.mark.parametrize(
    "typed",
    [
        ("set", "home-care", "title", "{}", "--own"),
        ("set", "home-care", "notes", "{}", "--own"),
        ("add", "new-one", "--title", "{}", "--service", "day care", "--lead", "testshire", "--own"),
        ("add", "new-one", "--title", "x", "--service", "{}", "--lead", "testshire", "--own"),
        ("retire", "home-care", "--on", "2026-01-01", "--how", "{}", "--own"),
        ("source", "add", "new-one", "--title", "{}", "--publisher", "P", "--strength", "notice"),
        ("authority", "add", "new-one", "--name", "{}"),
        ("portal", "add", "new-one", "--name", "{}"),
    ],
)
@pytest.mark.parametrize("text", ["a\u202eb", "a\x01b", "\x1b[31ma", "a\u2066b"])
def test_text_that_does_not_show_is_refused_by_name(
    typed: tuple[str, ...], text: str, registry: Callable[..., str]
) -> None:
    path = registry("id: home-care\nend: 2026-05-31")
    before = Path(path).read_bytes()
    answer = run_cli(*(word.format(text) for word in typed), "--registry", path, "--today", "2026-01-10")
    assert (answer.code, answer.out) == (2, "")
    assert " contains invisible characters\n  type it again" in answer.err
    assert Path(path).read_bytes() == before
