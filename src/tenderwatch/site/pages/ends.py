"""The ends of a contract, its options and its tender windows, as rows for its page."""

from tenderwatch.answers.phrases import has_rivals, option_remarks
from tenderwatch.labels.records import OPTION_STATE_MEANING
from tenderwatch.labels.standing import SCENARIO, WINDOW_BASIS
from tenderwatch.law.schedule.windows import TenderWindow
from tenderwatch.law.terms import End
from tenderwatch.named_tuple import NamedTuple
from tenderwatch.outlook import Outlook
from tenderwatch.outlook.windows import bands_text, likely_text
from tenderwatch.text import capital


class EndRow(NamedTuple):
    """One of the ends: its name, the date or why there is none, how it comes about, and its key under 'why'."""

    name: str
    date: str
    how: str
    why: str


class OptionRow(NamedTuple):
    """One use of one option, in words."""

    number: int
    text: str
    to: str
    state: str
    remark: str
    why: str


class WindowRow(NamedTuple):
    """When to expect the tender, on what basis."""

    case: str
    when: str
    basis: str
    why: str


def end_rows(outlook: Outlook) -> tuple[EndRow, ...]:
    """As first let, as things stand, next, and at the latest; as planned, of what has not been let.

    None for a contract that has no end.
    """
    ends = outlook.ends
    if outlook.status == "abandoned":
        return (_end_row("As it was planned", ends.initial, "not known", "initial-end"),)
    first = "As planned" if outlook.not_let else "As first let"
    if ends.current is None and outlook.status == "open-ended":
        return ()
    unknown = "not known"
    none_left = "none left: every end that is known has passed" if ends.current and not outlook.over else unknown
    following = "none: it is over" if outlook.over else none_left
    return (
        _end_row(first, ends.initial, unknown, "initial-end"),
        _end_row("As things stand", ends.current, unknown, "end"),
        _end_row("Next possible end", outlook.next_end, following, "next-end"),
        _end_row("At the latest", ends.longest, unknown, "longest-end"),
    )


def _end_row(name: str, end: End | None, otherwise: str, key: str) -> EndRow:
    return EndRow(name, end.when.text, end.how, key) if end else EndRow(name, otherwise, "", "")


def option_rows(outlook: Outlook) -> tuple[OptionRow, ...]:
    """Every option in order, used or not."""
    rows = []
    for step in outlook.ends.steps:
        remarks = []
        if step.decided:
            remarks.append(f"decided {step.decided.text}")
        if step.taken_to:
            remarks.append(f"used up to {step.taken_to.text}")
        if has_rivals(step, outlook.ends.left):
            remarks.append("one of several ways, of which only one can be followed")
        remarks += option_remarks(step)
        plain = step.option.until is not None and step.option.every is None
        closed = outlook.why_closed(step)
        to = step.to.text if step.to and not plain and not closed else ""
        why = f"option-{step.number}" if step.to and not closed else ""
        state = f"closed, as {closed}" if closed else OPTION_STATE_MEANING[step.state]
        rows.append(OptionRow(step.number, step.text, to, state, "; ".join(remarks), why))
    return tuple(rows)


def window_rows(outlook: Outlook) -> tuple[WindowRow, ...]:
    """When the next tender is to be expected."""
    return tuple(_window_row(outlook, window) for window in outlook.tender_windows)


def _window_row(outlook: Outlook, window: TenderWindow) -> WindowRow:
    when = window.when.text if window.basis == "stated" else f"likely {likely_text(window)}"
    basis = [bands_text(window, short=True).removeprefix(when).strip(" ,"), WINDOW_BASIS[window.basis]]
    if window.sample:
        basis.append(
            f"of {window.sample} procurements, about half fell in the likely time and nine in ten in the possible one"
        )
    if window.possible.passed(outlook.today):
        basis.append("that time has passed, and no tender has been seen")
    elif window.when.passed(outlook.today):
        basis.append("the likely time has passed, the possible one has not")
    return WindowRow(
        case=SCENARIO[window.scenario] if len(outlook.tender_windows) > 1 else "",
        when=capital(when),
        basis="; ".join(filter(None, basis)),
        why=f"tender-window.{window.scenario}",
    )
