"""A generated England of 300,000 contracts: what it takes to compile, change, ask and publish, against its limits.

    make bench-england                       (or: python benchmarks/run_england.py --contracts 30000)

Seconds are those of the processor, and the best of several runs. A bare typer program, the same command on the shipped
registry, and SQLite handing over the same rows are measured in the same run.
"""

from __future__ import annotations

import argparse
import json
import sqlite3
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

from england import councils, slug, write
from run import BARE, DAY, TENDERWATCH, Result, Used, environment, table, used

ENGLAND = 300_000
ON_DAY = ("--today", DAY)


def measure(count: int, rounds: int, folder: Path) -> Iterator[Result]:
    """Every figure, in the order in which they are shown."""
    registry, cache = folder / "england", folder / "cache"
    write(count, registry)
    env, where = environment(cache), ("--registry", str(registry), *ON_DAY)
    council = councils()[29]
    lines = (registry / f"{slug(council)}.jsonl").read_text(encoding="utf-8").splitlines()
    shown = next(json.loads(line)["contract"]["id"] for line in lines if line.startswith('{"contract"'))

    built = used((TENDERWATCH, "show", shown, *where), env)
    yield Result(f"compiling {count:,} contracts, processor's time", built.of_processor, "s", 60)
    yield Result("  its peak memory", built.mebibytes, "MiB", 600)
    (database,) = cache.glob("store-*.sqlite")
    yield Result("  the compiled copy", database.stat().st_size / 2**20, "MiB")

    asked = {
        "show": ("show", shown, *where),
        "due of a council": ("due", "--council", council, "--format", "tsv", *where),
        "list by words": ("list", "--text", "REF-0040", "--format", "tsv", *where),
    }
    shipped = {
        "show": ("show", "south-tees-carers", *ON_DAY),
        "due of a council": ("due", "--council", "Durham", "--format", "tsv", *ON_DAY),
        "list by words": ("list", "--text", "carers", "--format", "tsv", *ON_DAY),
    }
    limits = {"show": 1.5, "due of a council": 1.5, "list by words": 1.6}
    best: dict[str, Used] = {}
    used((TENDERWATCH, "due", "--council", councils()[30], *where), env)  # the timetables are compiled by the first
    first = used((TENDERWATCH, *asked["due of a council"]), env).of_processor
    for _ in range(rounds):
        runs = {"bare": BARE, **{name: (TENDERWATCH, *command) for name, command in asked.items()}}
        runs |= {f"shipped {name}": (TENDERWATCH, *command) for name, command in shipped.items()}
        for name, command in runs.items():
            entry = used(command, env)
            best[name] = entry.at_best(best.get(name, entry))
    bare = best["bare"].of_processor
    yield Result("a bare typer program", bare * 1000, "ms")
    for name, limit in limits.items():
        yield Result(name, best[name].of_processor / bare, "x bare", limit)
        yield Result("  the same on the shipped registry", best[f"shipped {name}"].of_processor / bare, "x bare")
        yield Result("  its peak memory", best[name].mebibytes, "MiB", 100)
    yield Result("due of a council, the first time that day", first / bare, "x bare")

    yield from changed(registry / f"{slug(council)}.jsonl", (TENDERWATCH, *asked["show"]), env, rounds)
    yield from everything(where, env, cache)
    yield from site(registry, folder / "site", env)


def site(registry: Path, folder: Path, env: dict[str, str]) -> Iterator[Result]:
    """The site from nothing, and the next night with 500 contracts changed. The compiled copy is brought up before."""
    command = (TENDERWATCH, "publish", str(folder), "--base-url", "https://example.org/", "--registry", str(registry))
    new = used((*command, *ON_DAY), env)
    yield Result("site from nothing, processor's time", new.of_processor, "s", 600)
    yield Result("  its peak memory", new.mebibytes, "MiB")
    files = [path.stat().st_size for path in folder.rglob("*") if path.is_file()]
    yield Result("  files", len(files), "", 6000)
    yield Result("  size", sum(files) / 1e6, "MB", 400)
    tomorrow = ("--today", (date.fromisoformat(DAY) + timedelta(1)).isoformat())
    change(registry, 500)
    used((TENDERWATCH, "list", "--text", "REF-0040", "--registry", str(registry), *tomorrow), env)
    night = used((*command, *tomorrow), env)
    yield Result("the next night, 500 contracts changed", night.of_processor, "s", 60)
    yield Result("  its peak memory", night.mebibytes, "MiB")
    same = used((*command, *tomorrow), env)
    yield Result("the same again, nothing changed", same.of_processor, "s")


def change(registry: Path, number: int) -> None:
    """Change the titles of so many imported contracts, in every fourth file."""
    paths = sorted(registry.glob("*.jsonl"))[::4]
    for place, path in enumerate(paths):
        lines = path.read_text(encoding="utf-8").splitlines()
        left = number // len(paths) + (place < number % len(paths))
        for at, line in enumerate(lines):
            if left and line.startswith('{"contract"'):
                record = json.loads(line)
                record["contract"]["title"] += " changed"
                lines[at] = json.dumps(record)
                left -= 1
        path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")


def changed(path: Path, command: tuple[str, ...], env: dict[str, str], rounds: int) -> Iterator[Result]:
    """One file of JSON Lines in which one contract has changed."""
    more = []
    for number in range(min(rounds, 3)):
        lines = path.read_text(encoding="utf-8").splitlines()
        record = json.loads(lines[1 + number * 7])
        (about,) = record.values()
        about["title"] += " changed"
        lines[1 + number * 7] = json.dumps(record)
        path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
        first = used(command, env).of_processor
        more.append(first - used(command, env).of_processor)
    yield Result("one file changed, more than the same again", min(more), "s", 1)


def everything(where: tuple[str, ...], env: dict[str, str], cache: Path) -> Iterator[Result]:
    """`due` for all, against SQLite handing over the same rows."""
    asked = (TENDERWATCH, "due", "--format", "tsv", *where)
    first = used(asked, env)
    due = min((used(asked, env) for _ in range(3)), key=lambda run: run.of_processor)
    (database,) = cache.glob("store-*.sqlite")
    with closing(sqlite3.connect(f"{database.as_uri()}?mode=ro&immutable=1", uri=True)) as db:
        before = time.process_time()
        rows = db.execute("SELECT id, value FROM contract WHERE state = 0 ORDER BY pos").fetchall()
        handed = time.process_time() - before
    yield Result(f"SQLite handing over {len(rows):,} rows", handed, "s")
    yield Result("due for all, the first time that day, processor's time", first.of_processor, "s")
    yield Result("  against SQLite", first.of_processor / handed, "x")
    yield Result("  its peak memory", first.mebibytes, "MiB")
    yield Result("due for all, asked again", due.of_processor, "s")
    yield Result("  against SQLite", due.of_processor / handed, "x", 10)
    yield Result("  its peak memory", due.mebibytes, "MiB")


def main() -> int:
    """Measure, and print the table. With --strict the exit code is 1 if a figure is over its limit."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--contracts", type=int, default=ENGLAND, help="how many (default 300,000)")
    parser.add_argument("--rounds", type=int, default=7, help="how often each is run; the best counts (default 7)")
    parser.add_argument("--strict", action="store_true", help="exit 1 if a figure is over its limit")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        results = list(measure(arguments.contracts, max(1, arguments.rounds), Path(name)))
    print(*table(results), sep="\n")
    return 1 if arguments.strict and any(result.over for result in results) else 0


if __name__ == "__main__":
    sys.exit(main())
