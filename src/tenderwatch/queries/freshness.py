"""How old and how strong a contract's evidence is on a day, and whether it should be looked at again.

How long evidence serves depends on how soon a contract can change: the first rule that fits counts. The lengths are
our own judgement, none is law; each rule gives its reason.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING, Literal

from tenderwatch.dates.arithmetic import clamp_months
from tenderwatch.dates.words import month_text
from tenderwatch.law.terms import Status
from tenderwatch.named_tuple import NamedTuple
from tenderwatch.problems import Place, Problem
from tenderwatch.registry.model import Registry
from tenderwatch.registry.model.contract import Kind, Strength
from tenderwatch.text import count

if TYPE_CHECKING:
    from tenderwatch.outlook import Outlook


class FreshnessRule(NamedTuple):
    """How many calendar months evidence serves (None: for good), when that applies, and why.

    A rule fits where every condition that it states is met: one of these statuses, one of these kinds,
    a next possible end within so many months (counted from its earliest day).
    """

    id: str
    months: int | None
    situation: str
    because: str
    statuses: frozenset[Status] = frozenset()
    kinds: frozenset[Kind] = frozenset()
    ends_within: int | None = None

    def fits(self, outlook: Outlook) -> bool:
        """Whether this is the contract's situation on the outlook's day."""
        return (
            (not self.statuses or outlook.status in self.statuses)
            and (not self.kinds or outlook.contract.kind in self.kinds)
            and (self.ends_within is None or _ends_by(outlook, clamp_months(outlook.today, self.ends_within)))
        )


def _ends_by(outlook: Outlook, day: date) -> bool:
    earliest = outlook.next_end.when.earliest if outlook.next_end else None
    return earliest is not None and earliest <= day


RULES: tuple[FreshnessRule, ...] = (
    FreshnessRule(
        "over", None, "it has ended or been replaced",
        "what is over changes no more, and nobody has to act on it",
        statuses=frozenset({"replaced", "abandoned", "ended"}),
    ),
    FreshnessRule(
        "end-passed", 3, "its end has passed and it is not known what followed",
        "something has happened that the evidence does not show; a notice of a change or a new contract is "
        "usually out within a quarter",
        statuses=frozenset({"unconfirmed", "overrun"}),
    ),
    FreshnessRule(
        "in-procurement", 6, "it is planned or being tendered",
        "a tender runs for some months from advert to award, and plans slip or are dropped",
        statuses=frozenset({"planned", "tendering"}),
    ),
    FreshnessRule(
        "end-within-12-months", 6, "it may end within 12 months",
        "in the last year the extension, the next tender or a change of date is decided and published",
        ends_within=12,
    ),
    FreshnessRule(
        "end-within-24-months", 12, "it may end within 24 months",
        "plans for what follows are usually stated in the second year before the end",
        ends_within=24,
    ),
    FreshnessRule(
        "not-started", 12, "it has been let and has not started",
        "a start can be put off, and seldom by more than a year",
        statuses=frozenset({"awarded"}),
    ),
    FreshnessRule(
        "end-unknown", 12, "no end of it is known",
        "it may end on any day, and no date says when to ask",
        statuses=frozenset({"unknown"}),
    ),
    FreshnessRule(
        "no-fixed-end", 18, "it is open-ended",
        "it goes on until somebody decides otherwise, and such reviews are rarer than yearly",
        statuses=frozenset({"open-ended"}),
    ),
    FreshnessRule(
        "joined-while-it-runs", 18, "providers can join or be added while it runs, and its end is far",
        "its providers, lots and rounds of joining change though its end does not",
        kinds=frozenset({"open-framework", "dps", "dynamic-market", "approved-list", "spot"}),
    ),
    FreshnessRule(
        "end-far", 24, "its next possible end is more than 24 months away",
        "little is decided this long before an end, but contracts are also ended early",
    ),
)  # fmt: skip


Verdict = Literal["fresh", "stale", "weak", "stale-and-weak"]
# By whether it is older than its rule allows, and whether all of it is second-hand.
_VERDICTS: dict[tuple[bool, bool], Verdict] = {
    (False, False): "fresh", (True, False): "stale", (False, True): "weak", (True, True): "stale-and-weak",
}  # fmt: skip

# Strongest first.
STRENGTHS: tuple[Strength, ...] = ("notice", "notice-data", "council-page", "own-record", "secondary-summary")

ALL_WEAK = "all of it is second-hand"


class Freshness(NamedTuple):
    """The age and strength of a contract's evidence on a day, and what follows.

    `age_months` are whole calendar months, 0 where the evidence is later than the day. `strongest` is the
    strength of the best evidence, `strength` that of the newest. `reason` says why in words, for every verdict.
    """

    newest: date
    age_days: int
    age_months: int
    strength: Strength
    strongest: Strength
    verdict: Verdict
    rule: FreshnessRule
    reason: str

    @property
    def stale(self) -> bool:
        """Whether it is older than its rule allows."""
        return self.verdict in ("stale", "stale-and-weak")

    @property
    def weak(self) -> bool:
        """Whether all of it is second-hand."""
        return self.verdict in ("weak", "stale-and-weak")


def freshness(outlook: Outlook) -> Freshness:
    """The age and strength of what is known of a contract, on the outlook's day."""
    today, newest = outlook.today, outlook.newest_evidence
    graded = [(day, STRENGTHS.index(strength)) for day, strength in outlook.evidence]
    best = min(grade for _, grade in graded)
    rule = next(rule for rule in RULES if rule.fits(outlook))
    stale = rule.months is not None and newest < clamp_months(today, -rule.months)
    # For what is over any evidence will do: no date of it is still to come.
    weak = rule.months is not None and STRENGTHS[best] == "secondary-summary"
    return Freshness(
        newest=newest,
        age_days=(today - newest).days,
        age_months=whole_months(newest, today),
        strength=STRENGTHS[min(grade for day, grade in graded if day == newest)],
        strongest=STRENGTHS[best],
        verdict=_VERDICTS[stale, weak],
        rule=rule,
        reason=_reason(rule, stale=stale, weak=weak),
    )


def _reason(rule: FreshnessRule, *, stale: bool, weak: bool) -> str:
    if rule.months is None:
        age = f"evidence serves for good: {rule.situation}"
    else:
        older = "older than" if stale else "within"
        age = f"{older} the {rule.months} months that evidence serves here: {rule.situation}"
    return f"{age}; {ALL_WEAK}" if weak else age


def whole_months(since: date, today: date) -> int:
    """Whole calendar months from one day to a later one; 0 where it is not later."""
    months = (today.year - since.year) * 12 + today.month - since.month
    return max(months - (clamp_months(since, months) > today), 0)


def age_text(today: date, newest: date) -> str:
    """'evidence to July 2026 (4 months)'. Ages are in whole calendar months, from two years on in years."""
    if newest > today:
        return f"evidence to {month_text(newest)} (later than this day)"
    months = whole_months(newest, today)
    age = count(months // 12, "year") if months >= 24 else count(months, "month") if months else "under a month"
    return f"evidence to {month_text(newest)} ({age})"


def evidence_text(outlook: Outlook) -> str:
    """The age of a contract's youngest evidence: 'evidence to July 2026 (4 months)'."""
    return age_text(outlook.today, outlook.newest_evidence)


def freshness_problems(
    registry: Registry, today: date, places: Mapping[str, Place], options: str = ""
) -> Iterator[Problem]:
    """A warning for each contract whose evidence no longer serves on this day, or is all secondary summaries.

    `places` says, for each contract id, where its evidence stands. The hints name commands that mend it, with
    `options` behind them: those that name the registry.
    """
    from tenderwatch.outlook import look_at

    for contract in registry.contracts:
        outlook = look_at(contract, registry, today)
        found = freshness(outlook)
        place = places[contract.id]
        if found.stale:
            message = (
                f"{contract.id}: {evidence_text(outlook)} is older than the {found.rule.months} months "
                f"that it serves here: {found.rule.situation}"
            )
            newest = max(contract.all_evidence, key=registry.evidence_day).source
            command = f"tenderwatch confirm {contract.id} ⟨source⟩ {newest}{options}"
            hint = f"look again; if nothing has changed: {command}"
            yield Problem(place, "stale-evidence", message, hint, "warning")
        if found.weak:
            message = f"{contract.id}: all of its evidence is second-hand"
            dated = f"end {contract.end.written}" if contract.end and contract.end.known else "FIELD VALUE"
            command = f"tenderwatch set {contract.id} {dated} ⟨source⟩ ID ⟨place⟩ TEXT{options}"
            hint = f"find the notice or the council's own page, and cite it for what it states: {command}"
            yield Problem(place, "weak-evidence", message, hint, "warning")
