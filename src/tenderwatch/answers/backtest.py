"""How often tender windows have come true, for people and programs. Shares are from 0 to 1, spans in calendar days."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from tenderwatch.answers.answer import SCHEMA_VERSION, Answer, Column, Machine, Section, Table
from tenderwatch.labels.standing import BACKTEST_GROUP, PROCUREMENT_EVENT
from tenderwatch.queries.backtest.result import Backtest, Figure, Group, Outcome, Span, account, by_reason, rate_text
from tenderwatch.text import capital, count

GROUPS = (
    Column("group", "Procurements"),
    Column("count", "How many", "count"),
    Column("likely", "Likely band held"),
    Column("likely_missed", "Too early, late"),
    Column("possible", "Possible band held"),
    Column("possible_missed", "Too early, late"),
    Column("error", "Missed by, days"),
)
SPANS = (
    Column("span", "From and to"),
    Column("count", "How many", "count"),
    Column("p10", "10 %"),
    Column("p25", "Lower quartile"),
    Column("p50", "Median"),
    Column("p75", "Upper quartile"),
    Column("p90", "90 %"),
)
LEFT_OUT = (Column("reason", "Reason"), Column("count", "How many", "count"), Column("names", "Which"))
# The others are in JSON.
_MOST_NAMED = 5
NOTE = (
    "In brackets: 95 % intervals. 'Too early' counts tender notices before the band, 'late' those after it. 'Missed "
    "by' is the mean distance from the middle of the estimate."
)
_BAND = ("held", "early", "late", "rate", "low", "high")
_SHEET = (
    Column("group", "Procurements"),
    Column("count", "How many", "count"),
    *(Column(f"{band}_{key}", f"{capital(band)} {key}") for band in ("likely", "possible") for key in _BAND),
    *(Column(f"error_{key}", f"Error {key}") for key in ("days", "low", "high")),
)


def backtest_answer(result: Backtest, today: date) -> Answer:
    """The groups, then the spans from one event to another."""
    return Answer(
        name="backtest",
        title="How often tender windows came true",
        today=today,
        sections=lambda: (
            Section("How often the windows held", (Table(GROUPS, tuple(map(group_cells, result.groups))),)),
            Section("From one event to another, in days", (Table(SPANS, tuple(map(span_cells, result.spans))),)),
            *_left_out(result),
        ),
        sheet=lambda: Table(_SHEET, tuple(map(_sheet_cells, result.groups))),
        machine=lambda: _machine(result),
        size=len(result.groups),
        summary=summary(result),
        notes=(NOTE,),
    )


def summary(result: Backtest) -> str:
    """How many were predicted, from what, and how much was left out of how many notices or rows."""
    left = f" {count(result.read, 'notice or row', 'notices or rows')} read; {account(result.left_out)}."
    return (
        f"{count(result.overall.size, 'finished procurement')} of {count(result.buyers, 'buyer')}, each predicted from "
        f"procurements of other buyers only.{left if result.left_out else ''}"
    )


def _left_out(result: Backtest) -> tuple[Section, ...]:
    rows = [(capital(reason), len(names), _few(names)) for reason, names in by_reason(result.left_out)]
    return (Section("What was left out, and why", (Table(LEFT_OUT, tuple(rows)),)),) if rows else ()


def _few(names: Sequence[str]) -> str:
    more = f" and {len(names) - _MOST_NAMED} more" if len(names) > _MOST_NAMED else ""
    return ", ".join(names[:_MOST_NAMED]) + more


def group_cells(group: Group) -> tuple[str | int, ...]:
    """One group in the order of `GROUPS`."""
    likely, possible = group.likely, group.possible
    return (
        BACKTEST_GROUP[group.name], group.size, rate_text(likely.rate), f"{likely.early}, {likely.late}",
        rate_text(possible.rate), f"{possible.early}, {possible.late}", figure_text(group.error),
    )  # fmt: skip


def span_cells(span: Span) -> tuple[str | int, ...]:
    """One span in the order of `SPANS`."""
    name = f"{capital(PROCUREMENT_EVENT[span.first])} to {PROCUREMENT_EVENT[span.last]}"
    return (name, span.seen, *map(figure_text, span.parts.values()))


def figure_text(figure: Figure) -> str:
    """'205 (182 to 234)'; a `?` stands for an end of the interval that is not known."""
    low, high = (f"{round(end)}" if end is not None else "?" for end in (figure.low, figure.high))
    return f"{round(figure.days)} ({low} to {high})"


def _machine(result: Backtest) -> Machine:
    before = {
        "schema_version": SCHEMA_VERSION,
        "count": result.overall.size,
        "buyers": result.buyers,
        "unfinished": len(result.left_out),
    }
    spans = [
        {
            "from": span.first,
            "to": span.last,
            "count": span.seen,
            "quantiles": [{"percent": part, **_figure(figure)} for part, figure in span.parts.items()],
        }
        for span in result.spans
    ]
    left_out = [{"reason": reason, "count": len(names), "names": names} for reason, names in by_reason(result.left_out)]
    after = {"spans": spans, "read": result.read, "left_out": left_out}
    return Machine(before, "rows", map(_group, result.groups), after)


def _group(group: Group) -> dict[str, Any]:
    return {
        "group": group.name,
        "count": group.size,
        "likely": _outcome(group.likely),
        "possible": _outcome(group.possible),
        "error": _figure(group.error),
    }


def _outcome(outcome: Outcome) -> dict[str, Any]:
    rate = outcome.rate
    shares = {"rate": rate.share, "low": rate.low, "high": rate.high}
    counts = {"held": rate.held, "early": outcome.early, "late": outcome.late}
    return counts | {key: round(share, 4) for key, share in shares.items()}


def _figure(figure: Figure) -> dict[str, float | None]:
    days = {"days": figure.days, "low": figure.low, "high": figure.high}
    return {key: round(number, 1) if number is not None else None for key, number in days.items()}


def _sheet_cells(group: Group) -> tuple[str | int, ...]:
    row = _group(group)
    bands = (str(row[band][key]) for band in ("likely", "possible") for key in _BAND)
    error = ("" if days is None else str(days) for days in row["error"].values())
    return (group.name, group.size, *bands, *error)
