"""One contract recorded twice, by two of the councils that share it: a warning, for it may be two after all."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tenderwatch.registry.checks.finding import Finding, Whole
from tenderwatch.registry.model import Contract

# Of the words of both titles, the share that they have in common: below it they are taken for two contracts.
_ALIKE = 0.6
_MANY = 50


def probable_twin(contract: Contract, whole: Whole) -> Iterator[Finding]:
    """Another record with the same dates, a service in common and much the same title, under a council that shares it.

    Where more than `_MANY` records have the same dates, these say nothing, and none are compared.
    """
    others = whole.same_dates.get(contract.id, ())
    for other in others if len(others) <= _MANY else ():
        if other.id <= contract.id or other.lead == contract.lead or not _related(contract, other):
            continue
        score = _score(contract, other)
        if score >= _ALIKE:
            message = f"'{contract.id}' and '{other.id}' look like one contract (score {score:.2f} of 1)"
            hint = "keep one record, with its lead and partners, if they are; their dates and services are the same"
            yield Finding(message, hint, "title")


def _related(contract: Contract, other: Contract) -> bool:
    if set(contract.services).isdisjoint(other.services):
        return False
    shared = not set(contract.authorities).isdisjoint(other.authorities)
    return shared or not set(contract.providers).isdisjoint(other.providers)


def _score(contract: Contract, other: Contract) -> float:
    first, second = (set(re.findall(r"\w+", title.casefold())) for title in (contract.title, other.title))
    return len(first & second) / max(len(first | second), 1)
