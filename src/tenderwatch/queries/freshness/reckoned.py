"""How old and how strong a contract's evidence is on a day, and whether it should be looked at again."""

from datetime import date
from typing import Literal, NamedTuple

from tenderwatch.dates.arithmetic import clamp_months
from tenderwatch.dates.words import month_text
from tenderwatch.outlook import Outlook
from tenderwatch.queries.freshness.rules import RULES, FreshnessRule
from tenderwatch.registry.model.contract import Strength

Verdict = Literal["fresh", "stale", "weak", "stale-and-weak"]

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
        """Whether everything rests on secondary summaries."""
        return self.verdict in ("weak", "stale-and-weak")


def freshness(outlook: Outlook) -> Freshness:
    """The age and strength of what is known of a contract, on the outlook's day."""
    registry, contract, today = outlook.registry, outlook.contract, outlook.today
    graded = [
        (
            registry.evidence_day(evidence),
            STRENGTHS.index(evidence.strength or registry.sources[evidence.source].strength),
        )
        for evidence in contract.all_evidence
    ]
    newest = max(day for day, _ in graded)
    best = min(grade for _, grade in graded)
    rule = next(rule for rule in RULES if rule.fits(outlook))
    stale = rule.months is not None and newest < clamp_months(today, -rule.months)
    # What is over may rest on anything: no date of it is still to come.
    weak = rule.months is not None and STRENGTHS[best] == "secondary-summary"
    return Freshness(
        newest=newest,
        age_days=(today - newest).days,
        age_months=whole_months(newest, today),
        strength=STRENGTHS[min(grade for day, grade in graded if day == newest)],
        strongest=STRENGTHS[best],
        verdict=_verdict(stale=stale, weak=weak),
        rule=rule,
        reason=_reason(rule, stale=stale, weak=weak),
    )


def _verdict(*, stale: bool, weak: bool) -> Verdict:
    if stale:
        return "stale-and-weak" if weak else "stale"
    return "weak" if weak else "fresh"


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
    number, unit = (months // 12, "year") if months >= 24 else (months, "month")
    age = f"{number} {unit}{'' if number == 1 else 's'}" if number else "under a month"
    return f"evidence to {month_text(newest)} ({age})"


def evidence_text(outlook: Outlook) -> str:
    """The age of a contract's youngest evidence: 'evidence to July 2026 (4 months)'."""
    return age_text(outlook.today, outlook.registry.newest_evidence(outlook.contract))
