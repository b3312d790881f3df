"""What tests of a large registry share: a random life of one, its answers from the text, and harm to files."""

from __future__ import annotations

import json
import os
import pickle
import random
import resource
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from random_records import BODIES, a_record, flow
from support import NEEDS_EVIDENCE, Answer, run_cli
from tenderwatch.registry import load

SEEDS = range(int(os.environ.get("TENDERWATCH_STORED", "4")))


DECIDED = ("authorised", "exercised", "declined")


class Life:
    """A registry in several files whose records come, change, go, and are damaged."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.folder, self.pick, self.number = folder, random.Random(seed), 0  # noqa: S311 - the same each time
        self.head = BODIES
        self.files: dict[str, list[str]] = {name: [] for name in ("b.yaml", "c.jsonl", "d.jsonl", "sub/e.jsonl")}
        (folder / "sub").mkdir()
        for _ in range(12):
            self.add()
        self.write()

    def write(self) -> None:
        (self.folder / "a.yaml").write_text(self.head.rstrip("\n") + " []\n", encoding="utf-8")
        for name, lines in self.files.items():
            text = "contracts:\n" * name.endswith(".yaml") + "".join(f"{line}\n" for line in lines)
            (self.folder / name).write_text(text if lines else "\n", encoding="utf-8")
        for path in self.folder.rglob("*"):
            if path.is_file() and str(path.relative_to(self.folder)) not in {"a.yaml", *self.files}:
                path.unlink()

    def new(self, number: int) -> dict[str, Any]:
        made = a_record(self.pick, number)
        if self.pick.random() < 0.3 and number > 2:
            made["replaces"] = [f"c{self.pick.randint(1, number)}" for _ in range(self.pick.randint(1, 2))]
        if self.pick.random() < 0.3:
            made["lead"] = "otherham"
            made.pop("partners", None)
        if self.pick.random() < 0.1:
            made["providers"] = [self.pick.choice(("Straße Care", "Care & Co", "A'B\"C"))]
        made["extensions"] = [
            item | {"evidence": [{"source": "register", "place": "minutes"}]} if item.get("state") in DECIDED else item
            for item in made.get("extensions", [])
        ]
        supports = [key for key in made if key in NEEDS_EVIDENCE and made[key]]
        made["evidence"] = [{"source": "register", "place": "row 1", "supports": supports}]
        return {key: value for key, value in made.items() if value != []}

    def line(self, name: str, made: dict[str, Any]) -> str:
        return f"  - {flow(made)}" if name.endswith(".yaml") else json.dumps({"contract": made}, default=str)

    def add(self) -> None:
        self.number += 1
        name = self.pick.choice(list(self.files))
        made = self.new(self.number)
        if self.pick.random() < 0.15 and name.endswith(".jsonl"):
            source = f"own-{self.number}"
            about = {"id": source, "title": f"Minutes {self.number}", "publisher": "Otherham", "read": "2026-11-01",
                     "strength": "council-page"}  # fmt: skip
            self.files[name].append(json.dumps({"source": about}))
            made = json.loads(json.dumps(made, default=str).replace('"register"', f'"{source}"'))
        self.files[name].insert(self.pick.randint(0, len(self.files[name])), self.line(name, made))

    def change(self) -> None:
        """One change, of any kind."""
        name = self.pick.choice([name for name, lines in self.files.items() if lines] or ["c.jsonl"])
        lines = self.files.setdefault(name, [])
        match self.pick.randint(0, 11):
            case 0 | 1:
                self.add()
            case 2 if lines:
                del lines[self.pick.randrange(len(lines))]
            case 3 if lines:  # another record with an id that is there already, or was
                lines.append(self.line(name, self.new(self.pick.randint(1, self.number))))
            case 4 if lines:  # the same record a second time, in any file
                other = self.pick.choice([key for key in self.files if key.endswith(name.rpartition(".")[2])])
                self.files[other].append(self.pick.choice(lines))
            case 5 if lines:
                at = self.pick.randrange(len(lines))
                lines[at] = lines[at][: self.pick.randrange(len(lines[at]))]
            case 6:
                self.files[f"{self.pick.choice('fgz0')}.jsonl"] = []
                self.add()
            case 7 if len(self.files) > 2:
                del self.files[name]
            case 8:
                self.head = self.head.replace("otherham", "otherhem") if "id: otherham" in self.head else BODIES
            case 9:
                self.head = self.head.replace("aliases: [Testshire,", "aliases: [Otherham Borough Council, Testshire,")
            case 10:
                self.head = self.head.replace("edition: ", f"edition: 2026-0{self.pick.randint(1, 9)}-10 #")
            case 11 if lines:
                lines.append('{"edition": "2026-11-20"}' if name.endswith(".jsonl") else "  - {id: Bad Id}")
        self.write()


def from_text(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> Answer:
    with monkeypatch.context() as patch:
        patch.setenv("TENDERWATCH_CACHE", "off")
        patch.setattr(load, "_parse", parsed)
        return run_cli(*arguments)


_parse = load._parse
_PARSED: dict[object, bytes] = {}


def parsed(files: list[tuple[str, bytes]], folder: str, layers: dict[str, str] | None = None) -> load.Loaded:
    """What the text says, parsed once for all questions that are asked of the same bytes; each gets its own copy."""
    what = (*files, folder, *(layers or {}).items())
    if what not in _PARSED:
        _PARSED.clear()
        _PARSED[what] = pickle.dumps(_parse(files, folder, layers))
    loaded: load.Loaded = pickle.loads(_PARSED[what])  # noqa: S301 - our own, from above
    return loaded


def sealed(here: Path) -> tuple[Path, Path]:
    (database,), (seal,) = (here / "cache").glob("store-*.sqlite"), (here / "cache").glob("store-*.seal")
    return database, seal


def flipped(path: Path, at: int) -> None:
    data = bytearray(path.read_bytes())
    data[at % len(data)] ^= 0xFF
    path.write_bytes(data)


def instead_of(path: Path, make: Callable[[Path], object]) -> None:
    path.unlink()
    make(path)


def process(*arguments: str, here: Path, limit: int | None = None) -> subprocess.Popen[bytes]:
    code = f"import sys; from tenderwatch.registry import load; load.WORTH_ASKING = 0; from tenderwatch.cli.main import main; sys.exit(main({list(arguments)!r}))"  # noqa: E501

    def limited() -> None:
        if limit is not None:
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    return subprocess.Popen(
        [sys.executable, "-c", code], cwd=here, stdout=subprocess.PIPE, stderr=subprocess.PIPE, preexec_fn=limited
    )  # fmt: skip
