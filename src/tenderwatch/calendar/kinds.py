"""The kinds of calendar event: their words, and whom each is for. A new kind is one more row."""

from typing import Literal, NamedTuple

from tenderwatch.queries.filters import Audience

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
    "break",
    "authority-ceases",
]


class KindRow(NamedTuple):
    """What an event of a kind is called, and who needs it beside those who want all."""

    words: str
    provider: bool = False
    commissioner: bool = False


KINDS: dict[EventKind, KindRow] = {
    "end": KindRow("Ends", provider=True, commissioner=True),
    "next-end": KindRow("Next possible end", provider=True, commissioner=True),
    "longest-end": KindRow("Latest possible end", provider=True, commissioner=True),
    "tender-window": KindRow("Tender expected", provider=True),
    "stated-tender": KindRow("Tender planned", provider=True),
    "tender-deadline": KindRow("Tenders due", provider=True),
    "joining-opens": KindRow("Joining opens", provider=True),
    "joining-closes": KindRow("Joining closes", provider=True),
    "new-start": KindRow("New contract starts", provider=True),
    "extension-notice": KindRow("Notice to extend due", commissioner=True),
    "extension-decision": KindRow("Decision to extend due", commissioner=True),
    "extension-forward-plan": KindRow("Forward-plan entry to extend due", commissioner=True),
    "forward-plan-approval": KindRow("Forward-plan entry to procure due", commissioner=True),
    "tender-notice": KindRow("Tender notice due", commissioner=True),
    "forward-plan-award": KindRow("Forward-plan entry to award due", commissioner=True),
    "award-decision": KindRow("Award decision due", commissioner=True),
    "review": KindRow("Review", commissioner=True),
    "break": KindRow("Break possible", commissioner=True),
    "authority-ceases": KindRow("Council ceases to exist", provider=True, commissioner=True),
}


def is_for(kind: EventKind, audience: Audience) -> bool:
    """Whether an audience is shown events of a kind."""
    row = KINDS[kind]
    return audience == "all" or (row.provider if audience == "provider" else row.commissioner)
