"""Settings in force, and where each came from: a flag beats the environment, which beats the file, which beats us.

Commands need not know of it: what stands in the environment or the file becomes the default of the option of the same
name, in every command that has one.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

from tenderwatch.cli.config_file import find_config, place_of, read_config
from tenderwatch.cli.settings import BY_NAME, SETTINGS, Setting, Value
from tenderwatch.errors import TenderwatchError, UsageError
from tenderwatch.problems import did_you_mean

# The settings that are the defaults of options, by the parameter that holds the option.
# A mail goes out only where --to asks for it, so there is no setting for that.
OPTIONS = {"registry": "registry", "council": "council", "watch": "watch", "months": "months", "sender": "mail.from"}


class InForce(NamedTuple):
    """A setting's value, and where it came from: a variable, the file, `default`, or `not set`."""

    setting: Setting
    value: Value | None
    origin: str


def config_path() -> Path | None:
    """The config file: the one that TENDERWATCH_CONFIG names, none if it is `off`, else the nearest one."""
    named = os.environ.get("TENDERWATCH_CONFIG", "")
    if named == "off":
        return None
    if named:
        return Path(named)
    home = os.environ.get("HOME") or os.environ.get("USERPROFILE")
    try:
        return find_config(Path.cwd(), Path(home).resolve() if home else None)
    except OSError:  # a working folder that has been removed holds no settings
        return None


def in_force() -> tuple[InForce, ...]:
    """Every setting. Raises UnreadableError and UsageError for a file or a variable that cannot be used."""
    written = _file_settings()
    return tuple(_in_force(setting, written) for setting in SETTINGS)


def _file_settings() -> dict[str, Value]:
    """What the config file sets, checked; paths made whole. Empty if there is no file."""
    path = config_path()
    return _read_file(path) if path else {}


def _in_force(setting: Setting, written: dict[str, Value]) -> InForce:
    raw = os.environ.get(setting.variable, "")
    if raw.strip():
        try:
            items = [part.strip() for part in raw.split(";") if part.strip()]
            return InForce(setting, setting.read(items if setting.listed else raw), setting.variable)
        except ValueError as wanted:
            shown = "" if setting.secret else f" is {_shown(raw)}, which"
            raise UsageError(f"{setting.variable}{shown} is not {wanted}", f"it sets {setting.meaning}") from None
    if setting.name in written:
        return InForce(setting, written[setting.name], str(config_path()))
    return InForce(setting, setting.default, "default" if setting.default is not None else "not set")


def _read_file(path: Path) -> dict[str, Value]:
    tables, text = read_config(path)
    found: dict[str, Value] = {}
    for name, given in _flat(tables):
        setting = BY_NAME.get(name)
        where = f"{path}:{place_of(text, name)}"
        if setting is None:
            raise UsageError(f"{where}: there is no setting '{name}'", _nearest(name))
        if setting.secret:
            hint = f"put it in the variable {setting.variable}, or in a file that mail.password_file names"
            raise UsageError(f"{where}: a password does not belong in this file", hint)
        try:
            value = setting.read(given)
        except ValueError as wanted:
            message = f"{where}: {name} is {_shown(given)}, which is not {wanted}"
            raise UsageError(message, f"it sets {setting.meaning}") from None
        found[name] = str(path.resolve().parent / os.path.expanduser(str(value))) if setting.path else value
    return found


def _shown(given: object) -> str:
    """A value that was refused, no longer than a line."""
    text = repr(given)
    return text if len(text) <= 60 else f"{text[:57]}..."


def _flat(tables: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    for key, given in tables.items():
        if key == "mail" and isinstance(given, dict):
            yield from ((f"mail.{inner}", value) for inner, value in given.items())
        else:
            yield key, given


def _nearest(name: str) -> str:
    known = [setting.name for setting in SETTINGS if not setting.secret]
    nearest = did_you_mean(name, known) or did_you_mean(f"mail.{name}", known)
    return nearest or f"the settings are {', '.join(known)}"


class Defaults(dict[str, Any]):
    """What the command line library asks for the defaults of each command (its `default_map`).

    Read from environment and file when the first is asked for. Where nothing is going to be run, as for help and
    completion, a fault in them is no reason to fail: `lenient` passes it over.
    """

    def __init__(self, commands: Collection[str], *, lenient: bool = False) -> None:
        super().__init__()
        self._commands = commands
        self._lenient = lenient

    def get(self, key: str, default: Any = None) -> Any:
        """The defaults of a command; nothing for the options of `tenderwatch` itself."""
        return _CommandDefaults(lenient=self._lenient) if key in self._commands else default


class _CommandDefaults(dict[str, Any]):
    """The defaults of one command's options by parameter; what we ourselves set stands with the option."""

    def __init__(self, *, lenient: bool) -> None:
        super().__init__()
        self._lenient = lenient

    @cached_property
    def _written(self) -> dict[str, Value]:
        return _file_settings()

    def get(self, key: str, default: Any = None) -> Any:
        """The default of an option by its parameter's name."""
        if key in OPTIONS:
            with suppress(*((TenderwatchError,) if self._lenient else ())):
                found = _in_force(BY_NAME[OPTIONS[key]], self._written)
                return default if found.origin in ("default", "not set") else found.value
        return default
