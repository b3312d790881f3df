"""What commands that publish calendars share: the feed published before, and the address of the site."""

from __future__ import annotations

import re
from collections.abc import Collection
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from tenderwatch.cli.typed import length_of
from tenderwatch.errors import UnreadableError, UsageError
from tenderwatch.registry.files import read_bytes
from tenderwatch.registry.load import Loaded
from tenderwatch.text import few

if TYPE_CHECKING:
    from tenderwatch.calendar.feed import Stamped

_MOST_NAMED = 3


def read_previous(named: str | None, replaced: Path | None) -> dict[str, Stamped] | None:
    """The events of the feed named, else of the file being replaced; None where that holds none of ours.

    Raises UnreadableError where it is damaged: its events would be lost to those who subscribe.
    """
    path = replaced if named is None else Path(named)
    if path is None or (named is None and not path.is_file()):
        return None
    if not path.is_file():
        raise UsageError(f"--previous: there is no file '{named}'", "name the calendar that was published last")
    from tenderwatch.calendar.feed import FeedError, is_feed, read_feed

    data = read_bytes(path)
    if named is None and not is_feed(data):
        return None
    try:
        return read_feed(data)
    except FeedError as error:
        hint = "name the last sound one with --previous, or move this file away to begin again"
        raise UnreadableError(f"cannot carry events over from {path}: {error}", hint) from None


def alarm_days(text: str | None) -> int:
    """How many days before a date a program is to remind of it; 0 for never. Raises UsageError."""
    if text is None:
        return 0
    length = length_of("--alarm", text)
    days = length.number * {"weeks": 7, "days": 1, "months": 0}[length.unit]
    if not 1 <= days <= 366:
        raise UsageError(f"--alarm: {length.text} is not a number of days up to a year", "write days or weeks: 14d, 2w")
    return days


def refuse_faults(loaded: Loaded, done: str, published: Collection[str] = ()) -> None:
    """Raise UnreadableError where a fault hides records: those that carry on from before would take them for removed.

    `done` says what is not done; the contracts `published` before that cannot be read are named.
    """
    if not loaded.errors:
        return
    first = loaded.errors[0]
    names = sorted(set(published).intersection(loaded.registry.faulty))
    which = (
        f"published contracts have faults ({few(names, _MOST_NAMED)})"
        if names
        else f"there are faults in {first.place}"
    )
    raise UnreadableError(
        f"{done} because {which}: {first.message}",
        "`tenderwatch check` shows every fault; with --allow-loss, what cannot be read stays as it was",
    )


def base_address(given: str) -> str:
    """The address of a site, ending in a slash. Raises UsageError unless it is a plain http or https address."""
    hint = "write it in full, for example https://example.org/care-contracts/"
    parts = None
    if re.fullmatch(r"[!-~]+", given):
        try:
            parts = urlsplit(given)
            _ = parts.port
        except ValueError:
            parts = None
    plain = parts and parts.scheme in ("http", "https") and parts.hostname
    if parts is None or not plain or re.search(r"[\"<>\\^`{|}]", given):
        raise UsageError(f"--base-url: '{given}' is not the address of a site", hint)
    if parts.query or parts.fragment or parts.username is not None:
        raise UsageError(f"--base-url: '{given}' has more than a host and a path", hint)
    return given if given.endswith("/") else f"{given}/"
