"""Random option trees, each printed in twelve forms.

What a form does not print, its reading must not have: each form comes with what is to be read from it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from tenderwatch.dates import Duration, When, extend, on_day, shift_days, term_end
from tenderwatch.dates.words import MONTHS

SMALL = ("", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
WORDS = dict(enumerate(SMALL)) | {18: "eighteen", 24: "twenty-four", 36: "thirty-six", 48: "forty-eight", 60: "sixty"}


@dataclass(frozen=True)
class Tree:
    """An initial term in months from a day, and groups of options: how many, of how many months."""

    start: When
    initial: int
    groups: tuple[tuple[int, int], ...]

    @property
    def end(self) -> When:
        return term_end(self.start, Duration(self.initial, "months"))

    @property
    def total(self) -> int:
        return sum(times * months for times, months in self.groups)

    @property
    def longest(self) -> When:
        return extend(self.end, self.total)

    @property
    def options(self) -> tuple[int, ...]:
        return tuple(months for times, months in self.groups for _ in range(times))


@dataclass(frozen=True)
class Printed:
    """A printed form, and what stands in it."""

    form: str
    text: str
    options: tuple[tuple[int, bool], ...]
    initial: int | None = None
    start: When | None = None
    end: When | None = None
    longest: When | None = None
    confirmed: bool | None = None


def random_tree(random: Random) -> Tree:
    """A tree such as councils print: whole years mostly, one or two groups."""
    start = on_day(date(2015, 1, 1) + timedelta(days=random.randrange(6000)))
    if random.random() < 0.7:
        start = on_day(date(random.randrange(2015, 2031), random.randrange(1, 13), 1))
    initial = random.choice((6, 12, 12, 18, 24, 24, 36, 36, 36, 48, 60, 84, 120))
    first = (random.choice((1, 1, 2, 2, 3, 4, 5)), random.choice((3, 6, 12, 12, 12, 24, 36)))
    groups = [first]
    if random.random() < 0.25:
        second = (random.choice((1, 1, 2)), random.choice((3, 6, 12, 24, 36)))
        if second[1] != first[1]:
            groups.append(second)
    return Tree(start, initial, tuple(groups))


class Printer:
    """Prints lengths, counts and dates in the ways that notices do, by chance."""

    def __init__(self, random: Random) -> None:
        self.random = random

    def count(self, number: int) -> str:
        word = WORDS.get(number, str(number))
        return self.random.choice((str(number), word, f"{word} ({number})", f"{number} ({word})"))

    def length(self, months: int, *, adjective: bool = False) -> str:
        """'36 months', 'three years', 'twelve (12) month'."""
        number, unit = months, "month"
        if months % 12 == 0 and self.random.random() < 0.6:
            number, unit = months // 12, "year"
        if adjective:
            word = WORDS.get(number, str(number)).replace("-", " ") if self.random.random() < 0.3 else str(number)
            return f"{word}{self.random.choice((' ', '-'))}{unit}"
        plain = (
            self.random.choice((unit, unit + "s"))
            if number > 1 and self.random.random() < 0.1
            else unit + "s" * (number > 1)
        )
        return f"{self.count(number)} {plain}"

    def day(self, when: When) -> str:
        """A day, day first, in one of the forms that notices use."""
        day = when.earliest
        assert day is not None
        ordinal = {1: "st", 2: "nd", 3: "rd"}.get(day.day % 10 if day.day not in (11, 12, 13) else 0, "th")
        month = MONTHS[day.month - 1]
        return self.random.choice(
            (
                f"{day.day} {month} {day.year}",
                f"{day.day}{ordinal} {month} {day.year}",
                f"{day.day:02}/{day.month:02}/{day.year}",
                f"{day.day}.{day.month}.{day.year}",
                f"{day.day:02}{month} {day.year}",
                day.isoformat(),
                f"{day.day:02}-{month[:3]}-{day.year}",
                f"{day.day}{ordinal} of {month}, {day.year}",
            )
        )

    def repeat(self, times: int, months: int, *, more: bool = False) -> str:
        """One group: '2 x 12 months', 'two further periods of one year each'. `more`: it is not the first.

        'Two years and six months' is one length to anybody, so a further group always says that it is one.
        """
        if times == 1:
            return self.random.choice(
                (
                    f"a further {self.length(months)}",
                    f"1 further period of {self.length(months)}",
                )
                if more
                else (
                    f"a further {self.length(months)}",
                    f"1 x {self.length(months)}",
                    f"an additional {self.length(months, adjective=True)} period",
                    f"{self.length(months)}",
                )
            )
        return self.random.choice(
            (
                f"{times} x {self.length(months)}",
                f"{times}x{months} months",
                f"{times} no. {months} month periods",
                f"{self.count(times)} further periods of {self.length(months)} each",
                f"{self.count(times)} periods of {self.length(months)}",
                f"a further {self.count(times)} {self.length(months, adjective=True)} periods",
                f"{self.count(times)} additional terms of {self.length(months)}",
                f"up to {self.count(times)} further {self.length(months, adjective=True)} terms",
            )
        )

    def groups(self, tree: Tree) -> str:
        return self.random.choice((" and ", " plus ", ", followed by ")).join(
            self.repeat(*group, more=place > 0) for place, group in enumerate(tree.groups)
        )


def printed_forms(tree: Tree, random: Random) -> Iterator[Printed]:
    """The twelve forms of a tree."""
    say = Printer(random)
    options = tuple((months, False) for months in tree.options)
    initial, start, end, longest = tree.initial, tree.start, tree.end, tree.longest
    term, groups = say.length(initial), say.groups(tree)

    yield Printed("1 with option", f"{term} with the option to extend for {groups}", options, initial)

    period = random.choice(("period", "term"))
    may = random.choice(("and may be extended by", "with the potential to extend for", "extendable for"))
    text = f"The contract will be for an initial {period} of {term}, {may} {groups}."
    yield Printed("2 initial term", text, options, initial)

    numbers = (initial, *tree.options)
    unit, name = (12, "years") if all(number % 12 == 0 for number in numbers) else (1, "months")
    text = random.choice(("+", " + ", " plus ")).join(str(number // unit) for number in numbers)
    yield Printed("3 sum", f"{text} {name}", options, initial)

    text = f"Initial term: {term}{random.choice(('; ', '. ', chr(10)))}Extension option: {groups}"
    yield Printed("4 labels", text, options, initial)

    heads = " and ".join(
        f"{times} x {say.length(months, adjective=True)} extension{'s' * (times > 1)}" for times, months in tree.groups
    )
    text = f"{heads}, after an initial {say.length(initial, adjective=True)} period"
    yield Printed("5 extensions first", text, options, initial)

    yield _dated(tree, say, options)

    text = f"The agreement commences on {say.day(start)} for a period of {term} with an option to extend for {groups}."
    yield Printed("7 commencing", text, options, initial, start, end, longest)

    text = (
        f"{term} from {say.day(start)} to {say.day(end)}, with an option to extend for {groups}, "
        f"to a latest end of {say.day(longest)}"
    )
    yield Printed("8 judged", text, options, initial, start, end, longest, confirmed=True)

    added = " plus ".join(f"{months} months" for months in tree.options)
    text = f"{say.day(start)} to {say.day(end)}, plus {added} optional extension"
    yield Printed("9 dates plus", text, options, None, start, end, longest)

    whole = say.length(initial + tree.total)
    text = f"An initial period of {term} with the option to extend for {groups} (a maximum total term of {whole})."
    yield Printed("10 with total", text, options, initial, confirmed=True)

    glued = " + ".join(f"{times}X{months}MONTHS" for times, months in tree.groups)
    yield Printed("11 glued capitals", f"INITIAL TERM {initial}MONTHS, OPTION TO EXTEND {glued}", options, initial)

    once = f"Initial period of {term}. Option to extend for {groups}."
    yield Printed("12 said twice", f"{once} {once}", options, initial)


def _dated(tree: Tree, say: Printer, options: tuple[tuple[int, bool], ...]) -> Printed:
    """Each option with its days; where month ends make the spans come out otherwise, the lengths instead."""
    at, spans = tree.end, []
    for number, months in enumerate(tree.options, start=1):
        following = shift_days(at, 1)
        at = term_end(following, Duration(months, "months"))
        spans.append(f"Optional extension {number}: {say.day(following)} - {say.day(at)}")
    if at != tree.longest:
        text = f"{say.day(tree.start)} - {say.day(tree.end)}, option to extend: {say.groups(tree)}"
        return Printed("6 range", text, options, None, tree.start, tree.end, tree.longest)
    after, between = say.random.choice((" ", ". ", "\n")), say.random.choice((" ", "; ", "\n"))
    text = f"Contract period: {say.day(tree.start)} to {say.day(tree.end)}{after}{between.join(spans)}"
    return Printed("6 dated", text, options, None, tree.start, tree.end, tree.longest)
