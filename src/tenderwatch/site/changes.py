"""What changed since the site was published last, and the Atom feed (RFC 4287) that tells it."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from typing import TYPE_CHECKING

from tenderwatch.calendar.feed import Carried, Stamped
from tenderwatch.dates import from_bounds
from tenderwatch.dates.words import day_text
from tenderwatch.labels import EVENT
from tenderwatch.site.site import ATOM, Change, contract_page

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

# A short feed: what is older can be found on the pages.
MOST_CHANGES = 60
LONGEST = timedelta(days=120)
_NAMESPACE = "http://www.w3.org/2005/Atom"
_MOST_BYTES = 2_000_000
_DECLARATION = b'<?xml version="1.0" encoding="utf-8"?>\n'


def find_changes(carried: Carried, today: date, titles: dict[str, str], known_before: frozenset[str]) -> list[Change]:
    """A change for each contract concerned, by id: what is new, what moved, what was withdrawn.

    `titles` are those of all contracts, published now or before; `known_before` the ids published before.
    """
    words: dict[str, dict[str, None]] = defaultdict(dict)
    for item in carried.added:
        contract = item.body.contract
        words[contract][f"{_words(item)}: {_days(item)}" if contract in known_before else "now listed"] = None
    for old, new in carried.changed:
        words[new.body.contract][_moved(old, new)] = None
    for old, _ in carried.cancelled:
        words[old.body.contract][f"{_words(old)}: {_days(old)}, withdrawn"] = None
    found = []
    for contract, said in sorted(words.items()):
        told = list(said)
        # A date that moved says more than an event whose wording changed with it.
        dates = [item for item in told if item != _REWORDED]
        found.append(Change(today, contract, titles.get(contract, contract), tuple(dates or told)))
    return found


_REWORDED = "details changed"


def _moved(old: Stamped, new: Stamped) -> str:
    if old.cancelled:
        return f"{_words(new)}: {_days(new)}, listed again"
    if (old.body.first, old.body.last) != (new.body.first, new.body.last):
        return f"{_words(new)}: {_days(old)} becomes {_days(new)}"
    return _REWORDED


def _words(stamped: Stamped) -> str:
    kind = stamped.body.uid.split("@")[0].split(".")[1]
    return EVENT.get(kind, kind)


def _days(stamped: Stamped) -> str:
    return from_bounds(stamped.body.first, stamped.body.last).text


def newest_first(new: list[Change], before: list[Change], today: date) -> tuple[Change, ...]:
    """The changes to show: what is new, then what was told before, one for each contract and day."""
    merged: dict[tuple[date, str], Change] = {}
    for item in (*before, *new):
        key = (item.day, item.contract)
        told = merged[key].words if key in merged else ()
        merged[key] = item._replace(words=tuple(dict.fromkeys((*told, *item.words))))
    recent = [item for item in merged.values() if today - item.day <= LONGEST]
    return tuple(sorted(recent, key=lambda item: (-item.day.toordinal(), item.contract))[:MOST_CHANGES])


def write_atom(changes: tuple[Change, ...], base_url: str, first_published: date) -> bytes:
    """The feed. Its date is that of the newest change, so that nothing new leaves its bytes alone."""
    from xml.etree.ElementTree import Element, SubElement, indent, register_namespace, tostring

    register_namespace("", _NAMESPACE)
    feed = Element(f"{{{_NAMESPACE}}}feed", {"{http://www.w3.org/XML/1998/namespace}lang": "en-GB"})

    def add(parent: Element, name: str, text: str | None = None, **attributes: str) -> Element:
        made = SubElement(parent, f"{{{_NAMESPACE}}}{name}", attributes)
        made.text = text
        return made

    add(feed, "id", base_url)
    add(feed, "title", "Care contracts: what changed")
    add(feed, "updated", _instant(max((change.day for change in changes), default=first_published)))
    add(feed, "link", rel="self", href=f"{base_url}{ATOM}", type="application/atom+xml")
    add(feed, "link", rel="alternate", href=base_url, type="text/html")
    add(add(feed, "author"), "name", "tenderwatch")
    for change in changes:
        link = f"{base_url}{contract_page(change.contract)}"
        entry = add(feed, "entry")
        add(entry, "id", f"{link}#changed-{change.day}")
        add(entry, "title", change.title)
        add(entry, "updated", _instant(change.day))
        add(entry, "link", rel="alternate", href=link, type="text/html")
        add(entry, "category", term=change.contract)
        add(entry, "summary", f"{day_text(change.day)}\n" + "\n".join(change.words))
    indent(feed)
    text: bytes = tostring(feed, encoding="utf-8")
    return _DECLARATION + text + b"\n"


class AtomError(ValueError):
    """A feed of changes that this program did not write, or that is damaged; the message says in what way."""


def read_atom(data: bytes) -> list[Change]:
    """The changes in a feed of ours. Raises AtomError: what it told would be forgotten, and told again."""
    data = data.replace(b"\r\n", b"\n")  # a version control system may have changed them
    if len(data) > _MOST_BYTES or b"<!DOCTYPE" in data or not data.startswith(_DECLARATION):
        raise AtomError(f"{ATOM}: it is not a feed that tenderwatch wrote")
    from xml.etree.ElementTree import ParseError, fromstring

    def text(entry: Element, name: str) -> str:
        return entry.findtext(f"{{{_NAMESPACE}}}{name}") or ""

    changes = []
    try:
        root = fromstring(data)  # noqa: S314 - bounded in size, and refused above where it declares anything
        for entry in root.iter(f"{{{_NAMESPACE}}}entry"):
            category = entry.find(f"{{{_NAMESPACE}}}category")
            day = date.fromisoformat(text(entry, "updated")[:10])
            words = tuple(text(entry, "summary").split("\n")[1:])
            if category is None or not words:
                raise AtomError(f"{ATOM}: it is damaged: an entry says nothing")
            changes.append(Change(day, category.get("term", ""), text(entry, "title"), words))
    except (ParseError, ValueError) as error:
        raise error if isinstance(error, AtomError) else AtomError(f"{ATOM}: it is damaged") from None
    return changes


def _instant(day: date) -> str:
    return f"{day}T00:00:00Z"
