"""Copies that editors, merges and services that share folders leave beside a file, and what tells them from others."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache

# Patterns are compiled when they are used: a folder seldom has such names, and every command starts here.
_FILE = r"(?P<ending>\.(?:ya?ml|jsonl))$"
_ENDINGS = (".yaml", ".yml", ".jsonl")
# Names that only a copy has.
_COPY = (
    r"(?i)\.(ya?ml|jsonl)(~|\.(orig|rej|bak|old|mine|r\d+))$"
    r"|(conflicted copy|conflict copy|sync-conflict|\(case conflict|_(backup|base|local|remote)_\d+).*\.(ya?ml|jsonl)$"
)
# Names that may be a copy's, if a file of the name within is there too and holds the same records: OneDrive puts the
# computer's name behind a file's own, Explorer and Finder the word copy, and a download a number.
_PERHAPS = (
    rf"(?i)(?P<stem>.+?)( - | |_|-)copy( ?\(\d+\)| \d+)?{_FILE}",
    rf"(?i)(?P<stem>.+?) ?\(\d+\){_FILE}",
    rf"(?i)copy( \(\d+\))? of (?P<stem>.+){_FILE}",
)
_COMPUTER = r"-(?=[^-]*[A-Z])[A-Za-z0-9][A-Za-z0-9-]*(?=\.([yY][aA]?[mM][lL]|[jJ][sS][oO][nN][lL])$)"
_ID = rb"\bid\"?:[ \t]*['\"]?([a-z0-9][a-z0-9-]*)"


@cache
def _pattern() -> re.Pattern[str]:
    return re.compile(_COPY)


def is_copy(name: str) -> bool:
    """Whether a file's name alone says that it is a copy that was left beside another."""
    low = name.lower()
    if low.endswith(_ENDINGS) and "conflict" not in low and "_" not in low and "(case" not in low:
        return False  # as nearly every name: the pattern takes longer
    return _pattern().search(name) is not None


def copies(names: Iterable[str], read: Callable[[str], bytes]) -> dict[str, str]:
    """The files of one folder that are copies of another in it, each with that other.

    A name alone is no proof, as councils use such names too: at least half of a copy's records must be in the other.
    """
    held = set(names)
    found: dict[str, str] = {}
    for name in sorted(
        name for name in held if name != name.lower() or not {" ", "("}.isdisjoint(name) or "copy" in name
    ):
        for original in _originals(name):
            if original in held and original != name and _same_records(read(name), read(original)):
                found[name] = original
                break
    return found


def _originals(name: str) -> Iterator[str]:
    """The names of files that this one may be a copy of."""
    for pattern in _PERHAPS:
        if match := re.match(pattern, name):
            yield match["stem"] + match["ending"]
    for number, mark in enumerate(name):
        if mark == "-" and (match := re.match(_COMPUTER, name[number:])):
            yield name[:number] + name[number + match.end() :]


def _same_records(copy: bytes, original: bytes) -> bool:
    ids = set(re.findall(_ID, copy))
    if not ids:  # a registry that has just been begun
        return re.search(rb"edition\"?:", copy) is not None
    return 2 * len(ids.intersection(re.findall(_ID, original))) >= len(ids)
