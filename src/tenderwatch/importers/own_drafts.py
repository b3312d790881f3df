"""Records out of files of ours as drafts: with their own ids, and with those that a registry has for what they name."""

from __future__ import annotations

from collections.abc import Callable
from itertools import chain, count

from tenderwatch.importers.index import Index
from tenderwatch.importers.own import Record, code_of, only_replacing, renamed
from tenderwatch.importers.statement import Buyer, Own
from tenderwatch.registry.draft import Draft

# As long as an id may be.
MOST_IN_AN_ID = 40


class OwnDrafts:
    """Makes the drafts of such records. `ids` are those that are taken, by section; each new one is put there."""

    def __init__(self, index: Index, ids: dict[str, set[str]]) -> None:
        self._index, self._ids, registry = index, ids, index.registry
        self._titles = {source.id: source.title for source in registry.sources.values()}
        self._addresses = {source.url: source.id for source in registry.sources.values() if source.url}
        # What has been drafted so far: by section and id in the file, as it stands there, and its id here.
        self._fresh: dict[tuple[str, str], tuple[Record, str]] = {}

    def drafts(self, own: Own, known: Callable[[str], bool], origin: str) -> list[Draft]:
        """The draft of the record last, before it those of what it names and nobody has.

        `known` says of an id whether there will be a contract of it.
        """
        names: dict[str, dict[str, str]] = {}
        added: list[tuple[str, Record]] = []
        for section, records in (("portals", own.portals), ("authorities", own.authorities), ("sources", own.sources)):
            there = names.setdefault(section, {})
            for record in records:
                name = str(record["id"])
                there[name] = self._there(section, name, record) or self._new(section, name, record, added)
        drafts = [Draft(section, _renamed(record, names), origin=origin) for section, record in added]
        self._ids["contracts"].add(own.id)
        return [*drafts, Draft("contracts", _renamed(only_replacing(own.record, known), names), origin=origin)]

    def forget(self, section: str, name: str) -> None:
        """Note that the draft with this id came to nothing."""
        gone = [key for key, (_, here) in self._fresh.items() if (key[0], here) == (section, name)]
        for key in gone:
            del self._fresh[key]

    def _there(self, section: str, name: str, record: Record) -> str:
        """The id under which it is there already, in the registry or among the drafts; empty if it is not."""
        drafted, here = self._fresh.get((section, name), (None, ""))
        if drafted == record:
            return here
        match section:
            case "sources":
                same = self._titles.get(name) == record.get("title")
                return name if same else self._addresses.get(str(record.get("url", "")), "")
            case "authorities":
                body = self._index.authority(Buyer(str(record.get("name", name)), code_of(record)))
                return body.id if body else ""
            case _:
                portal = self._index.registry.portals.get(name)
                return name if portal else self._index.portal(str(record.get("url", ""))) or ""

    def _new(self, section: str, name: str, record: Record, added: list[tuple[str, Record]]) -> str:
        """The id of one that nobody has: its own, unless that is taken."""
        taken = self._ids[section]
        tails = chain(("",), (f"-{number}" for number in count(2)))
        free = next(
            id_ for tail in tails if (id_ := f"{name[: MOST_IN_AN_ID - len(tail)].rstrip('-')}{tail}") not in taken
        )
        taken.add(free)
        self._fresh[section, name] = record, free
        added.append((section, record | {"id": free}))
        return free


def _renamed(record: Record, names: dict[str, dict[str, str]]) -> Record:
    data = renamed(record, names)
    return data if isinstance(data, dict) else record
