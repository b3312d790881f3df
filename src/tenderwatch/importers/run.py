"""One import: files in, held against a registry, out as matches, drafts and an account that adds up.

Statements are put together by the process or contract that they are about, and each of these is settled and let go
before the next, so that memory does not grow with the files.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from pathlib import Path

from tenderwatch.importers.account import Account, Tally
from tenderwatch.importers.alike import AlikeRows, Likeness
from tenderwatch.importers.columns import Recogniser
from tenderwatch.importers.drafting import Drafter
from tenderwatch.importers.fields import Record
from tenderwatch.importers.folding import fold, group_key
from tenderwatch.importers.index import Index
from tenderwatch.importers.own import only_replacing
from tenderwatch.importers.proving import Prover
from tenderwatch.importers.reading import Layout, Opened, OtherColumnsError, open_file
from tenderwatch.importers.reconcile import Match, Written, at_odds, compare, reconcile
from tenderwatch.importers.spool import Groups, Spool
from tenderwatch.importers.statement import Aside, Reading, Reject, Statement
from tenderwatch.named_tuple import NamedTuple
from tenderwatch.registry.draft import Draft
from tenderwatch.registry.model import Registry

# A reader of a page wants to see the kinds of things, and not a hundred thousand of one: of each outcome so many
# matches are listed, and so many remarks.
MOST_LISTED = 1000
MOST_NAMED = 200
# Rows that are shown as they were understood.
MOST_SHOWN = 5
# So many records are proved together.
_AT_ONCE = 1000
# Notices that say what became of a contract, and little of the contract itself.
_AMENDING = frozenset({"change", "termination", "cancellation"})


class Choice(NamedTuple):
    """What is wanted of the files: care alone, some councils alone, and which doubtful pairs are one contract."""

    care_only: bool = False
    councils: frozenset[str] = frozenset()
    accepted: frozenset[str] = frozenset()


class Import(NamedTuple):
    """What an import came to. `outcomes` counts the matches, `first` holds the first statements of each file.

    `matches` and `asides` have all of them, or only those that a page lists; `remark_count`, `aside_count` and
    `set_aside` (how many rows, by the reason) count all. `drafts` is what it would write, those that others refer to
    first; empty if it was not asked for.
    """

    opened: tuple[tuple[str, Opened], ...]
    first: dict[str, tuple[Statement, ...]]
    matches: Spool[Match]
    outcomes: dict[str, int]
    asides: Spool[Aside]
    rejects: Spool[Reject]
    account: Account
    drafts: tuple[Draft, ...]
    remark_count: int
    aside_count: int
    set_aside: Counter[str]


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
    keep_drafts: bool = False,
    listed_only: bool = False,
) -> Import:
    """Read files, each with the name to show, and hold them against a registry.

    `written` gives a contract of the registry as it is written; `source` what rows of a register are cited from. With
    `listed_only` no more is made and kept than a page lists; everything is counted all the same.
    Raises UnreadableError where a file as a whole cannot be read.
    """
    named, layout = tuple(files), layout._replace(care_only=choice.care_only)
    decided: dict[Path, Recogniser | None] = {}
    while True:
        run = _Run(Index(registry), written, choice, today, keep_drafts=keep_drafts, listed_only=listed_only)
        try:
            opened = run.read_files(named, kind, layout, decided)
        except OtherColumnsError:
            continue
        break
    for statements in run.groups:
        if run.only_counted(statements):
            continue
        for proposal in fold(statements, read=today, register=source):
            run.settle(reconcile(proposal, run.index, written))
    run.prove()
    run.drop_what_never_came()
    drafts = tuple(run.drafts[key] for key in sorted(run.drafts, key=_order))
    account = run.tally.account()
    return Import(
        opened, run.first, run.matches, run.outcomes, run.asides, run.rejects, account, drafts,
        run.remark_count, run.aside_count, run.set_aside,
    )  # fmt: skip


def _few_first(matches: list[Match]) -> Iterator[list[Match]]:
    """The matches in order, a few and then more: what is learned of the first need not be proved of the others."""
    some, at = 1, 0
    while at < len(matches):
        yield matches[at : at + some]
        some, at = some * 4, at + some


def _order(key: tuple[str, str]) -> tuple[int, str]:
    return ("portals", "authorities", "sources", "contracts").index(key[0]), key[1]


class _Run:
    """An import while it goes on."""

    def __init__(
        self, index: Index, written: Written, choice: Choice, today: date, *, keep_drafts: bool, listed_only: bool
    ) -> None:
        self.index, self.written, self.choice, self.keep_drafts = index, written, choice, keep_drafts
        self.listed_only = listed_only and not keep_drafts
        self.drafter, self.prover = Drafter(index, written, today), Prover(index.registry)
        self.alike = AlikeRows(index, self.prover.outlines)
        self.groups: Groups[Statement] = Groups()
        self.first: dict[str, tuple[Statement, ...]] = {}
        self.matches: Spool[Match] = Spool()
        self.outcomes: Counter[str] = Counter()
        self.asides: Spool[Aside] = Spool()
        self.rejects: Spool[Reject] = Spool()
        self.tally = Tally()
        self.drafts: dict[tuple[str, str], Draft] = {}
        self.remark_count = self.aside_count = 0
        self.set_aside: Counter[str] = Counter()
        self._last_aside: tuple[str, int] | None = None
        self._waiting: list[Match] = []

    def read_files(
        self,
        files: Iterable[tuple[Path, str]],
        kind: str | None,
        layout: Layout,
        decided: dict[Path, Recogniser | None],
    ) -> tuple[tuple[str, Opened], ...]:
        """Take in files, each with the name to show.

        `decided` is what is known of the columns of tables. Where one turns out otherwise, that is noted there, and an
        OtherColumnsError raised. Raises UnreadableError as well.
        """
        opened: list[tuple[str, Opened]] = []
        for path, name in files:
            file = open_file(path, name, kind, layout._replace(recogniser=decided.get(path)))
            opened.append((name, file))
            try:
                for reading in file.readings:
                    self.read(reading)
            except OtherColumnsError:
                decided[path] = file.recogniser
                raise
        return tuple(opened)

    def read(self, reading: Reading) -> None:
        """Take in what one release or row states."""
        match reading:
            case Aside():
                self._aside(reading)
            case Reject():
                self._reject(reading)
            case _:
                self.tally.read(reading.place)
                shown = self.first.get(reading.place.file, ())
                if len(shown) < MOST_SHOWN:
                    self.first[reading.place.file] = (*shown, reading)
                if reason := self._outside(reading):
                    self._aside(Aside(reading.place, reading.number or reading.reference or reading.title, reason))
                else:
                    if reading.own:
                        self.drafter.coming.add(reading.own.id)
                        self.prover.coming(reading.own.id)
                    self.groups.add(group_key(reading), reading)

    def only_counted(self, statements: list[Statement]) -> bool:
        """Count a row that is new, surely sound and not to be listed; whether it is one."""
        if not self.listed_only or self.outcomes["new"] < MOST_LISTED or len(statements) > 1:
            return False
        likeness = self.alike.of(statements[0])
        if likeness is None or not self.alike.sound(likeness):
            return False
        if likeness.remarks and self.remark_count < MOST_NAMED:
            return False
        self.outcomes["new"] += 1
        self.tally.note((statements[0].place,), "new")
        self.remark_count += likeness.remarks
        return True

    def settle(self, match: Match) -> None:
        """Take in what one proposal came to."""
        proposal = match.proposal
        if match.outcome == "doubtful" and match.record in self.choice.accepted:
            # A pair that a person has confirmed is held field by field, as if it shared an identifier.
            match = compare(proposal, str(match.record), f"{match.by}, confirmed", self.index, self.written)
        stages = {statement.stage for statement in proposal.statements}
        if match.outcome == "new" and stages <= _AMENDING and not proposal.data.get("extensions"):
            # All that is known of it is that it was changed or ended, without a date to keep.
            for place in proposal.places:
                self._aside(
                    Aside(place, proposal.title, "amends a notice that neither the files nor the registry have")
                )
            return
        self._waiting.append(match)
        if len(self._waiting) >= _AT_ONCE:
            self.prove()

    def prove(self) -> None:
        """Draft what has come in, and refuse what a registry cannot hold."""
        waiting, self._waiting = at_odds(self._waiting), []
        for some in _few_first(waiting) if self.listed_only else [waiting]:
            self._prove(some)

    def _prove(self, waiting: list[Match]) -> None:
        drafts: dict[tuple[str, str], Draft] = {}
        listing = self.outcomes["new"] < MOST_LISTED
        likenesses = [self._likeness(match) for match in waiting]
        for number, match in enumerate(waiting):
            if match.outcome not in ("new", "changed"):
                continue
            if self.listed_only and (
                self.alike.sound(likenesses[number]) or self.drafter.needs_no_proof(match, self.prover)
            ):
                # What it would say is known to be sound, and of most nobody sees the id.
                if listing:
                    waiting[number] = match._replace(record=self.drafter.new_id(match.proposal))
                continue
            fresh = self.drafter.drafts(match)
            drafts |= {(draft.section, draft.name): draft for draft in fresh}
            waiting[number] = match._replace(record=fresh[-1].name)
        kept, refused = self.prover.prove(tuple(drafts.values()))
        if refused:
            names = {(draft.section, draft.name) for draft in kept}
            self.drafter.forget(draft for key, draft in drafts.items() if key not in names)
        if self.keep_drafts:
            self.drafts |= {(draft.section, draft.name): draft for draft in kept}
        for match, likeness in zip(waiting, likenesses, strict=True):
            proposal = match.proposal
            if match.record in refused and match.outcome in ("new", "changed"):
                for place in proposal.places:
                    self._reject(Reject(place, proposal.reference or proposal.title, "", refused[str(match.record)]))
                continue
            if self.listed_only and match.outcome == "new":
                if ("contracts", match.record) in drafts:
                    self.drafter.learn(proposal, self.prover)
                self.alike.learn(likeness)
            self._matched(match)

    def _likeness(self, match: Match) -> Likeness | None:
        """The likeness of a row that is new and not proved yet, if only what is listed is wanted."""
        rows = match.proposal.statements
        return self.alike.of(rows[0]) if self.listed_only and match.outcome == "new" and len(rows) == 1 else None

    def _matched(self, match: Match) -> None:
        """Count a match, and keep it if it is listed."""
        self.outcomes[match.outcome] += 1
        self.tally.note(match.proposal.places, match.outcome)
        remarks = match.proposal.remarks
        if (
            not self.listed_only
            or self.outcomes[match.outcome] <= MOST_LISTED
            or (remarks and self.remark_count < MOST_NAMED)
        ):
            # What it was made from is needed no longer.
            self.matches.append(match._replace(proposal=match.proposal._replace(statements=(), sources=())))
        self.remark_count += len(remarks)

    def drop_what_never_came(self) -> None:
        """Let no draft replace a contract that the files hold and that was refused."""
        gone = {name for name in self.drafter.coming if ("contracts", name) not in self.drafts}
        for (section, _), draft in self.drafts.items():
            if section == "contracts" and gone.intersection(map(str, draft.items("replaces"))):
                draft.data = only_replacing(
                    draft.data, lambda name: name not in gone or name in self.index.registry.by_id
                )

    def _aside(self, aside: Aside) -> None:
        file, row, _ = aside.place
        rows = 1 + len(aside.more)
        self.aside_count += rows
        if not self.listed_only:
            for each in aside.each() if aside.more else (aside,):
                self.asides.append(each)
        # A notice of several contracts is one row.
        if (file, row) != self._last_aside:
            self.set_aside[aside.reason] += rows
        self._last_aside = file, row + rows - 1
        self.tally.note_rows(aside.place, rows, "set aside")

    def _reject(self, reject: Reject) -> None:
        self.rejects.append(reject)
        self.tally.note((reject.place,), "rejected")

    def _outside(self, statement: Statement) -> str:
        """Why a statement is left out by the choice made; nothing where it is wanted."""
        if self.choice.care_only:
            from tenderwatch.importers.scope import NOT_CARE, is_care

            if not is_care(statement):
                return NOT_CARE
        if self.choice.councils and not self.choice.councils & self.index.authority_id(statement):
            return "another council"
        return ""
