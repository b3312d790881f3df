"""One file of a registry as read: its records, their places, and every fault that can be seen in it alone."""

from collections.abc import Iterable
from contextlib import suppress
from datetime import date
from typing import Any

from tenderwatch.named_tuple import NamedTuple
from tenderwatch.problems import Place, Problem, did_you_mean
from tenderwatch.registry.checks import alone
from tenderwatch.registry.checks.contradictions import READINGS, Contradiction
from tenderwatch.registry.decoding import decode
from tenderwatch.registry.format.faults import Faults, Odd, Unreadable
from tenderwatch.registry.format.sections import RECORDS, SECTIONS
from tenderwatch.registry.format.written import DAY
from tenderwatch.registry.json_lines import is_lines, read_any, read_lines
from tenderwatch.registry.model import Authority, Contract, Event, Look, Portal, Source
from tenderwatch.registry.yaml_tree import Mapping, Node, Scalar, Sequence

# An authority, portal or source with a fault still serves the contracts that name it. A contract with a
# fault serves nobody, but what could be read of it is checked all the same. A look or an event with a fault is
# left out: half of it might claim more than was looked at, or touch more than it does.
_STAND_IN: dict[str, dict[str, Any]] = {
    "portals": {},
    "authorities": {"kind": "other"},
    "sources": {"publisher": "not read", "read": date(1970, 1, 1), "strength": "secondary-summary"},
    "contracts": {"title": "not read", "kind": "contract", "services": (), "evidence": ()},
}
# Faults of a text that hide records with their ids.
_LOST = ("second-document", "not-json", "too-deep")
_BEGINS = "a registry begins with `edition:` and a list of `contracts:`"


class Entry(NamedTuple):
    """One record as read, and where it begins.

    `sound` says that its value may be used; of a contract that is not, `value` holds what could be read (`in_part`
    says that this is not all), and of a look or an event that is not, it is None. A contract with `contradictions` is
    used, but not to the letter.
    """

    section: str
    id: str
    line: int
    column: int
    value: Contract | Authority | Portal | Source | Look | Event | None
    sound: bool
    in_part: bool
    contradictions: tuple[Contradiction, ...] = ()


class Part(NamedTuple):
    """One file of a registry: its records in order, the contracts without a usable id, and its faults.

    `read` is false where nothing of the file could be read, and `whole` where something was lost with its ids.
    """

    file: str
    edition: date | None
    edition_place: Place | None
    entries: tuple[Entry, ...]
    nameless: tuple[str, ...]
    problems: tuple[Problem, ...]
    read: bool
    whole: bool


def read_part(file: str, data: bytes) -> tuple[Part, Node | None]:
    """One file's records and faults, and the tree that they were read from; of JSON Lines, None for the tree.

    Such files are long, and hardly ever is a place in them asked for: `tree_of` finds it then.
    """
    text, problems = decode(data, file)
    if text is None:
        return Part(file, None, None, (), (), tuple(problems), read=False, whole=False), None
    if not is_lines(file):
        root, problems = read_any(text, file)
        return part_of(file, root, problems), root
    taken: list[Entry] = []

    def take(section: str, written: Any, line: int, column: int) -> None:
        value = RECORDS[section].plain(written)
        if any(alone(section, value, in_part=False)):
            raise Odd
        taken.append(Entry(section, value.id, line, column, value, True, False))

    return part_of(file, *read_lines(text, file, take), taken), None


def tree_of(file: str, data: bytes) -> Node | None:
    """The tree of a file with every place in it; None if it has none."""
    text, _ = decode(data, file)
    return read_any(text, file)[0] if text is not None else None


def part_of(file: str, root: Node | None, problems: list[Problem], taken: Iterable[Entry] = ()) -> Part:
    """The records in a tree, and those that were taken before they came into it, in the order of sections and lines.

    `problems` are those of the tree itself.
    """
    part = _Reader(file, root, problems).part()
    if taken:
        order = {section: number for number, section in enumerate(RECORDS)}
        entries = sorted((*taken, *part.entries), key=lambda entry: (order[entry.section], entry.line))
        part = part._replace(entries=tuple(entries))
    control = tuple(problem for problem in problems if problem.code == "control-character")
    if control and not (part.entries or part.nameless):  # some other file, of which nothing else is worth saying
        return Part(file, None, None, (), (), control, read=False, whole=False)
    return part


def place_in(file: str, record: Mapping, key: str | None = None, item: int | None = None) -> Place:
    """Where a record, one of its keys, or an item of that key's list stands."""
    node: Node = record
    if key and key in record.pairs:
        node = record.pairs[key][1]
        if item is not None and isinstance(node, Sequence) and item < len(node.items):
            node = node.items[item]
    return Place(file, node.line, node.column)


class _Reader:
    """Reads one tree; faults are collected, never raised."""

    def __init__(self, file: str, root: Node | None, problems: list[Problem]) -> None:
        self.file, self.root = file, root
        self.faults = Faults(file, list(problems))
        self.lost = root is None or any(problem.code in _LOST for problem in problems)
        self.edition: date | None = None
        self.edition_place: Place | None = None
        self.entries: list[Entry] = []
        self.nameless: list[str] = []

    def part(self) -> Part:
        if isinstance(self.root, Mapping):
            for key, (mark, node) in self.root.pairs.items():
                self._section(key, mark, node)
        elif self.root is not None:
            self.faults.note(self.root, "not-a-registry", "this is not a registry", _BEGINS)
        elif not self.faults.problems:
            self.faults.problems.append(Problem(Place(self.file), "empty", "the file holds no data", _BEGINS))
        read = isinstance(self.root, Mapping)
        return Part(
            self.file, self.edition, self.edition_place, tuple(self.entries), tuple(self.nameless),
            tuple(self.faults.problems), read, read and not self.lost,
        )  # fmt: skip

    def _section(self, key: str, mark: Scalar, node: Node) -> None:
        if key not in SECTIONS:
            hint = did_you_mean(key, SECTIONS) or f"a registry has the keys {', '.join(SECTIONS)}"
            self.faults.note(mark, "unknown-key", f"'{key[:60]}' is not a key of a registry", hint)
        elif key == "edition":
            self.edition_place = Place(self.file, node.line, node.column)
            try:
                self.edition = DAY.read(node, self.faults)
            except Unreadable:
                return
        elif isinstance(node, Sequence):
            for item in node.items:
                self._record(key, item)
        elif not (isinstance(node, Scalar) and node.empty):
            hint = "begin each record with `- id: ...`"
            self.faults.note(node, "wrong-shape", f"`{key}` is a list of records", hint)
            self.lost = True

    def _record(self, section: str, node: Node) -> None:
        shape, faults = RECORDS[section], self.faults
        before = len(faults.problems)
        values: dict[str, Any] = {}
        with suppress(Unreadable):
            values = shape.values(node, faults)
        name = values.get("id")
        if name is None or not isinstance(node, Mapping):
            if section == "contracts":
                self.nameless.append(f"{self.file}:{node.line}")
            return
        whole = len(faults.problems) == before and not node.broken and all(f.key in values for f in shape.required)
        value, sound = None, whole
        if whole:
            value = shape.build(**values)
        elif section in _STAND_IN:
            names = {"title": name} if section == "sources" else {"name": name} if section != "contracts" else {}
            value, sound = shape.build(**(_STAND_IN[section] | names | values)), section != "contracts"
        contradictions: list[Contradiction] = []
        if value is not None:
            for check, finding in alone(section, value, in_part=not whole):
                place = place_in(self.file, node, finding.key, finding.item)
                faults.problems.append(Problem(place, check.code, finding.message, finding.hint, check.level))
                if check.level == "warning" or section != "contracts":
                    continue
                sound = sound and check.code in READINGS
                contradictions.append(Contradiction(check.code, finding.item, finding.message))
        self.entries.append(
            Entry(section, name, node.line, node.column, value, sound, not whole, tuple(contradictions))
        )
