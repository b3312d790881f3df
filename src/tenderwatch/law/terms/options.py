"""The options of a contract as steps in order, each with the end it leads to.

Months are always added at once to the anchor: the day before the start where the term was worked out from it,
else the last end that is stated, never step by step, so that a short month on the way changes nothing. Weeks and
days are added to the end before them.

Options that were used come first in the sums, whatever their order on paper. After alternatives each way goes on
by itself, with its own end for what follows.
"""

from collections.abc import Iterator
from datetime import date

from tenderwatch.dates import Duration, When
from tenderwatch.law.terms.anchor import Anchor, Roll, roll_ends
from tenderwatch.named_tuple import NamedTuple
from tenderwatch.registry.model import Extension, OptionState

Branch = tuple[tuple[int, int], ...]


class Step(NamedTuple):
    """One use of one option, counted from 1 in the order of the contract.

    `to` is the end it leads to if every step before it is taken, None where that cannot be worked out.
    `branch` numbers the way it belongs to where ways exclude each other: () on the trunk, then (fork, way).
    `since` is the end that it sets out from. `roll` stands for many equal steps in one: then `to` is the last.
    `on_paper` is the end that it would lead to if the law did not end the arrangement before.
    """

    number: int
    option: Extension
    months: int | None
    to: When | None
    state: OptionState
    text: str
    branch: Branch = ()
    since: When | None = None
    roll: Roll | None = None
    on_paper: When | None = None

    @property
    def flexible(self) -> bool:
        """Whether it can be used in slices, so that any end up to `to` is possible."""
        return self.option.flexible

    @property
    def reached(self) -> When | None:
        """The end that an exercised step brought: how far it was used, else the whole of it."""
        return self.option.taken_to or self.to

    @property
    def decided(self) -> When | None:
        """When it was decided on; None for what is left of an option that was used, which nobody has decided on."""
        return self.option.decided if self.state == self.option.state else None

    @property
    def taken_to(self) -> When | None:
        """The end that its use reached, where only a part of the option was used; None for what is left of it."""
        return self.option.taken_to if self.state == self.option.state else None

    @property
    def partly_used(self) -> bool:
        """Whether it has been used up to a day short of its end, and the rest can still be used."""
        used = self.option.taken_to
        if self.state != "exercised" or used is None or used.latest is None or rest_of(self.option) == "gone":
            return False
        return self.to is not None and self.to.latest is not None and used.latest < self.to.latest


class _Use(NamedTuple):
    """What one step is, before it has a number and a place."""

    length: Duration | None
    since: Anchor
    to: When | None
    state: OptionState
    text: str
    roll: Roll | None = None


class _Placed(NamedTuple):
    """A use at its place in the contract's own order."""

    place: tuple[int, ...]
    option: Extension
    use: _Use
    forks: tuple[tuple[tuple[int, ...], int], ...]


def expand_options(initial: Anchor, options: tuple[Extension, ...]) -> tuple[Step, ...]:
    """Every step in order. A repeated option becomes as many steps; alternatives become branches."""
    placed: list[_Placed] = []
    _walk(initial, options, (), (), placed)
    placed.sort(key=lambda item: item.place)
    first: dict[tuple[int, ...], int] = {}
    steps: list[Step] = []
    for number, (_, option, use, forks) in enumerate(placed, start=1):
        length, since, to, state, text, roll = use
        months = length.number if length and length.unit == "months" else None
        branch = tuple((first.setdefault(fork, number), way) for fork, way in forks) if forks else ()
        steps.append(Step(number, option, months, to, state, text, branch, since.end, roll))
    return tuple(steps)


def rest_of(option: Extension) -> str:
    """Whether what was not used of an option is gone or left.

    Where no source says: gone for an option of fixed length, which was offered as a whole; left for one that
    may be used in slices, rolls on or has no stated length.
    """
    if option.rest:
        return option.rest
    fixed = (option.duration is not None or option.until is not None) and not option.flexible and option.every is None
    return "gone" if fixed else "left"


def is_used(option: Extension) -> bool:
    """Whether it, or one of its alternatives, has been exercised."""
    if option.state == "exercised" or not option.alternatives:
        return option.state == "exercised"
    return any(is_used(inner) for way in option.alternatives for inner in way)


def _walk(
    anchor: Anchor,
    options: tuple[Extension, ...],
    forks: tuple[tuple[tuple[int, ...], int], ...],
    place: tuple[int, ...],
    placed: list[_Placed],
) -> None:
    """Place every use of these options, those that were used first; a fork takes what follows along each way."""
    used = [is_used(option) for option in options]
    order = sorted(range(len(options)), key=lambda index: not used[index])
    for done, index in enumerate(order, start=1):
        option, here = options[index], (*place, index)
        if option.alternatives:
            later = [options[other] for other in order[done:]]
            taken = {way for way, inner in enumerate(option.alternatives, start=1) if any(map(is_used, inner))}
            for way, inner in enumerate(option.alternatives, start=1):
                follow = later if not taken or way in taken else ()
                _walk(anchor, (*inner, *follow), (*forks, (here, way)), (*here, way), placed)
            return
        goes_on = done < sum(used)
        for number, (use, after) in enumerate(_uses(anchor, option, goes_on=goes_on)):
            placed.append(_Placed((*here, number), option, use, forks))
            anchor = after


def _uses(anchor: Anchor, option: Extension, *, goes_on: bool) -> Iterator[tuple[_Use, Anchor]]:
    """The steps of one option, each with the anchor that it leaves. `goes_on`: a later option was used as well."""
    if option.every:
        yield from _rolling(anchor, option, option.every)
    elif option.until:
        text = f"{option.since.text} to {option.until.text}" if option.since else f"until {option.until.text}"
        if option.modification:
            text = f"agreed without an option, {text}"
        yield _fixed(anchor, option, None, Anchor(option.until), text, goes_on=goes_on)
    elif length := option.duration:
        text = f"up to {length.text} in any periods" if option.flexible else length.text
        if option.modification:
            text = f"{text}, agreed without an option"
        for _ in range(option.times):
            after = anchor.plus(length)
            yield _fixed(anchor, option, length, after, text, goes_on=goes_on)
            anchor = after
    elif option.taken_to:
        after = anchor.at(option.taken_to)
        yield _Use(None, anchor, option.taken_to, option.state, "length not stated"), after
        if rest_of(option) == "left":
            yield _Use(None, after, None, "permitted", "a further one, length not stated"), Anchor(None)
    else:
        yield _Use(None, anchor, None, option.state, "length not stated"), Anchor(None)


def _fixed(
    anchor: Anchor, option: Extension, length: Duration | None, whole: Anchor, text: str, *, goes_on: bool
) -> tuple[_Use, Anchor]:
    """An option used, or to be used, as a whole; one used in part leads only so far if the rest is gone."""
    if option.taken_to is None:
        return _Use(length, anchor, whole.end, option.state, text), whole
    if rest_of(option) == "gone":
        return _Use(length, anchor, option.taken_to, option.state, f"part of {text}"), anchor.at(option.taken_to)
    after = anchor.at(option.taken_to) if goes_on else whole
    return _Use(length, anchor, whole.end, option.state, text), after


def _rolling(anchor: Anchor, option: Extension, every: Duration) -> Iterator[tuple[_Use, Anchor]]:
    """Roll on by equal steps: each a step of its own where a date bounds them and they are few, else all in one."""
    until, used = option.until, option.taken_to
    words = f"{every.text} at a time" + (f" until {until.text}" if until else "")
    # The steps go on from where they began, also from an end between two of them.
    roll = Roll(anchor, every, until)
    ends = roll_ends(roll)
    left = ends
    if used:
        done = tuple(end for end in ends or () if end.latest and used.earliest and end.latest <= used.earliest)
        for use, after in _steps_to(anchor, every, (*done, *(() if used in done else (used,))), "exercised", words):
            yield use, after
            anchor = after
        if rest_of(option) == "gone" or (until and until.latest and used.latest and until.latest <= used.latest):
            return
        left = ends and ends[len(done) :]
    state = "permitted" if used else option.state
    if left is None:
        yield _Use(None, anchor, until if until and until.known else None, state, words, roll), Anchor(until)
    else:
        yield from _steps_to(anchor, every, left, state, words)


def _steps_to(
    anchor: Anchor, every: Duration, ends: tuple[When, ...], state: OptionState, words: str
) -> Iterator[tuple[_Use, Anchor]]:
    """One use for each end in turn; its length is stated only where it is a whole step."""
    for end in ends:
        whole = anchor.plus(every)
        after = whole if whole.end == end else anchor.at(end)
        yield _Use(every if whole.end == end else None, anchor, end if end.known else None, state, words), after
        anchor = after


def step_keys(steps: tuple[Step, ...]) -> dict[int, str]:
    """The key of each step, by its number: the option's own id, else its place among the options of the contract.

    An option that is used several times counts on from its second use ('ext', 'ext-2'), one that rolls on from its
    first. What follows alternatives has the same key on each way.
    """
    keys: dict[int, str] = {}
    order: dict[int, int] = {}
    uses: dict[tuple[int, object], int] = {}
    for step in steps:
        option = id(step.option)
        place = order.setdefault(option, len(order) + 1)
        use = uses[option, step.branch] = uses.get((option, step.branch), 0) + 1
        name = step.option.id or f"option-{place}"
        keys[step.number] = f"{name}-{use}" if use > 1 or step.option.every else name
    return keys


def rolled_key(step: Step, key: str, today: date) -> str:
    """The key of the end to which a step leads that stands for many equal ones: which of them it is, from the first."""
    count = step.roll.first_from(today) if step.roll else None
    return f"{key.rpartition('-')[0]}-{count}" if count else key
