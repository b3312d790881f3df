"""Cells and accounts in words, the same in every format for people."""

from __future__ import annotations

from tenderwatch.dates import When
from tenderwatch.dates.words import day_text
from tenderwatch.outputs.words import count
from tenderwatch.registry.model import Value
from tenderwatch.reports.report import LEFT_OUT_WORDS, Cell, Reference, Report


def cell_text(cell: Cell) -> str:
    """A cell in words; empty where the thing does not apply or nobody states it."""
    match cell:
        case None:
            return ""
        case When():
            return cell.text
        case Value():
            return f"{money_text(cell.amount)} ({cell.basis})"
        case Reference():
            return f"{cell.title} ({cell.id})"
        case _:
            return str(cell)


def money_text(amount: float) -> str:
    """Pounds, with pence only where there are any: '£1,250,000'."""
    return f"£{amount:,.2f}".removesuffix(".00")


def account(report: Report) -> str:
    """One sentence that accounts for every record."""
    listed = f"{count(report.contracts, 'contract')} listed"
    if report.rows != report.contracts:
        listed += f" in {count(report.rows, 'row')}"
    left = [f"{number} {LEFT_OUT_WORDS[reason]}" for reason, number in report.left_out]
    return f"{count(report.records, 'record')} in the registry: {'; '.join([listed, *left])}."


def as_of(report: Report) -> str:
    """The day it is reckoned from, and what was asked for."""
    return f"As known on {day_text(report.today)}{f'; only {report.asked}' if report.asked else ''}."


def heading(report: Report, number: int) -> str:
    """The heading of a section with the number of its rows."""
    section = report.sections[number]
    return f"{section.heading} ({len(section.rows)})"


def notes(report: Report) -> tuple[str, ...]:
    """The account, what the reader must know, and which records were left out for faults."""
    faulty = (f"Left out for faults: {', '.join(report.faulty)}.",) if report.faulty else ()
    return (account(report), *faulty, *report.notes)
