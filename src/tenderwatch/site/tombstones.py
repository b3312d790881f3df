"""What stands for a time where a page or a data file used to be."""

from __future__ import annotations

import json
from datetime import date

from tenderwatch.html import template
from tenderwatch.outputs.record import SCHEMA_VERSION


def stone_for(path: str, since: date) -> bytes:
    """The file that says, in its own format, that what stood here is published no more."""
    if path.endswith(".json"):
        gone = {"schema_version": SCHEMA_VERSION, "gone_since": since.isoformat()}
        return (json.dumps(gone, indent=2) + "\n").encode()
    root = "../" * path.count("/")
    return template("tenderwatch.site", "gone.html").render(root=root, since=since).encode()


def can_have_stone(path: str) -> bool:
    """Whether a file of this sort is worth a word: pages, and data of one contract or council."""
    return path.endswith(".html") or path.startswith("api/")
