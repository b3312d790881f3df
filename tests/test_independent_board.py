"""Random registries, compared with `independent_board`: what asks for attention, what can be done, and the group."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

import pytest

import independent_meaning as independent
from independent_board import Standing
from random_records import CEASES, Record, day_of, outlooks, records_of, without_contradictions
from tenderwatch.dates import When
from tenderwatch.outlook import Outlook

KINDS = (
    "stated-tender", "tender-deadline", "start", "joining-closes", "break", "review", "authority-ceases",
    "tender-notice", "extension-decision",
)  # fmt: skip


def span(when: When | None) -> tuple[date, date] | None:
    return (when.earliest, when.latest) if when and when.earliest and when.latest else None


def compared(record: Record, kept: Sequence[Record], outlook: Outlook, today: date) -> Iterator[tuple[str, Any, Any]]:
    """Each value as the rules give it and as the product does."""
    standing = Standing(record, kept, today, CEASES)
    if standing.ends.forked_roll or standing.ends.unsaid:
        return
    reasons = standing.reasons()
    for kind in KINDS:
        rule = reasons.get(kind, [])
        if independent.OPEN in rule:
            continue
        yield kind, sorted(set(rule)), sorted({span(r.when) for r in outlook.reasons if r.kind == kind})
    yield "feasible", standing.feasible(), outlook.feasible
    yield "act by", standing.act_by(), span(outlook.act_by)
    yield "group", standing.group(), outlook.group


@pytest.mark.parametrize("seed", range(200, 212))
def test_what_asks_for_attention_is_what_the_rules_say(seed: int) -> None:
    kept, wrong, values = without_contradictions(records_of(seed)), [], 0
    day = day_of(seed)
    found = outlooks(kept, day)
    for record in kept:
        for name, rule, product in compared(record, kept, found[record["id"]], day):
            if rule is independent.OPEN:
                continue
            values += 1
            if rule != product:
                wrong.append(f"{name}: rule {rule}, product {product}\n  {json.dumps(record)}")
    assert values > 100
    assert not wrong, "\n".join(wrong[:8])
