"""From when on nothing but its current end can make a contract due: what lets a long registry go unread for the most.

Where there is the least doubt there is no such day, and the contract is looked at.
"""

from datetime import date

from tenderwatch.dates.arithmetic import Duration
from tenderwatch.law.terms.ends import Ends, contract_ends
from tenderwatch.law.terms.status import has_been_let
from tenderwatch.named_tuple import NamedTuple
from tenderwatch.registry.model import Contract

# The longest notice to extend that is counted on, and what is never more than that: six months are 181 days at least.
LONGEST_NOTICE = Duration(6, "months")
_AT_MOST = {"months": 6, "weeks": 25, "days": 181}


class Quiet(NamedTuple):
    """`end` is the first day on which the contract may end; `since` the day from which this holds.

    On a day from `since` on, with `end` still ahead, nothing asks for attention but that end and what is counted back
    from it: by its lead's own lengths, and with at most LONGEST_NOTICE of notice. What happens outside the record is
    not in it: what is to replace it, and a buyer that ceases to exist.
    """

    end: date
    since: date


def quiet(contract: Contract) -> Quiet | None:
    """How long a contract asks for nothing; None where it states other dates, or where its end is not known."""
    stated = (
        contract.plans, contract.joining, contract.breaks, contract.reviews, contract.tender_deadline, contract.ended,
        contract.abandoned, contract.open_ended, contract.timetable,
    )  # fmt: skip
    if any(stated) or not has_been_let(contract):
        return None
    ends = contract_ends(contract)
    end = ends.current.when.earliest if ends.current else None
    if end is None or _decided_by(contract, ends) or not _usual(contract.notice):
        return None
    # Until it is awarded, it is planned: then its start asks for attention.
    awarded = contract.awarded.earliest if contract.awarded else None
    return Quiet(end, awarded or date.min)


def _decided_by(contract: Contract, ends: Ends) -> bool:
    """Whether an option that is left names a day for the decision. Hardly any does: options are seldom expanded."""
    named = any(option.decide_by or option.alternatives for option in contract.extensions)
    return named and any(step.option.decide_by for step in ends.left)


def _usual(notice: Duration | None) -> bool:
    return notice is None or notice.number <= _AT_MOST[notice.unit]
