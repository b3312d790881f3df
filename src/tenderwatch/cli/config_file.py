"""The file tenderwatch.toml: found upward from the working folder, and read with every fault placed.

Looking for it costs a few questions to the file system; the TOML reader is imported only once there is one.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any

from tenderwatch.errors import UnreadableError

NAME = "tenderwatch.toml"
_MAX_BYTES = 1024 * 1024


def find_config(folder: Path, home: Path | None) -> Path | None:
    """The nearest tenderwatch.toml in a folder or above it; the home folder is the last that is looked in."""
    for place in (folder, *folder.parents):
        candidate = place / NAME
        if candidate.is_file():
            return candidate
        if place == home:
            return None
    return None


def read_config(path: Path) -> tuple[dict[str, Any], str]:
    """The tables of a config file, and its text. Raises UnreadableError with line and column."""
    try:
        about = path.stat()
        if hasattr(os, "getuid") and os.getuid() not in (0, about.st_uid) and about.st_uid != 0:
            # It may name a mail server to give the password to: not for somebody else to decide.
            raise UnreadableError(
                f"{path} belongs to another user, so it is not read", "TENDERWATCH_CONFIG names another, or is off"
            )
        if about.st_size > _MAX_BYTES:
            raise UnreadableError(f"{path} is larger than {_MAX_BYTES >> 20} MiB", "it should hold a few settings")
        data = path.read_bytes()
    except OSError as error:
        raise UnreadableError(
            f"cannot read {path}: {error.strerror}", "TENDERWATCH_CONFIG names another file"
        ) from None
    import tomllib

    try:
        text = data.decode("utf-8").removeprefix("\ufeff").replace("\r\n", "\n")
        return tomllib.loads(text), text
    except UnicodeDecodeError as error:
        before = data[: error.start]
        place = f"{before.count(10) + 1}:{error.start - before.rfind(10)}"
        raise UnreadableError(f"{path}:{place}: the file is not UTF-8 text", "save it as UTF-8") from None
    except tomllib.TOMLDecodeError as error:
        said = re.fullmatch(r"(.*) \(at (?:line (\d+), column (\d+)|end of document)\)", str(error), re.DOTALL)
        message = said[1] if said else str(error)
        line, column = (said[2], said[3]) if said and said[2] else (text.count("\n") + 1, len(text) - text.rfind("\n"))
        hint = 'settings are written `name = "value"`, for example: council = ["Durham"]'
        raise UnreadableError(f"{path}:{line}:{column}: {message[:1].lower()}{message[1:]}", hint) from None
    except RecursionError:
        raise UnreadableError(
            f"{path}:1:1: brackets are nested beyond any need", "it should hold a few settings"
        ) from None


def place_of(text: str, key: str) -> str:
    """Where a key stands in a config file, as `line:column`; its table's line if the key is the name of a table."""
    last = key.rpartition(".")[2]
    pattern = re.compile(rf"^[ \t]*\[?[ \t]*[\w.\"' -]*?[\"']?({re.escape(last)})[\"']?[ \t]*[=\].]", re.MULTILINE)
    found = pattern.search(text)
    if not found:
        return "1:1"
    start = found.start(1)
    return f"{text.count(chr(10), 0, start) + 1}:{start - text.rfind(chr(10), 0, start)}"
