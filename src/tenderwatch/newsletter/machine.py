"""A digest as JSON, schema version 1, for scripts and webhooks."""

from __future__ import annotations

import json
from typing import Any

from tenderwatch.dates import When
from tenderwatch.newsletter import plain
from tenderwatch.newsletter.words import subject, summary
from tenderwatch.outputs.record import SCHEMA_VERSION, when_json
from tenderwatch.queries.digest import SECTIONS, Digest, Item


def render(digest: Digest) -> str:
    """Every item field by field; `subject`, `summary` and `text` are the digest in words, ready to be posted."""
    whole = {
        "schema_version": SCHEMA_VERSION,
        "generated_for": digest.today.isoformat(),
        "registry": {"edition": digest.edition.isoformat(), "records": digest.records},
        "since": digest.since.isoformat() if digest.since else None,
        "audience": digest.audience,
        "ahead": digest.ahead.written,
        "changes": digest.changes,
        "count": len(digest.items),
        "counts": {section: len(digest.of(section)) for section in SECTIONS},
        "items": [_item(item) for item in digest.items],
        "notes": list(digest.notes),
        "considered": digest.considered,
        "excluded": [
            *({"id": name, "reason": "faulty"} for name in digest.faulty),
            *([{"reason": "filtered", "count": digest.filtered}] if digest.filtered else []),
        ],
        "subject": subject(digest),
        "summary": summary(digest),
        "text": plain.render(digest),
    }
    return json.dumps(whole, indent=2, ensure_ascii=False) + "\n"


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
    if isinstance(side, When):
        return {"text": side.text, "when": when_json(side)}
    return {"text": side, "when": None}
