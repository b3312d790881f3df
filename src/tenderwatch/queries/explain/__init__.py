"""Why each date is what it is: the sum, the anchor, the rule, the source, what is assumed, what would change it."""

from __future__ import annotations

from tenderwatch.outlook import Outlook
from tenderwatch.queries.explain.ends import explain_ends
from tenderwatch.queries.explain.explanation import Explanation
from tenderwatch.queries.explain.facts import explain_bodies, explain_events, explain_stated
from tenderwatch.queries.explain.reasons import with_reasons
from tenderwatch.queries.explain.reckoned import explain_extension, explain_stages, explain_windows


def explain(outlook: Outlook) -> tuple[Explanation, ...]:
    """Every date of a contract, explained: those that make it due first."""
    found = [*explain_stated(outlook), *explain_bodies(outlook), *explain_ends(outlook), *explain_windows(outlook)]
    if outlook.renewal and outlook.may_run:
        found += [*explain_stages(outlook, outlook.renewal), *explain_extension(outlook, outlook.renewal)]
    return with_reasons(outlook, [*found, *explain_events(outlook)])
