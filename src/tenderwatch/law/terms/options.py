"""The options of a contract as steps in order, each with the end it leads to.

Months are always added at once to the last fixed point (the initial end, or an end that an option states),
never step by step, so that a short month on the way changes nothing.
"""

from collections.abc import Iterator
from typing import NamedTuple

from tenderwatch.dates import When, extend, from_bounds
from tenderwatch.registry.model import Extension, OptionState


class Step(NamedTuple):
    """One use of one option, counted from 1 in the order of the contract.

    `to` is the end it leads to if every step before it is taken, None where that cannot be worked out.
    `branch` numbers the way it belongs to where ways exclude each other: () on the trunk, then (fork, way).
    """

    number: int
    option: Extension
    months: int | None
    to: When | None
    state: OptionState
    text: str
    branch: tuple[tuple[int, int], ...] = ()

    @property
    def flexible(self) -> bool:
        """Whether it can be used in slices, so that any end up to `to` is possible."""
        return self.option.flexible


class _Point(NamedTuple):
    """A fixed end and the months added since: where the next step sets out from."""

    base: When | None
    months: int = 0

    @property
    def end(self) -> When | None:
        if self.base is None or not self.base.known:
            return None
        return extend(self.base, self.months) if self.months else self.base

    def plus(self, months: int) -> "_Point":
        return self._replace(months=self.months + months)


def expand_options(initial: When | None, options: tuple[Extension, ...]) -> tuple[Step, ...]:
    """Every step in order. A repeated option becomes as many steps; alternatives become branches."""
    steps: list[Step] = []
    _walk(_Point(initial), options, (), steps)
    return tuple(steps)


def _walk(
    point: _Point, options: tuple[Extension, ...], branch: tuple[tuple[int, int], ...], steps: list[Step]
) -> _Point:
    for option in options:
        if option.alternatives:
            point = _fork(point, option, branch, steps)
            continue
        for months, after, text in _uses(point, option):
            point = after
            number = len(steps) + 1
            steps.append(Step(number, option, months, after.end, _state(option, after.end), text, branch))
    return point


def _state(option: Extension, to: When | None) -> OptionState:
    """The step's own state: a roll-on used up to a day leaves its later steps permitted."""
    used = option.taken_to
    if option.every and used and used.latest and to and to.earliest and to.earliest > used.latest:
        return "permitted"
    return option.state


def _fork(point: _Point, option: Extension, branch: tuple[tuple[int, int], ...], steps: list[Step]) -> _Point:
    fork = len(steps) + 1
    ends = [
        _walk(point, way, (*branch, (fork, number)), steps) for number, way in enumerate(option.alternatives, start=1)
    ]
    known = [(end.end.latest, end) for end in ends if end.end and end.end.latest]
    # Options after the fork are reckoned from its longest way, or from nothing if a way has no known end.
    return max(known, key=lambda pair: pair[0])[1] if len(known) == len(ends) else _Point(None)


def _uses(point: _Point, option: Extension) -> Iterator[tuple[int | None, _Point, str]]:
    """The steps of one option: months (None where not stated), the point it reaches, and its words."""
    if option.every and option.until:
        yield from _rolls(point, option)
    elif option.until:
        text = f"until {option.until.text}"
        if option.since:
            text = f"{option.since.text} to {option.until.text}"
        yield None, _Point(option.until), text
    elif option.flexible and option.months:
        yield option.months, point.plus(option.months), f"up to {option.months} months in any periods"
    elif option.months:
        for _ in range(option.times):
            point = point.plus(option.months)
            yield option.months, point, f"{option.months} months"
    else:
        yield None, _Point(None), "length not stated"


def _rolls(point: _Point, option: Extension) -> Iterator[tuple[int | None, _Point, str]]:
    """Roll on by equal steps up to a date: as many as fit, and the last one cut to the date.

    One step to the date where the steps cannot be counted (no end known, or not in months).
    """
    until, every = option.until, option.every
    if until is None or every is None:
        raise ValueError("a roll-on has a step and an end")
    words = f"{every.text} at a time until {until.text}"
    start = point.end
    countable = start is not None and start.earliest is not None and every.unit == "months"
    if countable and until.earliest and until.precision == "day":
        for _ in range(60):
            following = point.plus(every.number)
            reached = following.end
            if not reached or not reached.latest or reached.latest >= until.earliest:
                break
            point = following
            yield every.number, point, words
    yield (every.number if countable and point.plus(every.number).end == until else None), _Point(until), words


def not_before(first: When, second: When) -> When:
    """The later of two ends, bound by bound: an option never leads to less than the term before it."""
    if first.earliest is None or first.latest is None or second.earliest is None or second.latest is None:
        return second if first.earliest is None else first
    return from_bounds(max(first.earliest, second.earliest), max(first.latest, second.latest), second.precision)
