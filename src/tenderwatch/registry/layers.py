"""Layers of a registry: one's own records over those that came with the program, or over any other registry.

A record in a later layer takes the place of the one with the same id in an earlier layer, whole. One that was taken
over from there keeps the edition and the content hash of what it was taken from, so that a later change beneath it
can be seen. Nothing is merged.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from tenderwatch.dates.words import day_text
from tenderwatch.named_tuple import NamedTuple
from tenderwatch.problems import Level
from tenderwatch.registry.model.contract import TakenOver

if TYPE_CHECKING:
    from tenderwatch.registry.yaml_tree import Data

BUNDLED = "bundled"


class Layer(NamedTuple):
    """One registry of several: its name to show (`bundled`, or its path as given), and where it is."""

    name: str
    path: Path


def content_hash(record: Data) -> str:
    """What tells one state of a record from another: the same for the same keys and texts, however laid out."""
    import hashlib
    import json

    text = json.dumps(record, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


class Drift(NamedTuple):
    """How a record stands to the one beneath it, as a finding of `check`."""

    code: str
    message: str
    hint: str
    level: Level = "warning"


def drift(name: str, taken: TakenOver | None, beneath: Data | None) -> Iterator[Drift]:
    """What has come apart between a record and the one with its id in the layer beneath (None if there is none)."""
    look = f"see both: tenderwatch diff {name}; then add ⟨seen⟩"
    if beneath is None:
        if taken:
            message = f"the record that '{name}' was taken over from is no longer there"
            yield Drift(code="taken-over-gone", message=message, hint="if yours stands alone, delete `taken_over:`")
    elif taken is None:
        message = f"'{name}' takes the place of a record in the layer beneath, and does not say of which state"
        yield Drift(code="taken-over-unstated", message=message, hint=look)
    elif taken.hash != content_hash(beneath):
        message = f"the record that '{name}' was taken over from has changed since {day_text(taken.edition)}"
        yield Drift(code="taken-over-changed", message=message, hint=look)
