"""Every contract asked about under its councils, portal, services or providers, with a tally of each."""

from collections.abc import Callable, Iterable
from functools import partial
from typing import Literal

from tenderwatch.answers import fields
from tenderwatch.answers.fields import Field, cells
from tenderwatch.answers.phrases import authority_name
from tenderwatch.answers.report import Body, Group, Question, columns_of, ids_of
from tenderwatch.answers.tally import ending_text, note, period, tally, unknown_text
from tenderwatch.named_tuple import NamedTuple
from tenderwatch.queries.row import Row, next_end
from tenderwatch.text import capital, count


class _Grouping(NamedTuple):
    """How contracts are grouped: what to leave out of the columns, and the headings of a contract.

    `asked` are the names that the filters asked for: where there are any, only they are headings.
    """

    word: str
    fields: tuple[Field, ...]
    names: Callable[[Row], Iterable[str]]
    missing: str
    asked: Callable[[Question], frozenset[str]] = lambda _: frozenset()


_STATE = (fields.STATUS_WORDS, fields.END, fields.LONGEST, fields.NEXT, fields.NEXT_BY, fields.VALUE, fields.EVIDENCE)
_OF_SERVICES = (fields.CONTRACT, fields.COUNCIL, fields.SERVICES, *_STATE)
_OF_PROVIDERS = (fields.CONTRACT, fields.COUNCIL, fields.PROVIDERS, *_STATE)


def _by(question: Question, by: _Grouping) -> Body:
    asked = by.asked(question)
    groups: dict[str, list[Row]] = {}
    nameless: list[Row] = []
    rows = sorted(question.agenda.rows, key=next_end)
    for row in rows:
        names = dict.fromkeys(by.names(row))
        for name in names:
            if not asked or name in asked:
                groups.setdefault(name, []).append(row)
        if not names:
            nameless.append(row)
    named = sorted(groups.items(), key=lambda pair: (pair[0].casefold(), pair[0]))
    ordered = [*named, (by.missing, nameless)] if nameless else named
    under = tuple(
        Group(capital(name), tuple(cells(by.fields, row) for row in group), note(tally(group, question.today)))
        for name, group in ordered
    )
    return Body(
        _summary(question, by, len(groups), nameless),
        columns_of(by.fields),
        under,
        ids_of(rows),
        "not-due",
        _notes(by, rows, under),
    )


def _summary(question: Question, by: _Grouping, groups: int, nameless: list[Row]) -> str:
    found = tally(question.agenda.rows, question.today)
    under = f"{count(found.contracts, 'contract')} under {count(groups, by.word)}"
    without = f" and {len(nameless)} under none" if nameless else ""
    state = f"{period(question.months, question.today)}, {ending_text(found)}; for {found.past} a date has passed"
    return f"{under}{without}. {state} and there has been no news since. {unknown_text(found)}"


def _notes(by: _Grouping, rows: list[Row], groups: tuple[Group, ...]) -> tuple[str, ...]:
    more = sum(len(group.rows) for group in groups) - len(rows)
    values = "Values are not added up: sources count them on different bases."
    if not more:
        return (values,)
    return (f"A contract of more than one {by.word} stands under each of them, and is counted once.", values)


def _buyers(row: Row) -> list[str]:
    return [authority_name(row.outlook.registry, authority) for authority in row.outlook.contract.authorities]


def _buyers_asked(question: Question) -> frozenset[str]:
    wanted = question.filters.council | question.filters.lead
    return frozenset(authority_name(question.registry, item) for item in wanted)


def _portals(row: Row) -> list[str]:
    portal = row.outlook.registry.portals.get(row.outlook.contract.portal or "")
    return [portal.name] if portal else []


def _by_key(word: Literal["service", "provider"], shown: tuple[Field, ...]) -> _Grouping:
    return _Grouping(
        word, shown, lambda row: getattr(row.outlook.contract, f"{word}s"), f"{capital(word)} not recorded",
        lambda question: getattr(question.filters, word),
    )  # fmt: skip


# A buyer as lead or as partner; the portal that a contract was tendered on; each service; each provider that holds it.
by_council = partial(_by, by=_Grouping("buyer", _OF_SERVICES, _buyers, "Buyer not known", _buyers_asked))
by_portal = partial(_by, by=_Grouping("portal", _OF_SERVICES, _portals, "Portal not recorded"))
by_service = partial(_by, by=_by_key("service", _OF_PROVIDERS))
by_provider = partial(_by, by=_by_key("provider", _OF_SERVICES))
