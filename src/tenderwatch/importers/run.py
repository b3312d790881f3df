"""One import: files in, held against a registry, out as matches, drafts and an account that adds up."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from typing import NamedTuple

from tenderwatch.importers.account import Account, settle_account
from tenderwatch.importers.drafting import Drafted, drafts_of
from tenderwatch.importers.fields import Record
from tenderwatch.importers.folding import fold
from tenderwatch.importers.reading import Layout, Opened, open_file
from tenderwatch.importers.reconcile import Index, Match, Written, reconcile
from tenderwatch.importers.scope import is_care
from tenderwatch.importers.statement import Aside, Reading, Reject, Statement
from tenderwatch.registry.model import Registry

# Rows that are shown as they were understood.
MOST_SHOWN = 5
# Notices that say what became of a contract, and little of the contract itself.
_AMENDING = frozenset({"change", "termination", "cancellation"})


class Choice(NamedTuple):
    """What is wanted of the files: care alone, some councils alone, and which doubtful pairs are one contract."""

    care_only: bool = False
    councils: frozenset[str] = frozenset()
    accepted: frozenset[str] = frozenset()


class Import(NamedTuple):
    """What an import came to. `drafted` is what it would write; `first` the first statements of each file."""

    opened: tuple[tuple[str, Opened], ...]
    first: dict[str, tuple[Statement, ...]]
    matches: tuple[Match, ...]
    asides: tuple[Aside, ...]
    rejects: tuple[Reject, ...]
    account: Account
    drafted: Drafted

    def without(self, refused: dict[str, str]) -> Import:
        """The same without the records that a registry cannot hold, given by id with the reason: they are rejects."""
        ids = self.drafted.ids
        out = [
            match for match in self.matches if name_of(match, ids) in refused and match.outcome in ("new", "changed")
        ]
        rejects = (
            *self.rejects,
            *(
                Reject(place, match.proposal.reference or match.proposal.title, "", refused[str(name_of(match, ids))])
                for match in out
                for place in match.proposal.places
            ),
        )
        kept = tuple(match for match in self.matches if match not in out)
        account = settle_account(self.account.rows, [*self.asides, *rejects], kept)
        return self._replace(matches=kept, rejects=rejects, account=account)


def name_of(match: Match, ids: dict[str, str]) -> str | None:
    """The id of the record that a match is about; of a new one the id that it gets."""
    return match.record if match.record else ids.get(match.proposal.key)


def run_import(
    files: Iterable[tuple[Path, str]],
    registry: Registry,
    written: Written,
    *,
    kind: str | None,
    layout: Layout,
    choice: Choice,
    today: date,
    source: Callable[[str], Record],
) -> Import:
    """Read files, each with the name to show, and hold them against a registry.

    `written` gives a contract of the registry as it is written; `source` what rows of a register are cited from.
    Raises UnreadableError where a file as a whole cannot be read.
    """
    index = Index(registry)
    opened: list[tuple[str, Opened]] = []
    first: dict[str, tuple[Statement, ...]] = {}
    kept: list[Statement] = []
    asides: list[Aside] = []
    rejects: list[Reject] = []
    rows: set[tuple[str, int]] = set()
    for path, name in files:
        file = open_file(path, name, kind, layout)
        opened.append((name, file))
        for reading in file.readings:
            rows.add((name, reading.place.row))
            if isinstance(reading, Statement) and len(first.get(name, ())) < MOST_SHOWN:
                first[name] = (*first.get(name, ()), reading)
            _sort(reading, kept, asides, rejects, choice, index)
    proposals = fold(kept, read=today, register=source)
    matches = tuple(_accepted(match, choice, index, written) for match in reconcile(proposals, index, written))
    asides += [
        Aside(place, match.proposal.title, "amends a notice that neither the files nor the registry have")
        for match in matches
        if _unattached(match)
        for place in match.proposal.places
    ]
    matches = tuple(match for match in matches if not _unattached(match))
    account = settle_account(len(rows), [*asides, *rejects], matches)
    drafted = drafts_of(matches, index, written, today)
    return Import(tuple(opened), first, matches, tuple(asides), tuple(rejects), account, drafted)


def _sort(
    reading: Reading, kept: list[Statement], asides: list[Aside], rejects: list[Reject], choice: Choice, index: Index
) -> None:
    match reading:
        case Aside():
            asides.append(reading)
        case Reject():
            rejects.append(reading)
        case _ if reason := _outside(reading, choice, index):
            asides.append(Aside(reading.place, reading.number or reading.reference or reading.title, reason))
        case _:
            kept.append(reading)


def _outside(statement: Statement, choice: Choice, index: Index) -> str:
    """Why a statement is left out by the choice made; nothing where it is wanted."""
    if choice.care_only and not is_care(statement):
        return "not health or social care"
    if choice.councils and not choice.councils & index.authority_id(statement):
        return "another council"
    return ""


def _accepted(match: Match, choice: Choice, index: Index, written: Written) -> Match:
    """A doubtful pair that a person has confirmed is held field by field, as if it shared an identifier."""
    if match.outcome != "doubtful" or match.record not in choice.accepted:
        return match
    return index.compare(match.proposal, str(match.record), f"{match.by}, confirmed", written)


def _unattached(match: Match) -> bool:
    """Whether all that is known of a new contract is a notice that it was changed or ended, without a date to keep."""
    stages = {statement.stage for statement in match.proposal.statements}
    return match.outcome == "new" and stages <= _AMENDING and not match.proposal.data.get("extensions")
