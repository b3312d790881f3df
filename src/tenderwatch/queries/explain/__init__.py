"""Why each date is what it is: the sum, the anchor, the rule, the source, what is assumed, what would change it."""

from __future__ import annotations

from tenderwatch.outlook import Outlook
from tenderwatch.queries.explain.explanation import Explanation
from tenderwatch.queries.explain.facts import explain_ends, explain_stated
from tenderwatch.queries.explain.reckoned import explain_extension, explain_stages, explain_windows

__all__ = ["Explanation", "explain"]


def explain(outlook: Outlook) -> tuple[Explanation, ...]:
    """Every date of a contract, explained, in the order in which they are shown."""
    found = [*explain_stated(outlook), *explain_ends(outlook), *explain_windows(outlook)]
    if outlook.renewal and outlook.may_run:
        found += [*explain_stages(outlook, outlook.renewal), *explain_extension(outlook, outlook.renewal)]
    return tuple(found)
