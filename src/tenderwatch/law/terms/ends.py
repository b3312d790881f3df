"""The possible ends of a contract: initial, current, next possible and longest, each with how it comes about."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Literal

from tenderwatch.cached import cached_property
from tenderwatch.dates import When, from_bounds, on_day
from tenderwatch.law.terms.anchor import Anchor, term_anchor
from tenderwatch.law.terms.options import Step, expand_options, rolled_key, step_keys
from tenderwatch.named_tuple import NamedTuple
from tenderwatch.registry.model import Contract
from tenderwatch.registry.model.contract import Ended

# The Procurement Act 2023 (Commencement No. 3 and Transitional and Saving Provisions) Regulations 2024,
# SI 2024/716, reg 5(4)(b): a dynamic purchasing system set up under the 2015 Regulations ends by this day.
DPS_LAPSE = date(2029, 2, 23)
_LAPSE_RULE = "lapses by law (SI 2024/716 reg 5(4)(b))"

NextHow = Literal["current", "option", "flexible"]


class End(NamedTuple):
    """One possible end and how it comes about, in words.

    `key` is that of the option which brings it, '' for the initial end; an end that was decided on keeps the key of
    the end that it moves.
    """

    when: When
    how: str
    key: str = ""


def when_of(end: End | None) -> When | None:
    """The date of an end, if there is one."""
    return end.when if end else None


class _Reached(NamedTuple):
    """What the options of a contract, a decision on its end and the law make of its ends."""

    current: End | None
    longest: End | None
    steps: tuple[Step, ...]
    left: tuple[Step, ...]


class Ends:
    """What is known of a contract's ends, whatever the day.

    `initial` is the end as let. `lapses` where the law ends it by a day; `decided` where an end of its own was decided
    on, by notice, termination or handback: then no option is left. What options lead to is worked out when it is
    asked for, once: nothing is asked of most contracts whose end lies far ahead.
    """

    def __init__(self, contract: Contract, initial: End | None, anchor: Anchor, *, lapses: bool) -> None:
        self._contract = contract
        self._anchor = anchor
        self.initial = initial
        self.lapses = lapses
        self.decided = contract.ended is not None

    @cached_property
    def _reached(self) -> _Reached:
        contract, initial = self._contract, self.initial
        if contract.extensions:
            reached = _with_options(initial, expand_options(self._anchor, contract.extensions))
        else:
            reached = _Reached(initial, initial, (), ())
        if contract.ended:
            reached = _decided(contract.ended, reached)
        return _bounded_by_law(reached, decided=self.decided) if self.lapses else reached

    @cached_property
    def current(self) -> End | None:
        """The end after the options used, or the one that was decided on."""
        return self.initial if self._as_let else self._reached.current

    @cached_property
    def _as_let(self) -> bool:
        """Whether it plainly is as it was let: nothing of its options was used, and nothing else moves its end."""
        return not (self.lapses or self.decided) and all(
            option.state != "exercised" and option.taken_to is None and not option.alternatives
            for option in self._contract.extensions
        )

    @property
    def extended(self) -> bool:
        """Whether an option has been used."""
        return not self._as_let and any(step.state == "exercised" for step in self.steps)

    @property
    def longest(self) -> End | None:
        """The end if every option still open is used; None where one of them has no stated length."""
        return self._reached.longest

    @property
    def steps(self) -> tuple[Step, ...]:
        """Every use of every option, in order."""
        return self._reached.steps

    @property
    def left(self) -> tuple[Step, ...]:
        """The steps still open, in order."""
        return self._reached.left

    def next_possible(self, today: date) -> tuple[End, NextHow] | None:
        """The current end; once that has passed, the first end through open options that has not.

        A flexible option gives a range, from the current end to the furthest it can reach.
        """
        if self.current is None:
            return None
        if not self.current.when.passed(today):
            return self.current, "current"
        ahead = [(step, to) for step in self.left if (to := self._ahead(step, today))]
        if not ahead:
            return None
        step, to = min(ahead, key=lambda pair: _first_day(*pair))
        if step.flexible and self.current.when.earliest and to.latest:
            reach = from_bounds(self.current.when.earliest, to.latest)
            return End(reach, _by(step), self.key_of(step)), "flexible"
        return End(to, _by(step), rolled_key(step, self.key_of(step), today)), "option"

    def key_of(self, step: Step) -> str:
        """The key of the end that a step leads to."""
        return step_keys(self.steps)[step.number]

    def options_left(self, today: date) -> tuple[Step, ...]:
        """The open steps whose end has not passed, or whose end is not known."""
        return tuple(step for step in self.left if step.to is None or not step.to.passed(today))

    def after(self, end: End) -> tuple[Step, ...]:
        """The open steps that can follow an end: later ones of a way that leads to it, where options do."""
        leading = [(step.number, dict(step.branch)) for step in self.left if step.to == end.when]
        if not leading:
            return self.left
        return tuple(
            step
            for step in self.left
            if any(
                step.number > number and all(way.get(fork, taken) == taken for fork, taken in step.branch)
                for number, way in leading
            )
        )

    def within_law(self, end: When | None) -> When | None:
        """An end, cut to the day on which the law ends the arrangement; None if it is not known."""
        return _cap(end, self.lapses) if end else None

    def _ahead(self, step: Step, today: date) -> When | None:
        """The first end through a step that has not passed; None if it has none, or none that is known."""
        to = self.within_law(step.roll.next_end(today) if step.roll else step.to)
        return to if to and to.known and not to.passed(today) else None


def _first_day(step: Step, to: When) -> tuple[date, date]:
    """The earliest end through a step: a flexible option can end any day after the one that it goes on from."""
    since = step.reached if step.partly_used else step.since
    if step.flexible and since and since.earliest and since.latest:
        return since.earliest + timedelta(1), since.latest + timedelta(1)
    return to.sort_key


def _by(step: Step) -> str:
    """How a step leads to its end, in words that never take a permitted option for a used one."""
    if step.state == "exercised" and not step.partly_used:
        return _used(step)
    state = "partly used" if step.state == "exercised" else step.state
    upto = f"options up to {step.number} are" if step.number > 1 and not step.branch else f"option {step.number} is"
    return f"if {upto} used ({step.text}; {state})"


def _used(step: Step) -> str:
    """How an option that was used led to its end; both dates where that was decided only after the end before it.

    Of one that rolls on, the one decision that is recorded may be the last of several: it tells nothing of each step.
    """
    used = "used in part" if step.partly_used else "used"
    how = step.text if step.option.modification else f"by option {step.number}, {used} ({step.text})"
    decided, before = None if step.option.every else step.decided, step.since
    late = decided and decided.earliest and before and before.passed(decided.earliest)
    if decided and before and late:
        how += f", decided {decided.text} after the end of {before.text} had passed"
    return how


def _cap(when: When, lapses: bool) -> When:
    if not lapses or when.latest is None or when.earliest is None or when.latest <= DPS_LAPSE:
        return when
    return from_bounds(min(when.earliest, DPS_LAPSE), DPS_LAPSE)


def _initial(contract: Contract) -> tuple[End | None, Anchor]:
    """The end as let, and the anchor for the options after it."""
    if contract.open_ended:
        return None, Anchor(None)
    if contract.end and contract.end.known:
        how = "worked out: the notes say from what" if "end" in contract.worked_out else "initial term, as stated"
        return End(contract.end, how), Anchor(contract.end)
    if contract.start and contract.start.known and contract.term:
        anchor = term_anchor(contract.start, contract.term)
        how = f"worked out: start {contract.start.text} and a term of {contract.term.text}"
        return (End(anchor.end, how) if anchor.end else None), anchor
    return None, Anchor(None)


def lapses_by_law(kind: str, regime: str) -> bool:
    """Whether the law ends an arrangement of this kind on `DPS_LAPSE`, whatever else is stated."""
    return kind == "dps" and regime.startswith("pcr2015")


def contract_ends(contract: Contract) -> Ends:
    """Every end of a contract. A declined option closes those after it on its way, a decided end closes all."""
    initial, anchor = _initial(contract)
    return Ends(contract, initial, anchor, lapses=lapses_by_law(contract.kind, contract.regime))


def _with_options(initial: End | None, steps: tuple[Step, ...]) -> _Reached:
    """The end as let, and those that options have brought or can still bring."""
    keys = step_keys(steps)
    current = longest = initial
    left: list[Step] = []
    lost = False
    for step in not_closed(steps):
        if step.state == "exercised":
            reached = step.reached
            current = End(reached, _used(step), keys[step.number]) if reached and reached.known else None
            longest = _longer(longest, current)
            lost = current is None
        if step.state != "exercised" or step.partly_used:
            left.append(step)
            if step.to:
                longest = _longer(longest, End(step.to, _by(step), keys[step.number]))
    if lost or any(step.to is None for step in left):
        longest = None
    return _Reached(current, longest, steps, tuple(left))


def _decided(ended: Ended, ends: _Reached) -> _Reached:
    """An end brought forward, a termination or a handback is the end from the day it is known, and closes options.

    Where only the day of it is not known, there is no end to tell: it is not the one that was foreseen.
    """
    moved = ends.current.key if ends.current else ""
    end = End(ended.on, f"decided: {ended.how}", moved) if ended.on.known else None
    return ends._replace(current=end, longest=end, left=())


def _bounded_by_law(ends: _Reached, *, decided: bool) -> _Reached:
    """The law ends a 2015 purchasing system by a day whatever is stated, and where no end is stated or decided."""
    steps = tuple(_cut(step) for step in ends.steps)
    lapse = None if decided else End(on_day(DPS_LAPSE), f"{_LAPSE_RULE}; no end of its own is known")
    current = _capped(ends.current) if ends.current else lapse
    longest = _capped(ends.longest) if ends.longest and ends.current else lapse
    latest = current.when.latest if current else None
    left = tuple(steps[step.number - 1] for step in ends.left if latest is None or latest < DPS_LAPSE)
    return ends._replace(current=current, longest=longest, steps=steps, left=left)


def _cut(step: Step) -> Step:
    to = _cap(step.to, lapses=True) if step.to else None
    since = _cap(step.since, lapses=True) if step.since else None
    return step._replace(to=to, since=since, on_paper=None if to == step.to else step.to)


def not_closed(steps: tuple[Step, ...]) -> Iterator[Step]:
    """The steps that no decision has closed: neither declined, nor after a declined one, nor on another way."""
    taken = {fork: way for step in steps if step.state == "exercised" for fork, way in step.branch}
    closed: list[tuple[tuple[int, int], ...]] = []
    for step in steps:
        if step.branch and any(taken.get(fork, way) != way for fork, way in step.branch):
            continue
        if closed and step.state != "exercised" and any(step.branch[: len(branch)] == branch for branch in closed):
            continue
        if step.state == "declined":
            closed.append(step.branch)
        else:
            yield step


def why_closed(ends: Ends, step: Step) -> str:
    """Why an option can no longer be used, in words; empty where it can be, or was itself used or turned down."""
    if step.number in {left.number for left in ends.left} or step.state in ("exercised", "declined"):
        return ""
    if ends.decided:
        return f"the end was decided: {ends.current.when.text}" if ends.current else "the contract ended"
    for other in ends.steps:
        if other.state == "exercised" and any(
            fork == taken and way != chosen for fork, way in step.branch for taken, chosen in other.branch
        ):
            return "another way was taken"
        if other.state == "declined" and other.number < step.number:
            return f"option {other.number} was turned down"
    return ""  # it leads to the day on which the law ends the arrangement, and no further


def _longer(longest: End | None, other: End | None) -> End | None:
    if longest is None or other is None:
        return longest or other
    when = not_before(longest.when, other.when)
    return longest if when == longest.when else End(when, other.how, other.key)


def not_before(first: When, second: When) -> When:
    """The later of two ends, bound by bound: an option never leads to less than the term before it."""
    if first.earliest is None or first.latest is None or second.earliest is None or second.latest is None:
        return second if first.earliest is None else first
    return from_bounds(max(first.earliest, second.earliest), max(first.latest, second.latest), second.precision)


def _capped(end: End) -> End:
    when = _cap(end.when, lapses=True)
    return end if when == end.when else End(when, f"{_LAPSE_RULE}, whatever its own date ({end.when.text})", end.key)
