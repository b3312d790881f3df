"""Drafts held against what `check` takes, before anything is promised: no preview shows what could not be written.

A record that is refused takes with it the sources and bodies that no other record needs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from operator import itemgetter
from typing import Any

from tenderwatch.importers.outline import UNCHECKED, Outlines
from tenderwatch.named_tuple import NamedTuple
from tenderwatch.registry.checks import Whole, across, alone
from tenderwatch.registry.draft import Draft
from tenderwatch.registry.format.fields import Record
from tenderwatch.registry.format.sections import RECORDS
from tenderwatch.registry.model import Contract, Registry
from tenderwatch.registry.yaml_tree import Data, Mapping, Scalar, node_of
from tenderwatch.registry.yaml_tree import Sequence as Listed

_Name = tuple[str, str]
_CHECKED = itemgetter(
    *(place for place, key in enumerate(Contract._fields) if key not in (*UNCHECKED, "id", "evidence"))
)
_MOST_KEPT = 4000


class _Read(NamedTuple):
    """A draft as a registry reads it. `number`: its place among the drafts; `in_part`: not all of it could be read."""

    section: str
    id: str
    number: int
    value: Any
    in_part: bool = False


class Prover:
    """Proves drafts, some at a time, as if they stood in a registry."""

    def __init__(self, registry: Registry) -> None:
        self._registry = registry
        self.outlines = Outlines()
        # The facts of contracts in which the checks found no error: a register repeats its dates and its options.
        self._sound: set[Any] = set()
        self._records: dict[str, dict[str, Any]] = {
            "contracts": dict(registry.by_id),
            "authorities": dict(registry.authorities),
            "portals": dict(registry.portals),
            "sources": dict(registry.sources),
            "coverage": {},
            "events": {},
        }
        self._coming: set[str] = set()

    def coming(self, name: str) -> None:
        """Note that the files hold a contract of this id, which another may replace."""
        if name not in self._registry.by_id:
            self._coming.add(name)
            self._records["contracts"][name] = None

    def has(self, section: str, name: str) -> bool:
        """Whether there is a record of this id, in the registry or proved by now."""
        return name in self._records[section]

    def reads(self, section: str, data: dict[str, Data]) -> bool:
        """Whether the record of a source, body or portal has no fault."""
        return _plainly(RECORDS[section], data) is not None

    def prove(self, drafts: Sequence[Draft]) -> tuple[tuple[Draft, ...], dict[str, str]]:
        """The drafts that `check` takes, and by its id why each other contract is refused."""
        wrong = self._wrong(drafts)
        if not wrong:
            return tuple(drafts), {}
        refused = {
            draft.name: reason
            for draft in drafts
            if draft.section == "contracts" and (reason := _reason(draft, wrong)) is not None
        }
        kept = [draft for draft in drafts if (draft.section, draft.name) not in wrong and draft.name not in refused]
        named = _named(kept)
        for draft in drafts:
            if draft.section != "contracts" and draft.name not in named:
                self._records[draft.section].pop(draft.name, None)
        return tuple(draft for draft in kept if draft.section == "contracts" or draft.name in named), refused

    def _wrong(self, drafts: Sequence[Draft]) -> dict[_Name, str]:
        """The first error of each draft that has one."""
        wrong: dict[_Name, str] = {}
        entries: list[_Read] = []
        careful: list[tuple[int, Draft]] = []

        def note(line: int, message: str) -> None:
            draft = drafts[line]
            wrong.setdefault((draft.section, draft.name), message)

        for number, draft in enumerate(drafts):
            value = _plainly(RECORDS[draft.section], draft.data)
            if value is None or not self._stands_alone(draft.section, value):
                careful.append((number, draft))
            else:
                entries.append(_Read(draft.section, draft.name, number, value))
        if careful:
            # Most imports have no draft of which a fault has to be found and named.
            from tenderwatch.registry.part import part_of

            part = part_of("", _tree(careful), [])
            for problem in part.problems:
                if problem.level == "error":
                    note(problem.place.line, problem.message)
            entries += [_Read(read.section, read.id, read.line, read.value, read.in_part) for read in part.entries]
        for entry in entries:
            self._records[entry.section][entry.id] = entry.value
        whole = Whole(self._records, complete=False)
        for entry in entries:
            if entry.value is not None:
                for _, finding in across(entry.section, entry.value, whole, in_part=entry.in_part, errors=True):
                    note(entry.number, finding.message)
        for entry in entries:
            self._let_go(entry.section, entry.id)
        return wrong

    def _stands_alone(self, section: str, value: Any) -> bool:
        """Whether the checks of one record find no error in it. What they look at is looked at once."""
        if section != "contracts" or value.replaces:
            return next(alone(section, value, in_part=False, errors=True), None) is None
        facts = _CHECKED(value), *(getattr(value, key) in (None, ()) for key in UNCHECKED)
        evidence = tuple((piece.supports, piece.strength, piece.checked) for piece in value.evidence)
        if (facts, evidence) in self._sound:
            return True
        if next(alone(section, value, in_part=False, errors=True), None):
            return False
        if len(self._sound) >= _MOST_KEPT:
            self._sound.clear()
        self._sound.add((facts, evidence))
        return True

    def _let_go(self, section: str, name: str) -> None:
        """Keep what the next records need: none of them names a contract, and of a source the id is enough."""
        if section == "contracts" and name in self._coming:
            self._records[section][name] = None
        elif section == "contracts" and name not in self._registry.by_id:
            del self._records[section][name]
        elif section == "sources":
            self._records[section][name] = None


def registry_of(drafts: Sequence[Draft], edition: date) -> Registry:
    """A registry of these drafts and nothing else."""
    from tenderwatch.registry.parse import join  # a preview needs none
    from tenderwatch.registry.part import part_of

    root = _tree(enumerate(drafts, start=1))
    root.pairs["edition"] = Scalar("edition", 0, 0), Scalar(edition.isoformat(), 0, 0)
    registry, _, _ = join([part_of("", root, [])], "", lambda _: root)
    return registry


def _plainly(shape: Record, data: dict[str, Data]) -> Any | None:
    """The record of a draft; None where a fault has to be found and named."""
    try:
        return shape.plain(data)
    except ValueError:
        return None


def _tree(drafts: Iterable[tuple[int, Draft]]) -> Mapping:
    """What the reader would find in a file of these drafts.

    The line of a record is its number here, by which its faults are found again.
    """
    root = Mapping(0, 0)
    for number, draft in drafts:
        listed = root.pairs.setdefault(draft.section, (Scalar(draft.section, 0, 0), Listed(0, 0)))[1]
        if isinstance(listed, Listed):
            listed.items.append(node_of(draft.data, number))
    return root


def _reason(draft: Draft, wrong: dict[_Name, str]) -> str | None:
    """Why a contract is refused: its own fault, or that of a body or source that it names."""
    if (draft.section, draft.name) in wrong:
        return wrong[draft.section, draft.name]
    others = {name: message for (section, name), message in wrong.items() if section != "contracts"}
    return next((others[name] for name in _texts(draft.data) if name in others), None) if others else None


def _named(drafts: Sequence[Draft]) -> set[str]:
    """What contracts name, and what the bodies and portals among that name in turn."""
    others = {draft.name: draft for draft in drafts if draft.section != "contracts"}
    named: set[str] = set()
    ahead = [draft for draft in drafts if draft.section == "contracts"]
    while ahead:
        fresh = set(_texts(ahead.pop().data)) - named
        named |= fresh
        ahead += [others[name] for name in fresh & others.keys()]
    return named


def _texts(value: Data) -> Iterator[str]:
    match value:
        case str():
            yield value
        case list():
            for item in value:
                yield from _texts(item)
        case dict():
            for item in value.values():
                yield from _texts(item)
