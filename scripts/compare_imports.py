"""Import files with two versions of the source, and say where what they print or write differs.

    git worktree add ../before COMMIT
    python scripts/compare_imports.py ../before/src src FILE... [--damaged 20]

Each file is previewed as a page and as JSON, for everything and for care alone, and written into a new registry twice.
With --damaged so many copies of each are read as well, in which some bytes are cut out, doubled or overwritten; the
same copies each time. Exits with 1 if anything differs. Use it when an import is made faster.
"""

from __future__ import annotations

import argparse
import os
import random
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

GIVEN = ("--lead", "Northshire County Council", "--today", "2026-11-28")
PREVIEWS = ((), ("--only", "care"), ("--format", "json"), ("--only", "care", "--format", "json"))
JUNK = (
    b'"',
    b"\n",
    b"\r",
    b"\0",
    b"{",
    b"]",
    b",",
    b"\xff",
    b"\xef\xbb\xbf",
    b"NaN",
    b"31/02/2027",
    b"85312100",
    b"care",
)


def damaged(whole: bytes, seed: int) -> bytes:
    """The bytes with some places cut out, doubled or overwritten."""
    pick, data = random.Random(seed), bytearray(whole)  # noqa: S311 - no secrets
    for _ in range(pick.randrange(1, 12)):
        at, length = pick.randrange(len(data) + 1), pick.randrange(1, 200)
        change = pick.choice((b"", pick.choice(JUNK), bytes(data[at : at + length]) * 2))
        data[at : at + pick.choice((1, length))] = change
    return bytes(data)


def said(source: Path, folder: Path, *arguments: str) -> str:
    """What an import in a folder says and rejects, with the source of one version, and its exit code."""
    env = os.environ | {"PYTHONPATH": str(source.resolve()), "TENDERWATCH_CACHE": "off", "COLUMNS": "200"}
    command = (sys.executable, "-m", "tenderwatch", "import", *arguments, *GIVEN, "--rejects", "rejects.csv")
    done = subprocess.run(command, cwd=folder, env=env, capture_output=True, stdin=subprocess.DEVNULL, check=False)
    rejects = folder / "rejects.csv"
    kept = rejects.read_bytes() if rejects.exists() else b""
    rejects.unlink(missing_ok=True)
    return f"{done.returncode}\n{(done.stdout + done.stderr + kept).decode(errors='replace')}"


def outcomes(source: Path, name: str, data: bytes) -> Iterator[tuple[str, str]]:
    """What one version makes of a file: each thing that it prints or writes, by a name."""
    with TemporaryDirectory() as scratch:
        folder = Path(scratch)
        (folder / name).write_bytes(data)
        (folder / "empty.yaml").write_text("edition: 2026-01-01\n", encoding="utf-8")
        for preview in PREVIEWS:
            yield (
                f"preview {' '.join(preview)}".strip(),
                said(source, folder, name, *preview, "--registry", "empty.yaml"),
            )
        (folder / "own").mkdir()
        for turn in ("written", "written again"):
            yield turn, said(source, folder, name, "--write", "own")
        for path in sorted((folder / "own").rglob("*")):
            if path.is_file():
                yield str(path.relative_to(folder)), path.read_text(encoding="utf-8", errors="replace")


def main() -> int:
    """Compare the two versions on every file, and print a line for each difference."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("before", type=Path, help="the folder src of one version")
    parser.add_argument("after", type=Path, help="the folder src of the other")
    parser.add_argument("files", type=Path, nargs="+", metavar="FILE")
    parser.add_argument("--damaged", type=int, default=0, metavar="N", help="damaged copies of each file (default 0)")
    given = parser.parse_args()
    compared = different = 0
    for path in given.files:
        whole = path.read_bytes()
        copies = [("", whole), *((f", damaged copy {seed}", damaged(whole, seed)) for seed in range(given.damaged))]
        for which, data in copies:
            before, after = (dict(outcomes(source, path.name, data)) for source in (given.before, given.after))
            names = dict.fromkeys((*before, *after))
            compared += len(names)
            for name in names:
                if before.get(name) != after.get(name):
                    different += 1
                    print(f"{path}{which}: {name} differs")
    print(f"{compared} outcomes compared, {different} differ")
    return 1 if different else 0


if __name__ == "__main__":
    sys.exit(main())
