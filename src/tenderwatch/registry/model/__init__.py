"""The registry as values: what a curator recorded, before anything is reckoned from it."""

from tenderwatch.registry.model.contract import (
    Conflict,
    Contract,
    Ended,
    Evidence,
    Extension,
    Joining,
    Notice,
    OptionState,
    Plans,
    Reading,
    Value,
)
from tenderwatch.registry.model.coverage import Look, NotFound
from tenderwatch.registry.model.registry import Authority, Portal, Registry, Source
from tenderwatch.registry.model.watch import Watch

__all__ = [
    "Authority",
    "Conflict",
    "Contract",
    "Ended",
    "Evidence",
    "Extension",
    "Joining",
    "Look",
    "NotFound",
    "Notice",
    "OptionState",
    "Plans",
    "Portal",
    "Reading",
    "Registry",
    "Source",
    "Value",
    "Watch",
]
