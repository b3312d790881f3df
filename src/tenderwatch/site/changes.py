"""What changed since the site was published last, and the Atom feed (RFC 4287) that tells it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING

from tenderwatch.calendar.carry import Carried
from tenderwatch.calendar.feed import Stamped
from tenderwatch.calendar.ics import FOLD, unescape
from tenderwatch.calendar.wording import MOST_OCTETS
from tenderwatch.dates import from_bounds
from tenderwatch.dates.words import day_text
from tenderwatch.labels.standing import EVENT
from tenderwatch.site.site import ATOM, Change, contract_page
from tenderwatch.text import capital

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

# A short feed: what is older can be found on the pages.
MOST_CHANGES = 60
LONGEST = timedelta(days=120)
_NAMESPACE = "http://www.w3.org/2005/Atom"
_MOST_BYTES = 2_000_000
_DECLARATION = b'<?xml version="1.0" encoding="utf-8"?>\n'


def find_changes(carried: Carried, today: date, titles: dict[str, str], before: dict[str, str]) -> list[Change]:
    """A change for each contract concerned, by id: what is new, what moved, what was withdrawn.

    `titles` are those of the contracts published now, `before` of those published before.
    """
    words: dict[str, dict[str, None]] = defaultdict(dict)
    for contract, title in before.items():
        if titles.get(contract, title) != title:
            words[contract][f"title: {title} becomes {titles[contract]}"] = None
    for item in carried.added:
        contract = item.body.contract
        words[contract][f"{_words(item)}: {_days(item)}" if contract in before else "now listed"] = None
    for old, new in carried.changed:
        words[new.body.contract] |= dict.fromkeys(_moved(old, new))
    for old, _ in carried.cancelled:
        words[old.body.contract][f"{_words(old)}: {_days(old)}, withdrawn"] = None
    return [
        Change(today, contract, titles.get(contract) or before.get(contract, contract), tuple(said))
        for contract, said in sorted(words.items())
        if said  # what is only worded in another way is no news
    ]


def _moved(old: Stamped, new: Stamped) -> Iterator[str]:
    """What changed in an event, with what was said before: its days, else each line of its text that differs."""
    if old.cancelled:
        yield f"{_words(new)}: {_days(new)}, listed again"
    elif _has_moved(old, new):
        yield f"{_words(new)}: {_days(old)} becomes {_days(new)}"
    else:
        before, now = _lines(old), _lines(new)
        own = f"{_words(new)} ({_days(new)}), "
        # What a long text has no room for has not changed.
        cut = _may_be_cut(old) or _may_be_cut(new)
        for name in {**before, **now}:
            if before.get(name) != now.get(name) and not (cut and (name not in before or name not in now)):
                whose = own if name in _OWN else ""
                yield f"{whose}{name}: {before.get(name, 'not stated')} becomes {now.get(name, 'not stated')}"


# What an event says of its contract, and what a reader of changes calls it. The rest follows from these.
_FIELDS = {
    "Contract": "title",
    "Council": "council",
    "Status": "status",
    "Held by": "held by",
    "Portal": "portal",
    "Newest evidence": "newest evidence",
}


def _lines(event: Stamped) -> dict[str, str]:
    """What an event says, by the names of its fields: of its contract, and how sure its date is."""
    values, said = _said(event)
    # Before November 2026 the title of the contract stood in that of the event alone.
    said.setdefault("Contract", unescape(values["SUMMARY"]).removeprefix("Est.: ").partition(": ")[2])
    found = {name: said[key] for key, name in _FIELDS.items() if key in said}
    found["council"] = capital(found.get("council", ""))
    found["services"] = ", ".join(sorted(map(unescape, _COMMA.split(values["CATEGORIES"])[1:]))) or "none"
    found["certain"] = "yes" if values["STATUS"] == "CONFIRMED" else "no"
    if "Why" in said:
        found["why"] = said["Why"]
    return found


# What belongs to one event and not to its contract.
_OWN = ("certain", "why")


def _said(event: Stamped) -> tuple[dict[str, str], dict[str, str]]:
    """The properties of an event, and the lines of its text by what stands before the colon."""
    lines = FOLD.sub(b"", event.body.text).decode().split("\r\n")
    values = dict(line.split(":", 1) for line in lines if ":" in line)
    return values, dict(line.split(": ", 1) for line in unescape(values["DESCRIPTION"]).split("\n") if ": " in line)


def _may_be_cut(event: Stamped) -> bool:
    return len(_said(event)[0]["DESCRIPTION"].encode()) > MOST_OCTETS * 3 // 4


_COMMA = re.compile(r"(?<!\\),")


def _words(stamped: Stamped) -> str:
    kind = stamped.body.uid.split("@")[0].split(".")[1]
    return EVENT.get(kind, kind)


def _days(stamped: Stamped) -> str:
    """When it is, in words: a long span is shown on its first day only, so the text says it."""
    return _said(stamped)[1].get("When") or from_bounds(stamped.body.first, stamped.body.last).text


def _has_moved(old: Stamped, new: Stamped) -> bool:
    was, now = (_said(event)[1].get("When") for event in (old, new))
    if was and now:
        return was != now
    # What was published before November 2026 was shown over the whole of its time.
    return (old.body.first, old.body.last) != (new.body.first, max(new.body.last, new.body.until))


def newest_first(new: list[Change], before: list[Change], today: date) -> tuple[Change, ...]:
    """The changes to show: what is new, then what was shown before. Of one contract and day they are counted."""
    last: dict[tuple[date, str], int] = {}
    for item in before:
        key = (item.day, item.contract)
        last[key] = max(last.get(key, 0), item.number)
    new = [item._replace(number=last.get((item.day, item.contract), 0) + 1) for item in new]
    recent = [item for item in (*new, *before) if today - item.day <= LONGEST]
    return tuple(sorted(recent, key=lambda item: (-item.day.toordinal(), -item.number, item.contract))[:MOST_CHANGES])


def write_atom(
    changes: tuple[Change, ...],
    base_url: str,
    first_published: date,
    *,
    path: str = ATOM,
    page: str = "",
    about: str = "",
) -> bytes:
    """The feed, at a path and about a page. Its date is that of the newest change, so nothing new changes no byte."""
    from xml.etree.ElementTree import Element, SubElement, indent, register_namespace, tostring

    register_namespace("", _NAMESPACE)
    feed = Element(f"{{{_NAMESPACE}}}feed", {"{http://www.w3.org/XML/1998/namespace}lang": "en-GB"})

    def add(parent: Element, name: str, text: str | None = None, **attributes: str) -> Element:
        made = SubElement(parent, f"{{{_NAMESPACE}}}{name}", attributes)
        made.text = text
        return made

    add(feed, "id", f"{base_url}{page}")
    add(feed, "title", f"{about or 'Care contracts'}: what changed")
    add(feed, "updated", max(map(_updated, changes), default=_instant(first_published)))
    add(feed, "link", rel="self", href=f"{base_url}{path}", type="application/atom+xml")
    add(feed, "link", rel="alternate", href=f"{base_url}{page}", type="text/html")
    add(add(feed, "author"), "name", "tenderwatch")
    for change in changes:
        link = f"{base_url}{contract_page(change.contract)}"
        entry = add(feed, "entry")
        add(entry, "id", f"{link}#{f'{change.day}-{change.number}' if change.number else f'changed-{change.day}'}")
        add(entry, "title", change.title)
        add(entry, "updated", _updated(change))
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
            number = int(match[1]) if (match := _NUMBER.search(text(entry, "id"))) else 0
            changes.append(Change(day, category.get("term", ""), text(entry, "title"), words, number))
    except (ParseError, ValueError) as error:
        raise error if isinstance(error, AtomError) else AtomError(f"{ATOM}: it is damaged") from None
    return changes


# In the id of an entry, after the day.
_NUMBER = re.compile(r"#[0-9]{4}-[0-9]{2}-[0-9]{2}-([0-9]{1,4})\Z")


def _updated(change: Change) -> str:
    """When a change came: the day, and for those of one contract and day a second more each."""
    return _instant(change.day, max(change.number - 1, 0))


def _instant(day: date, seconds: int = 0) -> str:
    hours, rest = divmod(seconds, 3600)
    return f"{day}T{hours:02}:{rest // 60:02}:{rest % 60:02}Z"
