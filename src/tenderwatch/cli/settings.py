"""Settings in force, and where each came from: a flag beats the environment, which beats the file, which beats us.

One table says what there is. Commands need not know of it: what stands in the environment or the file becomes the
default of the option of the same name, in every command that has one.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterator
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

from tenderwatch.cli.config_file import find_config, place_of, read_config
from tenderwatch.errors import UsageError
from tenderwatch.problems import did_you_mean

SECURITY = ("starttls", "tls", "none")
Value = str | int | list[str]


class Setting(NamedTuple):
    """One setting: how its value is read (ValueError says what is wanted), our own default, and what it is.

    `listed` marks lists (`;` between them in the environment), `path` a file named from the config file's folder,
    `secret` a value that is never shown and never read from the file.
    """

    name: str
    meaning: str
    read: Callable[[Any], Value]
    default: Value | None = None
    listed: bool = False
    path: bool = False
    secret: bool = False

    @property
    def variable(self) -> str:
        """The environment variable that holds it."""
        return f"TENDERWATCH_{self.name.replace('.', '_').upper()}"


def _text(given: Any) -> str:
    if isinstance(given, str) and given.strip():
        return given
    raise ValueError("a text that is not empty")


def _texts(given: Any) -> list[str]:
    if isinstance(given, str):
        return [_text(given)]
    if isinstance(given, list) and given:
        return [_text(one) for one in given]
    raise ValueError("a text or a list of texts")


def _number(least: int, most: int) -> Callable[[Any], int]:
    def read(given: Any) -> int:
        text = str(given).strip()
        if not isinstance(given, bool | float) and text.isascii() and text.isdigit() and least <= int(text) <= most:
            return int(text)
        raise ValueError(f"a whole number from {least} to {most}")

    return read


def _one_of(words: tuple[str, ...]) -> Callable[[Any], str]:
    def read(given: Any) -> str:
        if given in words:
            return str(given)
        raise ValueError(f"one of {', '.join(words)}")

    return read


SETTINGS: tuple[Setting, ...] = (
    Setting("registry", "the registry to read: a file or a folder", _text, path=True),
    Setting("council", "only contracts of these councils", _texts, listed=True),
    Setting("watch", "only what this watch file names", _text, path=True),
    Setting("months", "how far to look ahead", _number(0, 600), default=12),
    Setting("mail.host", "the mail server", _text),
    Setting("mail.port", "its port; 587 with starttls, 465 with tls and 25 with none if left out", _number(1, 65535)),
    Setting("mail.security", "starttls, tls or none", _one_of(SECURITY), default="starttls"),
    Setting("mail.user", "the name to log in with; no login if left out", _text),
    Setting("mail.password", "the password, from the environment only", _text, secret=True),
    Setting("mail.password_file", "a file that holds the password", _text, path=True),
    Setting("mail.ca_file", "certificates to trust instead of the system's", _text, path=True),
    Setting("mail.timeout", "seconds within which a mail must be sent", _number(1, 600), default=30),
    Setting("mail.from", "the sender's address", _text),
)  # fmt: skip
_BY_NAME = {setting.name: setting for setting in SETTINGS}
# The settings that are the defaults of options. A mail goes out only where --to asks for it.
_OPTIONS = {"registry": "registry", "council": "council", "watch": "watch", "months": "months", "from_": "mail.from"}


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
        return find_config(Path.cwd(), Path(home) if home else None)
    except OSError:  # a working folder that has been removed holds no settings
        return None


def in_force() -> tuple[InForce, ...]:
    """Every setting. Raises UnreadableError and UsageError for a file or a variable that cannot be used."""
    written = file_settings()
    return tuple(_in_force(setting, written) for setting in SETTINGS)


def value_of(name: str) -> Any:
    """The value of one setting, None where it is not set."""
    return _in_force(_BY_NAME[name], file_settings()).value


def file_settings() -> dict[str, Value]:
    """What the config file sets, checked; paths made whole. Empty if there is no file."""
    path = config_path()
    return _read_file(path) if path else {}


def _in_force(setting: Setting, written: dict[str, Value]) -> InForce:
    raw = os.environ.get(setting.variable, "")
    if raw.strip():
        try:
            items = [one.strip() for one in raw.split(";") if one.strip()]
            return InForce(setting, setting.read(items if setting.listed else raw), setting.variable)
        except ValueError as wanted:
            shown = "" if setting.secret else f" is '{raw}', which"
            raise UsageError(f"{setting.variable}{shown} is not {wanted}", f"it sets {setting.meaning}") from None
    if setting.name in written:
        return InForce(setting, written[setting.name], str(config_path()))
    return InForce(setting, setting.default, "default" if setting.default is not None else "not set")


def _read_file(path: Path) -> dict[str, Value]:
    tables, text = read_config(path)
    found: dict[str, Value] = {}
    for name, given in _flat(tables):
        setting = _BY_NAME.get(name)
        where = f"{path}:{place_of(text, name)}"
        if setting is None:
            raise UsageError(f"{where}: there is no setting '{name}'", _nearest(name))
        if setting.secret:
            hint = f"put it in the variable {setting.variable}, or in a file that mail.password_file names"
            raise UsageError(f"{where}: a password does not belong in this file", hint)
        try:
            value = setting.read(given)
        except ValueError as wanted:
            raise UsageError(f"{where}: {name} is not {wanted}", f"it sets {setting.meaning}") from None
        found[name] = str(path.resolve().parent / str(value)) if setting.path else value
    return found


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


class _CommandDefaults(dict[str, Any]):
    """The defaults of one command's options, read from environment and file when the first is asked for."""

    @cached_property
    def _written(self) -> dict[str, Value]:
        return file_settings()

    def get(self, key: str, default: Any = None) -> Any:
        """The default of an option by its parameter's name; what we ourselves set stands with the option."""
        name = _OPTIONS.get(key)
        if name is None:
            return default
        found = _in_force(_BY_NAME[name], self._written)
        return default if found.origin in ("default", "not set") else found.value


class Defaults(dict[str, Any]):
    """What the command line library asks for the defaults of each command (its `default_map`)."""

    def __init__(self, commands: Collection[str]) -> None:
        super().__init__()
        self._commands = commands

    def get(self, key: str, default: Any = None) -> Any:
        """The defaults of a command; nothing for the options of `tenderwatch` itself."""
        return _CommandDefaults() if key in self._commands else default
