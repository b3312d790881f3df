"""Why each date is what it is: the sum, the anchor, the rule, the source, what is assumed, what would change it."""

from __future__ import annotations

from tenderwatch.outlook import Moment, Outlook
from tenderwatch.queries.explain.ends import explain_ends
from tenderwatch.queries.explain.explanation import STATED, Explanation, evidence_for
from tenderwatch.queries.explain.facts import explain_bodies, explain_events, explain_stated
from tenderwatch.queries.explain.reckoned import explain_extension, explain_stages, explain_windows

# What a moment is called among the explanations, where that is another name.
NAMES: dict[str, tuple[str, ...]] = {
    "extension-decision": ("key-decision-by",),
    "extension-notice": ("serve-by",),
    "extension-forward-plan": ("extension-forward-plan-by",),
    "new-start": ("start",),
    "advertised-end": ("next-end", "end", "initial-end"),
}


def explain(outlook: Outlook) -> tuple[Explanation, ...]:
    """Every date of a contract, explained: those that make it due first."""
    found = [*explain_stated(outlook), *explain_bodies(outlook), *explain_ends(outlook), *explain_windows(outlook)]
    if outlook.renewal and outlook.may_run:
        found += [*explain_stages(outlook, outlook.renewal), *explain_extension(outlook, outlook.renewal)]
    return _with_reasons(outlook, [*found, *explain_events(outlook)])


def _with_reasons(outlook: Outlook, found: list[Explanation]) -> tuple[Explanation, ...]:
    """The dates that make it due first, the earliest of them first, then the others as they were."""
    due: list[tuple[Moment, Explanation]] = []
    rest = list(found)
    for moment in outlook.moments:
        place = next((at for at, item in enumerate(rest) if _same(moment, item)), None)
        if moment.reason and not outlook.over:
            item = rest.pop(place) if place is not None else _from_moment(outlook, moment)
            due.append((moment, item._replace(reason=moment.reason, due=moment.text)))
        elif moment.resolved and place is not None and not outlook.over and moment.kind != "start-of-contract":
            rest[place] = rest[place]._replace(stands=f"settled: {moment.resolved}")
    due.sort(key=lambda pair: pair[0].when.sort_key)
    return (*(item for _, item in due), *rest)


def _same(moment: Moment, item: Explanation) -> bool:
    """Whether an explanation is of this moment: by its name, and by its date where several share that."""
    names = NAMES.get(moment.kind, (str(moment.kind),))
    base = item.kind.partition(".")[0] if moment.key or moment.field in ("breaks", "reviews") else item.kind
    keyed = f"{moment.kind}.{moment.key}" if moment.key else ""
    if keyed and "." in item.kind:
        return item.kind == keyed
    return base in names and item.when == moment.when


def _from_moment(outlook: Outlook, moment: Moment) -> Explanation:
    """A date that nothing else explains, by what the moment itself says."""
    source = evidence_for(outlook.contract, outlook.registry, moment.field or "end")
    return Explanation(
        str(moment.kind), moment.name, moment.when, moment.text, moment.why or STATED, source,
        "a newer source",
    )  # fmt: skip
