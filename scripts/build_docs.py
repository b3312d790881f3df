"""Rebuild what the documentation shows of the tool, or check that it is up to date.

Pages are written by hand. This script fills in the blocks between a marker and `<!-- end -->`:

    <!-- run: COMMAND -->     the command and what it really prints, 80 columns wide, as on a terminal;
                              `| head -N` or `| tail -N` at its end keeps N lines and counts the others;
                              where the width shows in the answer, a remark behind the command says it
    <!-- session: A && B -->  the same, for commands one after the other in a new folder with docs/examples
    <!-- file: FILE -->       a file of the repository, whole
    <!-- carried -->          what each export carries of a contract, key by key
    <!-- events -->           the kinds of calendar event, and who each is for
    <!-- try: COMMAND -->     as `run`, on a copy of the example registry that the page's commands change in turn
    <!-- own: COMMAND -->     as `run`, in a registry of one's own that the page's commands begin and change in turn
    <!-- commands -->         the help of every command, in the tool's own order
    <!-- fields: RECORD -->   the keys of one record of the registry format, or of a watch file
    <!-- record: FILE ID -->  one record of an example registry
    <!-- dates: A; B; C -->   how each written form is read
    <!-- check -->            what `check` says of the fragment marked `yaml wrong` above it,
                              or (`<!-- check: NAME -->`) of one of the oddities named in ODDITIES;
                              `<!-- check: strict DAY -->` is `check --strict` on a day
    <!-- schedule: END; default|short -->  the stages for one end, by every timetable of that name
    <!-- extension: END; 3m; 28d -->       by when to extend a contract, with each of these notice periods
    <!-- standstill: LAW DAY; LAW DAY -->  the last day of the standstill after a notice on each day
    <!-- timetable: REGIME/NAME -->        one timetable, stage by stage, with its sources
    <!-- rule: NAME -->                    the figures of one rule: extension, pipeline, planned notice
    <!-- observed: rows|spans -->          the observed lead times, and what they come to
    <!-- freshness -->       how long evidence lasts, rule by rule
    <!-- effect: default|short -->         the dates that the fragment marked `yaml right` above it moves

docs/reference/registry.schema.json is written in full. Commands run in the top folder of the repository.
"""

from __future__ import annotations

import argparse
import csv
import io
import os
import re
import shlex
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import chdir, redirect_stderr, redirect_stdout
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from statistics import quantiles
from typing import Any, get_args
from unittest.mock import patch

from tenderwatch.answers.answer import Column
from tenderwatch.answers.backtest import GROUPS, figure_text, group_cells, span_cells
from tenderwatch.answers.backtest import SPANS as SPANS_SEEN
from tenderwatch.cli.app import COMMANDS
from tenderwatch.cli.app import GROUPS as COMMAND_GROUPS
from tenderwatch.cli.main import main as main_of_tool
from tenderwatch.dates import Duration, When, parse_duration
from tenderwatch.dates.parsing import parse_when
from tenderwatch.dates.words import day_text, weekday_text
from tenderwatch.exporters.carried import CARRIED, READ_BACK
from tenderwatch.labels.renewal import STAGE, STAGE_BASIS
from tenderwatch.labels.standing import EVENT, PROCUREMENT_EVENT, WINDOW_CLASS
from tenderwatch.law.lead_times.procurement import read_procurements
from tenderwatch.law.schedule.back import standstill_end
from tenderwatch.law.terms import End
from tenderwatch.law.timetables import StageRule, StandstillRule, bundled, shipped_procurements
from tenderwatch.law.working_days.calendars import nth_after, on_or_after
from tenderwatch.outlook import look_at
from tenderwatch.outlook.kinds import EVENT_KINDS, is_for
from tenderwatch.outlook.plan import Plan, make_plan
from tenderwatch.outlook.renewal import ASSUMED_REGIME, Renewal
from tenderwatch.queries.backtest.predict import backtest, shipped_backtest
from tenderwatch.queries.backtest.result import Backtest
from tenderwatch.queries.freshness import RULES
from tenderwatch.registry.checks.evidence import DATED
from tenderwatch.registry.format.fields import Choice, Field, ListOf, Parsed, Record, Slug, Text
from tenderwatch.registry.format.schema import schema_text
from tenderwatch.registry.format.sections import SECTIONS
from tenderwatch.registry.format.written import WHEN
from tenderwatch.registry.model.stages import STAGE_ORDER, TimetableChange, TimetableName
from tenderwatch.registry.parse import parse_files
from tenderwatch.registry.watch import ASIDE, WATCH
from tenderwatch.text import capital

ROOT = Path(__file__).resolve().parents[1]
SCHEMA = ROOT / "docs" / "reference" / "registry.schema.json"
BLOCK = re.compile(
    r"^<!-- (?P<kind>[a-z-]+)(?:: (?P<what>[^\n]+?))? -->\n(?P<old>.*?)<!-- end -->\n", re.DOTALL | re.MULTILINE
)
FENCE = re.compile(r"^```yaml (?P<mark>wrong|right)\n(?P<text>.*?)^```$", re.DOTALL | re.MULTILINE)
# The commands that print a table on a terminal.
TABLES = ("due", "list", "show", "plan", "why")
# Those whose answers are laid out to the width of the terminal, as long as no other format is asked for.
LAID_OUT = (*TABLES, "report", "coverage", "timeline", "backtest")
WIDTH = "80"

# The example, the name of the copy that commands are tried on, and the day for which they are run.
EXAMPLE = ROOT / "docs" / "examples" / "northshire.yaml"
COPY = "my-contracts.yaml"
# Procurements that the tender windows are tried on, and were not made from.
OTHERS = ROOT / "tests" / "cases" / "other_procurements.csv"
TRIED_ON = "2026-11-25"
# The day for which commands are run in a registry of one's own, and where a reader's would be.
OWN_ON = "2026-11-28"
HOME = "/home/you"


class DocsError(Exception):
    """A page asks for something that cannot be made."""


# --- Running the tool ---


@cache
def _cache_folder() -> tempfile.TemporaryDirectory[str]:
    return tempfile.TemporaryDirectory(prefix="tenderwatch-docs-")


def environment(home: Path) -> dict[str, str]:
    """The environment that commands run in: no settings but those in this folder, and no terminal."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("TENDERWATCH_")}
    fixed = {"COLUMNS": WIDTH, "LINES": "24", "TERM": "dumb", "NO_COLOR": "1", "PYTHONUTF8": "1", "LC_ALL": "C.UTF-8"}
    return kept | fixed | {"TENDERWATCH_CACHE": _cache_folder().name, "HOME": str(home)}


def tool(arguments: list[str], folder: Path, **settings: str) -> tuple[list[str], int]:
    """The lines that the tool prints (both streams, as a terminal shows them) and its exit code.

    It runs in this process: two hundred processes would take most of the time.
    """
    said = io.TextIOWrapper(io.BytesIO(), encoding="utf-8", newline="", write_through=True)
    around = patch.dict(os.environ, environment(folder) | settings, clear=True)
    with chdir(folder), around, redirect_stdout(said), redirect_stderr(said):
        code = main_of_tool(arguments)
    said.seek(0)
    lines = [line.rstrip() for line in said.read().splitlines()]
    if code not in (0, 1, 2):
        raise DocsError(f"`tenderwatch {shlex.join(arguments)}` failed: {' '.join(lines[-2:])}")
    return lines, code


@cache
def run(command: str) -> str:
    """A fenced block with a command and its output. The exit code is shown unless it is 0."""
    return _fenced(_shown(command, ROOT))


def session(what: str, _before: str) -> str:
    """Commands one after the other in a new folder that has a copy of docs/examples."""
    with tempfile.TemporaryDirectory(prefix="tenderwatch-docs-") as name:
        shutil.copytree(ROOT / "docs" / "examples", Path(name, "docs", "examples"))
        return _fenced([line for command in what.split(" && ") for line in _shown(command, Path(name))])


def try_out(what: str, before: str) -> str:
    """The same on a copy of the example, as the page's earlier `try` commands left it."""
    earlier = [match["what"] for match in BLOCK.finditer(before) if match["kind"] == "try"]
    return _tried((*earlier, what))


@cache
def _tried(commands: tuple[str, ...]) -> str:
    with tempfile.TemporaryDirectory() as name:
        shutil.copy(EXAMPLE, Path(name) / COPY)
        *_, last = [
            _shown(command, Path(name), TENDERWATCH_REGISTRY=COPY, TENDERWATCH_TODAY=TRIED_ON) for command in commands
        ]
    return _fenced(last)


def own(what: str, before: str) -> str:
    """The same in a registry of one's own, which the first of the page's `own` commands begins with `init`."""
    earlier = [match["what"] for match in BLOCK.finditer(before) if match["kind"] == "own"]
    return _owned((*earlier, what))


# The folder that a page's commands have come to, by these commands: each is run once.
_REACHED: dict[tuple[str, ...], tempfile.TemporaryDirectory[str]] = {}


@cache
def _owned(commands: tuple[str, ...]) -> str:
    *earlier, command = commands
    begun = re.fullmatch(r"tenderwatch init (?:--empty )?([a-z-]+)", commands[0])
    if not begun:
        raise DocsError("the first `own` command of a page is `tenderwatch init FOLDER`")
    if earlier and tuple(earlier) not in _REACHED:
        _owned.__wrapped__(tuple(earlier))
    home = _REACHED.pop(tuple(earlier)) if earlier else tempfile.TemporaryDirectory(prefix="tenderwatch-docs-")
    folder = Path(home.name, begun[1]) if earlier else Path(home.name)
    lines = _shown(command, folder, TENDERWATCH_TODAY=OWN_ON)
    _REACHED[commands] = home
    return _fenced(line.replace(str(Path(home.name).resolve()), HOME) for line in lines)


def _shown(command: str, folder: Path, **settings: str) -> list[str]:
    command, _, cut = command.partition(" | ")
    program, *arguments = shlex.split(command)
    if program != "tenderwatch":
        raise DocsError(f"only tenderwatch is run, not {program}")
    as_shown = arguments + (["--format", "table"] if arguments[0] in TABLES and "--format" not in arguments else [])
    lines, code = tool(as_shown, folder, **settings)
    if cut:
        lines = _cut(lines, cut)
    ending = ["$ echo $?", str(code)] if code else []
    wide = arguments[0] in LAID_OUT and not {"--format", "-o"} & set(arguments)
    return [f"$ {command}{f'  # {WIDTH} columns wide' if wide else ''}", *lines, *ending]


def _fenced(lines: Iterable[str], language: str = "console") -> str:
    return "\n".join([f"```{language}", *lines, "```"]) + "\n"


def file(what: str, _before: str) -> str:
    """A whole file, in a fence named after its kind."""
    path = ROOT / what
    if not path.is_file():
        raise DocsError(f"there is no file {what}")
    language = {".yml": "yaml"}.get(path.suffix, path.suffix.removeprefix("."))
    return _fenced(path.read_text(encoding="utf-8").splitlines(), language)


def carried(_what: str, _before: str) -> str:
    """What each export carries, key by key."""
    rows = (f"| `{key}` | {' | '.join(cells[name] for name in READ_BACK)} |" for key, cells in CARRIED.items())
    return "\n".join([f"| Key | {' | '.join(f'`{name}`' for name in READ_BACK)} |", "|---" * 5 + "|", *rows])


def events(_what: str, _before: str) -> str:
    """The kinds of calendar event in order, with the audiences that see each."""
    rows = [
        [EVENT[kind], *("yes" if is_for(kind, who) else "" for who in ("provider", "commissioner")), f"`{kind}`"]
        for kind in EVENT_KINDS
    ]
    return _table(["Event", "For providers", "For commissioners", "Kind"], rows)


def _cut(lines: list[str], how: str) -> list[str]:
    """The first or the last lines, with a line that counts the others."""
    end, _, number = how.partition(" -")
    if end not in ("head", "tail") or not number.isdecimal():
        raise DocsError(f"output is cut by `head -N` or `tail -N`, not by `{how}`")
    others = len(lines) - int(number)
    if others <= 0:
        return lines
    if end == "head":
        return [*lines[: int(number)], f"... ({others} more lines)"]
    return [f"... ({others} lines before)", *lines[others:]]


def commands(_what: str, _before: str) -> str:
    """The help of the tool and of each command."""
    parts = []
    names = [""]
    for command in COMMANDS:
        names += [command, *(f"{command} {inner}" for inner in COMMAND_GROUPS.get(command, ()))]
    for name in names:
        lines, _ = tool([*name.split(), "--help"], ROOT)
        heading = f"## {name}\n\n" if name else ""
        parts.append(heading + "\n".join(["```text", *lines, "```"]) + "\n")
    return "\n".join(parts)


# --- The registry format ---


def _name(record: Record) -> str:
    return f"[{record.name}](#{record.name.replace(' ', '-')})"


def _holds(kind: Any) -> str:
    """What a field holds, in words."""
    match kind:
        case Record(short=str() as short):
            return f"{_holds(kind.by_key[short].type)}, or a {_name(kind)}"
        case Record():
            return _name(kind)
        case ListOf():
            return f"a list: {_holds(kind.item)}"
        case Choice():
            return "one of " + ", ".join(f"`{word}`" for word in kind.options)
        case Slug(of=section):
            words = f"the id of one of the [{section}](#registry)" if section else "an id"
            return f"{words}, or `unknown`" if kind.or_unknown else words
        case Parsed():
            return "[a date](dates.md)" if kind is WHEN else kind.what
        case Text():
            return kind.what
        case _ if "#/definitions/extension" in str(kind.schema()):
            return "a list of lists: [option](#option)"
    raise DocsError(f"no words for {kind!r}: add them to _holds in scripts/build_docs.py")


def records() -> dict[str, Record]:
    """Every kind of record in the format, by its name."""
    by_name: dict[str, Record] = {}

    def walk(kind: Any) -> None:
        match kind:
            case Record() if kind.name not in by_name:
                by_name[kind.name] = kind
                for field in kind.fields:
                    walk(field.type)
            case ListOf():
                walk(kind.item)

    for _, kind in SECTIONS.values():
        walk(kind)
    return by_name


def fields(what: str, _before: str) -> str:
    """The keys of one record as a table; of the whole file for `registry`."""
    if what == "registry":
        rows = [Field(key, kind, about) for key, (about, kind) in SECTIONS.items()]
    elif what in (known := records() | {item.name: item for item in (WATCH, ASIDE)}):
        rows = list(known[what].fields)
    else:
        raise DocsError(f"there is no record '{what}'; there are {', '.join(records())}")
    lines = ["| Key | Needed | Holds | Meaning |", "|---|---|---|---|"]
    for row in rows:
        cells = (f"`{row.key}`", "yes" if row.required else "", _holds(row.type), row.about)
        lines.append("| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |")
    return "\n".join(lines) + "\n"


def record(what: str, _before: str) -> str:
    """One record as it stands in an example registry."""
    file, name = what.split()
    text = (ROOT / file).read_text(encoding="utf-8")
    match = re.search(rf"^  - id: {re.escape(name)}\n(?:    .*\n)*", text, re.MULTILINE)
    if not match:
        raise DocsError(f"{file} has no record '{name}'")
    return f"```yaml\n{match[0]}```\n"


def dates(what: str, _before: str) -> str:
    """How written forms are read, as a table."""
    lines = ["| Written | Read as | First day | Last day | EDTF |", "|---|---|---|---|---|"]
    for form in what.split("; "):
        when = parse_when(form)
        bounds = [day_text(day) if day else "not known" for day in (when.earliest, when.latest)]
        lines.append(f"| `{form}` | {when.text} | {bounds[0]} | {bounds[1]} | `{when.edtf}` |")
    return "\n".join(lines) + "\n"


# --- What check says ---

# A sound registry of one contract. A fragment replaces the keys that it writes.
_SECTIONS = {
    "edition": "edition: 2026-11-22\n",
    "portals": "portals:\n  - id: example-portal\n    name: Example Portal\n",
    "authorities": (
        "authorities:\n"
        "  - id: northshire\n    name: Northshire County Council\n    kind: council\n"
        "  - id: eastport\n    name: Eastport City Council\n    kind: council\n"
    ),
    "sources": (
        "sources:\n"
        "  - id: northshire-register-2026\n    title: Northshire register of contracts\n"
        "    publisher: Northshire County Council\n    read: 2026-11-20\n    strength: council-page\n"
    ),
}
_CONTRACT = {
    "id": "id: northshire-home-care\n",
    "title": "title: Northshire home care\n",
    "kind": "kind: contract\n",
    "services": "services:\n  - home care\n",
    "lead": "lead: northshire\n",
    "end": "end: 2027-03-31\n",
}
_EVIDENCE = "evidence:\n  - source: northshire-register-2026\n    place: Row 14\n    supports: [{}]\n"
_FILE = "contracts.yaml"


def _with_a_sound_file(folder: Path) -> Path:
    registry = "".join(_SECTIONS.values()) + "contracts: []\n"
    (folder / _FILE).write_text(registry, encoding="utf-8")
    return folder


# What stands in the file, or what puts files into a folder; None for an empty folder.
ODDITIES: dict[str, bytes | Callable[[Path], object] | None] = {
    "an empty file": b"",
    "a file saved as UTF-16": "edition: 2026-11-22\n".encode("utf-16"),
    "an invisible character": b"edition: 2026-11-22\x07\n",
    "a folder without YAML": None,
    "a link that leads nowhere": lambda folder: (_with_a_sound_file(folder) / "north.yaml").symlink_to("gone.yaml"),
    "a copy beside a file": lambda folder: (_with_a_sound_file(folder) / "contracts (conflicted copy).yaml").write_text(
        "contracts: []\n", encoding="utf-8"
    ),
    "a line that is cut short": lambda folder: (_with_a_sound_file(folder) / "imported.jsonl").write_text(
        '{"contract": {"id": "home-care"', encoding="utf-8"
    ),
    "a record that changed beneath": lambda folder: _layered(folder, "0123456789abcdef"),
    "a record that is gone beneath": lambda folder: _layered(folder, "0123456789abcdef", "northshire-old"),
    "a record that covers another": lambda folder: _layered(folder, ""),
    "a link to a folder": lambda folder: (_with_a_sound_file(folder) / "north").symlink_to("/"),
}


def _layered(folder: Path, content_hash: str, name: str = "northshire-home-care") -> str:
    """A registry of two layers: one record over the example, taken over from it in some state."""
    (folder / "shared.yaml").write_bytes(whole_registry(_CONTRACT["end"]).encode())
    record = f"  - {{id: {name}, title: Care, kind: contract, services: [home care], lead: unknown,\n"
    taken = f"     taken_over: {{edition: 2026-11-22, hash: {content_hash}}},\n" if content_hash else ""
    source = "sources: [{id: own, title: Own file, publisher: Us, read: 2026-11-22, strength: council-page}]\n"
    evidence = "     evidence: [{source: own, place: file, supports: [lead]}]}\n"
    (folder / "own.yaml").write_text(f"{source}contracts:\n{record}{taken}{evidence}", encoding="utf-8")
    return f"{folder}/shared.yaml;{folder}/own.yaml"


def whole_registry(fragment: str) -> str:
    """A whole registry around a fragment: keys of a contract, or sections, or a text that has neither."""
    keys = re.findall(r"^([a-z_]+):", fragment, re.MULTILINE)
    if not keys:
        return fragment
    if keys[0] in SECTIONS:
        return "".join(text for key, text in _SECTIONS.items() if key not in keys) + fragment
    kept = {key: text for key, text in _CONTRACT.items() if key not in keys}
    if {"term", "open_ended", "plans"} & set(keys):
        kept.pop("end", None)
    supported = [key for key in DATED if key in keys or key in kept]
    evidence = "" if "evidence" in keys else _EVIDENCE.format(", ".join(supported))
    lines = "".join([*kept.values(), fragment, evidence]).splitlines()
    contract = "\n".join(f"    {line}".rstrip() for line in lines)
    return "".join(_SECTIONS.values()) + f"contracts:\n  - {contract[4:]}\n"


@cache
def check_output(registry: bytes | Callable[[Path], object] | None, *more: str) -> tuple[str, ...]:
    """What `check`, with more arguments, prints about a registry, or a folder after it is filled; empty if None."""
    off = patch.dict(os.environ, TENDERWATCH_CACHE="off", TENDERWATCH_CONFIG="off")
    with off, tempfile.TemporaryDirectory() as name, chdir(name), redirect_stdout(io.StringIO()) as out:
        if isinstance(registry, bytes):
            Path(_FILE).write_bytes(registry)
        else:
            Path("councils").mkdir()
            named = registry(Path("councils")) if registry else None
        where = _FILE if isinstance(registry, bytes) else named if isinstance(named, str) else "councils"
        main_of_tool(["check", where, *more])
    return tuple(out.getvalue().splitlines())


def check(what: str, before: str) -> str:
    """What `check` prints about the fragment above, or about an oddity; or `check --strict` on a day."""
    strict = re.fullmatch(r"strict (\d{4}-\d\d-\d\d)", what)
    if strict:
        return (
            "\n".join(["```text", *check_output(_last("wrong", before), "--strict", "--today", strict[1]), "```"])
            + "\n"
        )
    if what and what not in ODDITIES:
        raise DocsError(f"there is no oddity '{what}'; there are {', '.join(ODDITIES)}")
    return "\n".join(["```text", *check_output(ODDITIES[what] if what else _last("wrong", before)), "```"]) + "\n"


def _last(mark: str, before: str) -> bytes:
    """The registry around the last fragment so marked."""
    fragments = [item for item in FENCE.finditer(before) if item["mark"] == mark]
    if not fragments:
        raise DocsError(f"there is no fragment marked `yaml {mark}` above")
    return whole_registry(fragments[-1]["text"]).encode()


# --- Timetables and schedules ---

COLUMN_NAMES = {
    "pa2023-light-touch": "2023 Act, light touch",
    "pa2023": "2023 Act, full regime",
    "psr": "Provider Selection Regime",
    "pcr2015": "2015 Regulations (a model)",
}
LAW_NAMES = {
    "pa2023": "Procurement Act 2023",
    "psr": "Provider Selection Regime",
    "pcr2015": "Public Contracts Regulations 2015",
}
COUNTED = {
    "pa2023": "UK working days, counting the day of the notice as the first",
    "psr": "England working days, counted from the day after the notice",
    "pcr2015": "calendar days after the letters, then to the end of a UK working day",
}
EVENTS = {
    "plan": "First planning notice",
    "tender": "Tender notice",
    "deadline": "Tenders due",
    "award": "Award notice",
    "start": "Start",
}
SPANS = (
    ("plan", "tender"), ("tender", "deadline"), ("deadline", "award"), ("tender", "award"), ("award", "start"),
    ("tender", "start"), ("plan", "start"),
)  # fmt: skip
EXTENDING = {
    "corresponding": "Corresponding date",
    "serve_by": "Serve notice",
    "officer_decision_by": "Officer's decision",
    "key_decision_by": "Key decision",
    "forward_plan_by": "Forward-plan entry",
}
STAGE_TIMES = ROOT / "src" / "tenderwatch" / "law" / "timetables" / "stage_times.csv"
PROCESSES = "https://www.find-tender.service.gov.uk/api/1.0/ocdsReleasePackages/"


def _table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    names = list(head)
    lines = [f"| {' | '.join(names)} |", "|" + "---|" * len(names), *(f"| {' | '.join(row)} |" for row in rows)]
    return "\n".join(lines) + "\n"


def _when(text: str) -> When:
    try:
        return parse_when(text)
    except ValueError as error:
        raise DocsError(str(error)) from None


def _text_of(when: When | None) -> str:
    return when.text if when else "none"


def schedule(what: str, _before: str) -> str:
    """Every stage for one end, a column for each timetable of a name; then the two notices that look ahead."""
    text, _, name = what.partition("; ")
    if name not in get_args(TimetableName):
        raise DocsError(f"'{name}' is no timetable: write `END; default` or `END; short`")
    end = _when(text)
    shown = [item for item in bundled().timetables.values() if item.name == name]
    plans = [
        make_plan(
            Renewal(end, item.regime, bundled(), assumed=False), End(end, "as given"), item.name, end.latest or date.max
        )
        for item in shown
    ]
    by = [{stage.kind: stage.by for stage in plan.stages} for plan in plans]
    rows = [[STAGE[kind], *(_text_of(item.get(kind)) for item in by)] for kind in STAGE_ORDER]
    rows.append(["Pipeline notice that names it, if bound", *map(_pipeline_days, plans)])
    rows.append(["Planned procurement notice, if any", *map(_planned_days, plans)])
    return _table(["By when", *(COLUMN_NAMES[item.regime] for item in shown)], rows)


def _pipeline_days(plan: Plan) -> str:
    return " and ".join(map(day_text, sorted(plan.pipeline.by if plan.pipeline else ()))) or "none"


def _planned_days(plan: Plan) -> str:
    notice = plan.planned_notice
    return f"{notice.opens.text} to {notice.closes.text}" if notice else "none"


def _extending(end: When, notice: Duration | None, changes: tuple[TimetableChange, ...] = ()) -> list[str]:
    """The dates for extending, in words, in the order of EXTENDING."""
    renewal = Renewal(
        end, ASSUMED_REGIME, bundled(), assumed=True, changes=changes, notice=notice, options_left=True
    )  # fmt: skip
    return [_text_of(getattr(renewal.extension, key)) for key in EXTENDING]


def extension(what: str, _before: str) -> str:
    """By when to act to extend a contract with one end, a row for each notice period."""
    end, *lengths = what.split("; ")
    try:
        notices = [parse_duration(text) for text in lengths]
    except ValueError as error:
        raise DocsError(str(error)) from None
    return _table(
        ["Notice", *EXTENDING.values()], [[notice.text, *_extending(_when(end), notice)] for notice in notices]
    )


def standstill(what: str, _before: str) -> str:
    """The last day of each standstill, by its own calendar and with England's bank holidays only."""
    standstills = (stage.standstill for item in bundled().timetables.values() for stage in item.stages)
    rules = {item.law: item for item in standstills if item}
    rows = []
    for law, _, text in (part.partition(" ") for part in what.split("; ")):
        day, rule_ = _when(text).earliest, next((item for name, item in rules.items() if name == law), None)
        if rule_ is None or day is None:
            raise DocsError(f"'{law} {text}' is not a law ({', '.join(rules)}) and a day")
        days = (day, standstill_end(day, rule_), _england_alone(day, rule_))
        rows.append([LAW_NAMES[law], *map(weekday_text, days)])
    return _table(["Law", "Notice", "Last day of the standstill", "With England's bank holidays only"], rows)


def _england_alone(notice: date, rule_: StandstillRule) -> date:
    match rule_.law:
        case "pa2023":
            return nth_after(on_or_after(notice, "england"), rule_.days - 1, "england")
        case "pcr2015":
            return on_or_after(notice + timedelta(days=rule_.days), "england")
        case _:
            return standstill_end(notice, rule_)


def _length(stage: StageRule) -> str:
    """A stage's length in words, ending in the stage that it comes before."""
    if stage.standstill:
        length = f"a standstill of {stage.standstill.days} {COUNTED[stage.standstill.law]},"
    elif stage.decision:
        spare = f" and {stage.decision.days} days to spare" if stage.decision.days else ""
        length = f"{stage.decision.publish} + {stage.decision.call_in} working days (publication, call-in){spare}"
    else:
        number = next(item for item in (stage.months, stage.days, stage.clear_days, stage.clear_working_days) if item)
        length = f"{number} {stage.unit if number > 1 else stage.unit.removesuffix('s')}"
    return f"{length} before *{STAGE[stage.before]}*"


def _source(name: str) -> str:
    source = bundled().sources[name]
    if source.url:
        return f"[{source.title}]({source.url})"
    return f"[{source.title}](#observed-lead-times)" if name == "lead-times" else source.title


def timetable(what: str, _before: str) -> str:
    """One timetable, in the order of its stages."""
    chosen = bundled().timetables.get(what)
    if chosen is None:
        raise DocsError(f"there is no timetable '{what}'; there are {', '.join(bundled().timetables)}")
    rows = [
        [STAGE[stage.kind], _length(stage), STAGE_BASIS[stage.basis], stage.why, _source(stage.source)]
        for stage in chosen.stages
    ]
    return _table(["Stage", "How long", "Basis", "Why", "Source"], rows)


def rule(what: str, _before: str) -> str:
    """The figures of the rule for extending, or for the pipeline notice."""
    extend, pipeline, planned = bundled().extension, bundled().pipeline, bundled().planned_notice
    decision = f"{extend.decision.publish} + {extend.decision.call_in} working days (publication, call-in)"
    act, sections = (f"[{item.title}]({item.url})" for item in (pipeline, planned))
    tables = {
        "extension": [
            ["Notice, if none is stated", extend.assumed_notice.text, _source(extend.assumed_source)],
            ["Notice is served", f"{extend.inside_days} day before the corresponding date", _source("practice")],
            ["Officer's decision", f"{extend.officer_working_days} working day before", _source("practice")],
            ["Key decision", f"{decision}, before notice is served", _source(extend.decision_source)],
            ["Forward-plan entry", f"{extend.clear_days} clear days before it", _source(extend.clear_source)],
        ],
        "pipeline": [
            ["Published", f"within the {pipeline.days} days that begin with 1 April", act],
            ["Names", f"tenders planned within {pipeline.months} months of that 1 April", act],
            ["Applies to a buyer", f"that expects to pay over {pipeline.payer_over:,} pounds in the year", act],
            ["Applies to a contract", f"worth over {pipeline.contract_over:,} pounds", act],
        ],
        "planned notice": [
            ["Counts under", " and ".join(COLUMN_NAMES[regime] for regime in planned.regimes), sections],
            ["Published at the earliest", f"{planned.most_months} months before the tender notice", sections],
            ["Published at the latest", f"{planned.least_days} days before the tender notice", sections],
        ],
    }
    if what not in tables:
        raise DocsError(f"there is no rule '{what}'; there are {', '.join(tables)}")
    return _table(["What", "How much", "Source"], tables[what])


def _procurements() -> list[dict[str, str]]:
    lines = STAGE_TIMES.read_text(encoding="utf-8").splitlines()
    return list(csv.DictReader(line for line in lines if not line.startswith("#")))


def spans() -> dict[tuple[str, str], list[int]]:
    """Calendar days between two events, for every procurement that shows both. A month counts as its first day."""

    def days(row: dict[str, str], first: str, last: str) -> int:
        begin, stop = (
            date.fromisoformat(row[key] if len(row[key]) == 10 else f"{row[key]}-01") for key in (first, last)
        )
        return (stop - begin).days

    rows = _procurements()
    return {
        (first, last): [days(row, first, last) for row in rows if row[first] and row[last]] for first, last in SPANS
    }


def observed(what: str, _before: str) -> str:
    """The observed lead times row by row, or the quartiles of every span."""
    if what == "rows":
        rows = [
            [
                row["service"],
                *(_when(row[key]).text if row[key] else "" for key in EVENTS),
                f"[{row['ocid'][-6:]}]({PROCESSES}{row['ocid']})" if row["ocid"] else "",
            ]
            for row in _procurements()
        ]
        return _table(["Procurement", *EVENTS.values(), "Record"], rows)
    if what != "spans":
        raise DocsError(f"'{what}' is neither `rows` nor `spans`")
    rows = []
    for (first, last), days in spans().items():
        figures = (len(days), min(days), *(round(quantile) for quantile in quantiles(days, n=4)), max(days))
        rows.append([f"{EVENTS[first]} to {EVENTS[last].lower()}", *map(str, figures)])
    head = ("From and to", "Seen", "Shortest", "Lower quartile", "Median", "Upper quartile", "Longest")
    return _table(head, rows)


# A stage of the timetables | the span that its length was taken from.
OBSERVED_STAGES = {
    "market-engagement": ("planning", "tender"),
    "tender-notice": ("tender", "deadline"),
    "signature": ("award", "start"),
}
LEAD_CLASS = {**WINDOW_CLASS, "all": "value not known"}


def _lead_rows() -> Iterator[list[str]]:
    for item in shipped_procurements():
        days = (item.planning, item.tender, item.deadline, item.award, item.start)
        links = ", ".join(f"[{number}]({url})" for number, url in enumerate(item.sources, 1))
        cells = (day_text(day) if day else "" for day in days)
        yield [f"{item.buyer}: {item.title}", *cells, LEAD_CLASS[item.window_class], links]


def _lead_bands() -> Iterator[list[str]]:
    for name, bands in bundled().lead_times.classes.items():
        both = (f"{band.upper} to {band.lower}" for band in (bands.likely, bands.possible))
        yield [WINDOW_CLASS[name], str(bands.sample), str(bands.median), *both]


def _lead_planned() -> Iterator[list[str]]:
    if planned := bundled().lead_times.planned:
        yield [str(cell) for cell in (planned.sample, planned.gap, planned.likely, planned.possible)]


def _lead_stages() -> Iterator[list[str]]:
    """Each observed length of the timetables, beside the same span in the larger sample."""
    seen = {(span.first, span.last): span for span in shipped_backtest().spans}
    for item in bundled().timetables.values():
        for stage in (stage for stage in item.stages if stage.basis == "observed"):
            span = seen[OBSERVED_STAGES[stage.kind]]
            what = " to ".join(PROCUREMENT_EVENT[key] for key in OBSERVED_STAGES[stage.kind])
            parts = (figure_text(span.parts[part]) for part in (25, 50, 75))
            name = f"{COLUMN_NAMES[item.regime]}, {item.name}: {STAGE[stage.kind]}"
            yield [name, _length(stage), what, str(span.seen), *parts]


def _names(columns: tuple[Column, ...]) -> tuple[str, ...]:
    return tuple(column.name for column in columns)


def _texts(rows: Iterable[tuple[str | int, ...]]) -> Iterator[list[str]]:
    return ([str(cell) for cell in cells] for cells in rows)


def _tried_elsewhere() -> Backtest:
    """The shipped windows, tried on procurements that they were not made from."""
    others = read_procurements(OTHERS.read_text(encoding="utf-8"), OTHERS.name)
    return backtest(others.finished, shipped_procurements())


def lead_times(what: str, _before: str) -> str:
    """The finished procurements, what they give, and how often windows worked out from them held."""
    result = shipped_backtest()
    quartiles = ("Lower quartile", "Median", "Upper quartile")
    events = tuple(capital(words) for words in PROCUREMENT_EVENT.values())
    tables: dict[str, tuple[tuple[str, ...], Iterable[list[str]]]] = {
        "rows": (("Procurement", *events, "Class", "Sources"), _lead_rows()),
        "bands": (("Class", "How many", "Median", "Likely", "Possible"), _lead_bands()),
        "planned": (
            ("How many", "Median from planning notice to tender notice", "Likely, either way", "Possible, either way"),
            _lead_planned(),
        ),
        "stages": (("Stage", "Length in the timetable", "Span", "How many", *quartiles), _lead_stages()),
        "spans": (_names(SPANS_SEEN), _texts(map(span_cells, result.spans))),
        "backtest": (_names(GROUPS), _texts(map(group_cells, result.groups))),
        "elsewhere": (_names(GROUPS), _texts(map(group_cells, _tried_elsewhere().groups))),
    }
    if what not in tables:
        raise DocsError(f"there is no table '{what}' of lead times; there are {', '.join(tables)}")
    return _table(*tables[what])


def freshness_rules(_what: str, _before: str) -> str:
    """How long evidence lasts: every rule with its reason, in the order in which they are tried."""
    rows = [
        [item.situation, f"{item.months} months" if item.months else "for good", item.because, f"`{item.id}`"]
        for item in RULES
    ]
    return _table(["If", "Evidence lasts", "Because", "Name"], rows)


def effect(what: str, before: str) -> str:
    """The dates of one timetable that the fragment above moves, for the sample contract."""
    text = _last("right", before)
    if b"\ncontracts:" not in text:
        text += b"contracts:" + whole_registry(_CONTRACT["end"]).encode().partition(b"\ncontracts:")[2]
    registry, problems, _ = parse_files([(_FILE, text)], "")
    own = look_at(registry.contracts[0], registry, registry.edition).renewal if not problems else None
    name = next((arg for arg in get_args(TimetableName) if arg == what), None)
    if own is None or name is None:
        raise DocsError(f"'{what}' is no timetable, or the fragment above no contract with an end: {problems[:1]}")
    usual = Renewal(own.end, own.regime, own.timetables, assumed=own.assumed)
    old, new = ({stage.kind: stage.by for stage in item.stages(name)} for item in (usual, own))
    rows = [[STAGE[kind], _text_of(old[kind]), _text_of(new.get(kind))] for kind in old]
    extending = (_extending(own.end, own.notice, changes) for changes in ((), own.changes))
    rows += [[f"{words}, to extend", *pair] for words, *pair in zip(EXTENDING.values(), *extending, strict=True)]
    moved = [row for row in rows if row[1] != row[2]]
    if not moved:
        raise DocsError("the fragment above moves no date")
    return _table(["Date", "Usual", "With these lengths"], moved)


# --- Pages ---

BLOCKS: dict[str, Callable[[str, str], str]] = {
    "run": lambda what, _: run(what),
    "session": session,
    "file": file,
    "events": events,
    "carried": carried,
    "try": try_out,
    "own": own,
    "commands": commands,
    "fields": fields,
    "record": record,
    "dates": dates,
    "check": check,
    "schedule": schedule,
    "extension": extension,
    "standstill": standstill,
    "timetable": timetable,
    "rule": rule,
    "observed": observed,
    "lead-times": lead_times,
    "effect": effect,
    "freshness": freshness_rules,
}


def pages() -> list[Path]:
    """Every page that may hold blocks."""
    return [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]


def filled(text: str) -> str:
    """A page with its blocks rebuilt."""
    opened = re.findall(r"^ *<!-- (?!end )[a-z-]+(?:: .+)? -->$", text, re.MULTILINE)
    if len(opened) != len(BLOCK.findall(text)):
        raise DocsError("a block is indented, or not closed with <!-- end --> on its own line")

    def fill(match: re.Match[str]) -> str:
        if match["kind"] not in BLOCKS:
            raise DocsError(f"there is no block '{match['kind']}'; there are {', '.join(BLOCKS)}")
        fresh = BLOCKS[match["kind"]](match["what"] or "", text[: match.start()])
        head, _, _ = match[0].partition("\n")
        return f"{head}\n{fresh}<!-- end -->\n"

    return BLOCK.sub(fill, text)


def fresh() -> Iterator[tuple[Path, str]]:
    """Every generated or partly generated file, with the text it should hold."""
    texts = {page: page.read_text(encoding="utf-8") for page in pages()}
    for page, text in texts.items():
        try:
            yield page, filled(text)
        except DocsError as error:
            raise DocsError(f"{page.relative_to(ROOT)}: {error}") from None
    yield SCHEMA, schema_text()


def drifted() -> list[tuple[Path, str]]:
    """The files that do not hold what they should, with the text they should hold."""
    return [(path, text) for path, text in fresh() if not path.is_file() or path.read_text(encoding="utf-8") != text]


def write(path: Path, text: str) -> None:
    """Replace the file in one step, so that a failed run leaves the last good one."""
    new = path.with_name(f".{path.name}.new")
    try:
        new.write_text(text, encoding="utf-8", newline="\n")
        new.replace(path)
    finally:
        new.unlink(missing_ok=True)


def main() -> int:
    """Write what is out of date; with --check only name it, and return 1."""
    parser = argparse.ArgumentParser(description="Rebuild what the documentation shows of the tool.")
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 and name what has drifted")
    asked = parser.parse_args()
    try:
        stale = drifted()
    except DocsError as error:
        print(error, file=sys.stderr)
        return 1
    for path, text in stale:
        name = path.relative_to(ROOT)
        if asked.check:
            print(f"{name} is out of date; run: python scripts/build_docs.py", file=sys.stderr)
        else:
            write(path, text)
            print(f"written: {name}")
    return 1 if asked.check and stale else 0


if __name__ == "__main__":
    sys.exit(main())
