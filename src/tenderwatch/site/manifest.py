"""The manifest: every file of a site with its size and digest, and counts that reconcile: what a build remembers."""

import json
from collections.abc import Mapping
from datetime import date
from hashlib import sha256
from typing import Any, TypeVar

from tenderwatch.named_tuple import NamedTuple
from tenderwatch.own_json import DamageError, read_own_json
from tenderwatch.site.site import MANIFEST, Feed

SCHEMA_VERSION = 1


class Published(NamedTuple):
    """What an earlier build left: its contracts with their titles, its feeds, files and tombstones.

    `built` is the day it was made for; `left` says, by feed, which contracts went to other feeds, and since when.
    Contracts that could not be read then are among the `contracts`, if they had been published before. `entries` is
    what the manifest says of each file. Of a site of many, `rows` is how many contracts it lists (None for others), and
    `made_by` stands for the program that wrote them.
    """

    contracts: dict[str, str]
    feeds: tuple[Feed, ...]
    files: frozenset[str]
    tombstones: dict[str, date]
    live: int
    first: date
    built: date
    left: dict[str, dict[str, date]]
    entries: Mapping[str, dict[str, Any]] = {}
    rows: int | None = None
    made_by: str = ""


class FeedCounts(NamedTuple):
    """What the manifest says of a feed beside its place: see `tenderwatch.site.feeds.Written`."""

    cancelled: int
    history: int
    left: dict[str, date]


class ManifestError(ValueError):
    """A manifest that is not ours, or damaged."""


def file_entry(data: bytes) -> dict[str, Any]:
    """Size and digest of one file."""
    return {"bytes": len(data), "sha256": sha256(data).hexdigest()}


def write_manifest(
    *,
    today: date,
    first: date,
    edition: date,
    base_url: str,
    records: int,
    faulty: tuple[str, ...],
    contracts: dict[str, str],
    unread: dict[str, str],
    events: dict[str, int],
    cancelled: int,
    history: int,
    feeds: list[tuple[Feed, FeedCounts]],
    files: dict[str, dict[str, Any]],
    tombstones: dict[str, date],
    rows: int | None = None,
    made_by: str = "",
) -> bytes:
    """The manifest as JSON.

    `events` are those not cancelled, by kind, `history` how many of them have passed; each feed comes with the counts
    of its own. `unread` are contracts published before that cannot be read now: their events stay as they were. A site
    of many says how many `rows` it lists besides the contracts that it follows, and by which program they were made.
    """
    made = {
        "schema_version": SCHEMA_VERSION,
        "made_by": "tenderwatch",
        "generated_for": today.isoformat(),
        "first_published": first.isoformat(),
        "base_url": base_url,
        "registry": {
            "edition": edition.isoformat(),
            "records": records,
            "published": len(contracts) if rows is None else rows,
            "faulty": list(faulty),
        },
        **({} if rows is None else {"rows": {"count": rows, "program": made_by}}),
        "events": {
            "live": sum(events.values()),
            "cancelled": cancelled,
            "history": history,
            "by_kind": dict(sorted(events.items())),
        },
        "counts": {"feeds": len(feeds), "files": len(files), "bytes": sum(file["bytes"] for file in files.values())},
        "contracts": contracts,
        "unread": unread,
        "feeds": [feed._asdict() | counts._asdict() | {"left": _days(counts.left)} for feed, counts in feeds],
        "tombstones": {path: since.isoformat() for path, since in sorted(tombstones.items())},
        "files": dict(sorted(files.items())),
    }
    return (json.dumps(made, indent=1, ensure_ascii=False) + "\n").encode()


def _days(days: dict[str, date]) -> dict[str, str]:
    return {name: day.isoformat() for name, day in sorted(days.items())}


def read_manifest(data: bytes) -> Published:
    """What an earlier build left. Raises ManifestError, which names the manifest."""
    try:
        value = read_own_json(data)
        if value["made_by"] != "tenderwatch" or value["schema_version"] != SCHEMA_VERSION:
            raise DamageError("it is not the manifest of a site of this version")
        published = Published(
            contracts={
                name: _typed(title, str) for name, title in (value["contracts"] | value.get("unread", {})).items()
            },
            feeds=tuple(map(_feed, value["feeds"])),
            files=frozenset(map(_inside, value["files"])),
            tombstones={_inside(path): date.fromisoformat(day) for path, day in value["tombstones"].items()},
            live=_typed(value["events"]["live"], int),
            first=date.fromisoformat(value["first_published"]),
            built=date.fromisoformat(value["generated_for"]),
            left={
                feed["path"]: {name: date.fromisoformat(day) for name, day in feed.get("left", {}).items()}
                for feed in value["feeds"]
            },
            entries=value["files"],
            **_rows(value.get("rows")),
        )
        whole = any((feed.group, feed.audience) == ("all", "all") for feed in published.feeds)
        if published.live and published.rows is None and not whole:
            raise DamageError("it is damaged: the calendar of all contracts is missing")
    except DamageError as error:
        raise ManifestError(f"{MANIFEST}: {error}") from None
    except (KeyError, TypeError, AttributeError, ValueError):
        raise ManifestError(f"{MANIFEST}: it is damaged: a part is missing or of another kind") from None
    return published


def _rows(value: Any) -> dict[str, Any]:
    if value is None:
        return {}
    return {"rows": _typed(value["count"], int), "made_by": _typed(value["program"], str)}


def _feed(value: Any) -> Feed:
    feed = Feed(**{key: value[key] for key in Feed._fields})
    _inside(feed.path)
    for text in (feed.title, feed.group, feed.key, feed.audience):
        _typed(text, str)
    _typed(feed.events, int)
    return feed


_Type = TypeVar("_Type")


def _typed(value: Any, kind: type[_Type]) -> _Type:
    if not isinstance(value, kind):
        raise TypeError(f"{value!r} is no {kind.__name__}")
    return value


def _inside(path: Any) -> str:
    """A path that stays within the site: a manifest may have passed through other hands."""
    parts = str(path).split("/")
    if not isinstance(path, str) or any(part in ("", ".", "..") or "\\" in part or "\0" in part for part in parts):
        raise DamageError("it names a file outside the site")
    return path
