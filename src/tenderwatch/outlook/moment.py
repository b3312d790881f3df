"""One dated thing of a contract, as a value."""

from datetime import date
from typing import Literal

from tenderwatch.dates import When
from tenderwatch.labels.standing import MOMENT, SCENARIO
from tenderwatch.named_tuple import NamedTuple
from tenderwatch.outlook.kinds import EVENT_KINDS, KINDS, EventKind, MomentKind, ReasonKind, Scenario

Basis = Literal["stated", "computed", "assumed", "statute", "observed"]
State = Literal["ahead", "late", "passed", "resolved"]


class Moment(NamedTuple):
    """One dated thing: what, when, on what basis, how it came about and how it stands on the day.

    `asks` says that it asks for attention until it is resolved. `scenario` is the case in which alone it holds. `key`
    is the id of the option, window, end or body that it belongs to, `cycle` the key of the end that it hangs on ('' for
    the initial one), `field` the key of the record that states it. `fact` where a source states it or the law sets it,
    however vaguely; `sure` where nothing known can move it. `said` are its words where the kind's own do not do; `gone`
    that all of it lies behind. `resolved` says by what.
    """

    kind: MomentKind
    when: When
    basis: Basis
    why: str
    state: State
    asks: bool = False
    said: str = ""
    scenario: Scenario = ""
    key: str = ""
    field: str = ""
    fact: bool = False
    sure: bool = False
    gone: bool = False
    resolved: str = ""
    cycle: str = ""

    def name_of(self, kind: MomentKind) -> str:
        """What a kind is called, with the case in which alone this holds: 'Tender expected (if not extended)'."""
        return f"{MOMENT[kind]} ({SCENARIO[self.scenario]})" if self.scenario else MOMENT[kind]

    @property
    def name(self) -> str:
        """What it is called, with the case in which alone it holds."""
        return self.name_of(self.kind)

    @property
    def text(self) -> str:
        """A line of words with the date: 'tender planned for May 2027'."""
        if self.said:
            return self.said
        row = KINDS[self.kind]
        case = f" {SCENARIO[self.scenario]}" if self.scenario else ""
        return f"{row.gone if self.gone else row.ahead} {self.when.text}{case}"

    @property
    def reason(self) -> ReasonKind | None:
        """What makes the contract due; None where it asks for no attention."""
        return KINDS[self.kind].reason if self.asks else None

    @property
    def event(self) -> EventKind | None:
        """The kind of calendar event; None where it is none, or is resolved and could still be moved."""
        if self.state == "resolved" and not self.sure:
            return None
        return KINDS[self.kind].event or (self.kind if self.kind in EVENT_KINDS else None)


def moment(
    kind: MomentKind,
    when: When,
    today: date,
    *,
    basis: Basis = "stated",
    why: str = "",
    asks: bool = True,
    resolved: str = "",
    said: str = "",
    scenario: Scenario = "",
    key: str = "",
    field: str = "",
    fact: bool = False,
    sure: bool = False,
    until: When | None = None,
    cycle: str = "",
) -> Moment:
    """A moment as it stands on a day. It has gone once all of `when` has, or of `until` where that is given.

    What the council itself has to do is late once it may be; other dates, and ends, once they have certainly gone.
    """
    row = KINDS[kind]
    gone = (until or when).passed(today)
    asks = asks and row.reason is not None and not resolved
    state: State = "ahead"
    if resolved:
        state = "resolved"
    elif gone or (row.acts and when.begins_before(today)):
        state = "late" if asks or row.acts else "passed"
    return Moment(
        kind, when, basis, why, state, asks, said, scenario, key, field, fact, sure, gone, resolved, cycle
    )  # fmt: skip
