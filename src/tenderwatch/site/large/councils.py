"""What is listed of a council, brought up to a day: only what changed, or may have, is worked out again."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from datetime import date

from tenderwatch.calendar.carry import TOMBSTONE
from tenderwatch.outlook import look_at
from tenderwatch.registry.model import Registry
from tenderwatch.site.large.listed import Listed, listed
from tenderwatch.site.large.shard import Gone, Shard
from tenderwatch.site.site import UNLED

Unread = Callable[[str], bool]


def update(
    registry: Registry,
    council: str,
    name: str,
    today: date,
    old: Shard | None,
    *,
    paged: Collection[str],
    unread: Unread,
    fresh: bool = False,
) -> Shard:
    """The shard of a council on a day, out of the one published last.

    `paged` are the contracts with a page, `unread` says which may still be recorded though they cannot be read. With
    `fresh` everything is worked out again, with the same outcome. What comes out as it was is the old shard itself.
    """
    held = {row.id: row for row in old.rows} if old else {}
    rows: list[Listed] = []
    for contract_id, mark in registry.marks(council or None).items():
        row, page = held.pop(contract_id, None), contract_id in paged
        holds = row and (row.mark, row.page) == (mark, page) and row.day <= today < row.until
        if row and holds and not fresh:
            rows.append(row)
            continue
        new = listed(look_at(registry.by_id[contract_id], registry, today), mark, page=page)
        rows.append(row if row and holds and new._replace(day=row.day) == row else new)
    closed = [row for row in held.values() if unread(row.id)]
    rows += closed
    new_shard = Shard(
        council,
        name,
        today,
        tuple(sorted(rows, key=lambda row: row.id)),
        tuple(_gone(registry, today, old, {row.id for row in rows})),
        tuple(sorted(row.id for row in closed)),
        tuple(_others(registry, council, rows)),
    )
    registry.forget()
    if old and new_shard._replace(day=old.day) == old:
        return old
    return new_shard


def _others(registry: Registry, council: str, rows: list[Listed]) -> Iterator[tuple[str, str]]:
    """The names of the other councils of these contracts, by id."""
    for name in sorted({name for row in rows for name in (row.lead, *row.partners)} - {council, ""}):
        body = registry.authorities.get(name)
        yield name, body.name if body else name


def _gone(registry: Registry, today: date, old: Shard | None, here: set[str]) -> Iterator[Gone]:
    """What was listed here in the last eight weeks and is no more, with where it is now."""
    if old is None:
        return
    since = {row.id: (row.title, today) for row in old.rows} | {item.id: (item.title, item.since) for item in old.gone}
    for name, (title, day) in sorted(since.items()):
        if name not in here and today - day < TOMBSTONE:
            contract = registry.by_id.get(name)
            yield Gone(name, title, day, next(iter(contract.authorities), UNLED) if contract else "")
