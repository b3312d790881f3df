"""What the clauses of a wording state, before anything is compared: each fact with its place and its sentence."""

from dataclasses import dataclass, field

from tenderwatch.dates import Duration, When
from tenderwatch.named_tuple import NamedTuple
from tenderwatch.wording.items import Item
from tenderwatch.wording.lengths import Length
from tenderwatch.wording.reading import Break, Reopening, Span, State


class Term(NamedTuple):
    """A length said of the contract. `initial`: by name; `whole`: of all of it with its options."""

    length: Length
    span: Span
    sentence: int
    initial: bool = False
    whole: bool = False
    includes: bool = False


class Group(NamedTuple):
    """Options printed together. More than one way in `ways`: they exclude each other.

    `step`: a length that repeats without a count ('annually'). `joined`: it adds to what the sentence said before;
    `more`: also to what earlier sentences said. `linked`: a word such as 'and' or 'plus' stands before it.
    `named`: it only says which one an option before it was. `summed`: it stood in one sum with the initial term.
    `used`: how many of a repeat have been used. `allowed`: it is what the contract provides for.
    """

    ways: tuple[tuple[Item, ...], ...]
    span: Span
    sentence: int
    state: State = "permitted"
    step: bool = False
    joined: bool = False
    until: When | None = None
    used: int | None = None
    more: bool = False
    summed: bool = False
    linked: bool = False
    named: bool = False
    allowed: bool = False


class Total(NamedTuple):
    """A total of the options (`of_options`), of the whole contract (`of_whole`), or of either.

    `leans`: its words are rather of the whole; `adds`: of the options, if no initial term is named.
    """

    length: Length
    span: Span
    sentence: int
    of_options: bool = False
    of_whole: bool = False
    leans: bool = False
    adds: bool = False


class Dated(NamedTuple):
    """A date, or with `since` a span of days, and where it stands."""

    when: When
    span: Span
    sentence: int
    since: When | None = None
    latest: bool = False
    includes: bool = False
    initial: bool = False
    state: State = "permitted"


@dataclass
class Facts:
    """Everything that the clauses state. `used`, `count`: how many options a sentence of its own
    says were used (0: some), or that there are. `year`: the contract is in this year of its term. `floors`: what an
    option is at least, which is no length of it; `cells`: days that have a sentence to themselves."""

    terms: list[Term] = field(default_factory=list)
    groups: list[Group] = field(default_factory=list)
    totals: list[Total] = field(default_factory=list)
    starts: list[Dated] = field(default_factory=list)
    ends: list[Dated] = field(default_factory=list)
    ranges: list[Dated] = field(default_factory=list)
    untils: list[Dated] = field(default_factory=list)
    option_ranges: list[Dated] = field(default_factory=list)
    notices: list[tuple[Duration, Span]] = field(default_factory=list)
    breaks: list[tuple[Break, Span]] = field(default_factory=list)
    reopenings: list[tuple[Reopening, Span]] = field(default_factory=list)
    unread: list[tuple[Span, int]] = field(default_factory=list)
    unread_amounts: bool = False
    mentions: list[Span] = field(default_factory=list)
    floors: list[Span] = field(default_factory=list)
    cells: list[Dated] = field(default_factory=list)
    several: bool = False
    used: int | None = None
    year: int | None = None
    count: int | None = None
    none_left: bool = False
    extending: bool = False
    extending_sentences: set[int] = field(default_factory=set)
    option_starts: list[Dated] = field(default_factory=list)
    state: State = "permitted"

    def decide(self) -> None:
        """What was proposed has been decided."""
        self.groups[:] = [
            group._replace(state="exercised") if group.state == "proposed" else group for group in self.groups
        ]
        for days in (self.untils, self.option_ranges, self.option_starts):
            days[:] = [day._replace(state="exercised") if day.state == "proposed" else day for day in days]
