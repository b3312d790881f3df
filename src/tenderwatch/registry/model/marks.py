"""What stands for a contract as it is recorded, with all that is read together with it: its mark.

If one of these changes, so does the mark. Whoever keeps what was worked out of a contract keeps its mark beside it,
and works it out again when that is another.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tenderwatch.registry.model.contract import Contract
    from tenderwatch.registry.model.registry import Registry


def digest(data: bytes) -> int:
    """A number that stands for some bytes."""
    from hashlib import blake2b

    return int.from_bytes(blake2b(data, digest_size=8).digest(), "big")


def mark_of(numbers: Iterable[int]) -> str:
    """The mark of what these numbers stand for, in whatever order: eleven letters and figures."""
    from base64 import urlsafe_b64encode

    return urlsafe_b64encode((sum(numbers) % (1 << 64)).to_bytes(8, "big")).decode().rstrip("=")


def of_bodies(registry: Registry) -> dict[str, int]:
    """What stands for each authority, with its usual portal and with all that follow it."""
    portals = of_portals(registry)
    own = {name: digest(repr(body).encode()) + portals.get(body.portal or "", 0) for name, body in
           registry.authorities.items()}  # fmt: skip
    return {name: sum(own.get(heir, 0) for heir in _reached(name, registry)) for name in own}


def of_portals(registry: Registry) -> dict[str, int]:
    """What stands for each portal, with the one that replaces it."""
    portals = registry.portals

    def number(name: str) -> int:
        return digest(repr(portals[name]).encode()) if name in portals else 0

    return {name: number(name) + number(portal.replaced_by or "") for name, portal in portals.items()}


def _reached(name: str, registry: Registry) -> Iterator[str]:
    """A body and all that follow it, at any remove."""
    seen = {name}
    ahead = [name]
    while ahead:
        at = ahead.pop()
        yield at
        body = registry.authorities.get(at)
        new = [heir for heir in (body.successors if body else ()) if heir not in seen]
        seen.update(new)
        ahead += new


def chains(edges: Iterable[tuple[Any, Any]]) -> Mapping[Any, frozenset[Any]]:
    """What hangs together by these pairs: for each thing, all that can be reached from it either way."""
    group: dict[Any, set[Any]] = {}
    for new, old in edges:
        joined = group.setdefault(new, {new}) | group.setdefault(old, {old})
        for item in joined:
            group[item] = joined
    whole = {id(joined): frozenset(joined) for joined in group.values()}
    return {item: whole[id(joined)] for item, joined in group.items()}


class Marks:
    """The marks of a registry that is held as a whole."""

    def __init__(self, registry: Registry) -> None:
        self._registry = registry
        self._bodies, self._portals = of_bodies(registry), of_portals(registry)
        edges = ((new.id, old) for new in registry.contracts for old in new.replaces)
        self._chains = chains(edges)

    def of(self, contract: Contract) -> str:
        """The mark of one contract."""
        registry = self._registry
        related = (registry.by_id.get(name) for name in self._chains.get(contract.id, ()) if name != contract.id)
        sources = {piece.source for piece in contract.all_evidence}
        sources.update(reading.source for conflict in contract.conflicts for reading in conflict.readings)
        return mark_of(
            (
                digest(repr(contract).encode()),
                self._portals.get(contract.portal or "", 0),
                *(self._bodies.get(name, 0) for name in contract.authorities),
                *(digest(repr(registry.sources.get(name)).encode()) for name in sources),
                *(digest(repr(item).encode()) for item in related),
            )
        )
