"""Regenerate what the documentation shows of the tool, or check that it is up to date.

Pages are written by hand, with blocks between a marker and `<!-- end -->` that this script fills in:

    <!-- run: COMMAND -->     the command and what it really prints, 80 columns wide, as on a terminal;
                              `| head -N` at its end keeps N lines and counts those left out
    <!-- commands -->         the help of every command, in the tool's own order
    <!-- fields: RECORD -->   the keys of one record of the registry format
    <!-- record: FILE ID -->  one record of an example registry
    <!-- dates: A; B; C -->   how each written form is read
    <!-- check -->            what `check` says of the fragment marked `yaml wrong` above it,
                              or (`<!-- check: NAME -->`) of one of the oddities named in ODDITIES

docs/reference/registry.schema.json is written whole. Commands run from the root of the repository.
"""

from __future__ import annotations

import argparse
import io
import os
import re
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import chdir, redirect_stdout
from functools import cache
from pathlib import Path
from typing import Any

from tenderwatch.checks.evidence import DATED
from tenderwatch.cli.app import COMMANDS
from tenderwatch.cli.main import main as main_of_tool
from tenderwatch.dates.parsing import parse_when
from tenderwatch.dates.words import day_text
from tenderwatch.reading.fields import WHEN, Choice, Field, ListOf, Parsed, Record, Slug, Text
from tenderwatch.reading.schema import schema_text
from tenderwatch.reading.sections import SECTIONS

ROOT = Path(__file__).resolve().parents[1]
SCHEMA = ROOT / "docs" / "reference" / "registry.schema.json"
BLOCK = re.compile(
    r"^<!-- (?P<kind>[a-z]+)(?:: (?P<what>[^\n]+?))? -->\n(?P<old>.*?)<!-- end -->\n", re.DOTALL | re.MULTILINE
)
FENCE = re.compile(r"^```yaml (?P<mark>wrong|right)\n(?P<text>.*?)^```$", re.DOTALL | re.MULTILINE)
# What prints a table on a terminal.
TABLES = ("due", "list", "show")


class DocsError(Exception):
    """A page asks for something that cannot be made."""


# --- Running the tool ---


@cache
def _cache_folder() -> tempfile.TemporaryDirectory[str]:
    return tempfile.TemporaryDirectory(prefix="tenderwatch-docs-")


def environment() -> dict[str, str]:
    """What commands run in: nothing of the user's own settings, and no terminal."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("TENDERWATCH_")}
    fixed = {"COLUMNS": "80", "LINES": "24", "TERM": "dumb", "NO_COLOR": "1", "PYTHONUTF8": "1", "LC_ALL": "C.UTF-8"}
    return kept | fixed | {"TENDERWATCH_CACHE": _cache_folder().name}


def tool(arguments: list[str], folder: Path) -> tuple[list[str], int]:
    """The lines that the tool prints (both streams, as a terminal shows them) and its exit code."""
    done = subprocess.run(
        [sys.executable, "-m", "tenderwatch", *arguments],
        cwd=folder, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        encoding="utf-8", check=False, timeout=60,
    )  # fmt: skip
    lines = [line.rstrip() for line in done.stdout.splitlines()]
    if done.returncode not in (0, 1, 2):
        raise DocsError(f"`tenderwatch {shlex.join(arguments)}` failed: {' '.join(lines[-2:])}")
    return lines, done.returncode


@cache
def run(command: str) -> str:
    """A fenced block with a command and its output. The exit code is shown where it is not 0."""
    command, _, cut = command.partition(" | head -")
    program, *arguments = shlex.split(command)
    if program != "tenderwatch":
        raise DocsError(f"only tenderwatch is run, not {program}")
    as_shown = arguments + (["--format", "table"] if arguments[0] in TABLES and "--format" not in arguments else [])
    lines, code = tool(as_shown, ROOT)
    if cut and len(lines) > int(cut):
        lines[int(cut) :] = [f"... ({len(lines) - int(cut)} more lines)"]
    ending = ["$ echo $?", str(code)] if code else []
    return "\n".join(["```console", f"$ {command}", *lines, *ending, "```"]) + "\n"


def commands(_what: str, _before: str) -> str:
    """The help of the tool and of each command."""
    parts = []
    for name in ("", *COMMANDS):
        lines, _ = tool([*([name] if name else []), "--help"], ROOT)
        heading = f"## {name}\n\n" if name else ""
        parts.append(heading + "\n".join(["```text", *lines, "```"]) + "\n")
    return "\n".join(parts)


# --- The registry format ---


def _name(record: Record) -> str:
    return f"[{record.name}](#{record.name.replace(' ', '-')})"


def _holds(kind: Any) -> str:
    """What a field holds, in words."""
    match kind:
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
    found: dict[str, Record] = {}

    def walk(kind: Any) -> None:
        match kind:
            case Record() if kind.name not in found:
                found[kind.name] = kind
                for one in kind.fields:
                    walk(one.type)
            case ListOf():
                walk(kind.item)

    for _, kind in SECTIONS.values():
        walk(kind)
    return found


def fields(what: str, _before: str) -> str:
    """The keys of one record as a table; of the whole file for `registry`."""
    if what == "registry":
        rows = [Field(key, kind, about) for key, (about, kind) in SECTIONS.items()]
    elif what in records():
        rows = list(records()[what].fields)
    else:
        raise DocsError(f"there is no record '{what}'; there are {', '.join(records())}")
    lines = ["| Key | Needed | Holds | Meaning |", "|---|---|---|---|"]
    for one in rows:
        cells = (f"`{one.key}`", "yes" if one.required else "", _holds(one.type), one.about)
        lines.append("| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |")
    return "\n".join(lines) + "\n"


def record(what: str, _before: str) -> str:
    """One record as it stands in an example registry."""
    file, name = what.split()
    text = (ROOT / file).read_text(encoding="utf-8")
    found = re.search(rf"^  - id: {re.escape(name)}\n(?:    .*\n)*", text, re.MULTILINE)
    if not found:
        raise DocsError(f"{file} has no record '{name}'")
    return f"```yaml\n{found[0]}```\n"


def dates(what: str, _before: str) -> str:
    """How written forms are read, as a table."""
    lines = ["| Written | Read as | First day | Last day | EDTF |", "|---|---|---|---|---|"]
    for form in what.split("; "):
        when = parse_when(form)
        bounds = [day_text(day) if day else "not known" for day in (when.earliest, when.latest)]
        lines.append(f"| `{form}` | {when.text} | {bounds[0]} | {bounds[1]} | `{when.edtf}` |")
    return "\n".join(lines) + "\n"


# --- What check says ---

# A sound registry of one contract. A fragment takes the place of the keys that it writes.
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
ODDITIES: dict[str, bytes | None] = {
    "an empty file": b"",
    "a file saved as UTF-16": "edition: 2026-11-22\n".encode("utf-16"),
    "an invisible character": b"edition: 2026-11-22\x07\n",
    "a folder without YAML": None,
}


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
def said(registry: bytes | None) -> tuple[str, ...]:
    """What `check` prints about a registry; of a folder without any file if None."""
    before = os.environ.get("TENDERWATCH_CACHE")
    os.environ["TENDERWATCH_CACHE"] = "off"
    try:
        with tempfile.TemporaryDirectory() as name, chdir(name), redirect_stdout(io.StringIO()) as out:
            if registry is None:
                Path("councils").mkdir()
            else:
                Path(_FILE).write_bytes(registry)
            main_of_tool(["check", "councils" if registry is None else _FILE])
    finally:
        os.environ.pop("TENDERWATCH_CACHE")
        if before is not None:
            os.environ["TENDERWATCH_CACHE"] = before
    return tuple(out.getvalue().splitlines())


def check(what: str, before: str) -> str:
    """What `check` prints about the fragment above, or about an oddity."""
    if what and what not in ODDITIES:
        raise DocsError(f"there is no oddity '{what}'; there are {', '.join(ODDITIES)}")
    return "\n".join(["```text", *said(ODDITIES[what] if what else _last_wrong(before)), "```"]) + "\n"


def _last_wrong(before: str) -> bytes:
    found = [one for one in FENCE.finditer(before) if one["mark"] == "wrong"]
    if not found:
        raise DocsError("there is no fragment marked `yaml wrong` above")
    return whole_registry(found[-1]["text"]).encode()


# --- Pages ---

BLOCKS: dict[str, Callable[[str, str], str]] = {
    "run": lambda what, _: run(what),
    "commands": commands,
    "fields": fields,
    "record": record,
    "dates": dates,
    "check": check,
}


def pages() -> list[Path]:
    """Every page that may hold blocks."""
    return [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]


def filled(text: str) -> str:
    """A page with its blocks made afresh."""
    opened = re.findall(r"^ *<!-- (?!end )[a-z]+(?:: .+)? -->$", text, re.MULTILINE)
    if len(opened) != len(BLOCK.findall(text)):
        raise DocsError("a block is indented, or not closed with <!-- end --> on its own line")

    def fill(match: re.Match[str]) -> str:
        if match["kind"] not in BLOCKS:
            raise DocsError(f"there is no block '{match['kind']}'; there are {', '.join(BLOCKS)}")
        fresh = BLOCKS[match["kind"]](match["what"] or "", text[: match.start()])
        head, _, _ = match[0].partition("\n")
        return f"{head}\n{fresh}<!-- end -->\n"

    return BLOCK.sub(fill, text)


def _warm(texts: Iterable[str]) -> None:
    """Run every command that pages ask for, several at a time; the answers are kept."""
    wanted = [match["what"] for text in texts for match in BLOCK.finditer(text) if match["kind"] == "run"]
    with ThreadPoolExecutor() as pool:
        list(pool.map(run, dict.fromkeys(wanted)))


def fresh() -> Iterator[tuple[Path, str]]:
    """Every generated or partly generated file, with the text it should hold."""
    texts = {page: page.read_text(encoding="utf-8") for page in pages()}
    _warm(texts.values())
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
    """Write what has drifted; with --check only name it, and return 1."""
    parser = argparse.ArgumentParser(description="Regenerate what the documentation shows of the tool.")
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
