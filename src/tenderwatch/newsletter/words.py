"""Phrases that every form of a digest shares, so that they all say the same thing."""

from __future__ import annotations

from tenderwatch.dates import parse_duration
from tenderwatch.dates.words import day_text
from tenderwatch.outputs.words import count
from tenderwatch.queries.digest import Digest, Item
from tenderwatch.queries.filters import Audience

_READERS: dict[Audience, str] = {"all": "", "provider": " for providers", "commissioner": " for commissioners"}


def title(digest: Digest) -> str:
    """'Care contracts: digest for providers, 23 November 2026'."""
    return f"Care contracts: digest{_READERS[digest.audience]}, {day_text(digest.today)}"


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
    left = [(digest.filtered, "left out by the filters"), (len(digest.faulty), "left out for faults")]
    told = "".join(f"; {count(number, 'record')} {why}" for number, why in left if number)
    looked = f"Looked at {count(digest.considered, 'contract')}{told}"
    return f"{head} {looked} (registry of {day_text(digest.edition)})."


def sentence(item: Item) -> str:
    """What there is to know, led by the mark that it has crossed; its source follows where there is one."""
    if not item.mark:
        return item.text
    return f"within {parse_duration(item.mark).text}: {item.text}"


def pieces(note: str) -> list[tuple[str, bool]]:
    """A note in pieces, and whether each is something to type: what stands between backquotes."""
    return [(text, number % 2 == 1) for number, text in enumerate(note.split("`"))]
