"""How long evidence serves, by how soon a contract can change: the first rule that fits counts.

The lengths are our own judgement, none is law; each rule gives its reason.
"""

from datetime import date
from typing import NamedTuple

from tenderwatch.dates.arithmetic import clamp_months
from tenderwatch.law.terms import Status
from tenderwatch.outlook import Outlook
from tenderwatch.registry.model.contract import Kind


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
