"""Options of a text, their months, and those that are printed with days."""

from __future__ import annotations

from dataclasses import dataclass, field

from tenderwatch.dates import Duration, When, shift_days, term_end
from tenderwatch.wording.facts import Dated, Facts
from tenderwatch.wording.items import Item
from tenderwatch.wording.lengths import Length
from tenderwatch.wording.reading import Disagreement, PrintedOption, Span, State

# More than this of options alone is a slip of the pen, or not understood.
MOST_MONTHS = 240


@dataclass
class Options:
    """The options of a text. `unclear`: they are spoken of, and what they are is not known.
    `used_of`: the sentence that allows the one that another sentence says was used."""

    listed: list[PrintedOption] = field(default_factory=list)
    ways: tuple[tuple[PrintedOption, ...], ...] = ()
    span: Span | None = None
    unclear: bool = False
    conflicts: list[Disagreement] = field(default_factory=list)
    agreed: bool = False
    used_of: int | None = None
    unread: list[Span] = field(default_factory=list)


def months_between(since: When, until: When) -> int | None:
    """The whole months of a term from its first to its last day; None where it has no whole number of them."""
    if since.precision != "day" or until.precision != "day" or not since.earliest or not until.earliest:
        return None
    months = (until.earliest.year - since.earliest.year) * 12 + until.earliest.month - since.earliest.month
    return next((n for n in (months, months + 1) if n > 0 and term_end(since, Duration(n, "months")) == until), None)


def _calendar_months(since: When, until: When) -> int | None:
    """'April 2028 to March 2029': the months that are named."""
    if (since.precision, until.precision) != ("month", "month") or not since.earliest or not until.earliest:
        return None
    return (until.earliest.year - since.earliest.year) * 12 + until.earliest.month - since.earliest.month + 1


def months_of(options: tuple[PrintedOption, ...] | list[PrintedOption]) -> int | None:
    """All the months of options not yet used; None where one has no length or count in months."""
    total = 0
    for option in options:
        if option.state == "exercised":
            continue
        if option.months is None or option.times is None:
            return None
        total += option.months * option.times
    return total


def flat(items: tuple[Item, ...]) -> list[tuple[Length | None, bool]]:
    """Each option of a group by itself, to compare groups."""
    return [(item.length, item.up_to) for item in items for _ in range(item.times)]


def dated_options(facts: Facts, end: When | None, state: State) -> tuple[list[PrintedOption], When | None]:
    """The options printed as spans of days, and the end of the contract before the first of them."""
    options = []
    spans = [(dated, _first_day(dated)) for dated in sorted(facts.option_ranges, key=lambda item: item.when.sort_key)]
    if any(dated.state != "permitted" for dated, _ in spans):
        state = "permitted"  # 'Extension 1: D to D (taken). Extension 2: D to D': it was said of the first alone
    for dated, since in spans:
        if since is None:
            continue
        months = months_between(since, dated.when)
        if months is None and facts.groups:
            months = _calendar_months(since, dated.when)
        option = PrintedOption(months, None, 1, dated.when, False, dated.state if dated.state != "permitted" else state)
        if option not in options:
            options.append(option)
    first = min((since for _, since in spans if since), default=None, key=lambda when: when.sort_key)
    used = [dated.when for dated, _ in spans if dated.state == "exercised"]
    if end is None and used:
        end = used[-1]  # 'was extended from D to D, and is now to be extended to D': the contract ends with the first
    elif end is None and first is not None and first.precision == "day":
        end = shift_days(first, -1)
    return options, end


def _first_day(dated: Dated) -> When | None:
    """The first day of a span; 'extended from 31 March 2026 to 31 March 2027' names the last day before it."""
    since = dated.since
    if since is None or since.earliest is None or since.precision != "day":
        return since
    following = shift_days(since, 1)
    last = following.earliest is not None and following.earliest.day == 1
    if not last and months_between(since, dated.when) is not None:
        return since
    return following if months_between(following, dated.when) is not None else since
