"""Rows of a register that are alike in all that the checks look at: once one is proved, the others are counted.

A page lists the first thousand new records. Of the rows beyond, it says how many there are and how many have remarks,
and that no registry would refuse them. See `outline` on what the checks look at; here it is found without a record.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from tenderwatch.importers.drafting import codes_in
from tenderwatch.importers.fields import services_in, written_value
from tenderwatch.importers.index import Index
from tenderwatch.importers.options import DATELESS, settle_terms
from tenderwatch.importers.outline import MOST_KEPT, Outlines
from tenderwatch.importers.reconcile import meets_nothing
from tenderwatch.importers.statement import Statement
from tenderwatch.named_tuple import NamedTuple
from tenderwatch.registry.model.contract import Value
from tenderwatch.registry.yaml_tree import Data

_LONGEST_REFERENCE = 80


class Likeness(NamedTuple):
    """What rows have in common of which all are sound or none is, and how many remarks there are on this one."""

    shape: tuple[Any, ...]
    remarks: int


class AlikeRows:
    """The rows of registers that were proved, by what the checks see of them."""

    def __init__(self, index: Index, outlines: Outlines) -> None:
        self._index, self._outlines = index, outlines
        self._sound: set[tuple[Any, ...]] = set()
        # What a registry can hold for each key, and the part of a likeness that comes of what registers repeat.
        self._held: dict[str, set[Any]] = defaultdict(set)
        self._parts: dict[tuple[Any, ...], tuple[Any, ...] | None] = {}

    def of(self, row: Statement) -> Likeness | None:
        """The likeness of a row; None where it may meet a record, or more must be looked at."""
        if row.stage != "register" or row.ocid or len(row.reference or "") > _LONGEST_REFERENCE:
            return None
        settled = settle_terms(row.terms, row.words, end_may_be_longest=False)
        if settled.term_months:
            return None
        for option in settled.extensions:
            if not DATELESS.issuperset(option):
                return None
        repeated = (
            row.buyers, row.categories, row.department, row.owner, row.place.file, row.kind, row.route, row.portal,
        )  # fmt: skip
        if repeated not in self._parts:
            if len(self._parts) >= MOST_KEPT:
                self._parts.clear()
            self._parts[repeated] = self._part(row)
        part = self._parts[repeated]
        start, end, providers, value = settled.start, settled.end, row.providers, row.value
        if part is None or not (self._holds("providers", providers) and self._holds("value", value)):
            return None
        shape = (
            part, start is None, end is None, end is not None and end.before(start), row.awarded is None,
            row.review is None, not row.reference,
            # The checks of options were asked when the terms were settled.
            not settled.extensions, not providers, value is None,
        )  # fmt: skip
        return Likeness(shape, len({*settled.remarks, *row.remarks}))

    def _part(self, row: Statement) -> tuple[Any, ...] | None:
        """The part of a likeness that comes of what registers repeat; None where more must be looked at."""
        services, codes = services_in(row.categories), codes_in(row.categories)
        stated = {"services": services, "cpv": codes, "department": row.department, "owner": row.owner}
        if not all(self._holds(key, said) for key, said in stated.items()) or not meets_nothing(row, self._index):
            return None
        return (
            row.place.file, row.buyers, row.kind, row.route, row.portal, not codes, not row.department, not row.owner,
        )  # fmt: skip

    def _holds(self, key: str, said: Any) -> bool:
        """Whether a registry can hold what a row says for a key, or it says nothing."""
        held = self._held[key]
        if not said or said in held:
            return True
        written: Data = said if isinstance(said, str) else written_value(said) if isinstance(said, Value) else [*said]
        if not self._outlines.reads(key, written):
            return False
        if len(held) >= MOST_KEPT:
            held.clear()
        held.add(said)
        return True

    def learn(self, likeness: Likeness | None) -> None:
        """Note that the record of a row of this likeness was found sound."""
        if likeness:
            if len(self._sound) >= MOST_KEPT:
                self._sound.clear()
            self._sound.add(likeness.shape)

    def sound(self, likeness: Likeness | None) -> bool:
        """Whether a row of this likeness was found sound."""
        return likeness is not None and likeness.shape in self._sound
