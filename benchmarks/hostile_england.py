"""A generated England of 300,000 contracts: a full disk, a cache that can only be read, runs killed at any moment.

    make hostile-england                     (or: python benchmarks/hostile_england.py --contracts 30000)

Each answer must be that of the files as they are, with no message of a fault, and the last good copy must stay. What
the suite tries with a few contracts (tests/test_stored_registry.py) is tried here at the size that it is meant for.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

from england import councils, slug, write
from run import DAY

ENGLAND = 300_000
COUNCIL = councils()[29]
RUN = "import sys; from tenderwatch.cli.main import main; sys.exit(main(sys.argv[1:]))"
# As a file system does that is mounted to be read only.
READ_ONLY = f"""
import tempfile
def refused(*_, **__):
    raise PermissionError(30, "Read-only file system")
tempfile.mkstemp = refused
{RUN}
"""


class England:
    """A registry with a cache of its own, and one question that is put to it again and again."""

    def __init__(self, folder: Path, count: int) -> None:
        self.registry, self.cache = folder / "england", folder / "cache"
        write(count, self.registry)
        self.file = self.registry / f"{slug(COUNCIL)}.jsonl"
        lines = self.file.read_text(encoding="utf-8").splitlines()
        shown = next(json.loads(line)["contract"]["id"] for line in lines if line.startswith('{"contract"'))
        self.question: tuple[str, ...] = ("show", shown, "--registry", str(self.registry), "--today", DAY)
        self.title = ""

    def change(self, mark: str) -> None:
        """Give the contract another title."""
        text = self.file.read_text(encoding="utf-8")
        self.file.write_text(
            re.sub(rf'("contract": .*?"title": ")[^"]*?(?={COUNCIL} )', rf"\1{mark} ", text, count=1), encoding="utf-8"
        )
        self.title = f"{mark} {COUNCIL}"

    def begin(self, code: str = RUN, most: int | None = None) -> subprocess.Popen[bytes]:
        """Ask, in a process that may write no file of more bytes than `most`."""

        def limited() -> None:
            if most is not None:
                signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
                resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))

        env = os.environ | {"TENDERWATCH_CACHE": str(self.cache)}
        command = [sys.executable, "-c", code, *self.question]
        return subprocess.Popen(
            command, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, preexec_fn=limited
        )  # fmt: skip

    def ask(self, code: str = RUN, most: int | None = None) -> None:
        """Ask, and hold the answer against the file."""
        running = self.begin(code, most)
        out, err = running.communicate()
        expect(running.returncode == 0 and not err, f"it failed: {err.decode()}")
        expect(self.title in out.decode(), f"it answered with another title than '{self.title}'")

    def answer(self, most: int | None = None) -> bytes:
        """Ask, and give the answer."""
        running = self.begin(most=most)
        out, err = running.communicate()
        expect(running.returncode == 0 and err.count(b"\n") == 1, f"it failed: {err.decode()}")
        return out

    def forget_rows(self) -> None:
        """Delete what was worked out and kept."""
        for path in self.cache.glob("store-*.kept*"):
            path.unlink()

    def kill(self, seconds: float) -> None:
        """Ask, and kill the run after so many seconds."""
        running = self.begin()
        time.sleep(seconds)
        running.kill()
        running.communicate()

    def copy(self) -> list[str]:
        """The database and its seal, as they are called."""
        return sorted(path.name for path in self.cache.glob("store-*"))

    def left(self) -> list[Path]:
        """What runs have left that is of no more use."""
        return list(self.cache.glob(".new-*"))


def expect(right: bool, otherwise: str) -> None:
    """Stop where something is not as it must be."""
    if not right:
        sys.exit(f"hostile England: {otherwise}")


def tried(england: England, kills: int) -> Iterator[str]:
    """Everything that is tried, as it is done."""
    began = time.monotonic()
    england.ask()
    compiling = time.monotonic() - began
    whole = england.copy()
    expect(len(whole) == 2, "there is no copy")
    size = next(england.cache.glob("store-*.sqlite")).stat().st_size
    yield "compiled"

    england.change("Fuller")
    england.ask(most=size // 2)
    expect(england.copy() == whole, "a full disk has cost the last good copy")
    shutil.rmtree(england.cache)
    england.ask(most=size // 2)
    expect(not england.copy() and not england.left(), "a full disk has left something behind")
    england.ask()
    yield "a full disk, with a copy and without"

    whole = england.copy()
    england.ask(code=READ_ONLY)
    england.change("Unwritten")
    england.ask(code=READ_ONLY)
    expect(england.copy() == whole and not england.left(), "a cache that can only be read has changed")
    england.ask()
    yield "a cache that can only be read, and a file changed"

    for number in range(kills):
        england.change(f"Killed {number}")
        before = england.copy()
        england.kill(0.2 + 2 * number / kills)
        expect(len(england.copy()) >= len(before), "a killed run has cost the last good copy")
        england.ask()
    yield f"killed {kills} times while a file was read again"

    for number in range(kills):
        shutil.rmtree(england.cache)
        england.kill(compiling * (number + 1) / (kills + 1))
        left = england.copy()
        expect(not left or left[0].endswith(".sqlite"), "there is a seal without a copy")
    england.ask()
    expect(len(england.copy()) == 2 and not england.left(), "what killed runs left is still there")
    yield f"killed {kills} times while all was compiled"


def tried_for_all(england: England, kills: int) -> Iterator[str]:
    """The same where what was worked out is kept: `due` for everybody, whose first answer works out every row."""
    england.question = ("due", "--format", "tsv", "--registry", str(england.registry), "--today", DAY)
    england.forget_rows()
    began = time.monotonic()
    whole = england.answer()
    working_out = time.monotonic() - began
    expect(england.answer() == whole, "what was kept gives another answer")
    for limit in (0, 10_000_000):
        england.forget_rows()
        expect(england.answer(limit) == whole, "a full disk gives another answer")
    yield "a full disk while what was worked out is kept"

    for number in range(kills):
        england.forget_rows()
        england.kill(working_out * (0.5 + (number + 1) / (2 * kills + 2)))
        expect(england.answer() == whole, "what a killed run had kept gives another answer")
        expect(england.answer() == whole, "what was kept after a killed run gives another answer")
    yield f"killed {kills} times while what was worked out is kept"


def main() -> int:
    """Try everything, and say what was tried."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--contracts", type=int, default=ENGLAND, help="how many (default 300,000)")
    parser.add_argument("--kills", type=int, default=5, help="how often a run is killed, of each kind (default 5)")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        england = England(Path(name), arguments.contracts)
        for done in chain(tried(england, arguments.kills), tried_for_all(england, arguments.kills)):
            print(f"survived: {done}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
