"""What the tests share: a registry written as a user would write it, and the command line run on it."""

from __future__ import annotations

import io
import json
import os
import pty
import re
import subprocess
import sys
from collections.abc import Mapping
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from textwrap import dedent, indent
from typing import Any

from hypothesis import strategies as st

from tenderwatch.cli.main import main
from tenderwatch.dates.when import Precision, When, from_bounds, on_day
from tenderwatch.law.schedule.back import latest_day
from tenderwatch.law.timetables import STAGE_ORDER, StageKind, Timetable
from tenderwatch.registry.model import Registry
from tenderwatch.registry.parse import parse_files

ROOT = Path(__file__).parents[1]
GOLDEN = ROOT / "tests" / "golden"

# Line numbers are part of what the tests say: see tests/test_checks.py.
HEAD = """\
edition: 2026-01-10

portals:
  - id: nepo
    name: NEPO Portal
    url: https://procontract.due-north.com

authorities:
  - id: testshire
    name: Testshire County Council
    kind: council
    aliases: [Testshire, Testshire CC]
  - id: otherham
    name: Otherham Borough Council
    kind: council

sources:
  - id: register
    title: Register of contracts
    publisher: Testshire County Council
    published: 2025-12-20
    read: 2026-01-05
    strength: council-page

contracts:
"""
_PLACEHOLDERS = {
    "id": "home-care",
    "title": "Home care",
    "kind": "contract",
    "services": "[home care]",
    "lead": "testshire",
}
NEEDS_EVIDENCE = frozenset(
    (
        "start",
        "end",
        "term",
        "extensions",
        "notice",
        "advertised",
        "tender_deadline",
        "awarded",
        "plans",
        "ended",
        "abandoned",
        "calloffs_until",
    )
)
# An option that was decided needs evidence of its own.
_DECIDED = re.compile(r"state: (authorised|exercised|declined)(?=[,}])")


def record(text: str) -> str:
    """One contract: the lines that a test states, and placeholders for all else that a record must have."""
    body = _DECIDED.sub(r"\g<0>, evidence: [{source: register, place: minutes}]", dedent(text).strip("\n"))
    stated = re.findall(r"^([a-z_]+):", body, re.MULTILINE)
    lines = [f"{key}: {value}" for key, value in _PLACEHOLDERS.items() if key not in stated]
    lines += [body] if body else []
    if "evidence" not in stated:
        supports = ", ".join(key for key in stated if key in NEEDS_EVIDENCE)
        lines.append(f"evidence: [{{source: register, place: row 1, supports: [{supports}]}}]")
    return "  - " + indent("\n".join(lines), "    ").lstrip() + "\n"


def registry_text(*records: str, head: str = HEAD) -> str:
    """A whole registry file with these contracts."""
    return head + "".join(record(item) for item in records)


def registry_of(*records: str, head: str = HEAD, tail: str = "") -> Registry:
    """A registry with these contracts and what `tail` adds, read.

    It holds no error. What a check only warns of is another test's concern: a check more is to break none of these.
    """
    registry, problems, _ = parse_files([("f", (registry_text(*records, head=head) + tail).encode())], "f")
    assert [problem for problem in problems if problem.level == "error"] == []
    return registry


@dataclass(frozen=True)
class Answer:
    """What one run of the command gave."""

    code: int
    raw: bytes
    err: str

    @property
    def out(self) -> str:
        """Standard output as text, line ends untouched."""
        return self.raw.decode("utf-8")

    @property
    def lines(self) -> list[str]:
        """Standard output line by line."""
        return self.out.splitlines()

    @property
    def json(self) -> Any:
        """Standard output read as JSON."""
        return json.loads(self.raw)


def run_cli(*arguments: str) -> Answer:
    """Run the command in this process. A fault of our own, or a traceback, fails the test there and then."""
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="ascii", newline="") for _ in range(2))
    with redirect_stdout(out), redirect_stderr(err):
        code = main(list(arguments))
        out.flush()
        err.flush()
    assert isinstance(out.buffer, io.BytesIO)
    assert isinstance(err.buffer, io.BytesIO)
    answer = Answer(code, out.buffer.getvalue(), err.buffer.getvalue().decode("utf-8"))
    assert answer.code != 70, answer.err
    assert "Traceback" not in answer.err, answer.err
    return answer


def run_process(
    *arguments: str, env: Mapping[str, str] | None = None, program: tuple[str, ...] = ("-m", "tenderwatch")
) -> Answer:
    """Run the command as a process of its own; `program` is what follows the interpreter."""
    done = subprocess.run(
        [sys.executable, *program, *arguments],
        capture_output=True,
        check=False,
        timeout=60,
        env={**os.environ, **(env or {})},
    )
    answer = Answer(done.returncode, done.stdout, done.stderr.decode("utf-8"))
    assert "Traceback" not in answer.err, answer.err
    return answer


def on_a_terminal(*typed: str, env: dict[str, str], code: int = 0) -> str:
    """What a terminal is sent. The exit code has to be the one given."""
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-m", "tenderwatch", *typed], stdout=theirs, stderr=theirs, env={**os.environ, **env}
    ) as process:
        os.close(theirs)
        parts = []
        while True:
            try:
                part = os.read(ours, 65536)
            except OSError:  # the other end has closed
                break
            if not part:
                break
            parts.append(part)
    os.close(ours)
    assert process.returncode == code
    return b"".join(parts).decode()


# What a registry refuses: controls, line separators, and marks that turn the direction of writing.
_HIDDEN = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff\ufffe\uffff"
_SHOWN = st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp", "Cn", "Co"), exclude_characters=_HIDDEN)


def shown_text(max_size: int) -> st.SearchStrategy[str]:
    """Text of any characters that a registry may hold."""
    return st.text(_SHOWN, max_size=max_size)


# Dates of every precision, far enough from both ends of the years that a registry may hold.
days = st.dates(date(1902, 1, 1), date(2190, 12, 31))


def _months(year: int, month: int, count: int, like: Precision) -> When:
    after = year * 12 + month - 1 + count
    last = date(after // 12, after % 12 + 1, 1) - timedelta(days=1)
    return from_bounds(date(year, month, 1), last, like)


_years = st.integers(1902, 2190)
ranges = st.tuples(days, st.integers(0, 1500)).map(lambda x: from_bounds(x[0], x[0] + timedelta(days=x[1])))
known_whens = st.one_of(
    days.map(on_day),
    st.builds(lambda y, m: _months(y, m, 1, "month"), _years, st.integers(1, 12)),
    st.builds(lambda y, m: _months(y, m, 3, "season"), _years, st.sampled_from((3, 6, 9, 12))),
    st.builds(lambda y, m: _months(y, m, 3, "quarter"), _years, st.sampled_from((1, 4, 7, 10))),
    st.builds(lambda y: _months(y, 1, 12, "year"), _years),
    st.builds(lambda y: _months(y, 4, 12, "financial-year"), _years),
    st.builds(lambda y, m, n: _months(y, m, n, "range"), _years, st.integers(1, 12), st.integers(1, 40)),
    ranges,
)


def months_apart(when: When) -> int:
    """How many months lie between the months of a date's two bounds."""
    assert when.earliest is not None
    assert when.latest is not None
    return (when.latest.year - when.earliest.year) * 12 + when.latest.month - when.earliest.month


def back_schedule(start: date, timetable: Timetable) -> dict[StageKind, date]:
    """The latest day of every stage for a start. A stage beyond the bank-holiday table is left out."""
    return {kind: day for kind in STAGE_ORDER if (day := latest_day(start, timetable, kind))}


# The command, obeying Ctrl-C even where whoever runs the tests has told their children to ignore it (`nohup`).
INTERRUPTIBLE = (
    sys.executable,
    "-c",
    "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)\n"
    "from tenderwatch.cli.main import run; run()",
)
