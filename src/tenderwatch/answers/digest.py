"""A digest: what a reader should know since the last one, contract by contract."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from tenderwatch.answers.answer import SCHEMA_VERSION, Answer, Cells, Column, Entry, Machine, Section, Table
from tenderwatch.answers.phrases import aside_text
from tenderwatch.answers.record import json_of, keys_of, when_json
from tenderwatch.dates import When, parse_duration
from tenderwatch.dates.short import short_when
from tenderwatch.dates.words import day_text
from tenderwatch.labels.answers import AUDIENCE, DIGEST_HEADING, LEFT_OUT, PROVIDER_HEADING
from tenderwatch.labels.label import Labels
from tenderwatch.labels.standing import REACH
from tenderwatch.queries.digest.item import HEADINGS, SECTIONS, Digest, Item
from tenderwatch.text import count, uncapital

# A mail in plain text is folded to so many columns.
WIDTH = 72
_SHEET = (
    Column("section", "Section"), Column("kind", "Kind"), Column("id", "Id"), Column("title", "Title"),
    Column("council", "Council"), Column("when", "When", "date"), Column("text", "What"), Column("source", "Source"),
)  # fmt: skip


def digest_answer(digest: Digest) -> Answer:
    """The digest, section by section: an entry for each contract, and in it an item for each thing to know."""
    reader = f" for {AUDIENCE[digest.audience]}" if digest.audience != "all" else ""
    names = _names(digest)
    return Answer(
        name="digest",
        title=f"Care contracts: digest{reader}, {day_text(digest.today)}",
        today=digest.today,
        sections=lambda: tuple(
            Section(names[heading], (_entries(items),), len(items), late=heading == "decide", soon=heading == "coming")
            for heading in HEADINGS
            if (items := digest.under(heading))
        ),
        sheet=lambda: Table(_SHEET, tuple(_cells(item) for item in digest.items)),
        machine=lambda: _machine(digest),
        size=len(digest.items),
        summary=summary(digest),
        lead=notes(digest),
        account=summary(digest),
        plain=WIDTH,
    )


def _names(digest: Digest) -> Labels:
    return PROVIDER_HEADING if digest.audience == "provider" else DIGEST_HEADING


def subject(digest: Digest) -> str:
    """The subject of a mail: how much there is to know, and the day."""
    decide = len({item.contract for item in digest.under("decide")})
    much = count(len(digest.items), "item") if digest.items else "nothing new"
    now = f", {decide} to decide" if decide and digest.audience != "provider" else ""
    return f"Care contracts: {much}{now} ({day_text(digest.today)})"


def notes(digest: Digest) -> tuple[str, ...]:
    """What the reader must know about the digest itself: what it left out, what is set aside, what it cannot tell."""
    return (*_left(digest), *(aside_text(title, aside) for title, aside in digest.aside), *digest.notes)


def _left(digest: Digest) -> Iterator[str]:
    """What is not in it, by heading, and when it comes."""
    remembers = digest.first or digest.changes == "state"
    names = _names(digest)
    what = ", ".join(f"{names[heading]} {number}" for heading, number in digest.left)
    if digest.first:
        yield (
            f"This is the first digest of its kind: it lists what is to be decided, and what comes within "
            f"{digest.ahead.text}. Changes can be shown from the next one on."
        )
    if digest.left and remembers:
        yield f"Not listed; to follow in the next digests, after what is new: {what}. A larger ⟨limit⟩ lists more."
    elif digest.left:
        yield f"Not listed: {what}. A larger ⟨limit⟩ lists more."


def summary(digest: Digest) -> str:
    """One sentence on how much there is to know, one that accounts for every record."""
    since = f" since {day_text(digest.since)}" if digest.since else ""
    if digest.items:
        contracts = len({item.contract for item in digest.items})
        head = f"{count(len(digest.items), 'item')} about {count(contracts, 'contract')}{since}."
    else:
        head = "Nothing to decide now, and nothing near." if digest.first else f"Nothing new{since}."
    left = [(digest.filtered, LEFT_OUT["filtered"]), (len(digest.faulty), LEFT_OUT["faulty"])]
    head = head[:-1] + f"; {digest.waiting} left out." if digest.left else head
    others = "".join(f"; {count(number, 'record')} {why}" for number, why in left if number)
    considered = f"Checked {count(digest.considered, 'contract')}{others}"
    return f"{head} {considered} (registry of {day_text(digest.edition)})."


def sentence(item: Item) -> str:
    """What there is to know, led by the mark that it has crossed."""
    return f"within {parse_duration(item.mark).text}: {item.text}" if item.mark else item.text


def _entries(items: tuple[Item, ...]) -> tuple[Entry, ...]:
    groups = (list(group) for _, group in groupby(items, key=lambda item: item.contract))
    return tuple(
        Entry(group[0].title, group[0].contract, _about(group[0]), tuple(_with_source(item) for item in group))
        for group in groups
    )


def _about(item: Item) -> str:
    """Who leads it; of what is to be decided, also the last day to act."""
    if item.heading != "decide" or item.act_by is None:
        return item.council
    if item.feasible == "hold-over":
        return f"{item.council}; {uncapital(REACH['late'])}"
    return f"{item.council}; act by {short_when(item.act_by)}"


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
        "left_out": {"count": digest.waiting, "by_heading": dict(digest.left)},
        "aside": [{"id": aside.id, "title": title} | json_of(aside) for title, aside in digest.aside],
    }
    after = {
        "notes": list(notes(digest)),
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
        **{key: value or None for key, value in keys_of(item, "title", "council", "when", "mark", "basis").items()},
        "text": item.text,
        "fact": item.fact or None,
        "from": _side(item.before),
        "to": _side(item.after),
        "source": item.source or None,
        **keys_of(item, "group", "act_by", "feasible"),
    }


def _side(side: When | str | None) -> dict[str, Any] | None:
    """One side of a change: in words, and as a date where it is one."""
    if side is None:
        return None
    return {"text": side.text, "when": when_json(side)} if isinstance(side, When) else {"text": side, "when": None}
