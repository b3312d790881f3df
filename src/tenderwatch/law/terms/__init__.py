"""Terms: the option tree, every possible end and how it comes about, and a contract's status on a day."""

from tenderwatch.law.terms.anchor import next_date, notice_by
from tenderwatch.law.terms.ends import DPS_LAPSE, End, Ends, NextHow, contract_ends, not_closed, when_of, why_closed
from tenderwatch.law.terms.options import Step, expand_options, rest_of
from tenderwatch.law.terms.status import (
    OVER,
    STATUSES,
    Status,
    called_for_competition,
    contract_status,
    has_been_let,
    is_abandoned,
    is_replaced,
    runs_on_for,
    standing_successors,
    uncovered_buyers,
)

__all__ = [
    "DPS_LAPSE",
    "OVER",
    "STATUSES",
    "End",
    "Ends",
    "NextHow",
    "Status",
    "Step",
    "called_for_competition",
    "contract_ends",
    "contract_status",
    "expand_options",
    "has_been_let",
    "is_abandoned",
    "is_replaced",
    "next_date",
    "not_closed",
    "notice_by",
    "rest_of",
    "runs_on_for",
    "standing_successors",
    "uncovered_buyers",
    "when_of",
    "why_closed",
]
