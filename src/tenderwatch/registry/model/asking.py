"""What an answer asks a registry for, and what it gets."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

from tenderwatch.named_tuple import NamedTuple
from tenderwatch.registry.model.contract import Contract


class Wanted(NamedTuple):
    """Which contracts an answer is about. Each set that is not None asks for one of its members; all must fit.

    It may let too many through, never too few: whoever asks looks at each contract again.
    """

    authorities: frozenset[str] | None = None
    lead: frozenset[str] | None = None
    portal: frozenset[str] | None = None
    services: frozenset[str] | None = None
    providers: frozenset[str] | None = None
    department: frozenset[str] | None = None
    kind: frozenset[str] | None = None
    texts: tuple[str, ...] | None = None


class Question(NamedTuple):
    """What asks for attention on a day, as far as a horizon; without one, how each contract stands that day.

    The answer of a contract hangs on nothing else.
    """

    today: date
    horizon: date | None


class Worked(NamedTuple):
    """What was worked out of a contract for a question, as its asker wrote it down: how it stands, and its cells."""

    id: str
    standing: str
    cells: str


class Near(NamedTuple):
    """The contracts that can ask for attention, in their order; and of one wish, the others that fit it, by id.

    Of a question, some may have been worked out before: these are not among the contracts. `places` says where each
    contract stands, as `far` does, so that what is worked out of it can be kept.
    """

    contracts: tuple[Contract, ...]
    far: Mapping[str, int] = MappingProxyType({})
    worked: tuple[Worked, ...] = ()
    places: Mapping[str, int] = MappingProxyType({})


class Reach(NamedTuple):
    """How far a question reaches: to the first end that is beyond it, and the bodies that cease to exist within it."""

    end: date
    ceasing: frozenset[str]
