"""What a source states otherwise than a record of the registry does, field by field."""

from collections.abc import Iterable
from datetime import date

from tenderwatch.dates import When
from tenderwatch.dates.parsing import WhenError, parse_when
from tenderwatch.importers.fields import Record
from tenderwatch.importers.folding import Proposal
from tenderwatch.importers.index import plain_name
from tenderwatch.law.terms import contract_ends, when_of
from tenderwatch.named_tuple import NamedTuple
from tenderwatch.registry.model import Contract, Registry
from tenderwatch.registry.yaml_tree import Data

# Keys that a source settles; in others the registry's own words are better than a notice's.
COMPARED = (
    "start", "end", "term", "open_ended", "advertised", "tender_deadline", "awarded", "ended", "abandoned",
    "providers", "value", "extensions", "plans", "department", "owner", "reviews",
)  # fmt: skip


class Difference(NamedTuple):
    """One field of a record as the registry has it, and as the source has it."""

    field: str
    before: Data | None
    after: Data


def newer_held(contract: Contract, field: str, stated: date, registry: Registry) -> bool:
    """Whether the registry's own evidence for a field is younger than the notice: then that is no news."""
    held = [registry.evidence_day(piece) for piece in contract.all_evidence if field in piece.supports]
    return bool(held) and max(held) > stated


def differences(proposal: Proposal, contract: Contract, record: Record) -> Iterable[Difference]:
    """The fields that a newer source states otherwise. A coarser date than the registry's says nothing new."""
    for field in COMPARED:
        after = proposal.data.get(field)
        before = record.get(field)
        if after is None or after == before or (field == "plans" and _is_let(record)):
            continue
        if field in ("start", "end", "advertised", "tender_deadline", "awarded") and _agrees(before, after):
            continue
        if field == "end" and date_of(after) in _ends_of(contract):
            continue
        if field == "extensions" and proposal.extended_to:
            if _leads_on(contract, proposal.extended_to):
                yield Difference(field, before, [{"until": proposal.extended_to, "state": "exercised"}])
            continue
        if field == "extensions" and not _options_differ(before, after):
            continue
        if field in ("value", "awarded") and before:
            continue  # values differ in their bases, awards in decision and signature: a person chose what is held
        if field in ("department", "owner") and plain_name(str(before or "")) == plain_name(str(after)):
            continue
        if field == "reviews" and isinstance(before, list) and isinstance(after, list):
            dates = [review.get("on") for review in before if isinstance(review, dict)]
            if all(isinstance(review, dict) and review.get("on") in dates for review in after):
                continue
        if field == "providers" and isinstance(before, list) and isinstance(after, list):
            known = {plain_name(str(name)) for name in before}
            if all(plain_name(str(name)) in known for name in after):
                continue
        yield Difference(field, before, after)


def _ends_of(contract: Contract) -> tuple[When | None, ...]:
    """The ends that a source can mean where it states one: that of the first term, written or not, and the current."""
    ends = contract_ends(contract)
    return when_of(ends.initial), when_of(ends.current)


def _leads_on(contract: Contract, to: str) -> bool:
    """Whether an end lies after the one that the registry has now."""
    ends, end = contract_ends(contract), parse_when(to)
    current = when_of(ends.current)
    return not ends.decided and (current is None or _after(end, current))


def _after(end: When, other: When) -> bool:
    return bool(end.latest and other.latest and end.latest > other.latest)


def _is_let(record: dict[str, Data]) -> bool:
    return any(key in record for key in ("awarded", "providers", "ended"))


def _agrees(before: Data | None, after: Data) -> bool:
    held, stated = date_of(before), date_of(after)
    if held is None or stated is None:
        return False
    if not (held.known and stated.known):
        return not stated.known
    # A registry's month that holds the stated day is made more exact by it; a stated month says no more than a day.
    return held.precision == "day" and stated.precision != "day" and _holds(stated, held)


def _holds(wide: When, day: When) -> bool:
    """Whether a coarser date has this day in it."""
    return bool(wide.earliest and wide.latest and day.earliest and wide.earliest <= day.earliest <= wide.latest)


def _options_differ(before: Data | None, after: Data) -> bool:
    """Whether options say something else. A decision that the registry holds is not undone by an older notice."""
    if not isinstance(before, list) or not before:
        return True
    if _decided(before):
        return False
    return _decided(after) or 0 < _lengths(after) != _lengths(before)


def _decided(options: Data) -> bool:
    """Whether any of the options is known to have been used, refused or agreed."""
    states = (
        [option.get("state") for option in options if isinstance(option, dict)] if isinstance(options, list) else []
    )
    return any(state not in (None, "permitted", "unknown") for state in states)


def _lengths(options: Data) -> int:
    """The months of a list of options, once each; 0 where one has none."""
    total = 0
    for option in options if isinstance(options, list) else ():
        if not isinstance(option, dict) or not str(option.get("months", "")).isdigit():
            return 0
        total += int(str(option["months"])) * int(str(option.get("times", "1")))
    return total


def date_of(value: Data | None) -> When | None:
    """A date of a record as it is written; None if there is none, or none that can be read."""
    try:
        return parse_when(value) if isinstance(value, str) else None
    except WhenError:
        return None
