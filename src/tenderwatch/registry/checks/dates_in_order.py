"""Dates that must come one after the other. Uncertain dates are faulted only where no reading is in order."""

from __future__ import annotations

from collections.abc import Iterator

from tenderwatch.dates import When
from tenderwatch.registry.checks.finding import Finding
from tenderwatch.registry.checks.references import Known
from tenderwatch.registry.model import Contract


def _certainly_before(first: When | None, second: When | None) -> bool:
    return bool(first and second and first.latest and second.earliest and first.latest < second.earliest)


def dates_in_order(contract: Contract, _known: Known) -> Iterator[Finding]:
    """Start before end, advert before deadline before award, and nothing decided twice about the end."""
    start, end = contract.start, contract.end
    if _certainly_before(end, start) and end and start:
        yield Finding(
            "end", "end-before-start", f"it ends ({end.text}) before it starts ({start.text})",
            "compare both with the source; record a slip of the source as a conflict",
        )  # fmt: skip
    for key, later, earlier_key, earlier in (
        ("tender_deadline", contract.tender_deadline, "advertised", contract.advertised),
        ("awarded", contract.awarded, "advertised", contract.advertised),
        ("awarded", contract.awarded, "tender_deadline", contract.tender_deadline),
    ):
        if _certainly_before(later, earlier) and later and earlier:
            message = f"`{key}` ({later.text}) is before `{earlier_key}` ({earlier.text})"
            yield Finding(key, "out-of-order", message, "compare both with the source")
    if contract.plans:
        for key, later, earlier in (
            ("start", contract.plans.start, contract.plans.tender),
            ("award", contract.plans.award, contract.plans.tender),
            ("tender_deadline", contract.plans.tender_deadline, contract.plans.tender),
        ):
            if _certainly_before(later, earlier) and later and earlier:
                message = (
                    f"the planned {key.replace('_', ' ')} ({later.text}) is before the planned tender ({earlier.text})"
                )
                yield Finding("plans", "out-of-order", message, "compare both with the source")
    for item, window in enumerate(contract.joining):
        if _certainly_before(window.closes, window.opens):
            message = f"joining closes before it opens in '{window.id}'"
            yield Finding("joining", "out-of-order", message, "compare both with the source", item)
    if contract.term and not contract.start:
        hint = "add the start, or write the `end` that the source states"
        yield Finding("term", "term-without-start", "a term without a start gives no end", hint)
    if contract.term and contract.end:
        hint = "keep the stated `end`; where it differs from start and term, record a conflict"
        yield Finding("term", "term-and-end", "both a term and an end are written", hint)
    if contract.open_ended and (contract.end or contract.term):
        hint = "delete `open_ended`, or the end"
        yield Finding("open_ended", "open-and-ended", "it cannot be open-ended and have an end", hint)
