"""`tenderwatch config`: the settings in force, and where each came from."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from tenderwatch.cli.context import choose_format
from tenderwatch.cli.settings import InForce, config_path, in_force


def command(
    format_: Annotated[str | None, typer.Option("--format", metavar="FORMAT", help="plain or json.")] = None,
) -> None:
    """Show the settings in force and where each came from: a variable, tenderwatch.toml, or our default.

    The file is looked for in the working folder and above it, as far as the home folder. A flag on the command
    line beats the environment, which beats the file. Passwords are never shown.
    """
    form = choose_format(format_, ("plain", "json"))
    path, found = config_path(), in_force()
    if form == "json":
        import json

        rows = [
            {"name": item.setting.name, "value": _value(item), "origin": item.origin, "variable": item.setting.variable,
             "meaning": item.setting.meaning}
            for item in found
        ]  # fmt: skip
        whole = {"schema_version": 1, "file": str(path) if path else None, "settings": rows}
        sys.stdout.write(json.dumps(whole, indent=2, ensure_ascii=False) + "\n")
        return
    sys.stdout.write(f"file: {path or 'none found'}\n")
    for item in found:
        value = _value(item)
        shown = item.setting.unset if value is None else "; ".join(value) if isinstance(value, list) else value
        origin = "" if shown == item.origin else f" ({item.origin})"
        sys.stdout.write(f"{item.setting.name}: {shown}{origin}\n")


def _value(item: InForce) -> str | int | list[str] | None:
    """The value to show: that a secret is set, and no more."""
    return "set" if item.setting.secret and item.value is not None else item.value
