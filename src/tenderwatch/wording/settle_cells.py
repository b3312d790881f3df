"""Days that stand alone, as in a row of a register without its headings: 'D | D | D | 2 x 12 months'.

Only a sum says which day is which: start and term reach the end, and the end and the options the longest end.
"""

from __future__ import annotations

from tenderwatch.dates import When, shift_days
from tenderwatch.wording.case import Case
from tenderwatch.wording.options import months_between, months_of
from tenderwatch.wording.reading import PrintedOption

_START_AND_END, _LONGEST_TOO = 2, 3


def settle_cells(case: Case) -> None:
    """Take two days for start and end, and a third for the longest end, where the lengths printed beside them agree."""
    facts, days = case.facts, [cell.when for cell in case.facts.cells]
    dated = facts.starts or facts.ends or facts.ranges or facts.untils or facts.option_ranges or facts.option_starts
    if dated or not _START_AND_END <= len(days) <= _LONGEST_TOO or not all(day.precision == "day" for day in days):
        return
    term = facts.terms[0] if len(facts.terms) == 1 else None
    initial = months_between(days[0], days[1])
    added = months_between(shift_days(days[1], 1), days[2]) if len(days) == _LONGEST_TOO else None
    agrees = initial is not None and term is not None and term.length.months == initial
    if not agrees and term and not term.initial:
        facts.terms.clear()
        if initial and added == term.length.months and not case.options.listed:
            case.options.listed = [PrintedOption(added)]  # 'D | D | D | 1 year': from the second to the third
            case.options.span = term.span
        else:
            case.unread.append((term.span, term.sentence))
    listed = case.options.listed
    if not (agrees if added is None else initial and (months_of(listed) == added if listed else agrees)):
        return
    case.start, case.end, case.confirmed = days[0], days[1], True
    case.spans |= {"start": facts.cells[0].span, "end": facts.cells[1].span}
    if added is not None:
        _reaches(case, days[2])
    read = {cell.span for cell in facts.cells}
    case.unread = [(span, sentence) for span, sentence in case.unread if span not in read]


def _reaches(case: Case, longest: When) -> None:
    case.longest, case.spans["longest_end"] = longest, case.facts.cells[2].span
    if not case.options.listed:
        case.options.listed, case.options.span = [PrintedOption(until=longest)], case.facts.cells[2].span
