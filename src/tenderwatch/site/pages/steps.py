"""The renewal of a contract step by step: by when each stage, or the extension instead."""

from collections.abc import Iterator
from datetime import date

from tenderwatch.answers.plan import date_words, extension_head, extension_lines, left_words, plan_notes, verdict
from tenderwatch.labels.label import label
from tenderwatch.labels.records import REGIME
from tenderwatch.labels.renewal import STAGE_BASIS
from tenderwatch.labels.standing import WINDOW_BASIS
from tenderwatch.law.schedule.back import Stage
from tenderwatch.named_tuple import NamedTuple
from tenderwatch.outlook import Outlook
from tenderwatch.outlook.plan import plan_contract
from tenderwatch.text import sentence

# The stages that are moments of a contract as well.
_MOMENTS = frozenset({"forward-plan-approval", "tender-notice", "forward-plan-award", "award-decision"})


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


def steps(outlook: Outlook, *, counted: bool = True) -> Steps | None:
    """The stages towards the next possible end; None if there are none, or if the next procurement has begun.

    Without `counted`, nothing is said that is another each day: how many days are left, or what follows from today.

    Those that calendars and digests show are chosen from the same moments: where the buyer has stated its own date for
    the tender, that stands instead of what leads up to it.
    """
    if outlook.feasible is None:
        return None
    whole = plan_contract(outlook, "next", "default")
    # What is missed is told of the stages that are shown.
    plan = whole._replace(stages=tuple(stage for stage in whole.stages if _stands(outlook, stage)))
    if not counted:
        plan = plan._replace(earliest_key_decision=None)
    assumed = ", assumed: the law of what follows is not stated" if plan.regime_assumed else ""
    return Steps(
        end=plan.end.text,
        law=f"{label(REGIME, plan.regime)}{assumed}",
        verdict=sentence(verdict(plan)),
        rows=tuple(row for stage in whole.stages for row in _rows(outlook, stage, counted=counted)),
        notes=tuple(plan_notes(plan)),
        extension_head=extension_head(plan.extension) if plan.extension else "",
        extension=tuple(extension_lines(plan)),
    )


def _stands(outlook: Outlook, stage: Stage) -> bool:
    """Whether a stage is to be shown: one that is a moment as well, only while that stands."""
    if stage.kind not in _MOMENTS:
        return True
    return any(moment.kind == stage.kind and moment.state != "resolved" for moment in outlook.moments)


def _rows(outlook: Outlook, stage: Stage, *, counted: bool) -> Iterator[StepRow]:
    """The row of a stage; where the tender notice does not stand, that of the tender that the buyer has stated."""
    if _stands(outlook, stage):
        yield StepRow(
            name=stage.name,
            by=date_words(stage.by),
            basis=STAGE_BASIS[stage.basis],
            left=left_words(stage, outlook.today) if counted else _uncounted(stage, outlook.today),
            missed=stage.missed(outlook.today),
            why=stage.kind,
        )
    elif stage.kind == "tender-notice":
        for moment in outlook.moments:
            if moment.kind == "stated-tender" and moment.state != "resolved":
                yield StepRow(
                    name=stage.name,
                    by=moment.when.text,
                    basis=WINDOW_BASIS["stated"],
                    left="passed, and none was seen" if moment.gone else "",
                    missed=moment.gone,
                    why=f"stated-tender.{moment.key}" if moment.key else "stated-tender",
                )


def _uncounted(stage: Stage, today: date) -> str:
    """How it stands, without a number of days."""
    if not stage.missed(today):
        return ""
    return "missed" if stage.by and stage.by.passed(today) else "may have been missed"
