"""Settings: what there are, which are in force, and where each came from.

A flag beats the environment, which beats the file tenderwatch.toml, which beats our own default. Commands need not
know of it: what is set becomes the default of the option of the same name, in every command that has one.
"""

import os
from collections.abc import Callable, Collection, Mapping
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from typing import Any

from tenderwatch.cli.settings_file import config_path, read_file
from tenderwatch.errors import TenderwatchError, UsageError
from tenderwatch.named_tuple import NamedTuple
from tenderwatch.problems import did_you_mean
from tenderwatch.text import has_control

SECURITY = ("starttls", "tls", "none")
Value = str | int | list[str]


class Setting(NamedTuple):
    """One setting: how its value is read (ValueError says what is wanted), our own default, and what it is.

    `listed` marks lists (`;` between them in the environment), `path` a file named from the config file's folder,
    `secret` a value that is never shown and never read from the file. `unset` says what holds where nothing is set.
    """

    name: str
    meaning: str
    read: Callable[[Any], Value]
    default: Value | None = None
    listed: bool = False
    path: bool = False
    secret: bool = False
    unset: str = "not set"

    @property
    def variable(self) -> str:
        """The environment variable that holds it."""
        return f"TENDERWATCH_{self.name.replace('.', '_').upper()}"


def _text(given: Any) -> str:
    if isinstance(given, str) and has_control(given):
        raise ValueError("a text without control characters")
    if isinstance(given, str) and given.strip():
        return given
    raise ValueError("a text that is not empty")


def _texts(given: Any) -> list[str]:
    if isinstance(given, str):
        return [_text(given)]
    if isinstance(given, list) and given:
        return [_text(item) for item in given]
    raise ValueError("a text or a list of texts")


def _layers(given: Any) -> str:
    """One registry, or several, the lowest first: a list in the file, with `;` between them elsewhere."""
    return ";".join(_texts(given))


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


def _format(given: Any) -> str:
    from tenderwatch.formats import FORMATS

    return _one_of(tuple(FORMATS))(given)


SETTINGS: tuple[Setting, ...] = (
    Setting("registry", "the registry to read: a file, a folder or a list of layers", _layers, path=True,
            unset="the bundled one"),
    Setting("council", "only contracts of these councils", _texts, listed=True, unset="all"),
    Setting("watch", "only what this watch file names", _text, path=True),
    Setting("months", "how far to look ahead", _number(0, 600), default=12),
    Setting("format", "the format of answers where none is asked for and the answer has it", _format,
            unset="table on a terminal, plain elsewhere"),
    Setting("pager", "the program that shows long answers on a terminal; off for none", _text,
            unset="PAGER, or less"),
    Setting("mail.host", "the mail server", _text),
    Setting("mail.port", "its port", _number(1, 65535), unset="587 with starttls, 465 with tls, 25 with none"),
    Setting("mail.security", "starttls, tls or none", _one_of(SECURITY), default="starttls"),
    Setting("mail.user", "the name to log in with; no login if not set", _text),
    Setting("mail.password", "the password, from the environment only", _text, secret=True),
    Setting("mail.password_file", "a file that holds the password", _text, path=True),
    Setting("mail.ca_file", "certificates to trust instead of the system's", _text, path=True),
    Setting("mail.timeout", "seconds within which a mail must be sent", _number(1, 600), default=30),
    Setting("mail.from", "the sender's address", _text),
)  # fmt: skip

BY_NAME = {setting.name: setting for setting in SETTINGS}


class InForce(NamedTuple):
    """A setting's value, and where it came from: a variable, the file, `default`, or `not set`."""

    setting: Setting
    value: Value | None
    origin: str


def in_force() -> tuple[InForce, ...]:
    """Every setting. Raises UnreadableError and UsageError for a file or a variable that cannot be used."""
    held = written()
    return tuple(value_in(setting, held) for setting in SETTINGS)


def value_of(name: str) -> Value | None:
    """The value of one setting; None if it is set nowhere. Raises as `in_force` does."""
    return value_in(BY_NAME[name], written()).value


def value_in(setting: Setting, held: dict[str, InForce]) -> InForce:
    """A setting by its variable, else by what the file is known to hold, else our own default. Raises UsageError."""
    raw = os.environ.get(setting.variable, "")
    if not raw.strip():
        ours = InForce(setting, setting.default, "not set" if setting.default is None else "default")
        return held.get(setting.name, ours)
    try:
        parts = [part.strip() for part in raw.split(";") if part.strip()]
        return InForce(setting, setting.read(parts if setting.listed else raw), setting.variable)
    except ValueError as wanted:
        shown = "" if setting.secret else f" is {_shown(raw)}, which"
        raise UsageError(f"{setting.variable}{shown} is not {wanted}", f"it sets {setting.meaning}") from None


def written() -> dict[str, InForce]:
    """What the file sets, by name; paths are made whole. Every fault says where it stands."""
    path = config_path()
    if path is None:
        return {}
    found: dict[str, InForce] = {}
    for name, given, where in read_file(path):
        setting = BY_NAME.get(name)
        if setting is None:
            known = [setting.name for setting in SETTINGS if not setting.secret]
            near = did_you_mean(name, known) or did_you_mean(f"mail.{name}", known)
            raise UsageError(f"{where}: there is no setting '{name}'", near or f"the settings are {', '.join(known)}")
        if setting.secret:
            hint = f"put it in the variable {setting.variable}, or in a file that mail.password_file names"
            raise UsageError(f"{where}: a password does not belong in this file", hint)
        try:
            value = setting.read(given)
        except ValueError as wanted:
            message = f"{where}: {name} is {_shown(given)}, which is not {wanted}"
            raise UsageError(message, f"it sets {setting.meaning}") from None
        whole = _whole(str(value), path.resolve().parent) if setting.path else value
        found[name] = InForce(setting, whole, str(path))
    return found


def _whole(value: str, folder: Path) -> str:
    """Paths named from the file's folder; `bundled`, among layers, is none."""
    names = [name.strip() for name in value.split(";") if name.strip()]
    if len(names) < 2:
        names = [value]
    return ";".join(name if name == "bundled" else str(folder / os.path.expanduser(name)) for name in names)


def _shown(given: object) -> str:
    """A value that was refused, no longer than a line."""
    text = repr(given)
    return text if len(text) <= 60 else f"{text[:57]}..."


# --- The settings that are defaults of options, as the command line library asks for them ---

# The settings that are the defaults of options, by the parameter that holds the option.
# A mail goes out only where --to asks for it, so there is no setting for that.
OPTIONS = {"registry": "registry", "council": "council", "watch": "watch", "months": "months", "sender": "mail.from"}


class Defaults(dict[str, Any]):
    """What the command line library asks for the defaults of each command (its `default_map`).

    Environment and file are read when the first is asked for. Where nothing is going to be run, as for help and
    completion, a fault in them is no reason to fail: `lenient` passes it over.
    """

    def __init__(
        self, commands: Collection[str], groups: Mapping[str, Collection[str]] | None = None, *, lenient: bool = False
    ) -> None:
        super().__init__()
        self._commands = commands
        self._groups = groups or {}
        self._lenient = lenient

    def get(self, key: str, default: Any = None) -> Any:
        """The defaults of a command; nothing for the options of `tenderwatch` itself."""
        inner = self._groups.get(key, ())
        return _CommandDefaults(inner, lenient=self._lenient) if key in self._commands else default


class _CommandDefaults(dict[str, Any]):
    """The defaults of one command's options by parameter; what is set nowhere stands with the option."""

    def __init__(self, inner: Collection[str], *, lenient: bool) -> None:
        super().__init__()
        self._inner = inner
        self._lenient = lenient

    @cached_property
    def _written(self) -> dict[str, InForce]:
        return written()

    def get(self, key: str, default: Any = None) -> Any:
        """The default of an option by its parameter's name; of a group, the same for each command in it."""
        if key in self._inner:
            return self
        if key in OPTIONS:
            with suppress(*((TenderwatchError,) if self._lenient else ())):
                setting = value_in(BY_NAME[OPTIONS[key]], self._written)
                return default if setting.origin in ("default", "not set") else setting.value
        return default
