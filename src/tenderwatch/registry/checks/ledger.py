"""The registry as a whole: the dates of the ledger of looking, and sources that nothing rests on."""

from __future__ import annotations

from collections.abc import Iterator

from tenderwatch.problems import Problem
from tenderwatch.registry.binding import Bound
from tenderwatch.registry.model import Contract, Look


def looks_in_order(bound: Bound) -> Iterator[Problem]:
    """No look after the edition (the day all data was last agreed), and nothing seen that is younger than the look."""
    for entry in bound.entries["coverage"].values():
        look: Look | None = entry.value
        if look is None:
            continue
        if bound.edition and look.looked > bound.edition:
            message = f"it was looked at ({look.looked}) after the edition ({bound.edition})"
            hint = "set `edition` to the day on which the data was last agreed"
            yield Problem(bound.place(entry, "looked"), "out-of-order", message, hint)
        if look.reaches and look.reaches.earliest and look.reaches.earliest > look.looked:
            message = f"what was seen reaches further ({look.reaches.text}) than the day of looking ({look.looked})"
            yield Problem(bound.place(entry, "reaches"), "out-of-order", message, "compare both with your notes")


def unused_sources(bound: Bound) -> Iterator[Problem]:
    """A warning for each source that no evidence, reading or look names."""
    used: set[str] = set()
    for entry in bound.entries["contracts"].values():
        contract: Contract | None = entry.value or entry.draft
        if contract:
            used.update(evidence.source for evidence in contract.all_evidence)
            used.update(reading.source for conflict in contract.conflicts for reading in conflict.readings)
    for entry in bound.entries["coverage"].values():
        used.update(entry.value.sources if entry.value else ())
    for entry in bound.entries["sources"].values():
        if entry.id not in used:
            message = f"nothing in the registry rests on the source '{entry.id}'"
            hint = "name it in the evidence that it gives, in the look that read it, or take it out"
            yield Problem(bound.place(entry, "id"), "unused-source", message, hint, "warning")
