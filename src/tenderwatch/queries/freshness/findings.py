"""Old and weak evidence as warnings, each with its place: what `check --strict` adds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from tenderwatch.outlook import look_at
from tenderwatch.problems import Place, Problem
from tenderwatch.queries.freshness.reckoned import evidence_text, freshness
from tenderwatch.registry.model import Registry


def freshness_problems(
    registry: Registry, today: date, places: Mapping[str, Place], options: str = ""
) -> Iterator[Problem]:
    """A warning for each contract whose evidence no longer serves on this day, or is all secondary summaries.

    `places` says, for each contract id, where its evidence stands. The hints name commands that mend it, with
    `options` behind them: those that name the registry.
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
            newest = max(contract.all_evidence, key=registry.evidence_day).source
            command = f"tenderwatch confirm {contract.id} --source {newest}{options}"
            hint = f"look again; if nothing has changed: {command}"
            yield Problem(place, "stale-evidence", message, hint, "warning")
        if found.weak:
            message = f"{contract.id}: all of its evidence is second-hand"
            dated = f"end {contract.end.written}" if contract.end and contract.end.known else "FIELD VALUE"
            command = f"tenderwatch set {contract.id} {dated} --source ID --place TEXT{options}"
            hint = f"find the notice or the council's own page, and cite it for what it states: {command}"
            yield Problem(place, "weak-evidence", message, hint, "warning")
