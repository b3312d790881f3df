"""What a check is given, what it gives, and how it stands in the table of checks."""

from collections.abc import Callable, Iterator
from datetime import date
from functools import cached_property
from typing import Any

from tenderwatch.dates import When
from tenderwatch.named_tuple import NamedTuple
from tenderwatch.problems import Level, did_you_mean
from tenderwatch.registry.model import Contract
from tenderwatch.text import folded

# Finding the nearest id among thousands takes time: beyond these the hint says how to add the id.
_MOST_SUGGESTIONS = 20


class Finding(NamedTuple):
    """A fault of one record: what is wrong, what mends it, and the key (and item of its list) that it is about."""

    message: str
    hint: str
    key: str | None = None
    item: int | None = None


class Whole:
    """What a check may know of the rest of the registry: the records of each section by id, and the edition.

    A record that could be read only in part is there too, with what could be read. `complete` is false where
    an error may have hidden something.
    """

    def __init__(self, records: dict[str, dict[str, Any]], edition: date | None = None, *, complete: bool) -> None:
        self.records, self.edition, self.complete = records, edition, complete
        self._hints: dict[tuple[str, str], str] = {}
        self._owners: dict[str, dict[str, frozenset[str]]] = {}

    def missing(self, section: str, name: str | None) -> bool:
        """Whether an id is named that no record of the section has."""
        return name is not None and name not in self.records[section]

    def hint(self, section: str, name: str) -> str:
        """The nearest ids, or how to add this one."""
        if (section, name) not in self._hints:
            near = did_you_mean(name, self.records[section]) if len(self._hints) < _MOST_SUGGESTIONS else ""
            self._hints[section, name] = near or f"add it under `{section}:`"
        return self._hints[section, name]

    def owners(self, section: str) -> dict[str, frozenset[str]]:
        """For each id, name and alias of authorities or portals, in small letters, the records that go by it."""
        if section not in self._owners:
            found: dict[str, set[str]] = {}
            for record in filter(None, self.records[section].values()):
                for name in (record.id, record.name, *record.aliases):
                    found.setdefault(folded(name), set()).add(record.id)
            self._owners[section] = {name: frozenset(ids) for name, ids in found.items()}
        return self._owners[section]

    @cached_property
    def same_dates(self) -> dict[str, list[Contract]]:
        """By id, the contracts of the same kind, start and end, where both dates are known and there is another."""
        found: dict[tuple[str, When, When], list[Contract]] = {}
        for contract in filter(None, self.records["contracts"].values()):
            if contract.start and contract.start.known and contract.end and contract.end.known:
                found.setdefault((contract.kind, contract.start, contract.end), []).append(contract)
        return {contract.id: held for held in found.values() if len(held) > 1 for contract in held}

    @cached_property
    def uncited(self) -> frozenset[str]:
        """The sources that no evidence, no reading of a conflict, no look and no event names.

        None of them where that cannot be known: an error or a misspelt id may hide a citation, and with no
        contracts yet nothing can cite a source.
        """
        if not self.complete:
            return frozenset()
        contracts, looks = self.records["contracts"].values(), self.records["coverage"].values()
        cited = {evidence.source for contract in contracts for evidence in contract.all_evidence}
        cited |= {
            reading.source for contract in contracts for conflict in contract.conflicts for reading in conflict.readings
        }
        cited = cited.union(*(look.sources for look in looks if look))
        cited |= {event.source for event in self.records["events"].values() if event}
        known = self.records["sources"].keys()
        return frozenset(known - cited if contracts and cited <= known else ())


class Check(NamedTuple):
    """One row of the table: the code that its findings carry, the sections it reads, and the check itself.

    `across` marks a check that needs the other records; any other sees one record alone, and its findings are
    kept with the compiled copy of the file. `in_part` lets it judge a record that could be read only in part. `of`
    names the key that a record must have to be looked at.
    """

    code: str
    sections: tuple[str, ...]
    find: Callable[[Any, Whole], Iterator[Finding]]
    level: Level = "error"
    across: bool = False
    in_part: bool = False
    of: str = ""
