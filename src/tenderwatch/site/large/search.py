"""Which councils have contracts with a word: files by the beginnings of words, each small enough to be loaded at once.

A word that begins with `car` is looked for in the file for `car`, or for as much of it as has a file. How the words are
divided follows from the words alone, so a change of some gives the same files as if all had been written again. Most
words are numbers that one contract has, so a file names its councils once, and its words name them by their places.
"""

import json
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from tenderwatch.named_tuple import NamedTuple
from tenderwatch.own_json import DamageError
from tenderwatch.site.large.listed import Listed
from tenderwatch.site.large.shard import Shard

INDEX = "search/index.json"
# A file holds words of so many bytes, or those of one beginning of this length.
MOST_BYTES = 150_000
_DEEPEST = 12
# Longer words are cut, and single letters are not looked for.
_LONGEST, _SHORTEST = 40, 2
_SCHEMA_VERSION = 2

# How many contracts with a word each council has.
Counts = dict[str, int]
Words = dict[str, Counts]
Delta = Mapping[tuple[str, str], int]


def words_of(row: Listed, council: str) -> frozenset[str]:
    """The words by which a contract of a council (by its name) is found."""
    texts = (council, *_searched(row))
    return frozenset(word for text in texts for word in words_in(text))


def _searched(row: Listed) -> tuple[str, ...]:
    notices = (number for number, _, _ in row.notices)
    return (row.id, row.title, *row.services, *row.providers, *row.users, row.reference, *row.ocids, *notices)


def words_in(text: str) -> Iterator[str]:
    """The words of a text as they are looked for: small letters without accents, and figures."""
    plain = unicodedata.normalize("NFKD", text)
    plain = "".join(
        letter for letter in plain if not unicodedata.category(letter).startswith("M") and letter not in "’'"
    )
    for word in re.findall(r"[^\W_]+", plain.lower()):
        if len(word) >= _SHORTEST:
            yield word[:_LONGEST]


def difference(old: Shard | None, new: Shard | None) -> Delta:
    """By how much the number of contracts with a word changes, by word and council."""
    found: Counter[tuple[str, str]] = Counter()
    before = {row.id: row for row in old.rows} if old else {}
    after = {row.id: row for row in new.rows} if new else {}
    same_name = bool(old and new and old.name == new.name)
    for name in before.keys() | after.keys():
        was, now = before.get(name), after.get(name)
        if was and now and same_name and _searched(was) == _searched(now):
            continue
        if old and was:
            found.subtract((word, old.council) for word in words_of(was, old.name))
        if new and now:
            found.update((word, new.council) for word in words_of(now, new.name))
    return {key: number for key, number in found.items() if number}


class _Leaf(NamedTuple):
    """A file that stays as it is: the beginning of its words, and their bytes."""

    key: str
    size: int


class Search:
    """The files of the search, as they were and as they are to be."""

    def __init__(self, read: Callable[[str], bytes | None], most: int = MOST_BYTES) -> None:
        """`read` gives a file published before. Raises DamageError where the list of files is damaged."""
        self._read, self._most = read, most
        self._sizes: dict[str, int] = _sizes(read(INDEX))

    def apply(self, delta: Delta) -> Iterator[tuple[str, bytes | None]]:
        """Every file with its bytes, or None where it stays as it was. Raises DamageError."""
        changes: dict[str, Counts] = defaultdict(dict)
        for (word, council), number in delta.items():
            changes[word][council] = number
        touched: Words = {}
        for key in {key for word in changes if (key := self._key_of(word))}:
            touched |= self._load(key)
            del self._sizes[key]
        for word, numbers in changes.items():
            held = touched.setdefault(word, {})
            for council, number in numbers.items():
                held[council] = held.get(council, 0) + number
            touched[word] = {council: number for council, number in held.items() if number > 0}
        words = {word: numbers for word, numbers in touched.items() if numbers}
        sizes: dict[str, int] = {}
        for key, file in self._divide("", sorted(words), words, [_Leaf(*item) for item in self._sizes.items()]):
            sizes[key] = file.size if isinstance(file, _Leaf) else sum(map(_size, file.items()))
            yield _path(key), None if isinstance(file, _Leaf) else _written(file)
        head = {"schema_version": _SCHEMA_VERSION, "files": dict(sorted(sizes.items()))}
        yield INDEX, f"{_json(head)}\n".encode()

    def _key_of(self, word: str) -> str | None:
        """The file that holds a word, or would."""
        if f"{word}-" in self._sizes:
            return f"{word}-"
        return next((word[:end] for end in range(len(word) + 1) if word[:end] in self._sizes), None)

    def _load(self, key: str) -> Words:
        data = self._read(_path(key))
        try:
            found = json.loads(data or b"")
            councils = found["councils"]
            return {word: _counts(held, councils) for word, held in found["words"].items()}
        except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
            raise DamageError(f"{_path(key)}: it is damaged") from None

    def _divide(
        self, prefix: str, words: list[str], held: Words, leaves: list[_Leaf]
    ) -> Iterator[tuple[str, Words | _Leaf]]:
        """The words that begin with a prefix, in files: `leaves` are files that are to stay, if they can."""
        if not words and len(leaves) == 1 and leaves[0].key.rstrip("-") == prefix and leaves[0].key:
            yield leaves[0].key, leaves[0]
            return
        size = sum(_size((word, held[word])) for word in words) + sum(leaf.size for leaf in leaves)
        if not size:
            return
        if prefix and (size <= self._most or len(prefix) >= _DEEPEST):
            if not words and len(leaves) == 1:
                yield from self._renamed(prefix, leaves[0])
                return
            whole = {word: held[word] for word in words}
            for leaf in leaves:
                whole |= self._load(leaf.key)
            yield prefix, dict(sorted(whole.items()))
            return
        inner: dict[str, tuple[list[str], list[_Leaf]]] = defaultdict(lambda: ([], []))
        at = len(prefix)
        for word in words:
            inner[word[at : at + 1]][0].append(word)
        for leaf in leaves:
            inner[leaf.key[at : at + 1].rstrip("-")][1].append(leaf)
        for letter, (found, kept) in sorted(inner.items()):
            if letter:
                yield from self._divide(prefix + letter, found, held, kept)
            elif found:
                yield f"{prefix}-", {word: held[word] for word in found}
            else:
                yield kept[0].key, kept[0]

    def _renamed(self, prefix: str, leaf: _Leaf) -> Iterator[tuple[str, Words | _Leaf]]:
        yield prefix, leaf if leaf.key == prefix else self._load(leaf.key)


def _sizes(data: bytes | None) -> dict[str, int]:
    if data is None:
        return {}
    try:
        head = json.loads(data)
        if head["schema_version"] != _SCHEMA_VERSION:
            raise DamageError(f"{INDEX}: it is not of this version")
        return {str(key): int(size) for key, size in head["files"].items()}
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        raise DamageError(f"{INDEX}: it is damaged") from None


def _path(key: str) -> str:
    """The file for a beginning. Letters beyond a to z go by their number."""
    name = "".join(letter if letter.isascii() else f"_{ord(letter):x}" for letter in key)
    return f"search/w-{name}.json"


def _counts(held: Any, councils: list[str]) -> Counts:
    """How many contracts each council has, as a file holds it: the place of one with one, or places with numbers."""
    if isinstance(held, int):
        return {councils[held]: 1}
    return {councils[place]: number for place, number in zip(held[::2], held[1::2], strict=True)}


def _size(item: tuple[str, Counts]) -> int:
    """About how many bytes a word takes, wherever it stands."""
    word, numbers = item
    return len(word.encode()) + 6 + 6 * len(numbers)


def _written(words: Words) -> bytes:
    often = Counter(council for numbers in words.values() for council in numbers)
    councils = sorted(often, key=lambda council: (-often[council], council))
    places = {council: place for place, council in enumerate(councils)}

    def held(numbers: Counts) -> int | list[int]:
        if list(numbers.values()) == [1]:
            return places[next(iter(numbers))]
        return [item for council in sorted(numbers) for item in (places[council], numbers[council])]

    lines = ",\n".join(f"{_json(word)}:{_json(held(numbers))}" for word, numbers in words.items())
    return f'{{"councils":{_json(councils)},\n"words":{{\n{lines}\n}}}}\n'.encode()


_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
