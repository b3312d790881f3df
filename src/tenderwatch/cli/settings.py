"""The settings that there are: one table says what each is and how its value is read."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

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
    if isinstance(given, str) and given.strip():
        return given
    raise ValueError("a text that is not empty")


def _texts(given: Any) -> list[str]:
    if isinstance(given, str):
        return [_text(given)]
    if isinstance(given, list) and given:
        return [_text(item) for item in given]
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
    Setting("registry", "the registry to read: a file or a folder", _text, path=True, unset="the bundled one"),
    Setting("council", "only contracts of these councils", _texts, listed=True, unset="all"),
    Setting("watch", "only what this watch file names", _text, path=True),
    Setting("months", "how far to look ahead", _number(0, 600), default=12),
    Setting("mail.host", "the mail server", _text),
    Setting("mail.port", "its port", _number(1, 65535), unset="587 with starttls, 465 with tls, 25 with none"),
    Setting("mail.security", "starttls, tls or none", _one_of(SECURITY), default="starttls"),
    Setting("mail.user", "the name to log in with; no login if left out", _text),
    Setting("mail.password", "the password, from the environment only", _text, secret=True),
    Setting("mail.password_file", "a file that holds the password", _text, path=True),
    Setting("mail.ca_file", "certificates to trust instead of the system's", _text, path=True),
    Setting("mail.timeout", "seconds within which a mail must be sent", _number(1, 600), default=30),
    Setting("mail.from", "the sender's address", _text),
)  # fmt: skip

BY_NAME = {setting.name: setting for setting in SETTINGS}
