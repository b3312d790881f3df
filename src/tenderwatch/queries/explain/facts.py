"""Dates that a source states, and the ends that follow from them."""

from __future__ import annotations

from collections.abc import Iterator

from tenderwatch.dates import on_day
from tenderwatch.law.terms import DPS_LAPSE, End, Step
from tenderwatch.outlook import Outlook
from tenderwatch.outlook.kinds import MomentKind
from tenderwatch.queries.explain.explanation import Explanation, cited, evidence_for
from tenderwatch.registry.model import Contract

_LAPSE_RULE = f"a dynamic purchasing system under the 2015 Regulations ends by {on_day(DPS_LAPSE).text} by law"
_LAPSE_SOURCE = "; SI 2024/716, regulation 5(4)(b)"


def explain_stated(outlook: Outlook) -> Iterator[Explanation]:
    """Facts that a source states outright."""
    contract, registry, numbers = outlook.contract, outlook.registry, dict[MomentKind, int]()
    for moment in outlook.moments:
        if moment.kind == "authority-ceases" or not moment.field or moment.kind == "over":
            continue
        kind, name = f"{moment.kind}.{moment.key}" if moment.key else str(moment.kind), moment.name
        stating = registry.by_id.get(moment.key, contract) if moment.kind == "stated-tender" else contract
        if moment.field in ("breaks", "reviews"):
            # They have no ids of their own.
            numbers[moment.kind] = numbers.get(moment.kind, 0) + 1
            kind, name = f"{kind}.{numbers[moment.kind]}", f"{moment.name}, not an end"
        yield Explanation(
            kind, name, moment.when, f"{moment.when.text}, as stated", "none: it is stated",
            evidence_for(stating, registry, moment.field), "a newer source", "",
        )  # fmt: skip
    for moment in outlook.moments:
        if moment.kind in ("break-notice", "review-notice") and moment.state != "resolved":
            keys = ("breaks",) if moment.kind == "break-notice" else ("reviews",)
            yield Explanation(
                moment.kind, moment.name, moment.when, moment.why, "calendar arithmetic, clamped to short months",
                evidence_for(contract, registry, *keys), "another date or another notice period",
            )  # fmt: skip
    effects = {moment.key: moment.why for moment in outlook.moments if moment.kind == "authority-ceases"}
    for body_id in contract.authorities:
        body = registry.authorities.get(body_id)
        if body and body.ceases:
            law = "Local Government and Public Involvement in Health Act 2007, section 24"
            source = f"the registry's entry for {body.name}; {law}"
            rule = effects.get(body_id, "the contract is to end before that day")
            yield Explanation(
                f"authority-ceases.{body.id}", f"{body.name} ceases to exist", on_day(body.ceases),
                f"{on_day(body.ceases).text}, as recorded", rule, source, "a change of the order or its date",
            )  # fmt: skip


def explain_ends(outlook: Outlook) -> Iterator[Explanation]:
    """The four ends, and the end that each option leads to."""
    contract, registry, ends = outlook.contract, outlook.registry, outlook.ends
    start = contract.start.text if contract.start else ""
    for kind, name, end in (
        ("initial-end", "Initial end", ends.initial),
        ("end", "Current end", ends.current),
        ("next-end", "Next possible end", outlook.next_end),
        ("longest-end", "Longest end", ends.longest),
    ):
        if end is None:
            continue
        rule, keys = _end_rule(contract, end, start)
        source = evidence_for(contract, registry, *keys)
        if end.how.startswith("lapses"):
            source += _LAPSE_SOURCE
        elif "extensions" in keys:
            source = _with_decisions(source, outlook, ends.steps)
        changes = "an option used or declined, a successor, or evidence that it ended"
        yield Explanation(kind, name, end.when, f"{end.when.text}: {end.how}", rule, source, changes)
    for step in ends.steps:
        if step.to and not outlook.why_closed(step):
            paper = step.on_paper or step.to
            text, rule = f"{paper.text}, as stated", "none: it is stated"
            if step.months:
                text = f"{paper.text}: {step.text} after the end before it"
                rule = "months are added at once to the initial end; a month end stays a month end"
            source = _with_decisions(evidence_for(contract, registry, "extensions", "end", "term"), outlook, (step,))
            if step.on_paper:
                text, rule = f"{text}, but it lapses by law before", _LAPSE_RULE
                source += _LAPSE_SOURCE
            yield Explanation(
                f"option-{step.number}", f"End if option {step.number} is used ({step.state})", step.to, text, rule,
                source, "a decision on the option",
            )  # fmt: skip


def _with_decisions(source: str, outlook: Outlook, steps: tuple[Step, ...]) -> str:
    """The source of the options, and after it the evidence for what was decided on each of these."""
    decided = dict.fromkeys(evidence for step in steps for evidence in step.option.evidence)
    return "; ".join(dict.fromkeys((source, *(cited((item,), outlook.registry) for item in decided))))


def _end_rule(contract: Contract, end: End, start: str) -> tuple[str, tuple[str, ...]]:
    if contract.worked_out and end.how.startswith("worked out"):
        return "none of ours: worked out when the record was written, as its notes say", ("end",)
    if end.how.startswith("worked out"):
        term = contract.term.text if contract.term else ""
        rule = f"a term of {term} that starts on {start} ends the day before, carried forward by the whole term"
        return rule, ("start", "term")
    if end.how.startswith("lapses"):
        return _LAPSE_RULE, ("end", "kind")
    if end.how.endswith("as stated"):
        return "none: it is stated", ("end",)
    rule = "options in order, months added at once; bounds of an uncertain date move together"
    return rule, ("extensions", "end", "term")
