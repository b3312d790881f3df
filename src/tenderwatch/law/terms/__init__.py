"""Terms: the option tree, every possible end and how it comes about, and a contract's status on a day."""

from tenderwatch.law.terms.ends import DPS_LAPSE, End, Ends, NextHow, contract_ends, not_closed
from tenderwatch.law.terms.options import Step, expand_options
from tenderwatch.law.terms.status import STATUS_WORDS, Status, contract_status, has_been_let

__all__ = [
    "DPS_LAPSE",
    "STATUS_WORDS",
    "End",
    "Ends",
    "NextHow",
    "Status",
    "Step",
    "contract_ends",
    "contract_status",
    "expand_options",
    "has_been_let",
    "not_closed",
]
