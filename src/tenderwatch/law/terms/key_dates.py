"""Break and review dates: which one comes next, and by when notice of it must be given. None of them is an end."""

from __future__ import annotations

from datetime import date

from tenderwatch.dates import When
from tenderwatch.dates.arithmetic import shift
from tenderwatch.law.terms.anchor import Anchor
from tenderwatch.law.terms.rolling import Roll
from tenderwatch.registry.model import KeyDate


def next_date(item: KeyDate, today: date) -> When:
    """The date; of one that recurs the first that has not passed. Months are added at once, month ends stay."""
    if item.every is None or not item.on.passed(today):
        return item.on
    return Roll(Anchor(item.on), item.every, None).next_end(today) or item.on


def notice_by(item: KeyDate, on: When) -> When | None:
    """By when notice must be given for one of its dates; None where the contract names no notice period."""
    return shift(on, item.notice, -1) if item.notice else None
