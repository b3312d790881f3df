"""What `export` and `convert` share: where a file goes, and what is said of it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated

from tenderwatch.cli.context import file_target
from tenderwatch.cli.files import write_atomically
from tenderwatch.cli.options import takes
from tenderwatch.cli.streams import say, say_written
from tenderwatch.errors import UsageError
from tenderwatch.exporters import EXPORTS, Tally, Wanted, export
from tenderwatch.text import count

OcidPrefixOption = Annotated[
    str | None,
    takes("--ocid-prefix", "PREFIX", "For ocds: your council's registered prefix, for contracts without an OCID."),
]


def export_target(command: str, what: str, output: str) -> Path:
    """The file to write. Raises UsageError for standard output, or an ending that is another format's."""
    target = file_target(output)
    if target is None:
        raise UsageError(f"{command} writes a file, not to standard output", "name a file")
    endings = EXPORTS[what].writers
    if target.suffix.lower() not in endings:
        raise UsageError(f"the ending of {target} does not fit {what}", f"end it with {' or '.join(endings)}")
    return target


def ocid_prefix_of(given: str | None) -> str:
    """The prefix as given; nothing where none is. Raises UsageError where it is none."""
    if given is not None and not re.fullmatch(r"ocds-[a-z0-9]{6}", given):
        hint = "it begins with ocds- and has six letters or digits; the Open Contracting Partnership gives it out"
        raise UsageError(f"--ocid-prefix: '{given}' is no prefix of open contracting", hint)
    return given or ""


def put_export(what: str, target: Path, wanted: Wanted) -> None:
    """Write the contracts, whole or not at all, and say what became of them."""
    tally = Tally()
    changed = write_atomically(target, export(what, target.suffix.lower(), wanted, tally))
    if EXPORTS[what].contracts:
        say_written(count(tally.written, "contract"), target, changed=changed)
    else:
        say(f"written to {target}" if changed else f"unchanged: {target}")
    for why, number in tally.left_out.items():
        say(f"{count(number, 'contract')} left out: {why}")
    for remark in tally.remarks:
        say(remark)
