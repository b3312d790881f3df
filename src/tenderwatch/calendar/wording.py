"""What an event says: a title that can be read in the cell of a month, and a text that begins with what to do."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from tenderwatch.answers.phrases import buyers, short_buyers, short_name, status_text
from tenderwatch.dates import When
from tenderwatch.dates.short import short_when
from tenderwatch.dates.words import day_text, month_text
from tenderwatch.labels.standing import EVENT_ADVICE, EVENT_TITLE, SCENARIO_TITLE
from tenderwatch.law.terms import called_for_competition
from tenderwatch.outlook import Moment, Outlook
from tenderwatch.outlook.kinds import EventKind
from tenderwatch.registry.model import Contract, Registry
from tenderwatch.text import capital

# A title, in characters: more is cut off on a telephone and in the cell of a month.
MOST_TITLE = 60
# More providers, and more sources, than this are on the contract's page; a text stays readable on a telephone.
MOST_PROVIDERS, MOST_PLACES = 5, 2
# A text, in octets; and the room in which it is still worth to begin a line.
MOST_OCTETS, MOST_LETTERS = 900, 80


def title(moment: Moment, kind: EventKind, outlook: Outlook) -> str:
    """Council and service, what, and how sure: 'Hartlepool home care: tender likely Jun-Sep 2027 (est.)'.

    That a date holds if nothing is extended is said where there is room; any other condition always is.
    """
    what = "ended" if kind == "end" and outlook.over else EVENT_TITLE[kind]
    sure = "" if moment.sure else "stated" if moment.fact else "est."
    case = SCENARIO_TITLE.get(moment.scenario, "")
    remarks = (", ".join(filter(None, (sure, case))), sure if moment.scenario == "not-extended" else case or sure)
    ends = [
        f": {what}{span}{f' ({remark})' if remark else ''}" for span, remark in product(_spans(moment.when), remarks)
    ]
    subjects = _subjects(outlook)
    for end, subject in product(ends, subjects):
        if len(subject) + len(end) <= MOST_TITLE:
            return subject + end
    return cut(subjects[-1], MOST_TITLE - len(ends[-1])) + ends[-1]


def cut(text: str, most: int) -> str:
    """The text, or its beginning and an ellipsis: at most so many characters."""
    return text if len(text) <= most else f"{text[: max(most - 1, 0)].rstrip()}…"


def _spans(when: When) -> Iterator[str]:
    """What a title says of a date that is no day: its months, or where there is no room for them, its years."""
    if when.precision == "day" or when.earliest is None or when.latest is None:
        yield ""
        return
    yield f" {short_when(when).replace(' to ', '-')}"
    if when.precision == "range" and when.earliest.year != when.latest.year:
        yield f" {when.earliest.year}-{when.latest.year}"


def _subjects(outlook: Outlook) -> list[str]:
    """The contract's name if it begins with its council's; then council and first service, with ever shorter names."""
    contract, registry = outlook.contract, outlook.registry
    body = registry.authorities.get(contract.lead or "")
    if body is None or not contract.services:
        return [contract.title]
    council = short_name(registry, contract.lead)
    named = contract.title.startswith((council, *body.aliases)) and not contract.partners
    councils = dict.fromkeys((short_buyers(registry, contract), council, min((council, *body.aliases), key=len)))
    return [*([contract.title] if named else []), *(f"{council} {contract.services[0]}" for council in councils)]


def text(moment: Moment, kind: EventKind, outlook: Outlook, about: tuple[str, ...], link: str | None, days: int) -> str:
    """What to do and where to read more, then when and why, then `about` the contract; at most `MOST_OCTETS` long.

    `days` are those on which the event is shown.
    """
    lines = [_advice(moment, kind, outlook), *([link] if link else []), *_dates(moment, kind, days)]
    return bounded([*lines, *(line for line in about if line != link)])


def _advice(moment: Moment, kind: EventKind, outlook: Outlook) -> str:
    if outlook.over:
        return "Nothing to do: it is over."
    if kind == "tender-notice" and called_for_competition(outlook.contract.route) is False:
        return "Decide how it is to be let; if it is put to competition, publish the tender notice by this day."
    if kind == "tender-window" and called_for_competition(outlook.contract.route) is False:
        return "If it is put to competition, look out for the tender notice; the last award was made without."
    if kind == "authority-ceases":
        return f"{moment.why}."
    return EVENT_ADVICE[kind]


def _dates(moment: Moment, kind: EventKind, days: int) -> Iterator[str]:
    """When it is, how sure that is, and why."""
    when = moment.when
    span = when.precision != "day"
    estimate = span and not moment.fact
    likely = f"likely {when.text}" if estimate else when.text
    case = f" ({SCENARIO_TITLE[moment.scenario]})" if moment.scenario else ""
    yield f"When: {likely}{case}"
    if span:
        shown = (
            "shown on the first day of that time" if days == 1 else "shown over the whole of that time, not as a day"
        )
        yield f"{'An estimate' if estimate else f'Known only as {when.text}'}: {shown}."
    elif not moment.fact:
        yield "This day is not certain: it is worked out."
    elif not moment.sure:
        yield "This day is not certain."
    if kind != "authority-ceases":
        yield f"Why: {moment.why}"


def about_contract(outlook: Outlook) -> tuple[str, ...]:
    """What all events of a contract say: its name, who buys, how it stands, who holds it, its portal and evidence."""
    contract, registry = outlook.contract, outlook.registry
    lines = [
        f"Contract: {contract.title}",
        f"Council: {capital(buyers(registry, contract))}",
        f"Status: {status_text(outlook)}",
    ]
    if contract.providers:
        more = len(contract.providers) - MOST_PROVIDERS
        named = ", ".join(contract.providers[:MOST_PROVIDERS] if more > 1 else contract.providers)
        lines.append(f"Held by: {named}{f' and {more} more' if more > 1 else ''}")
    if portal := registry.portals.get(contract.portal or ""):
        checked = contract.portal_checked or portal.checked
        lines.append(f"Portal: {portal.name}{f' (checked {day_text(checked)})' if checked else ''}")
        if portal.url:
            lines.append(portal.url)
    return (*lines, *_evidence(contract, registry))


def _evidence(contract: Contract, registry: Registry) -> Iterator[str]:
    """The newest evidence by month, not by its age: an age would change the event every month."""
    yield f"Newest evidence: {month_text(registry.newest_evidence(contract))}"
    newest = sorted(contract.all_evidence, key=registry.evidence_day, reverse=True)
    sources = {item.source: f"- {registry.sources[item.source].title}: {item.place}" for item in reversed(newest)}
    places = list(reversed(sources.values()))
    yield from places[:MOST_PLACES]
    if len(places) > MOST_PLACES:
        yield f"and {len(places) - MOST_PLACES} more"


def bounded(lines: list[str]) -> str:
    """The lines as one text of at most `MOST_OCTETS`: what there is no room for is on the contract's page."""
    room = MOST_OCTETS
    kept: list[str] = []
    for line in lines:
        size = len(line.encode()) + 1
        if size > room:
            shortened = line.encode()[: max(room - 4, 0)].decode(errors="ignore")
            kept += [] if line.startswith("http") or room < MOST_LETTERS else [f"{shortened.rstrip()}…"]
            break
        kept.append(line)
        room -= size
    return "\n".join(kept)
