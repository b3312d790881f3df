"""What `tenderwatch init` writes into a new folder."""

from __future__ import annotations

from datetime import date

_SETTINGS = """\
# Settings of tenderwatch for this folder and those in it. `tenderwatch config` shows them all.

{registry}
# council = ["Durham"]   # only contracts of these councils
# months = 12            # how far `due` looks ahead
"""
_LAYERED = """\
# Your own records (this folder) stand over those that came with the program ("bundled").
registry = ["bundled", "."]
"""
_ALONE = """\
# Only your own records: those that came with the program are not read.
registry = "."
"""
_FIRST = """\
# Your own contracts. Commands write here: tenderwatch add, extend, set, retire.
# You can also edit it by hand; then run: tenderwatch check

# The day on which these records were last updated. Commands keep it.
edition: {today}
"""
_README = """\
# Our register of care contracts

Kept with tenderwatch. Run these in this folder:

- `tenderwatch due` lists what falls due.
- `tenderwatch show ID` shows one contract, `tenderwatch why ID` how its dates are worked out.
- `tenderwatch add --interactive` adds a contract; `extend`, `set` and `retire` record what happens to it.
- `tenderwatch undo` takes back the last change, `tenderwatch check` says what is wrong, or nothing.
- `tenderwatch config` shows which registries are read.

Our own records are in `contracts.yaml`.
"""
_IGNORED = """\
.*.tenderwatch.lock
.tenderwatch-undo/
.*.tenderwatch-new
site/
"""


def files_of(today: date, *, empty: bool) -> dict[str, str]:
    """The files of a new folder by name: settings, a first registry file, a README and what git is to ignore."""
    return {
        "tenderwatch.toml": _SETTINGS.format(registry=_ALONE if empty else _LAYERED),
        "contracts.yaml": _FIRST.format(today=today.isoformat()),
        "README.md": _README,
        ".gitignore": _IGNORED,
    }
