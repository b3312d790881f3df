"""The ends of a contract, and the end that each of its options leads to."""

from __future__ import annotations

from collections.abc import Iterator

from tenderwatch.dates import When, on_day, shift_days
from tenderwatch.labels.records import REST
from tenderwatch.law.terms import DPS_LAPSE, End, Step, rest_of
from tenderwatch.outlook import Outlook
from tenderwatch.queries.explain.explanation import (
    NOTHING_LET,
    STATED,
    Explanation,
    cited,
    evidence_for,
    next_procurement,
    runs_on,
)

_LAPSE_RULE = f"a dynamic purchasing system under the 2015 Regulations ends by {on_day(DPS_LAPSE).text} by law"
_LAPSE_SOURCE = "; SI 2024/716, regulation 5(4)(b)"
_DECIDED = (
    "an end that was decided on is the end from the day it is known, and no option can be used after it; the contract "
    "counts as ended once the whole of that day has passed"
)
_DAYS = "weeks and days are added to the end before"
_ROLLS = "it rolls on by equal steps: the next end is the first that has not passed"
_FLEXIBLE = "a flexible option can be used in parts: it may end on any day from the end before it to its furthest"


def explain_ends(outlook: Outlook) -> Iterator[Explanation]:
    """The four ends, and the end that each option leads to."""
    contract, registry, ends = outlook.contract, outlook.registry, outlook.ends
    stands = "" if outlook.over else runs_on(outlook) or next_procurement(outlook)
    for kind, name, end in (
        ("initial-end", "Initial end", ends.initial),
        ("end", "Current end", ends.current),
        ("next-end", "Next possible end", outlook.next_end),
        ("longest-end", "Longest end", ends.longest),
    ):
        if end is None:
            continue
        rule, keys = _end_rule(outlook, kind, end)
        source = evidence_for(contract, registry, *keys)
        if end.how.startswith("lapses"):
            source += _LAPSE_SOURCE
        elif "extensions" in keys:
            source = _with_decisions(source, outlook, ends.steps)
        yield Explanation(
            kind, name, end.when, f"{end.when.text}: {end.how}", rule, source,
            "an option used or declined, a successor, or evidence that it ended",
            stands=stands if kind in ("end", "next-end") else "",
        )  # fmt: skip
    for step in ends.steps:
        to = step.to or (ends.within_law(step.roll.next_end(outlook.today)) if step.roll else None)
        if to and to.known and not outlook.why_closed(step):
            yield _option(outlook, step, to)


def _option(outlook: Outlook, step: Step, to: When) -> Explanation:
    source = _with_decisions(
        evidence_for(outlook.contract, outlook.registry, "extensions", "end", "term"), outlook, (step,)
    )
    total, rule = _step_rule(outlook, step, step.on_paper or to)
    if step.on_paper:
        total, rule = f"{total}, but it lapses by law before", _LAPSE_RULE
        source += _LAPSE_SOURCE
    return Explanation(
        f"option-{step.number}", f"End if option {step.number} is used ({step.state})", to, total, rule, source,
        "a decision on the option", stands=_use_of(step),
    )  # fmt: skip


def _step_rule(outlook: Outlook, step: Step, to: When) -> tuple[str, str]:
    """How the end of a step comes about, and by what rule."""
    option = step.option
    if option.taken_to == to:
        return f"{to.text}: how far it was used ({step.text})", STATED
    if step.roll:
        return f"{to.text}: {'the last day' if step.to else 'the first end ahead'}, {step.text}", _ROLLS
    if option.every:
        return f"{to.text}: {step.text}, from the end before it", _ROLLS
    if step.flexible:
        return f"{to.text}: {step.text}, at the furthest", _FLEXIBLE
    if option.duration and not option.until:
        return f"{to.text}: {step.text} after the end before it", _months(outlook) if step.months else _DAYS
    return f"{to.text}, as stated", STATED


def _months(outlook: Outlook) -> str:
    """What months are added to: never an end that a short month has cut."""
    start, initial = outlook.contract.start, outlook.ends.initial
    worked_out = start and initial and initial.how.startswith("worked out: start")
    base = f"the day before the start ({shift_days(start, -1).text})" if worked_out and start else "the initial end"
    return f"months are added at once to {base}; a month end stays a month end"


def _use_of(step: Step) -> str:
    """How far it was used, where that was not to its end, and whether the rest of it can still be used."""
    used = step.option.taken_to
    if used is None or step.state != "exercised":
        return ""
    rest = REST[rest_of(step.option)]
    if step.option.rest is None:
        rest += " (no source says; that is the rule for an option of this sort)"
    return f"used to {used.text}; {rest}"


def _with_decisions(source: str, outlook: Outlook, steps: tuple[Step, ...]) -> str:
    """The source of the options, and after it the evidence for what was decided on each of these."""
    decided = dict.fromkeys(evidence for step in steps for evidence in step.option.evidence)
    return "; ".join(dict.fromkeys((source, *(cited((item,), outlook.registry) for item in decided))))


def _end_rule(outlook: Outlook, kind: str, end: End) -> tuple[str, tuple[str, ...]]:
    """By what rule an end comes about, and the keys of the record that it is read from."""
    contract = outlook.contract
    if end.how.startswith("decided"):
        return (NOTHING_LET, ("abandoned", "ended")) if outlook.status == "abandoned" else (_DECIDED, ("ended",))
    if contract.worked_out and end.how.startswith("worked out"):
        return "none of ours: worked out when the record was written, as its notes say", ("end",)
    if end.how.startswith("worked out"):
        start = contract.start.text if contract.start else ""
        term = contract.term.text if contract.term else ""
        rule = f"a term of {term} that starts on {start} ends the day before, carried forward by the whole term"
        return rule, ("start", "term")
    if end.how.startswith("lapses"):
        return _LAPSE_RULE, ("end", "kind")
    if end.how.endswith("as stated"):
        return STATED, ("end",)
    keys = ("extensions", "end", "term")
    if kind == "next-end" and outlook.next_how == "flexible":
        return _FLEXIBLE, keys
    if kind == "next-end" and any(step.option.every and step.text in end.how for step in outlook.ends.left):
        return _ROLLS, keys
    return "options in order, months added at once; bounds of an uncertain date move together", keys
