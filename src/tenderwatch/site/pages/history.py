"""What came before a contract, what follows it, and what has been seen to happen in between."""

from collections.abc import Iterator

from tenderwatch.answers.phrases import authority_name
from tenderwatch.dates import UNKNOWN, When, on_day
from tenderwatch.law.terms import Step
from tenderwatch.named_tuple import NamedTuple
from tenderwatch.outlook import Outlook
from tenderwatch.site.pages.parts import Link, contract_link
from tenderwatch.site.site import contract_page


class Happening(NamedTuple):
    """Something seen or stated to happen on a date, with a link to where it was published."""

    when: When
    what: Link


def before(outlook: Outlook) -> tuple[Link, ...]:
    """The contracts that it takes the place of."""
    return tuple(contract_link(outlook.registry, name) for name in outlook.contract.replaces)


def after(outlook: Outlook) -> tuple[Link, ...]:
    """The contracts that take its place."""
    successors = outlook.successors
    return tuple(Link(successor.title, contract_page(successor.id)) for successor in successors)


def happenings(outlook: Outlook) -> tuple[Happening, ...]:
    """What a source says has happened or is to happen, the earliest first, undated last."""
    return tuple(sorted(_happenings(outlook), key=lambda happening: happening.when.sort_key))


def _happenings(outlook: Outlook) -> Iterator[Happening]:
    contract, registry = outlook.contract, outlook.registry
    names: dict[str, str] = {
        "start-of-contract": "Starts",
        "ended": f"{'Ended' if outlook.over else 'End decided'}: {contract.ended.how}" if contract.ended else "",
    }
    for moment in outlook.moments:
        if moment.kind in ("advertised", "tenders-due", "awarded", "start-of-contract", "ended"):
            yield Happening(moment.when, Link(names.get(moment.kind) or moment.name))
    for notice in contract.notices:
        words = ", ".join(part for part in (notice.kind, notice.number) if part) or "Notice"
        yield Happening(notice.date or UNKNOWN, Link(f"Published: {words}", address=notice.url or ""))
    decided = {"exercised": "used", "declined": "turned down", "authorised": "decided on, not yet taken up"}
    for step in outlook.ends.steps:
        if step.state in decided:
            yield Happening(step.decided or UNKNOWN, Link(_decision(step, decided[step.state])))
    for name in contract.authorities:
        body = registry.authorities.get(name)
        if body and body.ceases:
            heirs = ", ".join(authority_name(registry, successor) for successor in body.successors) or "not known"
            yield Happening(on_day(body.ceases), Link(f"{body.name} ceases to exist; what takes its place: {heirs}"))


def _decision(step: Step, words: str) -> str:
    to = f", to {step.reached.text}" if step.reached and step.reached != step.option.until else ""
    return f"Option {step.number} {words} ({step.text}{to})"
