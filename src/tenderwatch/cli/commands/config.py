"""`tenderwatch config`: the settings in force, and where each came from."""

from __future__ import annotations

import sys
from contextlib import suppress
from typing import Annotated, Any

import typer

from tenderwatch.cli.context import choose_format, edition_of, is_ours, registry_layers
from tenderwatch.cli.settings import InForce, config_path, in_force
from tenderwatch.errors import TenderwatchError
from tenderwatch.registry.layers import Layer


def command(
    format_: Annotated[str | None, typer.Option("--format", metavar="FORMAT", help="plain or json.")] = None,
) -> None:
    """Show the settings in force and where each came from: a variable, tenderwatch.toml, or our default.

    The file is looked for in the working folder and above it, as far as the home folder. A flag on the command
    line beats the environment, which beats the file. Passwords are never shown.
    """
    form = choose_format(format_, ("plain", "json"))
    path, found = config_path(), in_force()
    named = next(item.value for item in found if item.setting.name == "registry")
    layers = registry_layers(str(named) if named is not None else None)
    stack = [_layer(layer) | {"editable": layer == layers[-1] and not is_ours(layer.path)} for layer in layers]
    if form == "json":
        import json

        rows = [
            {"name": item.setting.name, "value": _value(item), "origin": item.origin, "variable": item.setting.variable,
             "meaning": item.setting.meaning}
            for item in found
        ]  # fmt: skip
        whole = {
            "schema_version": 1,
            "file": str(path) if path else None,
            "layers": stack,
            "settings": rows,
        }
        sys.stdout.write(json.dumps(whole, indent=2, ensure_ascii=False) + "\n")
        return
    sys.stdout.write(f"file: {path or 'none found'}\n")
    for item in found:
        value = _value(item)
        shown = item.setting.unset if value is None else "; ".join(value) if isinstance(value, list) else value
        origin = "" if shown == item.origin else f" ({item.origin})"
        sys.stdout.write(f"{item.setting.name}: {shown}{origin}\n")
    for number, layer in enumerate(stack, start=1):
        edition = f"edition {layer['edition']}" if layer["edition"] else "no edition"
        state = "can be changed" if layer["editable"] else "cannot be changed"
        sys.stdout.write(f"layer {number}: {layer['path']} ({layer['name']}, {edition}, {state})\n")


def _layer(layer: Layer) -> dict[str, Any]:
    """A layer's name, folder and edition. One that cannot be read has no edition, and other commands say why."""
    edition = None
    with suppress(TenderwatchError, OSError):
        edition = edition_of(layer.path)
    return {
        "name": layer.name,
        "path": str(layer.path.resolve()),
        "edition": edition.isoformat() if edition else None,
    }


def _value(item: InForce) -> str | int | list[str] | None:
    """The value to show: that a secret is set, and no more."""
    return "set" if item.setting.secret and item.value is not None else item.value
