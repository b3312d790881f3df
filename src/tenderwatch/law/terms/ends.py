"""The possible ends of a contract: initial, current, next possible and longest, each with how it comes about."""

from collections.abc import Iterator
from datetime import date
from typing import Literal, NamedTuple

from tenderwatch.dates import When, from_bounds, on_day, term_end
from tenderwatch.law.terms.options import Step, expand_options, not_before
from tenderwatch.registry.model import Contract

# The Procurement Act 2023 (Commencement No. 3 and Transitional and Saving Provisions) Regulations 2024,
# SI 2024/716, reg 5(4)(b): a dynamic purchasing system set up under the 2015 Regulations ends by this day.
DPS_LAPSE = date(2029, 2, 23)

NextHow = Literal["current", "option", "flexible"]


class End(NamedTuple):
    """One possible end and how it comes about, in words."""

    when: When
    how: str


class Ends(NamedTuple):
    """What is known of a contract's ends, whatever the day.

    `current` is the end after the options used; `longest` the end if every option still open is used
    (None where one of them has no stated length). `left` are the steps still open, in order.
    """

    initial: End | None
    current: End | None
    longest: End | None
    steps: tuple[Step, ...]
    left: tuple[Step, ...]
    lapses: bool = False

    def next_possible(self, today: date) -> tuple[End, NextHow] | None:
        """The current end; once that has passed, the first end through open options that has not.

        A flexible option gives a range, from the end before it to the furthest it can reach.
        """
        if self.current is None:
            return None
        if not self.current.when.passed(today):
            return self.current, "current"
        ahead = [step for step in self.left if (to := self.within_law(step.to)) and not to.passed(today)]
        if not ahead:
            return None
        step = min(ahead, key=lambda when: when.to.sort_key if when.to else (date.max, date.max))
        to = self.within_law(step.to) or self.current.when
        if step.flexible and self.current.when.earliest and to.latest:
            reach = from_bounds(self.current.when.earliest, to.latest)
            return End(reach, _by(step)), "flexible"
        return End(to, _by(step)), "option"

    def options_left(self, today: date) -> tuple[Step, ...]:
        """The open steps whose end has not passed, or whose end cannot be told."""
        return tuple(step for step in self.left if (to := self.within_law(step.to)) is None or not to.passed(today))

    def within_law(self, end: When | None) -> When | None:
        """An end, cut to the day on which the law ends the arrangement; None if it cannot be told."""
        return _cap(end, self.lapses) if end else None


def _by(step: Step) -> str:
    """How a step leads to its end, in words that never take a permitted option for a used one."""
    if step.state == "exercised" and not _partly_used(step):
        return f"by option {step.number}, exercised ({step.text})"
    state = "partly used" if step.state == "exercised" else step.state
    upto = f"options up to {step.number} are" if step.number > 1 and not step.branch else f"option {step.number} is"
    return f"if {upto} used ({step.text}; {state})"


def _cap(when: When, lapses: bool) -> When:
    if not lapses or when.latest is None or when.earliest is None or when.latest <= DPS_LAPSE:
        return when
    return from_bounds(min(when.earliest, DPS_LAPSE), DPS_LAPSE)


def _initial(contract: Contract) -> End | None:
    if contract.open_ended:
        return None
    if contract.end and contract.end.known:
        return End(contract.end, "initial term, as stated")
    if contract.start and contract.start.known and contract.term:
        how = f"worked out: start {contract.start.text} and a term of {contract.term.text}"
        return End(term_end(contract.start, contract.term), how)
    return None


def contract_ends(contract: Contract) -> Ends:
    """Every end of a contract. A declined option closes those after it on its way."""
    initial = _initial(contract)
    lapses = contract.kind == "dps" and contract.regime.startswith("pcr2015")
    if not contract.extensions:
        only = _capped(initial, lapses)
        return _bounded_by_law(contract, Ends(initial, only, only, (), (), lapses))
    steps = expand_options(initial.when if initial else None, contract.extensions)
    current = longest = initial
    left: list[Step] = []
    lost = False
    for step in not_closed(steps):
        if step.state == "exercised":
            reached = step.option.taken_to or step.to
            current = End(reached, f"by option {step.number}, exercised ({step.text})") if reached else None
            longest = _longer(longest, current)
            lost = current is None
        if step.state != "exercised" or _partly_used(step):
            left.append(step)
            if step.to:
                longest = _longer(longest, End(step.to, _by(step)))
    if lost or any(step.to is None for step in left):
        longest = None
    found = Ends(initial, _capped(current, lapses), _capped(longest, lapses), steps, tuple(left), lapses)
    return _bounded_by_law(contract, found)


def _bounded_by_law(contract: Contract, ends: Ends) -> Ends:
    """The law ends a 2015 purchasing system even where nobody states an end: at the latest, or if open-ended, then."""
    if not ends.lapses or ends.longest is not None:
        return ends
    lapse = End(on_day(DPS_LAPSE), "lapses by law (SI 2024/716 reg 5(4)(b)); no end of its own is known")
    return ends._replace(current=lapse if contract.open_ended else ends.current, longest=lapse)


def not_closed(steps: tuple[Step, ...]) -> Iterator[Step]:
    """The steps that no decision has closed: neither declined, nor after a declined one, nor on another way."""
    taken = {fork: way for step in steps if step.state == "exercised" for fork, way in step.branch}
    closed: list[tuple[tuple[int, int], ...]] = []
    for step in steps:
        if any(taken.get(fork, way) != way for fork, way in step.branch):
            continue
        if any(step.branch[: len(branch)] == branch for branch in closed):
            continue
        if step.state == "declined":
            closed.append(step.branch)
        else:
            yield step


def _partly_used(step: Step) -> bool:
    """Whether an exercised option (flexible, or rolling on) has been used only up to a day short of its end."""
    reached = step.option.taken_to
    if reached is None or step.to is None or reached.latest is None or step.to.latest is None:
        return False
    return reached.latest < step.to.latest


def _longer(longest: End | None, other: End | None) -> End | None:
    if longest is None or other is None:
        return longest or other
    when = not_before(longest.when, other.when)
    return longest if when == longest.when else End(when, other.how)


def _capped(end: End | None, lapses: bool) -> End | None:
    if end is None:
        return None
    when = _cap(end.when, lapses)
    if when == end.when:
        return end
    return End(when, f"lapses by law (SI 2024/716 reg 5(4)(b)), whatever its own date ({end.when.text})")
