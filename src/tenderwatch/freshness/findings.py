"""Old and weak evidence as warnings, each with its place: what `check --strict` adds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from tenderwatch.freshness.reckoned import evidence_text, freshness
from tenderwatch.model import Registry
from tenderwatch.outlook import look_at
from tenderwatch.problems import Place, Problem


def freshness_problems(registry: Registry, today: date, places: Mapping[str, Place]) -> Iterator[Problem]:
    """A warning for each contract whose evidence no longer serves on this day, or is all secondary summaries.

    `places` says, for each contract id, where its evidence stands.
    """
    for contract in registry.contracts:
        outlook = look_at(contract, registry, today)
        found = freshness(outlook)
        place = places[contract.id]
        if found.stale:
            message = (
                f"{contract.id}: {evidence_text(outlook)} is older than the {found.rule.months} months "
                f"that it serves here: {found.rule.situation}"
            )
            hint = f"look again; if nothing has changed: tenderwatch confirm {contract.id} --source SOURCE"
            yield Problem(place, "stale-evidence", message, hint, "warning")
        if found.weak:
            message = f"{contract.id}: all of its evidence is somebody else's summary"
            hint = f"find the notice or the council's own page, then: tenderwatch confirm {contract.id} --source SOURCE"
            yield Problem(place, "weak-evidence", message, hint, "warning")
