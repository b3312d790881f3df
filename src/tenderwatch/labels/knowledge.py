"""The words for how far facts can be relied on, and what silence means."""

from __future__ import annotations

from tenderwatch.labels.label import Labels

VERDICT: Labels = {
    "stale-and-weak": "too old, and second-hand only",
    "stale": "too old",
    "weak": "second-hand only",
    "fresh": "recent enough",
}
SILENCE: Labels = {
    "found": "contracts are known",
    "in-house": "run by the council itself, so no contract is expected",
    "looked-for": "searched for by name and not found",
    "looked-at": "the buyer was searched, not this service by name, and no contract turned up",
    "not-looked": "nobody has searched, so this says nothing",
}
# The same in a cell.
MATRIX: Labels = {
    "in-house": "in-house",
    "looked-for": "not found",
    "looked-at": "not looked at",
    "not-looked": "not looked at",
}
