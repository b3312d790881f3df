"""Whether a buyer has to name a contract's next tender in its pipeline notice, and when that tender is expected.

Procurement Act 2023, section 93. What the registry does not know is said, never guessed: a buyer counts as one that
pays over the limit only where its record says so.
"""

from collections.abc import Iterator
from typing import Literal

from tenderwatch.dates import When
from tenderwatch.law.schedule.pipeline import Period, pipeline_duty
from tenderwatch.law.terms import called_for_competition
from tenderwatch.named_tuple import NamedTuple
from tenderwatch.outlook.outlook import Outlook
from tenderwatch.outlook.renewal import Renewal, leads_past, procurement_regime, renewal_at
from tenderwatch.outlook.succession import stated_tenders, tender_is_over, tender_is_stated
from tenderwatch.outlook.windows import whole_value

Missing = Literal["buyer", "pays", "value"]
# Why a contract is not among those to be named, in the order of trying.
NotNamed = Literal[
    "no-tender", "outside-act", "no-date", "tender-late", "not-in-period", "within-value", "buyer-not-bound"
]


class Expected(NamedTuple):
    """A tender to come: its date as the buyer states it, or counted back from an end on the default timetable.

    `extended` says that the end is the longest one, which options lead to; `may_extend` that an option could still
    come before this end.
    """

    when: When
    end: When | None = None
    extended: bool = False
    may_extend: bool = False


class Named(NamedTuple):
    """A tender that falls into a period. `missing` is what would have to be known to say that the duty applies."""

    outlook: Outlook
    expected: Expected
    missing: tuple[Missing, ...]
    regime: str
    assumed: bool
    competition: bool | None

    @property
    def binds(self) -> bool:
        """Whether the buyer has to name it, as far as is known."""
        return not self.missing


def pipeline_entry(outlook: Outlook, period: Period) -> Named | NotNamed:
    """The next tender of a contract as a pipeline notice would name it, or why it would not."""
    rule, contract = outlook.timetables.pipeline, outlook.contract
    regime, assumed = procurement_regime(contract.regime)
    if not _may_come(outlook):
        return "no-tender"
    if not regime.startswith("pa2023"):
        return "outside-act"
    dates = tuple(expected_tenders(outlook))
    if not dates:
        return "no-date"
    inside = next((item for item in dates if item.when.touches(period.begins, period.ends)), None)
    if inside is None:
        return "tender-late" if all(item.when.passed(period.begins) for item in dates) else "not-in-period"
    lead = outlook.registry.authorities.get(contract.lead or "")
    pays, value = lead.pays_over_100m if lead else None, whole_value(contract, rule.contract_over)
    if pipeline_duty(inside.when, rule, pays_over_100m=pays, value=value).binds is False:
        return "buyer-not-bound" if pays is False else "within-value"
    missing: list[Missing] = []
    if lead is None:
        missing.append("buyer")
    elif pays is None:
        missing.append("pays")
    if value is None:
        missing.append("value")
    return Named(outlook, inside, tuple(missing), regime, assumed, called_for_competition(contract.route))


def _may_come(outlook: Outlook) -> bool:
    """Whether a tender for what follows is still to come; one that a successor's record dates is named there."""
    if outlook.over or outlook.status in ("tendering", "open-ended") or tender_is_over(outlook):
        return False
    stated = stated_tenders(outlook)
    return not tender_is_stated(outlook) or any(tender.successor is None for tender in stated)


def expected_tenders(outlook: Outlook) -> Iterator[Expected]:
    """When the next tender is expected: as the buyer states it, else for the next end and for the longest."""
    own = [tender.when for tender in stated_tenders(outlook) if tender.successor is None]
    if own:
        yield from map(Expected, own)
        return
    if not outlook.may_run or outlook.renewal is None or outlook.next_end is None:
        return
    longest, end = outlook.ends.longest, outlook.next_end.when
    further = longest is not None and leads_past(longest.when, end)
    yield from _counted_back(outlook.renewal, may_extend=outlook.renewal.options_left)
    if further and longest:
        at_longest = renewal_at(outlook.contract, outlook.registry, outlook.ends, longest, outlook.timetables)
        yield from _counted_back(at_longest, extended=True)


def _counted_back(renewal: Renewal, *, extended: bool = False, may_extend: bool = False) -> Iterator[Expected]:
    by = renewal.by("tender-notice")
    if by and by.known:
        yield Expected(by, renewal.end, extended, may_extend)
