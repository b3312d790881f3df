"""The settings file tenderwatch.toml: where it is found, and what is written in it, with the place of each setting."""

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tenderwatch.errors import UnreadableError
from tenderwatch.text import uncapital

NAME = "tenderwatch.toml"
_MAX_BYTES = 1024 * 1024
_OTHER_FILE = "set TENDERWATCH_CONFIG to another file, or to off"


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


def read_file(path: Path) -> Iterator[tuple[str, Any, str]]:
    """Each setting by its name, the value as it is written, and where: `file:line:column`. Raises UnreadableError."""
    tables, text = _parse(_read_bytes(path), path)
    for name, given in _flat(tables):
        yield name, given, f"{path}:{_place_of(text, name)}"


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
        raise UnreadableError(f"{path}:{place}: {uncapital(message)}", hint) from None
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
