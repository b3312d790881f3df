"""`tenderwatch config`: the settings in force, and where each came from."""

from contextlib import suppress
from typing import Any

from tenderwatch.answers.answer import SCHEMA_VERSION, Answer, Machine, Table
from tenderwatch.cli import clock, options
from tenderwatch.cli.context import edition_of, is_ours, registry_layers
from tenderwatch.cli.output import Output
from tenderwatch.cli.settings import InForce, in_force
from tenderwatch.cli.settings_file import config_path
from tenderwatch.errors import TenderwatchError
from tenderwatch.registry.layers import Layer


@options.output(only=("plain", "json"), usual="plain")
def command(*, output: Output) -> None:
    """Show the settings in force and where each came from: a variable, tenderwatch.toml, or the default.

    The file is looked for in the working folder and above it, as far as the home folder. A flag on the command
    line beats the environment, which beats the file. Passwords are never shown.
    """
    path, found = config_path(), in_force()
    named = next(item.value for item in found if item.setting.name == "registry")
    layers = registry_layers(str(named) if named is not None else None)
    stack = [_layer(layer) | {"editable": layer == layers[-1] and not is_ours(layer.path)} for layer in layers]
    rows = (
        {"name": item.setting.name, "value": _value(item), "origin": item.origin, "variable": item.setting.variable,
         "meaning": item.setting.meaning}
        for item in found
    )  # fmt: skip
    before = {"schema_version": SCHEMA_VERSION, "file": str(path) if path else None, "layers": stack}
    answer = Answer(
        name="config",
        title="Settings",
        today=clock.today(None),
        sections=tuple,
        sheet=lambda: Table((), ()),
        machine=lambda: Machine(before, "settings", rows),
        size=len(found),
        lead=(f"file: {path or 'none found'}", *map(_line, found), *map(_layer_line, range(1, len(stack) + 1), stack)),
        plain="lines",
    )
    output.put(answer, *(layer.path for layer in layers), *((path,) if path else ()))


def _line(item: InForce) -> str:
    value = _value(item)
    shown = item.setting.unset if value is None else "; ".join(value) if isinstance(value, list) else value
    return f"{item.setting.name}: {shown}" + ("" if shown == item.origin else f" ({item.origin})")


def _layer_line(number: int, layer: dict[str, Any]) -> str:
    edition = f"edition {layer['edition']}" if layer["edition"] else "no edition"
    state = "can be changed" if layer["editable"] else "cannot be changed"
    return f"layer {number}: {layer['path']} ({layer['name']}, {edition}, {state})"


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
