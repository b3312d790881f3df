"""A plan in words: a timeline of stages, the extension beside it, and what can still be done."""

from __future__ import annotations

import csv
import io
import textwrap
from collections.abc import Iterator
from datetime import date

from tenderwatch.dates import When
from tenderwatch.dates.words import day_text, weekday_text
from tenderwatch.labels import FEASIBLE
from tenderwatch.law.schedule import ExtensionDates, Stage
from tenderwatch.law.working_days import FIRST_YEAR, LAST_PUBLISHED, LAST_YEAR
from tenderwatch.outlook.outside import event_text
from tenderwatch.outlook.plan import Plan
from tenderwatch.outputs.delimited import defuse
from tenderwatch.outputs.markdown import escape
from tenderwatch.outputs.words import count

REGIME_WORDS = {
    "pa2023-light-touch": "Procurement Act 2023, light touch",
    "pa2023": "Procurement Act 2023, full regime",
    "psr": "Provider Selection Regime",
    "pcr2015": "Public Contracts Regulations 2015 (a model of old procurements)",
}
BASIS_WORDS = {"statute": "statute", "rule": "rule or practice", "observed": "observed"}
# Below this the four columns no longer fit beside each other.
_WIDE = 116
_HEAD = ("kind", "stage", "by", "weekday", "by_earliest", "by_latest", "basis", "unit", "missed", "days_left", "why")


def date_words(when: When | None) -> str:
    """A date with its weekday, where it is one day."""
    if when is None:
        return f"cannot be told: bank holidays are held for {FIRST_YEAR} to {LAST_YEAR} only"
    return weekday_text(when.earliest) if when.precision == "day" and when.earliest else when.text


def left_words(stage: Stage, today: date) -> str:
    """How far off a stage is, or how long ago it was missed; 'projected' where bank holidays are foreseen."""
    left = stage.days_left(today)
    if left is None:
        return ""
    partly = left < 0 and stage.by is not None and not stage.by.passed(today)
    words = "may have been missed" if partly else _days_words(left)
    return f"{words}, projected" if stage.projected else words


def _days_words(left: int) -> str:
    return "today" if left == 0 else f"{count(left, 'day')} left" if left > 0 else f"missed by {count(-left, 'day')}"


def render(plan: Plan, name: str, width: int | None = None) -> str:
    """The plan as `table` or `plain` text, Markdown, CSV or TSV."""
    if name in ("csv", "tsv"):
        return _delimited(plan, name)
    lines = list(_lines(plan, name, width))
    if name == "md":
        return "\n".join(lines) + "\n"
    return "".join(f"{line}\n" for whole in lines for line in _fold(whole, width))


def _fold(line: str, width: int | None) -> list[str]:
    if width is None or len(line) <= width:
        return [line]
    indent = " " * (len(line) - len(line.lstrip()) + 4)
    return textwrap.wrap(line, max(width, 24), subsequent_indent=indent, break_on_hyphens=False)


def _lines(plan: Plan, name: str, width: int | None) -> Iterator[str]:
    told = escape if name == "md" else str
    if plan.title and name == "md":
        yield f"## {told(f'{plan.title} ({plan.id})')}"
        yield ""
    elif plan.title:
        yield f"{plan.title} ({plan.id})"
    if plan.from_today:
        yield told(f"Earliest possible dates if work begins on {day_text(plan.today)}. Start: {plan.start.text}.")
    else:
        yield told(f"If it ends {_on(plan.end)} ({plan.end_how}); the new contract starts {_on(plan.start)}.")
    assumed = " (assumed: the law of what follows is not stated)" if plan.regime_assumed else ""
    yield told(f"Law: {REGIME_WORDS.get(plan.regime, plan.regime)}{assumed}. Timetable: {plan.timetable}.")
    yield told(f"On {day_text(plan.today)}: {verdict(plan)}.")
    yield ""
    yield from _stages(plan, name, width)
    for note in plan_notes(plan):
        yield ""
        yield told(note)
    if plan.extension:
        yield ""
        yield told(f"{extension_head(plan.extension)}:")
        if name == "md":
            yield ""
        lines = extension_lines(plan.extension, plan.today)
        yield from (f"- {told(line)}" if name == "md" else f"  {line}" for line in lines)


def _on(when: When) -> str:
    """'on 31 March 2027', 'in March 2027', 'between 2 March 2027 and 1 April 2027'."""
    if when.precision == "range":
        before = "" if when.text.startswith("between") else "on " if " or " in when.text else "in "
        return f"{before}{when.text}"
    return f"{'on' if when.precision == 'day' else 'in'} {when.text}"


def _by_words(stage: Stage) -> str:
    """By when; where the statute's own day is a later one, that too."""
    ours = date_words(stage.by)
    return ours if stage.law_by in (None, stage.by) else f"{ours}; by law {date_words(stage.law_by)}"


def _stages(plan: Plan, name: str, width: int | None) -> Iterator[str]:
    rows = [
        [stage.name, _by_words(stage), BASIS_WORDS[stage.basis], left_words(stage, plan.today)] for stage in plan.stages
    ]
    if name == "plain":
        yield from (" | ".join([stage.kind, *row[1:], stage.why]) for stage, row in zip(plan.stages, rows, strict=True))
        return
    if name == "table" and width is not None and width < _WIDE:
        for stage, row in zip(plan.stages, rows, strict=True):
            yield stage.name
            yield f"  {', '.join(part for part in row[1:] if part)}"
        return
    from tabulate import tabulate

    style = "pipe" if name == "md" else "simple"
    head = ["Stage", "By", "Basis", "On the day"]
    yield from tabulate(rows, head, tablefmt=style, disable_numparse=True).splitlines()


def verdict(plan: Plan) -> str:
    """What can still be done; where only an exception helps, also when an ordinary decision could be taken."""
    words = FEASIBLE[plan.feasible]
    if plan.feasible != "short-by-exception" or plan.earliest_key_decision is None:
        return words
    return f"{words}; an ordinary key decision could be taken on {day_text(plan.earliest_key_decision)} at the earliest"


def plan_notes(plan: Plan) -> Iterator[str]:
    """What else there is to say of a plan, a sentence or two each."""
    if plan.competition is False:
        yield (
            "The last award was made without a call for competition, so the route has to be decided first: "
            "the tender notice and what hangs on it are assumed, for a procurement that is put to competition."
        )
    missed = [stage for stage in plan.missed if stage.kind != "start"]
    if missed and not plan.from_today:
        names = ", ".join(stage.name[0].lower() + stage.name[1:] for stage in missed)
        yield f"Missed on this timetable: {names}."
        if any(stage.kind.startswith("forward-plan") for stage in missed):
            yield (
                "A missed forward-plan entry has a remedy: an officer's delegated power, or the general exception "
                "(regulation 10 of the 2012 executive arrangements regulations: the scrutiny chair is told, and "
                "five clear days' notice given)."
            )
    if plan.earliest_key_decision:
        earliest = weekday_text(plan.earliest_key_decision)
        yield f"Entered in the forward plan now, a key decision comes no earlier than {earliest}."
    if plan.pipeline and plan.pipeline.by and plan.pipeline.binds is not False:
        days = " and ".join(day_text(day) for day in sorted(plan.pipeline.by))
        who = "This buyer" if plan.pipeline.binds else "A buyer that pays over 100 million pounds a year"
        what = "" if plan.pipeline.binds else " if the contract is worth over 2 million"
        law = "Procurement Act 2023, section 93"
        yield f"{who} must name the tender in its pipeline notice by {days}{what} ({law})."
    if plan.planned_notice:
        first, last = plan.planned_notice.opens, plan.planned_notice.closes
        if first.earliest and last.latest:
            span = f"from {day_text(first.earliest)} to {day_text(last.latest)}"
            law = "Procurement Act 2023, sections 15 and 54"
            yield f"An optional planned procurement notice would shorten the time to bid if published {span} ({law})."
    yield from (f"Outside the contract: {event_text(event)}." for event in plan.events)


def extension_head(extension: ExtensionDates) -> str:
    """What the lines of an extension are about, and the notice that they rest on."""
    assumed = ", assumed: the contract's own period is not known" if extension.assumed else ""
    return f"To extend instead (notice {extension.notice.text}{assumed})"


def extension_lines(extension: ExtensionDates, today: date) -> Iterator[str]:
    """By when each step is to be taken if the contract is to be extended."""
    for words, when in (
        ("decide, before a re-procurement would have to begin,", extension.strategic_by),
        ("forward-plan entry", extension.forward_plan_by),
        ("key decision", extension.key_decision_by),
        ("or an officer's decision under delegated power", extension.officer_decision_by),
        ("serve notice", extension.serve_by),
    ):
        gone = " (missed)" if when and when.passed(today) else ""
        if when and not gone and when.begins_before(today):
            gone = " (may have been missed)"
        if when and when.latest and when.latest.year > LAST_PUBLISHED:
            gone = f"{gone}, projected"
        by = when.by_text if when and when.precision != "day" else f"by {date_words(when)}"
        yield f"{words} {by}{gone}" if when else f"{words}: {date_words(when)}"


def _delimited(plan: Plan, name: str) -> str:
    table = [list(_HEAD)]
    for stage in plan.stages:
        by, left = stage.by, stage.days_left(plan.today)
        cells = [
            stage.kind, stage.name, by.edtf if by else "",
            weekday_text(by.earliest).split()[0] if by and by.earliest and by.precision == "day" else "",
            by.earliest.isoformat() if by and by.earliest else "", by.latest.isoformat() if by and by.latest else "",
            stage.basis, stage.unit, "yes" if stage.missed(plan.today) else "no",
            "" if left is None else str(left), stage.why,
        ]  # fmt: skip
        table.append([cell if cell.lstrip("-").isdigit() else defuse(cell) for cell in cells])
    if name == "tsv":
        return "".join("\t".join(row) + "\n" for row in table)
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerows(table)
    return out.getvalue()
