"""The manifest: every file of a site with its size and digest, and counts that reconcile: what a build remembers."""

from __future__ import annotations

import json
from datetime import date
from hashlib import sha256
from typing import Any, NamedTuple

from tenderwatch.own_json import DamageError, read_own_json
from tenderwatch.site.site import Feed

SCHEMA_VERSION = 1


class Published(NamedTuple):
    """What an earlier build left: its contracts with their titles, its feeds, files and tombstones."""

    contracts: dict[str, str]
    feeds: tuple[Feed, ...]
    files: frozenset[str]
    tombstones: dict[str, date]
    live: int
    first: date


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
    events: dict[str, int],
    cancelled: int,
    feeds: list[tuple[Feed, int]],
    files: dict[str, dict[str, Any]],
    tombstones: dict[str, date],
) -> bytes:
    """The manifest as JSON. `events` are the live ones by kind; each feed comes with its cancelled ones."""
    made = {
        "schema_version": SCHEMA_VERSION,
        "made_by": "tenderwatch",
        "generated_for": today.isoformat(),
        "first_published": first.isoformat(),
        "base_url": base_url,
        "registry": {
            "edition": edition.isoformat(),
            "records": records,
            "published": len(contracts),
            "faulty": list(faulty),
        },
        "events": {"live": sum(events.values()), "cancelled": cancelled, "by_kind": dict(sorted(events.items()))},
        "counts": {"feeds": len(feeds), "files": len(files), "bytes": sum(file["bytes"] for file in files.values())},
        "contracts": contracts,
        "feeds": [feed._asdict() | {"cancelled": number} for feed, number in feeds],
        "tombstones": {path: since.isoformat() for path, since in sorted(tombstones.items())},
        "files": dict(sorted(files.items())),
    }
    return (json.dumps(made, indent=1, ensure_ascii=False) + "\n").encode()


def read_manifest(data: bytes) -> Published:
    """What an earlier build left. Raises ManifestError."""
    try:
        found = read_own_json(data)
        if found["made_by"] != "tenderwatch" or found["schema_version"] != SCHEMA_VERSION:
            raise ManifestError("it is not the manifest of a site of this version")
        keys = Feed._fields
        published = Published(
            contracts={str(name): str(title) for name, title in found["contracts"].items()},
            feeds=tuple(Feed(**{key: item[key] for key in keys}) for item in found["feeds"]),
            files=frozenset(map(_inside, found["files"])),
            tombstones={_inside(path): date.fromisoformat(day) for path, day in found["tombstones"].items()},
            live=int(found["events"]["live"]),
            first=date.fromisoformat(found["first_published"]),
        )
        for feed in published.feeds:
            _inside(feed.path)
    except ManifestError:
        raise
    except DamageError as error:
        raise ManifestError(str(error)) from None
    except (KeyError, TypeError, AttributeError, ValueError):
        raise ManifestError("it is damaged: it has not the shape of one") from None
    return published


def _inside(path: Any) -> str:
    """A path that stays within the site: a manifest may have passed through other hands."""
    parts = str(path).split("/")
    if not isinstance(path, str) or any(part in ("", ".", "..") or "\\" in part or "\0" in part for part in parts):
        raise ManifestError("it names a file outside the site")
    return path
