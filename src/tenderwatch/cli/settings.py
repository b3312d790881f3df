"""Settings: what there are, which are in force, and where each came from.

A flag beats the environment, which beats the file tenderwatch.toml, which beats our own default. Commands need not
know of it: what is set becomes the default of the option of the same name, in every command that has one.
"""

import os
import re
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

from tenderwatch.errors import TenderwatchError, UnreadableError, UsageError
from tenderwatch.problems import did_you_mean
from tenderwatch.text import has_control

NAME = "tenderwatch.toml"
_MAX_BYTES = 1024 * 1024
_OTHER_FILE = "set TENDERWATCH_CONFIG to another file, or to off"
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
    path = config_path()
    written = _read_file(path) if path else {}
    return tuple(_value(setting, written) for setting in SETTINGS)


def value_of(name: str) -> Value | None:
    """The value of one setting; None if it is set nowhere. Raises as `in_force` does."""
    path = config_path()
    return _value(BY_NAME[name], _read_file(path) if path else {}).value


def _value(setting: Setting, written: dict[str, InForce]) -> InForce:
    raw = os.environ.get(setting.variable, "")
    if not raw.strip():
        ours = InForce(setting, setting.default, "not set" if setting.default is None else "default")
        return written.get(setting.name, ours)
    try:
        parts = [part.strip() for part in raw.split(";") if part.strip()]
        return InForce(setting, setting.read(parts if setting.listed else raw), setting.variable)
    except ValueError as wanted:
        shown = "" if setting.secret else f" is {_shown(raw)}, which"
        raise UsageError(f"{setting.variable}{shown} is not {wanted}", f"it sets {setting.meaning}") from None


# --- The file ---


def config_path() -> Path | None:
    """The settings file: the one that TENDERWATCH_CONFIG names, none if it is `off`, else the nearest one.

    It is looked for in the working folder and above it; the home folder is the last.
    """
    named = os.environ.get("TENDERWATCH_CONFIG", "")
    if named:
        return None if named == "off" else Path(named)
    try:
        folder = Path.cwd()
        home = os.environ.get("HOME") or os.environ.get("USERPROFILE")
        last = Path(home).resolve() if home else None
        for place in (folder, *folder.parents):
            if (place / NAME).is_file():
                return place / NAME
            if place == last:
                break
    except OSError:  # a working folder that has been removed holds no settings
        pass
    return None


def _read_file(path: Path) -> dict[str, InForce]:
    """What the file sets, by name; paths are made whole. Every fault says where it stands."""
    tables, text = _parse(_read_bytes(path), path)
    found: dict[str, InForce] = {}
    for name, given in _flat(tables):
        setting = BY_NAME.get(name)
        where = f"{path}:{_place_of(text, name)}"
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


def _read_bytes(path: Path) -> bytes:
    try:
        about = path.stat()
        # It may name a mail server to give the password to: that is not for other users to decide, least of all
        # for root.
        if hasattr(os, "getuid") and about.st_uid not in (0, os.getuid()):
            raise UnreadableError(f"{path} belongs to another user, so it is not read", _OTHER_FILE)
        if hasattr(os, "getuid") and about.st_mode & 0o002:
            raise UnreadableError(f"{path} can be changed by anybody, so it is not read", f"run: chmod o-w {path}")
        if about.st_size > _MAX_BYTES:
            raise UnreadableError(f"{path} is larger than {_MAX_BYTES >> 20} MiB", "it should hold a few settings")
        with path.open("rb") as file:  # bounded, since a device has no size
            return file.read(_MAX_BYTES)
    except OSError as error:
        raise UnreadableError(f"cannot read {path}: {error.strerror}", _OTHER_FILE) from None
    except ValueError:  # a NUL in the name
        raise UnreadableError(f"there can be no file named {str(path)!r}", _OTHER_FILE) from None


def _parse(data: bytes, path: Path) -> tuple[dict[str, Any], str]:
    """The tables of a file, and its text. The TOML reader is imported only once there is a file."""
    import tomllib

    try:
        text = data.decode("utf-8").removeprefix("\ufeff").replace("\r\n", "\n")
        return tomllib.loads(text), text
    except UnicodeDecodeError as error:
        before = data[: error.start]
        place = f"{before.count(10) + 1}:{error.start - before.rfind(10)}"
        raise UnreadableError(f"{path}:{place}: the file is not UTF-8 text", "save it as UTF-8") from None
    except tomllib.TOMLDecodeError as error:
        match = re.fullmatch(r"(.*) \(at (?:line (\d+), column (\d+)|end of document)\)", str(error), re.DOTALL)
        message = match[1] if match else str(error)
        place = f"{match[2]}:{match[3]}" if match and match[2] else _line_and_column(text, len(text))
        hint = 'settings are written `name = "value"`, for example: council = ["Durham"]'
        raise UnreadableError(f"{path}:{place}: {message[:1].lower()}{message[1:]}", hint) from None
    except RecursionError:
        message = f"{path}:1:1: brackets are nested too deeply"
        raise UnreadableError(message, "it should hold a few settings") from None


def _flat(tables: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    for key, given in tables.items():
        if key == "mail" and isinstance(given, dict):
            yield from ((f"mail.{inner}", value) for inner, value in given.items())
        else:
            yield key, given


def _place_of(text: str, key: str) -> str:
    """Where a key stands, as `line:column`; its table's line if the key is the name of a table."""
    last = key.rpartition(".")[2]
    match = re.search(rf"^[ \t]*\[?[ \t]*[\w.\"' -]*?[\"']?({re.escape(last)})[\"']?[ \t]*[=\].]", text, re.MULTILINE)
    return _line_and_column(text, match.start(1)) if match else "1:1"


def _line_and_column(text: str, at: int) -> str:
    return f"{text.count(chr(10), 0, at) + 1}:{at - text.rfind(chr(10), 0, at)}"


def _shown(given: object) -> str:
    """A value that was refused, no longer than a line."""
    text = repr(given)
    return text if len(text) <= 60 else f"{text[:57]}..."


# --- The defaults of options ---

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
        path = config_path()
        return _read_file(path) if path else {}

    def get(self, key: str, default: Any = None) -> Any:
        """The default of an option by its parameter's name; of a group, the same for each command in it."""
        if key in self._inner:
            return self
        if key in OPTIONS:
            with suppress(*((TenderwatchError,) if self._lenient else ())):
                setting = _value(BY_NAME[OPTIONS[key]], self._written)
                return default if setting.origin in ("default", "not set") else setting.value
        return default
