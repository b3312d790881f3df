"""Other programs that read calendars: whether each is here, and what it makes of a feed.

`bash scripts/install_edge_tools.sh` installs them. A reader gives every event as the program understood it.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import icalendar
import pytest

from support import run_cli

from . import byte_linter, libical
from .byte_linter import Seen

HERE = Path(__file__).parent
EDGE = HERE.parents[1] / ".edge"
PYTHON = EDGE / "venv" / "bin" / "python"
KHAL = EDGE / "venv" / "bin" / "khal"
ICAL_JS = EDGE / "node_modules" / "ical.js"
DAY = timedelta(days=1)
KHAL_FIELDS = ("uid", "start-date-long", "end-date-long", "all-day", "title", "status", "description")
KHAL_CONFIGURATION = """\
[calendars]
[[feed]]
path = {folder}/events
type = calendar
[sqlite]
path = {folder}/khal.db
[locale]
local_timezone = Europe/London
default_timezone = Europe/London
timeformat = %H:%M
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%d %H:%M
longdatetimeformat = %Y-%m-%d %H:%M
"""


@dataclass(frozen=True)
class Reader:
    """One program. `missing` says what is not installed, or nothing; `read` needs a scratch folder of its own.

    Text with `trips_over` in it, the program itself gets wrong.
    """

    name: str
    missing: Callable[[], str]
    read: Callable[[Path, Path], list[Seen]]
    trips_over: str = ""

    def misreads(self, event: Seen) -> bool:
        """Whether the program is known to fail on this text, whoever wrote it."""
        return bool(self.trips_over) and self.trips_over in f"{event.summary}\n{event.description}"


def tenderwatch(*arguments: str | Path) -> None:
    """What a user types. Anything but success, or a warning, fails the test."""
    done = run_cli(*map(str, arguments))
    assert done.code == 0, done.err
    assert "warning" not in done.err


def need(missing: str) -> None:
    """Skip the test where a program is not installed."""
    if missing:
        pytest.skip(f"not installed: {missing} (bash scripts/install_edge_tools.sh)")


def run(*command: str | Path, folder: Path) -> str:
    """What a program prints. Its home is the scratch folder; anything but success fails the test."""
    keep = {name: value for name, value in os.environ.items() if name in ("PATH", "LD_LIBRARY_PATH", "SYSTEMROOT")}
    home = {"HOME": str(folder), "TMPDIR": str(folder), "LC_ALL": "C.UTF-8", "PYTHONUTF8": "1"}
    # khal breaks even JSON where the terminal ends.
    home |= {"COLUMNS": "1000000"}
    done = subprocess.run(command, env=keep | home, cwd=folder, capture_output=True, stdin=subprocess.DEVNULL)
    output, errors = done.stdout.decode(), done.stderr.decode("utf-8", "replace")
    assert done.returncode == 0, f"{command[0]} exited with {done.returncode}:\n{output[-2000:]}\n{errors[-2000:]}"
    return output


def _from_json(text: str) -> list[Seen]:
    """The events as the helper scripts print them."""
    return sorted(
        Seen(
            uid=load["uid"],
            start=date.fromisoformat(load["start"]),
            end=date.fromisoformat(load["end"]),
            summary=load["summary"],
            status=load["status"],
            description=load["description"],
        )
        for load in json.loads(text)
    )


def _by_bytes(feed: Path, _folder: Path) -> list[Seen]:
    return byte_linter.read(feed.read_bytes())


def _icalendar(feed: Path, _folder: Path) -> list[Seen]:
    calendar = icalendar.Calendar.from_ical(feed.read_bytes())
    assert not calendar.errors
    seen = []
    for event in calendar.events:
        assert not event.errors
        start, end = event.decoded("dtstart"), event.decoded("dtend")
        texts = (str(event["summary"]), str(event["status"]), str(event["description"]))
        seen.append(Seen(str(event["uid"]), start, end, *texts))
    return sorted(seen)


def _in_venv(which: str) -> Callable[[Path, Path], list[Seen]]:
    def read(feed: Path, folder: Path) -> list[Seen]:
        return _from_json(run(PYTHON, HERE / "read_in_venv.py", which, feed, folder=folder))

    return read


def _ical_js(feed: Path, folder: Path) -> list[Seen]:
    return _from_json(run("node", HERE / "read_with_ical_js.mjs", ICAL_JS, feed, folder=folder))


def _khal(feed: Path, folder: Path) -> list[Seen]:
    """What a user of khal sees: every event once. A list would read each again for every day."""
    configuration = folder / "khal.conf"
    configuration.write_text(KHAL_CONFIGURATION.format(folder=folder))
    (folder / "events").mkdir()
    run(KHAL, "-c", configuration, "import", "--batch", "-a", "feed", feed, folder=folder)
    fields = [part for name in KHAL_FIELDS for part in ("--json", name)]
    listing = run(KHAL, "-c", configuration, "search", *fields, "", folder=folder)
    seen = []
    for item in (event for line in listing.splitlines() for event in json.loads(line)):
        assert item["all-day"] == "True", item
        # khal shows the last day itself.
        end = date.fromisoformat(item["end-date-long"]) + DAY
        texts = (item["title"], item["status"], item["description"])
        seen.append(Seen(item["uid"], date.fromisoformat(item["start-date-long"]), end, *texts))
    return sorted(seen)


@dataclass(frozen=True)
class Imported:
    """What calcurse took in: for each event its first day, last day and summary; and what it left out, and why."""

    events: list[tuple[date, date, str]]
    skipped: int
    log: str


def calcurse_import(feed: Path, folder: Path) -> Imported:
    """Import a feed into an empty calcurse."""
    home = {"HOME": str(folder), "TMPDIR": str(folder), "LC_ALL": "C.UTF-8", "PATH": os.environ["PATH"]}
    for name in ("settings", "data"):
        (folder / name).mkdir()
    command = ("calcurse", "-C", folder / "settings", "-D", folder / "data", "-i", feed)
    done = subprocess.run(command, env=home, capture_output=True, stdin=subprocess.DEVNULL)
    report = done.stdout.decode() + done.stderr.decode()
    skipped = re.search(r"(\d+) skipped", report)
    assert skipped, report
    items = (folder / "data" / "apts").read_text(encoding="utf-8").splitlines()
    log = "".join(path.read_text(encoding="utf-8", errors="replace") for path in folder.glob("calcurse_log.*"))
    return Imported(sorted(_calcurse_item(item) for item in items), int(skipped[1]), log)


def _calcurse_item(line: str) -> tuple[date, date, str]:
    """One line of calcurse's own file: 09/01/2024 [1] {1D -> 11/30/2024} >note summary."""
    match = re.fullmatch(
        r"(?P<first>[0-9/]{10}) \[1\](?: \{1D -> (?P<last>[0-9/]{10})\})?(?: ?>[0-9a-f]{40})? (?P<words>.*)", line
    )
    assert match, line
    return _us_day(match["first"]), _us_day(match["last"] or match["first"]), match["words"]


def _us_day(text: str) -> date:
    month, day, year = text.split("/")
    return date(int(year), int(month), int(day))


def calcurse_missing() -> str:
    return "" if shutil.which("calcurse") else "calcurse"


def _ical_js_missing() -> str:
    if not shutil.which("node"):
        return "node"
    return "" if ICAL_JS.is_dir() else "ical.js"


def _venv_missing() -> str:
    return "" if PYTHON.exists() and KHAL.exists() else "the calendar readers of .edge/venv"


def _always_here() -> str:
    return ""


READERS = (
    Reader("our own rules", _always_here, _by_bytes),
    Reader("icalendar", _always_here, _icalendar),
    Reader("ical.js", _ical_js_missing, _ical_js),
    Reader("libical", libical.missing, libical.read),
    # khal writes each event down again with icalendar, which takes `\N` in a text for a line break.
    Reader("khal", _venv_missing, _khal, trips_over="\\N"),
    Reader("vobject", _venv_missing, _in_venv("vobject")),
    Reader("Home Assistant ical", _venv_missing, _in_venv("ical")),
    # ics.py undoes the escapes one after the other, so that a backslash before an n becomes a line break.
    Reader("ics.py", _venv_missing, _in_venv("ics"), trips_over="\\"),
)
