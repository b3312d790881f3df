"""A digest: what a reader should know since the last one, contract by contract."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from tenderwatch.answers.answer import SCHEMA_VERSION, Answer, Cells, Column, Entry, Machine, Section, Table
from tenderwatch.answers.record import json_of, when_json
from tenderwatch.dates import When, parse_duration
from tenderwatch.dates.words import day_text
from tenderwatch.labels import AUDIENCE, LEFT_OUT, SECTION
from tenderwatch.queries.digest import SECTIONS, Digest, Item
from tenderwatch.text import count

# A mail in plain text is folded to so many columns.
WIDTH = 72
_SHEET = (
    Column("section", "Section"), Column("kind", "Kind"), Column("id", "Id"), Column("title", "Title"),
    Column("council", "Council"), Column("when", "When", "date"), Column("text", "What"), Column("source", "Source"),
)  # fmt: skip


def digest_answer(digest: Digest) -> Answer:
    """The digest, section by section: an entry for each contract, and in it an item for each thing to know."""
    reader = f" for {AUDIENCE[digest.audience]}" if digest.audience != "all" else ""
    return Answer(
        name="digest",
        title=f"Care contracts: digest{reader}, {day_text(digest.today)}",
        today=digest.today,
        sections=lambda: tuple(
            Section(SECTION[name], (_entries(items),), len(items), late=name == "overdue")
            for name in SECTIONS
            if (items := digest.of(name))
        ),
        sheet=lambda: Table(_SHEET, tuple(_cells(item) for item in digest.items)),
        machine=lambda: _machine(digest),
        size=len(digest.items),
        summary=summary(digest),
        lead=digest.notes,
        account=summary(digest),
        plain=WIDTH,
    )


def subject(digest: Digest) -> str:
    """The subject of a mail: how much there is to know, and the day."""
    late = len(digest.of("overdue"))
    much = count(len(digest.items), "item") if digest.items else "nothing new"
    return f"Care contracts: {much}{f', {late} newly overdue' if late else ''} ({day_text(digest.today)})"


def summary(digest: Digest) -> str:
    """One sentence on how much there is to know, one that accounts for every record."""
    since = f" since {day_text(digest.since)}" if digest.since else ""
    if digest.items:
        contracts = len({item.contract for item in digest.items})
        head = f"{count(len(digest.items), 'item')} about {count(contracts, 'contract')}{since}."
    else:
        head = f"Nothing new{since}."
    left = [(digest.filtered, LEFT_OUT["filtered"]), (len(digest.faulty), LEFT_OUT["faulty"])]
    others = "".join(f"; {count(number, 'record')} {why}" for number, why in left if number)
    considered = f"Checked {count(digest.considered, 'contract')}{others}"
    return f"{head} {considered} (registry of {day_text(digest.edition)})."


def sentence(item: Item) -> str:
    """What there is to know, led by the mark that it has crossed."""
    return f"within {parse_duration(item.mark).text}: {item.text}" if item.mark else item.text


def _entries(items: tuple[Item, ...]) -> tuple[Entry, ...]:
    groups = (list(group) for _, group in groupby(items, key=lambda item: item.contract))
    return tuple(
        Entry(group[0].title, group[0].contract, group[0].council, tuple(_with_source(item) for item in group))
        for group in groups
    )


def _with_source(item: Item) -> str:
    return f"{sentence(item)}. Source: {item.source}" if item.source else sentence(item)


def _cells(item: Item) -> Cells:
    return (
        item.section, item.kind, item.contract, item.title, item.council, item.when, sentence(item), item.source,
    )  # fmt: skip


def _machine(digest: Digest) -> Machine:
    """Every item field by field; `subject`, `summary` and `text` are the digest in words, ready to be posted."""
    before = {
        "schema_version": SCHEMA_VERSION,
        "generated_for": digest.today.isoformat(),
        "registry": {"edition": digest.edition.isoformat(), "records": digest.records},
        "since": json_of(digest.since),
        "audience": digest.audience,
        "ahead": digest.ahead.written,
        "changes": digest.changes,
        "count": len(digest.items),
        "counts": {section: len(digest.of(section)) for section in SECTIONS},
    }
    after = {
        "notes": list(digest.notes),
        "considered": digest.considered,
        "excluded": [
            *({"id": name, "reason": "faulty"} for name in digest.faulty),
            *([{"reason": "filtered", "count": digest.filtered}] if digest.filtered else []),
        ],
        "subject": subject(digest),
        "summary": summary(digest),
    }
    return Machine(before, "items", (_item(item) for item in digest.items), after, text=True)


def _item(item: Item) -> dict[str, Any]:
    return {
        "section": item.section,
        "kind": item.kind,
        "id": item.contract,
        "title": item.title,
        "council": item.council or None,
        "when": when_json(item.when),
        "mark": item.mark or None,
        "basis": item.basis or None,
        "text": item.text,
        "fact": item.fact or None,
        "from": _side(item.before),
        "to": _side(item.after),
        "source": item.source or None,
    }


def _side(side: When | str | None) -> dict[str, Any] | None:
    """One side of a change: in words, and as a date where it is one."""
    if side is None:
        return None
    return {"text": side.text, "when": when_json(side)} if isinstance(side, When) else {"text": side, "when": None}
