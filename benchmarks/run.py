"""Measure what users feel, and set it against its limit.

    python benchmarks/run.py                 print a table
    python benchmarks/run.py start_up        of these benchmarks alone, by the name of their function
    python benchmarks/run.py --strict        the same, and exit 1 if a figure is over its limit

Limits are ratios to the least that a typer program costs on the same machine in the same minute, both in seconds of
the processor, since seconds by the clock would say more about the machine. Runs of everything take turns, and the best
of each counts, so that other work on the machine disturbs all of them alike, or none.

To add a benchmark: write a function that yields `Result`s and put it in BENCHMARKS.
"""

from __future__ import annotations

import argparse
import fcntl
import math
import os
import pty
import re
import resource
import shutil
import struct
import subprocess
import sys
import tempfile
import termios
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from generate import generate

HERE = Path(__file__).parent
BARE = (sys.executable, str(HERE / "bare_typer.py"))
TENDERWATCH = str(Path(sys.executable).with_name("tenderwatch"))
DAY = "2024-05-01"
DUE = (TENDERWATCH, "due", "--months", "12", "--today", DAY)
COLUMNS = 120
WIDTH = 56  # of the names in the table
PUBLISH = (TENDERWATCH, "publish", "--base-url", "https://example.org/care/")
TWO_HUNDRED = 200
SEVERAL_HUNDRED = 400
A_THOUSAND = 1_000
FOUR_THOUSAND = 4_000
TEN_THOUSAND = 10_000


@dataclass(frozen=True)
class Result:
    """A figure with its unit; without a limit it is only told."""

    name: str
    figure: float
    unit: str
    limit: float | None = None

    @property
    def over(self) -> bool:
        """Whether the limit is passed."""
        return self.limit is not None and self.figure > self.limit


@dataclass(frozen=True)
class Used:
    """What one process used: seconds by the clock and of the processor, peak memory; and what it said."""

    seconds: float
    of_processor: float
    mebibytes: float
    said: str

    def at_best(self, other: Used) -> Used:
        """The least of each figure."""
        seconds, of_processor = min(self.seconds, other.seconds), min(self.of_processor, other.of_processor)
        return Used(seconds, of_processor, min(self.mebibytes, other.mebibytes), self.said)


@dataclass(frozen=True)
class Bench:
    """How to measure: the number of rounds, a scratch folder, and an environment with a cache of its own."""

    rounds: int
    folder: Path
    env: dict[str, str]

    def registry(self, count: int) -> Path:
        """A generated registry of this many records."""
        path = self.folder / f"generated-{count}.yaml"
        if not path.exists():
            path.write_text(generate(count), encoding="utf-8", newline="\n")
        return path


def start_up(bench: Bench) -> Iterator[Result]:
    """`due` from a warm cache, on the shipped registry and on a larger one, against a bare typer program."""
    small, larger = (("--registry", str(bench.registry(count))) for count in (TWO_HUNDRED, SEVERAL_HUNDRED))
    tsv = ("--format", "tsv")
    runs: dict[str, Callable[[], float]] = {
        "bare": lambda: on_pipe(BARE, bench.env),
        "tsv": lambda: on_pipe((*DUE, *tsv), bench.env),
        "tsv, small": lambda: on_pipe((*DUE, *tsv, *small), bench.env),
        "tsv, larger": lambda: on_pipe((*DUE, *tsv, *larger), bench.env),
        "table": lambda: on_terminal(DUE, bench.env),
        "table, larger": lambda: on_terminal((*DUE, *larger), bench.env),
    }
    for once in runs.values():
        once()
    best = dict.fromkeys(runs, float("inf"))
    for _ in range(bench.rounds):
        for name, once in runs.items():
            best[name] = min(best[name], once())
    bare = best["bare"]
    yield Result("a bare typer program", bare * 1000, "ms")
    yield Result("due --format tsv, shipped registry", best["tsv"] / bare, "x bare", 1.6)
    yield Result("due as a table, shipped registry", best["table"] / bare, "x bare", 2.4)
    yield Result(f"due --format tsv, {TWO_HUNDRED} records", best["tsv, small"] / bare, "x bare", 1.6)
    yield Result(f"due --format tsv, {SEVERAL_HUNDRED} records", best["tsv, larger"] / bare, "x bare", 1.6)
    yield Result(f"due as a table, {SEVERAL_HUNDRED} records", best["table, larger"] / bare, "x bare", 2.4)


def loading(bench: Bench) -> Iterator[Result]:
    """Reading a large registry from its text, with no compiled copy to help."""
    path = bench.registry(TEN_THOUSAND)
    env = bench.env | {"TENDERWATCH_CACHE": "off"}
    rounds = min(bench.rounds, 5)
    runs = [(used(BARE, bench.env).of_processor, *_load_once(path, env)) for _ in range(rounds)]
    bare, seconds, of_processor, mebibytes = (min(figures) for figures in zip(*runs, strict=True))
    size = path.stat().st_size / 1e6
    yield Result(f"loading {TEN_THOUSAND:,} records ({size:.1f} MB), no cache", seconds, "s")
    # Well below the figure above, it says that the machine was busy with something else.
    yield Result("  the processor's time for it", of_processor, "s")
    yield Result("  the same", of_processor / bare, "x bare", 30)
    yield Result("  its peak memory", mebibytes, "MiB")


def publishing(bench: Bench) -> Iterator[Result]:
    """A whole site, feeds and pages: made anew, made again with nothing changed, and carried over to another day."""
    registry = bench.registry(A_THOUSAND)
    days = {"anew": "2024-05-01", "again, nothing changed": "2024-05-01", "carried over a quarter": "2024-08-01"}
    best: dict[str, Used] = {}
    bare = float("inf")
    for number in range(min(bench.rounds, 3)):
        site = bench.folder / f"site-{number}"
        bare = min(bare, used(BARE, bench.env).of_processor)
        for name, today in days.items():
            item = used((*PUBLISH, str(site), "--registry", str(registry), "--today", today), bench.env)
            if not item.said.startswith(f"{A_THOUSAND:,} contracts, ") or " 0 events" in item.said:
                sys.exit(f"the site was not soundly published: {item.said}")
            best[name] = item.at_best(best.get(name, item))
        shutil.rmtree(site)
    for name, item in best.items():
        # By the clock, as a user waits; well above the next figure, the machine was busy with something else.
        yield Result(f"publishing {A_THOUSAND:,} contracts {name}", item.seconds, "s")
        yield Result("  the processor's time for it", item.of_processor, "s")
        yield Result("  the same", item.of_processor / bare, "x bare", 200)
        yield Result("  its peak memory", item.mebibytes, "MiB", 400)


def growth(bench: Bench) -> Iterator[Result]:
    """How the work of publishing grows: four times the contracts should take about four times as long."""
    spent = {}
    for count in (A_THOUSAND, FOUR_THOUSAND):
        site, registry = bench.folder / f"growth-{count}", str(bench.registry(count))
        best = float("inf")
        for _ in range(min(bench.rounds, 2)):
            run = used((*PUBLISH, str(site), "--registry", registry, "--today", DAY), bench.env)
            if not run.said.startswith(f"{count:,} contracts, "):
                sys.exit(f"the site was not soundly published: {run.said}")
            best = min(best, run.of_processor)
            shutil.rmtree(site)
        spent[count] = best
    ratio = spent[FOUR_THOUSAND] / spent[A_THOUSAND]
    yield Result(f"publishing {FOUR_THOUSAND:,} contracts, processor's time", spent[FOUR_THOUSAND], "s")
    yield Result(f"  the same against {A_THOUSAND:,} contracts", ratio, "x", 4.5)


def windows(bench: Bench) -> Iterator[Result]:
    """Every stage, extension and tender window of many contracts, no more than a fifth of their ends distinct."""
    command = (sys.executable, str(HERE / "renewal_windows.py"), str(TEN_THOUSAND), str(TEN_THOUSAND // 5))
    best = bare = float("inf")
    for _ in range(min(bench.rounds, 5)):
        bare = min(bare, used(BARE, bench.env).of_processor)
        done = subprocess.run(command, env=bench.env, capture_output=True, text=True)
        if done.returncode:
            sys.exit(f"{' '.join(command)} exited with {done.returncode}: {done.stderr}")
        seconds, found = done.stdout.split()
        if int(found) < TEN_THOUSAND:
            sys.exit(f"the renewals held only {found} dates")
        best = min(best, float(seconds))
    yield Result(f"renewals of {TEN_THOUSAND:,} contracts, {TEN_THOUSAND // 5:,} distinct ends", best, "s")
    yield Result("  the same", best / bare, "x bare", 25)


def editing(bench: Bench) -> Iterator[Result]:
    """Adding 1,000 records to a registry of 4,000 at once, against a check of that registry without a cache."""
    registry, text = bench.registry(FOUR_THOUSAND), generate(FOUR_THOUSAND + A_THOUSAND)
    head, *records = re.split(r"(?m)^(?=  - id: )", text[text.index("contracts:\n") :])
    sheet = bench.folder / "new-records.yaml"
    sheet.write_text(head + "".join(records[FOUR_THOUSAND:]), encoding="utf-8", newline="\n")
    env = bench.env | {"TENDERWATCH_CACHE": "off"}
    check = (TENDERWATCH, "check", str(registry))
    add = (TENDERWATCH, "add", "--from", str(sheet), "--registry", str(registry), "--dry-run", "--today", DAY)
    checked, added = used(check, env), used(add, env)
    for _ in range(min(bench.rounds, 3) - 1):
        checked, added = used(check, env).at_best(checked), used(add, env).at_best(added)
    if added.said.count("\n+  - id: ") != A_THOUSAND:
        sys.exit(f"the records were not all added: {added.said[:500]}")
    yield Result(f"a check of {FOUR_THOUSAND:,} records, no cache", checked.of_processor, "s")
    name = f"adding {A_THOUSAND:,} records to {FOUR_THOUSAND:,}"
    yield Result(name, added.of_processor / checked.of_processor, "x check", 4)
    yield Result("  its peak memory", added.mebibytes, "MiB")


REPORTS = (
    "due", "forward-plan", "by-council", "by-portal", "by-service", "by-provider", "extensions", "stale", "coverage",
)  # fmt: skip


def reports(bench: Bench) -> Iterator[Result]:
    """The slowest report on many contracts: every kind as a workbook, which costs most, and one in every format."""
    asked = [*((kind, "xlsx") for kind in REPORTS), *(("due", form) for form in ("txt", "md", "html", "csv", "json"))]
    registry = ("--registry", str(bench.registry(TEN_THOUSAND)), "--today", DAY)
    on_pipe((*DUE, "--format", "tsv", *registry[:2]), bench.env)  # who comes first compiles the registry
    best: dict[tuple[str, str], Used] = {}
    bare = float("inf")
    for _ in range(min(bench.rounds, 3)):
        bare = min(bare, used(BARE, bench.env).of_processor)
        for kind, form in asked:
            path = bench.folder / f"report.{form}"
            entry = used((TENDERWATCH, "report", kind, "-o", str(path), *registry), bench.env)
            if " rows " not in entry.said:
                sys.exit(f"the report was not soundly written: {entry.said}")
            best[kind, form] = entry.at_best(best.get((kind, form), entry))
    (kind, form), slowest = max(best.items(), key=lambda item: item[1].of_processor)
    yield Result(f"slowest report of {TEN_THOUSAND:,} contracts: {kind} as {form}", slowest.seconds, "s")
    yield Result("  the processor's time for it", slowest.of_processor, "s")
    yield Result("  the same", slowest.of_processor / bare, "x bare", 80)
    yield Result("  its peak memory", slowest.mebibytes, "MiB")


def wordings(bench: Bench) -> Iterator[Result]:
    """Reading printed terms, each for the first time."""
    from random import Random

    from tenderwatch.wording.read import _facts, read

    sys.path.insert(0, str(HERE.parent / "tests"))
    from wording_trees import printed_forms, random_tree

    random = Random(1)  # noqa: S311 - the same wordings each time, no secrets
    texts = [printed.text for _ in range(200) for printed in printed_forms(random_tree(random), random)]
    best = bare = math.inf
    for _ in range(bench.rounds):
        bare = min(bare, used(BARE, bench.env).of_processor)
        read.cache_clear()
        _facts.cache_clear()
        started = time.process_time()
        for text in texts:
            read(text)
        best = min(best, time.process_time() - started)
    yield Result(f"reading a wording, mean of {len(texts):,}", best / len(texts) * 1000, "ms")
    yield Result("  a thousand of them", best / len(texts) * 1000 / bare, "x bare", 12)


HUNDRED_THOUSAND = 100_000


def importing(bench: Bench) -> Iterator[Result]:
    """Previews of notices and registers for an empty registry, each against the bare reading of the same file.

    The limits are those for notices of care, for registers of which every row is new, and for a small register, which
    is mostly start-up. Notices that are all wanted have none: every one is read, drafted and held against the checks.
    """
    from generate_notices import write as write_notices
    from generate_register import write as write_register

    empty = bench.folder / "empty.yaml"
    empty.write_text("edition: 2026-01-01\n", encoding="utf-8")
    given = ("--registry", str(empty), "--lead", "Northshire County Council", "--today", "2026-11-28")
    files = {
        "notices": bench.folder / "notices.jsonl",
        "register": bench.folder / "register.csv",
        "workbook": bench.folder / "register.xlsx",
        "small": bench.folder / "small.csv",
    }
    write_notices(HUNDRED_THOUSAND, files["notices"])
    write_register(HUNDRED_THOUSAND, files["register"])
    write_register(HUNDRED_THOUSAND, files["workbook"])
    write_register(SEVERAL_HUNDRED, files["small"])

    def bare(kind: str) -> float:
        """The processor's time for reading alone, told by the process itself: no start-up is in it."""
        command = (sys.executable, str(HERE / "bare_reading.py"), str(files[kind]))
        return min(float(used(command, bench.env).said) for _ in range(min(bench.rounds, 3)))

    def preview(kind: str, *more: str) -> Used:
        item = used((TENDERWATCH, "import", str(files[kind]), *given, *more), bench.env)
        if not re.search(r"\b[1-9][0-9,]* new", item.said):
            sys.exit(f"the file was not soundly read: {item.said[:500]}")
        return item

    reading = bare("notices")
    care, every = preview("notices", "--only", "care"), preview("notices")
    yield Result(f"{HUNDRED_THOUSAND:,} notices by bare json.loads", reading, "s")
    yield Result("  previewed with --only care", care.of_processor / reading, "x json.loads", 1.0)
    yield Result("  its peak memory", care.mebibytes, "MiB", 120)
    yield Result("  previewed, all of them new", every.of_processor / reading, "x json.loads")
    yield Result("  its peak memory", every.mebibytes, "MiB", 160)
    reading, every = bare("register"), preview("register")
    yield Result(
        f"{HUNDRED_THOUSAND:,} rows of CSV previewed, all new", every.of_processor / reading, "x csv.reader", 15
    )
    yield Result("  its peak memory", every.mebibytes, "MiB", 120)
    reading, every = bare("workbook"), preview("workbook")
    yield Result(
        f"{HUNDRED_THOUSAND:,} rows of XLSX previewed, all new", every.of_processor / reading, "x calamine", 1.5
    )
    size = files["workbook"].stat().st_size / (1 << 20)
    yield Result("  its peak memory", every.mebibytes / size, "x the file", 30)
    preview("small")
    start, small = (
        min(item.of_processor for item in items)
        for items in zip(*((used(BARE, bench.env), preview("small")) for _ in range(bench.rounds)), strict=True)
    )
    yield Result(f"a register of {SEVERAL_HUNDRED} rows, previewed", small / start, "x bare", 3)


# The order of the table.
BENCHMARKS: tuple[Callable[[Bench], Iterator[Result]], ...] = (
    start_up, loading, windows, editing, reports, wordings, importing, publishing, growth,
)  # fmt: skip


def on_pipe(command: tuple[str, ...], env: dict[str, str]) -> float:
    """Seconds of the processor to run a command with its output piped."""
    before = _of_children()
    done = subprocess.run(command, env=env, capture_output=True, stdin=subprocess.DEVNULL)
    took = _of_children() - before
    if done.returncode or not done.stdout:
        sys.exit(f"{' '.join(command)} exited with {done.returncode}: {done.stderr.decode()}")
    return took


def on_terminal(command: tuple[str, ...], env: dict[str, str]) -> float:
    """Seconds of the processor to run a command whose output is a terminal."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 40, COLUMNS, 0, 0))
    before = _of_children()
    process = subprocess.Popen(command, env=env, stdin=theirs, stdout=theirs, stderr=subprocess.PIPE)
    os.close(theirs)
    shown = b"".join(_until_closed(ours))
    _, errors = process.communicate()
    took = _of_children() - before
    os.close(ours)
    if process.returncode or b"\x1b[" not in shown:
        sys.exit(f"{' '.join(command)} exited with {process.returncode} and no table: {errors.decode()}")
    return took


def _of_children() -> float:
    """Seconds of the processor that every process which we started, and which has ended, has used."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def _until_closed(terminal: int) -> Iterator[bytes]:
    while True:
        try:
            data = os.read(terminal, 1 << 16)
        except OSError:  # how Linux says that the other side is closed
            return
        if not data:
            return
        yield data


def used(command: tuple[str, ...], env: dict[str, str]) -> Used:
    """Run a command: what it took of the clock, of the processor and of memory, and what it said on either stream."""
    with tempfile.TemporaryFile("w+") as output:
        before = time.perf_counter()
        process = subprocess.Popen(command, env=env, stdin=subprocess.DEVNULL, stdout=output, stderr=output)
        # wait4, unlike Popen.wait, says what this one process used.
        _, status, usage = os.wait4(process.pid, 0)
        took = time.perf_counter() - before
        process.returncode = os.waitstatus_to_exitcode(status)
        output.seek(0)
        said = output.read()
    if process.returncode:
        sys.exit(f"{' '.join(command)} exited with {process.returncode}: {said}")
    kibibytes = usage.ru_maxrss / (1024 if sys.platform == "darwin" else 1)
    return Used(took, usage.ru_utime + usage.ru_stime, kibibytes / 1024, said)


def _load_once(path: Path, env: dict[str, str]) -> tuple[float, float, float]:
    """Seconds that loading alone took and that the processor spent on it, and the peak memory of the process in MiB."""
    item = used((sys.executable, str(HERE / "load_registry.py"), str(path)), env)
    seconds, of_processor, *counts = item.said.split()
    if counts != [str(TEN_THOUSAND), "0"]:
        sys.exit(f"the generated registry was not soundly read: {item.said}")
    return float(seconds), float(of_processor), item.mebibytes


def environment(cache: Path) -> dict[str, str]:
    """Ours, without what would change the work done."""
    changes = ("TENDERWATCH_", "COLUMNS", "LINES", "NO_COLOR", "FORCE_COLOR", "PYTHON")
    env = {name: value for name, value in os.environ.items() if not name.startswith(changes)}
    return env | {"TENDERWATCH_CACHE": str(cache), "TERM": "xterm-256color"}


def table(results: Iterable[Result]) -> Iterator[str]:
    """The lines of a table, each as soon as its result is there."""
    yield f"{'':{WIDTH}}  {'figure':>19}  {'limit':>6}"
    yield from map(_line, results)


def _line(result: Result) -> str:
    limit, verdict = ("", "") if result.limit is None else (f"{result.limit:g}", "over" if result.over else "ok")
    return f"{result.name:{WIDTH}}  {f'{result.figure:.2f} {result.unit}':>19}  {limit:>6}  {verdict}".rstrip()


def main() -> int:
    """Run every benchmark and print the table. With --strict the exit code is 1 if a figure is over its limit."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--strict", action="store_true", help="exit 1 if a figure is over its limit")
    parser.add_argument("--rounds", type=int, default=15, help="how often each is run; the best counts (default 15)")
    known = {measure.__name__: measure for measure in BENCHMARKS}
    parser.add_argument("benchmarks", nargs="*", metavar="BENCHMARK", help=f"one of {', '.join(known)}; all if none")
    arguments = parser.parse_args()
    if unknown := set(arguments.benchmarks) - known.keys():
        parser.error(f"there is no benchmark {', '.join(sorted(unknown))}")
    if not Path(TENDERWATCH).exists():
        sys.exit(f"there is no {TENDERWATCH}: run this with the Python that tenderwatch is installed for (make bench)")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        bench = Bench(max(1, arguments.rounds), folder, environment(folder / "cache"))
        results: list[Result] = []

        def found() -> Iterator[Result]:
            for name in arguments.benchmarks or known:
                for result in known[name](bench):
                    results.append(result)
                    yield result

        for line in table(found()):
            print(line, flush=True)
    return 1 if arguments.strict and any(result.over for result in results) else 0


if __name__ == "__main__":
    sys.exit(main())
