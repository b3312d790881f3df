"""The kinds of dated things: one table says how each reads, who needs it, and which answers show it.

A new kind is a row here, a name in `tenderwatch.labels.MOMENT`, and a line where it is found (see
`tenderwatch.outlook.moments`).
"""

from typing import Literal, get_args

from tenderwatch.named_tuple import NamedTuple

ReasonKind = Literal[
    "end",
    "extension-decision",
    "tender-notice",
    "stated-tender",
    "tender-deadline",
    "start",
    "joining-closes",
    "break",
    "review",
    "authority-ceases",
]
EventKind = Literal[
    "end",
    "next-end",
    "longest-end",
    "tender-window",
    "stated-tender",
    "tender-deadline",
    "joining-opens",
    "joining-closes",
    "new-start",
    "extension-notice",
    "extension-decision",
    "extension-forward-plan",
    "forward-plan-approval",
    "tender-notice",
    "forward-plan-award",
    "award-decision",
    "review",
    "review-notice",
    "break",
    "break-notice",
    "authority-ceases",
]
# Beside the events: what the record states of its own procurement and of the next, and when it was over.
MomentKind = Literal[
    EventKind,
    "advertised-end",
    "over",
    "start-of-contract",
    "advertised",
    "tenders-due",
    "awarded",
    "ended",
    "calloffs-until",
    "tender-deadline-planned",
    "stated-award",
    "stated-start",
]
EVENT_KINDS: tuple[EventKind, ...] = get_args(EventKind)
Scenario = Literal["", "not-extended", "longest", "extended", "awarded"]


class KindRow(NamedTuple):
    """How a kind reads and where it counts.

    `ahead` and `gone` stand before the date in a sentence. `reason` is what makes a contract due, `event` the kind
    of calendar event where that has another name, `readers` the audiences that are shown it. `acts` marks what the
    council itself has to do: late as soon as its day may have gone.
    """

    ahead: str = ""
    gone: str = ""
    reason: ReasonKind | None = None
    event: EventKind | None = None
    readers: frozenset[str] = frozenset()
    acts: bool = False


_PROVIDERS = frozenset({"all", "provider"})
_COUNCILS = frozenset({"all", "commissioner"})
_BOTH = _PROVIDERS | _COUNCILS

KINDS: dict[MomentKind, KindRow] = {
    "end": KindRow("ends", "ended", "end", readers=_BOTH),
    "next-end": KindRow("ends", "ended", "end", readers=_BOTH),
    "longest-end": KindRow("ends", "ended", "end", readers=_BOTH),
    "tender-window": KindRow("tender expected", "tender was expected", readers=_PROVIDERS),
    "stated-tender": KindRow("tender planned for", "tender was planned for", "stated-tender", readers=_PROVIDERS),
    "tender-deadline": KindRow(readers=_PROVIDERS),
    "joining-opens": KindRow("joining opens", "joining opened", readers=_PROVIDERS),
    "joining-closes": KindRow("joining closes", "joining closed", "joining-closes", readers=_PROVIDERS),
    "new-start": KindRow(readers=_PROVIDERS),
    "extension-notice": KindRow(reason="extension-decision", readers=_COUNCILS, acts=True),
    "extension-decision": KindRow(reason="extension-decision", readers=_COUNCILS, acts=True),
    "extension-forward-plan": KindRow(readers=_COUNCILS, acts=True),
    "forward-plan-approval": KindRow(readers=_COUNCILS, acts=True),
    "tender-notice": KindRow(reason="tender-notice", readers=_COUNCILS, acts=True),
    "forward-plan-award": KindRow(readers=_COUNCILS, acts=True),
    "award-decision": KindRow(readers=_COUNCILS, acts=True),
    "review": KindRow("review", "review", readers=_COUNCILS),
    "review-notice": KindRow(reason="review", readers=_COUNCILS, acts=True),
    "break-notice": KindRow(reason="break", readers=_COUNCILS, acts=True),
    "break": KindRow("break possible", "break was possible", readers=_COUNCILS),
    "authority-ceases": KindRow(reason="authority-ceases", readers=_BOTH),
    "advertised-end": KindRow(reason="end"),
    "over": KindRow(),
    "start-of-contract": KindRow("start planned for", "start was planned for", "start", event="new-start"),
    "advertised": KindRow("tender published", "tender published"),
    "tenders-due": KindRow("tenders due", "tenders were due", "tender-deadline", "tender-deadline"),
    "awarded": KindRow("awarded", "awarded"),
    "ended": KindRow("ended", "ended"),
    "calloffs-until": KindRow("call-offs may run until", "call-offs could run until"),
    "tender-deadline-planned": KindRow("tenders due", "tenders were due", "tender-deadline", "tender-deadline"),
    "stated-award": KindRow("award planned for", "award was planned for"),
    "stated-start": KindRow("new start planned for", "new start was planned for", "start", event="new-start"),
}


def is_for(kind: MomentKind, audience: str) -> bool:
    """Whether an audience is shown events of a kind."""
    return audience in KINDS[kind].readers
