"""The renewal of a contract step by step: by when each stage, or the extension instead."""

from typing import NamedTuple

from tenderwatch.answers.plan import date_words, extension_head, extension_lines, left_words, plan_notes, verdict
from tenderwatch.labels import REGIME, STAGE_BASIS, label
from tenderwatch.outlook import Outlook
from tenderwatch.outlook.plan import plan_contract
from tenderwatch.text import sentence


class StepRow(NamedTuple):
    """One stage: by when, what the date comes from, and how it stands today."""

    name: str
    by: str
    basis: str
    left: str
    missed: bool
    why: str


class Steps(NamedTuple):
    """The back-schedule from the next possible end, in words."""

    end: str
    law: str
    verdict: str
    rows: tuple[StepRow, ...]
    notes: tuple[str, ...]
    extension_head: str
    extension: tuple[str, ...]


def steps(outlook: Outlook) -> Steps | None:
    """The stages towards the next possible end; None if there are none, or nothing has been let yet."""
    if outlook.renewal is None or outlook.status in ("planned", "tendering"):
        return None
    plan = plan_contract(outlook, "next", "default")
    assumed = ", assumed: the law of what follows is not stated" if plan.regime_assumed else ""
    return Steps(
        end=plan.end.text,
        law=f"{label(REGIME, plan.regime)}{assumed}",
        verdict=sentence(verdict(plan)),
        rows=tuple(
            StepRow(
                name=stage.name,
                by=date_words(stage.by),
                basis=STAGE_BASIS[stage.basis],
                left=left_words(stage, plan.today),
                missed=stage.missed(plan.today),
                why=stage.kind,
            )
            for stage in plan.stages
        ),
        notes=tuple(plan_notes(plan)),
        extension_head=extension_head(plan.extension) if plan.extension else "",
        extension=tuple(extension_lines(plan.extension, plan.today)) if plan.extension else (),
    )
