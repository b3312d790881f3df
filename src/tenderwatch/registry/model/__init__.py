"""The registry as values: what a curator recorded, before anything is worked out from it."""

from tenderwatch.registry.model.asking import Near, Question, Reach, Wanted, Worked
from tenderwatch.registry.model.contract import (
    Abandoned,
    Conflict,
    Contract,
    Ended,
    Evidence,
    Extension,
    Joining,
    KeyDate,
    Notice,
    OptionState,
    Plans,
    Reading,
    Value,
)
from tenderwatch.registry.model.coverage import InHouse, Look, NotFound, ReadNext, Unread
from tenderwatch.registry.model.registry import (
    Aside,
    Authority,
    Event,
    Portal,
    Registry,
    Source,
    Watch,
)
