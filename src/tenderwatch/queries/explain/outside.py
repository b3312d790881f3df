"""What happens outside the contract: a buyer that ceases to exist, and the events of the registry."""

from __future__ import annotations

from collections.abc import Iterator

from tenderwatch.dates import on_day
from tenderwatch.labels.label import label
from tenderwatch.labels.records import EVENT_STATE, KIND, REGIME
from tenderwatch.outlook import Outlook
from tenderwatch.outlook.moments_stated import begins_text
from tenderwatch.queries.explain.explanation import Explanation
from tenderwatch.registry.model import Event
from tenderwatch.text import capital, listing

_CONSENT = "Local Government and Public Involvement in Health Act 2007, section 24"


def explain_bodies(outlook: Outlook) -> Iterator[Explanation]:
    """The day from which a buyer no longer exists, and whether its successor has to consent."""
    effects = {moment.key: moment.why for moment in outlook.moments if moment.kind == "authority-ceases"}
    for body_id in outlook.contract.authorities:
        body = outlook.registry.authorities.get(body_id)
        if body and body.ceases:
            ceases = on_day(body.ceases)
            rule = effects.get(body_id, "the contract is to end before that day")
            yield Explanation(
                f"authority-ceases.{body.id}", f"{body.name} ceases to exist", ceases,
                f"{ceases.text}, as recorded", rule, f"the registry's entry for {body.name}; {_CONSENT}",
                "a change of the order or its date",
            )  # fmt: skip


def explain_events(outlook: Outlook) -> Iterator[Explanation]:
    """Laws, mergers and reorganisations that fall inside the term or the renewal."""
    for event in outlook.events:
        source = outlook.registry.sources[event.source].title
        yield Explanation(
            f"event.{event.id}", capital(event.what.rstrip(".")), event.begins if event.begins.known else None,
            f"{begins_text(event)}, as recorded ({EVENT_STATE[event.state]})",
            f"it touches {_touches(outlook, event)}, between the start and the latest end",
            f"{source} ({event.place})", "a change of the plan, or of its date",
        )  # fmt: skip


def _touches(outlook: Outlook, event: Event) -> str:
    """What the event is limited to and this contract fits."""
    contract = outlook.contract
    limits = [
        [outlook.name_of(name) for name in event.authorities if name in contract.authorities],
        [name for name in event.services if name in contract.services],
        [label(KIND, contract.kind)] if event.kinds else [],
        [label(REGIME, contract.regime)] if event.regimes else [],
    ]
    named = [listing(names) for names in limits if names]
    return f"contracts of this kind ({'; '.join(named)})" if named else "every contract"
