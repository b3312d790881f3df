"""Terms: the option tree, every possible end and how it comes about, and a contract's status on a day."""

from tenderwatch.law.terms.anchor import next_date, notice_by
from tenderwatch.law.terms.ends import (
    DPS_LAPSE,
    End,
    Ends,
    NextHow,
    contract_ends,
    lapses_by_law,
    not_closed,
    when_of,
    why_closed,
)
from tenderwatch.law.terms.options import Step, rest_of
from tenderwatch.law.terms.status import (
    OVER,
    STATUSES,
    Status,
    called_for_competition,
    contract_status,
    has_been_let,
    is_abandoned,
    runs_on_for,
    standing_successors,
    started_before,
    uncovered_buyers,
)
