"""The registry as values: what a curator recorded, before anything is reckoned from it."""

from tenderwatch.model.contract import (
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
from tenderwatch.model.coverage import Look, NotFound
from tenderwatch.model.registry import Authority, Portal, Registry, Source
from tenderwatch.model.watch import Watch

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
