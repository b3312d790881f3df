"""Releases out of JSON: packages, record packages, arrays and JSON Lines, one release at a time.

A package is read in pieces and its releases are decoded one by one, so that memory stays that of the largest
release, however large the file. A key that stands twice keeps its last value, as most readers have it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TextIO

from tenderwatch.errors import UnreadableError
from tenderwatch.importers.decoding import encoding_of
from tenderwatch.importers.fast_json import MOST_NESTING, plain_release
from tenderwatch.importers.glancing import glance
from tenderwatch.importers.scope import NOT_CARE
from tenderwatch.named_tuple import NamedTuple

_CHUNK = 1 << 18
# So many releases at most are left out together.
_MOST_LEFT_OUT = 250
# The largest single release seen in three days of Find a Tender has half a megabyte.
MOST_OF_A_RELEASE = 64 * 1024 * 1024


class DamagedError(UnreadableError):
    """JSON that cannot be read on; `place` counts the releases read before it."""


class LeftOut(NamedTuple):
    """Releases, one after the other, that were not decoded further: what they are known as, and why."""

    names: tuple[str, ...]
    reason: str


def read_releases(
    path: Path, see: Callable[[Any], None], early: Callable[[Any], LeftOut | None] | None = None
) -> Iterator[Any]:
    """Every release of a file, whatever its envelope. Raises UnreadableError where it is damaged or holds none.

    `early` may leave one out, which is then given as a `LeftOut`, and not looked at further.
    `see` looks at the others, for keys that are not known.
    """
    encoding = encoding_of(path).name
    if encoding == "utf-8" and (plain := plain_release()) and _begins_with_lines(path):
        yield from _plain_lines(path, plain, see, early)
        return
    for release in _careful(path, encoding):
        if early and isinstance(release, dict) and (out := early(release)) is not None:
            yield out
            continue
        see(release)
        yield release


def _begins_with_lines(path: Path) -> bool:
    """Whether each line is a release of its own, and lines end as they mostly do."""
    with path.open("rb") as file:
        head = file.read(1 << 16)
    first, end, _ = head.lstrip().partition(b"\n")
    return bool(end) and first[:1] == b"{" and b"\r" not in first[:-1] and _is_lines(first.decode(errors="replace"))


def _plain_lines(
    path: Path,
    plain: Callable[[bytes], Any],
    see: Callable[[Any], None],
    early: Callable[[Any], LeftOut | None] | None,
) -> Iterator[Any]:
    number = 0
    look = glance() if early else None
    name: str | None = None
    names: list[str] = []
    with path.open("rb", buffering=_CHUNK) as file:
        for line in file:
            number += 1
            if look and (name := look(line)):
                names.append(name)
                if len(names) < _MOST_LEFT_OUT:
                    continue
            if names:
                yield LeftOut(tuple(names), NOT_CARE)
                names.clear()
            if name:
                continue
            if (release := plain(line)) is not None:
                yield (early and name is None and early(release)) or release
                continue
            # Any of these ends a line.
            text = line.decode()
            pieces = text.replace("\r\n", "\n").replace("\r", "\n").rstrip("\n").split("\n")
            for count, piece in enumerate(pieces):
                number += count > 0
                if piece.strip():
                    release = _decoded(piece, path, f"line {number}")
                    out = early(release) if early and isinstance(release, dict) else None
                    if out is None:
                        see(release)
                    yield out or release
    if names:
        yield LeftOut(tuple(names), NOT_CARE)


def _careful(path: Path, encoding: str) -> Iterator[Any]:
    with path.open(encoding=encoding, newline=None, errors="strict") as file:
        head = file.read(4096).lstrip()
        file.seek(0)
        if not head:
            raise UnreadableError(f"{path} is empty", "download it again")
        if head[0] not in "{[":
            raise UnreadableError(f"{path} is not JSON", "name a file of releases, or say what it is with ⟨as⟩")
        yield from _lines(file, path) if _is_lines(head) else _package(file, path)


def _is_lines(head: str) -> bool:
    """Whether each line is a release of its own."""
    first = head.splitlines()[0]
    try:
        start = json.loads(first)
    except (ValueError, RecursionError):
        return first.startswith('{"') and '"ocid"' in first and '"releases"' not in first
    return isinstance(start, dict) and "ocid" in start


def _lines(file: TextIO, path: Path) -> Iterator[Any]:
    for number, line in enumerate(file, start=1):
        if line.strip():
            yield _decoded(line, path, f"line {number}")


def _decoded(text: str, path: Path, where: str) -> Any:
    if text.count("[") + text.count("{") > MOST_NESTING and _depth(text) > MOST_NESTING:
        return f"nested more than {MOST_NESTING} deep"
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise UnreadableError(f"{path}: {where} is not JSON: {error}", "download the file again") from None


def _depth(text: str) -> int:
    """How deep brackets stand within each other, those in texts left out."""
    depth = deepest = 0
    quoted = escaped = False
    for letter in text:
        if escaped:
            escaped = False
        elif letter == "\\":
            escaped = quoted
        elif letter == '"':
            quoted = not quoted
        elif not quoted and letter in "[{":
            depth += 1
            deepest = max(deepest, depth)
        elif not quoted and letter in "]}":
            depth -= 1
    return deepest


def _package(file: TextIO, path: Path) -> Iterator[Any]:
    """The items of `releases`, those of each of the `records` (else what they were merged into), or a bare array."""
    scanner = _Scanner(file, path)
    found = False
    for item in scanner.items():
        found = True
        releases = item.get("releases") if isinstance(item, dict) and "ocid" in item else None
        # Notice by notice says more than what they were merged into; a record may hold no more than their addresses.
        if isinstance(releases, list) and all(isinstance(entry, dict) and "tag" in entry for entry in releases):
            yield from releases
        elif isinstance(item, dict) and "compiledRelease" in item:
            yield item["compiledRelease"]
        elif isinstance(releases, list):
            yield from releases
        else:
            yield item
    if not found and not scanner.empty:
        raise UnreadableError(f"{path} holds no releases", "a package has `releases` or `records`")


class _Scanner:
    """Walks the top of a JSON document and decodes the items of its one list of releases."""

    def __init__(self, file: TextIO, path: Path) -> None:
        self.file, self.path = file, path
        self.text = ""
        self.place = 0
        self.count = 0
        self.empty = False
        self.decoder = json.JSONDecoder()

    def items(self) -> Iterator[Any]:
        """The items of the list, one after the other."""
        first = self._next()
        if first == "[":
            yield from self._list()
            return
        while True:
            letter = self._next()
            if letter == "}":
                return
            if letter == ",":
                continue
            self.place -= 1
            key = self._value()
            if self._next() != ":":
                raise self._damaged("a key without a value")
            if key in ("releases", "records") and self._peek() == "[":
                self._next()
                yield from self._list()
            elif key == "ocid":
                # A single release stands on its own in the file.
                self.file.seek(0)
                yield _decoded(self.file.read(MOST_OF_A_RELEASE), self.path, "the release")
                return
            else:
                self._value()

    def _list(self) -> Iterator[Any]:
        if self._peek() == "]":
            self.empty = True
        while True:
            letter = self._next()
            if letter == "]":
                return
            if letter == ",":
                continue
            self.place -= 1
            yield self._value()
            self.count += 1

    def _value(self) -> Any:
        """The value that begins here; more of the file is read until it is whole."""
        self._peek()  # a decoder takes no space before a value
        while True:
            try:
                value, end = self.decoder.raw_decode(self.text, self.place)
            except RecursionError:
                raise self._damaged("nested too deep") from None
            except ValueError as error:
                if len(self.text) - self.place > MOST_OF_A_RELEASE:
                    raise self._damaged(f"a release of more than {MOST_OF_A_RELEASE >> 20} MiB") from None
                if not self._more():
                    raise self._damaged(str(error)) from None
            else:
                # A number may go on in the next piece.
                if end == len(self.text) and not isinstance(value, dict | list | str) and self._more():
                    continue
                self.place = end
                return value

    def _next(self) -> str:
        letter = self._peek()
        self.place += 1
        return letter

    def _peek(self) -> str:
        while True:
            while self.place < len(self.text) and self.text[self.place] in " \t\r\n\ufeff":
                self.place += 1
            if self.place < len(self.text):
                return self.text[self.place]
            if not self._more():
                raise self._damaged("the file ends in the middle")

    def _more(self) -> bool:
        # Pieces grow with what is waited for, so that a long release is not decoded over and over.
        piece = self.file.read(max(_CHUNK, len(self.text) - self.place))
        self.text = self.text[self.place :] + piece
        self.place = 0
        return bool(piece)

    def _damaged(self, why: str) -> UnreadableError:
        return UnreadableError(f"{self.path} is damaged after release {self.count}: {why}", "download the file again")
