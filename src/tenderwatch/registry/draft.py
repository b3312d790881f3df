"""A record as it is to become, with its evidence: what editing and importers produce, and an edit writes."""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from tenderwatch.named_tuple import NamedTuple

if TYPE_CHECKING:
    from tenderwatch.registry.yaml_tree import Data

Path = tuple[str | int, ...]


class Cited(NamedTuple):
    """A source, the place in it, and, where the registry does not have it yet, what it is.

    `about` are the keys of the new source as they are written, empty for one that is there. `own` stands for the
    contract file of the council that leads the record, which has a source of its own.
    """

    source: str
    place: str
    about: tuple[tuple[str, str], ...] = ()
    own: bool = False


class Pair(NamedTuple):
    """An item of a list before and after, by position: `new` is None for what goes, `old` for what comes."""

    old: int | None
    new: int | None


class Draft:
    """One record of a section: a new one, or one that is there and changes.

    Each method changes `data`; `before` stays what the record said, and is empty for a new one. Texts are kept with
    single spaces between their words, as the reader reads them. `origin` says where a new record was read, for
    messages; `file` names the file it is to go into, and `beside` the one that suits it if no file is asked for.
    `taken` is the record as it was taken over from the layer beneath, for a new one that takes its place.
    """

    def __init__(
        self,
        section: str,
        data: dict[str, Data],
        before: dict[str, Data] | None = None,
        *,
        origin: str = "",
        file: str = "",
        beside: str = "",
        taken: dict[str, Data] | None = None,
    ) -> None:
        self.taken = taken
        self.section, self.origin, self.file, self.beside = section, origin, file, beside
        self.before: dict[str, Data] = before or {}
        # Which item of `before` an item of `data` comes from. The items are kept, so that no other takes their id.
        self._was: dict[int, tuple[Data, int]] = {}
        self.data: dict[str, Data] = (
            {key: self._copy(value) for key, value in data.items()} if before else _as_read(data)
        )

    @classmethod
    def of(cls, section: str, record: dict[str, Data]) -> Draft:
        """A draft of a record that is there, as it stands."""
        return cls(section, record, record)

    @property
    def name(self) -> str:
        """The record's id."""
        return str(self.data.get("id", ""))

    @property
    def new(self) -> bool:
        """Whether it is to be added."""
        return not self.before

    @property
    def changed(self) -> bool:
        """Whether it says anything that the record it was made from does not."""
        return self.data != (self.taken or self.before)

    def get(self, *path: str | int) -> Data | None:
        """What stands at a path; None where nothing does."""
        value: Data = self.data
        for step in path:
            if isinstance(value, dict) and step in value:
                value = value[str(step)]
            elif isinstance(value, list) and isinstance(step, int) and step < len(value):
                value = value[step]
            else:
                return None
        return value

    def items(self, *path: str | int) -> list[Data]:
        """The list at a path; an empty one if there is none."""
        value = self.get(*path)
        return value if isinstance(value, list) else []

    def put(self, path: Path, value: Data) -> None:
        """Make this the value at a path, with the groups of keys that lead there. An empty list is not kept."""
        value = in_single_spaces(value)
        while len(path) > 1 and isinstance(key := path[-1], str) and self.get(*path[:-1]) in (None, ""):
            path, value = path[:-1], {key: value}
        old = self.get(*path)
        if isinstance(old, dict) and isinstance(value, dict) and value:
            for key, item in value.items():
                self.put((*path, key), item)
            for key in [key for key in old if key not in value]:
                self.remove((*path, key))
        elif value in ([], {}):
            if old is not None:
                self.remove(path)
        elif old != value:
            if isinstance(old, list) and isinstance(value, list):
                value = [next((item for item in old if item == new), new) for new in value]
            self._set(path, value)

    def insert(self, path: Path, value: Data) -> None:
        """Put a new item before the one at this position, or after the last."""
        self.items(*path[:-1]).insert(int(path[-1]), in_single_spaces(value))

    def append(self, path: Path, value: Data) -> None:
        """Add an item to the list at a path, which is begun if it is not there."""
        if self.items(*path):
            self.insert((*path, len(self.items(*path))), value)
        else:
            self.put(path, [value])

    def remove(self, path: Path) -> None:
        """Take out what stands at a path, and with the last key or item what held it."""
        parent = self.get(*path[:-1])
        while len(path) > 1 and isinstance(parent, dict | list) and len(parent) == 1:
            path = path[:-1]
            parent = self.get(*path[:-1])
        if isinstance(parent, dict):
            del parent[str(path[-1])]
        elif isinstance(parent, list):
            del parent[int(path[-1])]

    def support(self, source: str, place: str, keys: tuple[str, ...], where: Path = ()) -> None:
        """Let the evidence of the record, or of the part of it at `where`, say that these keys were read in a source.

        A piece of evidence for the same place takes the keys; otherwise there is one more piece.
        """
        path = (*where, "evidence")
        for number, piece in enumerate(self.items(*path)):
            if isinstance(piece, dict) and (piece.get("source"), piece.get("place")) == (source, place):
                there = self.items(*path, number, "supports")
                if missing := [key for key in keys if key not in there]:
                    self.put((*path, number, "supports"), [*there, *missing])
                return
        self.append(path, {"source": source, "place": place, "supports": list(keys)})

    def pairs(self, old: list[Data], new: list[Data]) -> list[Pair]:
        """How the items of a list before go with those of the same list now, in the order of both.

        A group of keys goes with the one that it was made from, a text with the same text; texts in the place of
        others go with them one by one.
        """
        before = [repr(item) if isinstance(item, str) else number for number, item in enumerate(old)]
        after = [self._identity(item) for item in new]
        pairs: list[Pair] = []
        for _, first, last, begin, end in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
            both = zip(old[first:last], new[begin:end], before[first:last], after[begin:end], strict=False)
            goes = [was == now or (isinstance(text, str) and isinstance(other, str)) for text, other, was, now in both]
            common = goes.index(False) if False in goes else len(goes)
            pairs += [Pair(first + step, begin + step) for step in range(common)]
            # What comes stands before what goes, so that it follows the last item that stays.
            pairs += [Pair(None, number) for number in range(begin + common, end)]
            pairs += [Pair(number, None) for number in range(first + common, last)]
        return pairs

    def _identity(self, item: Data) -> str | int:
        if isinstance(item, str):
            return repr(item)
        kept = self._was.get(id(item))
        return kept[1] if kept else -1

    def _copy(self, value: Data) -> Data:
        if isinstance(value, dict):
            return {key: self._copy(item) for key, item in value.items()}
        if isinstance(value, list):
            copies = [self._copy(item) for item in value]
            for number, copy in enumerate(copies):
                if not isinstance(copy, str):
                    self._was[id(copy)] = copy, number
            return copies
        return value

    def _set(self, path: Path, value: Data) -> None:
        parent = self.get(*path[:-1])
        if isinstance(parent, dict):
            parent[str(path[-1])] = value
        elif isinstance(parent, list):
            parent[int(path[-1])] = value
        else:
            raise LookupError(f"no place {path!r} in {type(parent).__name__}")


def _as_read(data: dict[str, Data]) -> dict[str, Data]:
    spaced = in_single_spaces(data)
    return spaced if isinstance(spaced, dict) else {}


def in_single_spaces(value: Data) -> Data:
    """What is said, with the spaces between words as the reader takes them."""
    # Most of what is said is texts, and there are many of them: no more is called than must be.
    if isinstance(value, str):
        return " ".join(value.split())
    if isinstance(value, list):
        return [" ".join(item.split()) if isinstance(item, str) else in_single_spaces(item) for item in value]
    return {
        key: " ".join(item.split()) if isinstance(item, str) else in_single_spaces(item) for key, item in value.items()
    }
