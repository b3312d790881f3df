"""Long answers leave row by row: what is held beyond the registry and its outlooks does not grow with the text."""

from __future__ import annotations

import io
import tracemalloc
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any

import pytest

from support import registry_text
from tenderwatch.cli.main import main
from tenderwatch.cli.output import Output
from tenderwatch.exporters import export

RECORDS = 200
# Two registries of as many records: what is worked out of each is the same, and only the text is longer.
TEXTS = {"short": "A remark.", "long": "A remark of some length, about which there is nothing more to say. " * 6}


class Sink(io.TextIOWrapper):
    """A standard output that counts what it gets and keeps none of it."""

    def __init__(self) -> None:
        self.size = 0
        super().__init__(io.BytesIO(), encoding="utf-8")

    def write(self, text: str) -> int:
        self.size += len(text)
        return len(text)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two registries of the same contracts, one with longer words."""
    folder = tmp_path_factory.mktemp("streams")
    for name, text in TEXTS.items():
        records = [
            f"id: c-{at}\ntitle: Home care {at} {text[:200]}\nproviders: [Care {at} Limited]\n"
            f"end: 2027-0{at % 9 + 1}-28\nocid: ocds-h6vhtk-{at:06x}\ndepartment: {text[:100]}\n"
            f"extensions: [{{months: 12, state: permitted}}]\nnotes: [{text}]"
            for at in range(RECORDS)
        ]
        (folder / f"{name}.yaml").write_text(registry_text(*records))
    return folder


class Measured:
    """How much memory was taken from a moment on, at most."""

    def __init__(self) -> None:
        self.begun = 0

    def begin(self) -> None:
        self.begun = tracemalloc.get_traced_memory()[0]
        tracemalloc.reset_peak()

    def most(self) -> int:
        return tracemalloc.get_traced_memory()[1] - self.begun


def taken(typed: list[str], target: Path, measured: Measured) -> tuple[int, int]:
    """The most memory that one run took for its text, and how long that text is."""
    sink = Sink()
    tracemalloc.start()
    try:
        with redirect_stdout(sink), redirect_stderr(io.StringIO()) as said:
            assert main(typed) == 0, said.getvalue()
        return measured.most(), sink.size or target.stat().st_size
    finally:
        tracemalloc.stop()
        target.unlink(missing_ok=True)


COMMANDS = [
    *(f"list --format {form}" for form in ("json", "jsonl", "csv", "tsv", "plain")),
    *(f"due --months 24 --format {form}" for form in ("json", "jsonl", "csv", "tsv", "plain")),
    "list -o FILE.json", "list -o FILE.csv", "due --months 24 -o FILE.jsonl",
    "report due --months 24 --format json", "report due --months 24 --format csv", "report by-service --format jsonl",
    "ical", "ical -o FILE.ics",
    "export jsonl -o FILE.jsonl", "export csv -o FILE.csv", "export ocds -o FILE.jsonl", "export register -o FILE.csv",
]  # fmt: skip


@pytest.mark.parametrize("typed", COMMANDS)
def test_memory_does_not_grow_with_the_text(typed: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    measured = Measured()

    def begun(function: Callable[..., Any]) -> Callable[..., Any]:
        def begin(*given: Any, **more: Any) -> Any:
            measured.begin()
            return function(*given, **more)

        return begin

    monkeypatch.setattr(Output, "put", begun(Output.put))
    monkeypatch.setattr(Output, "put_bytes", begun(Output.put_bytes))
    monkeypatch.setattr("tenderwatch.cli.commands.export.export", begun(export))
    words = typed.replace("FILE", str(folder / "answer")).split()
    target = Path(words[-1])

    def run(name: str) -> tuple[int, int]:
        return taken([*words, "--registry", str(folder / f"{name}.yaml"), "--today", "2026-11-29"], target, measured)

    run("long")  # what is imported and remembered once is no text
    (little, short), (much, long) = run("short"), run("long")
    assert long - short > RECORDS * 150
    # What is on its way to the file is held, a piece of some kilobytes at a time.
    assert much - little < (long - short) / 3
