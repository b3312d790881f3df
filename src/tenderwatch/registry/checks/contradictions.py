"""How a record is read whose facts contradict each other: it stays in every answer, and says so.

Left out, it would hide an end. So of two readings neither is taken for true: an end may be either, what would end
something early is set aside, and so is what would put an end off.
"""

from collections.abc import Callable

from tenderwatch.dates import When, from_bounds
from tenderwatch.law.terms import Step, contract_ends
from tenderwatch.law.terms.anchor import term_anchor
from tenderwatch.law.terms.options import is_used
from tenderwatch.named_tuple import NamedTuple
from tenderwatch.registry.model import Contract, Extension

_Items = frozenset[int | None]


class Contradiction(NamedTuple):
    """What a check found in a record that stays: its code, the item of a list that it is about, and its words."""

    code: str
    item: int | None
    message: str


class Reading(NamedTuple):
    """How answers read such a record: in words, and the record itself. `items` are those that the findings name."""

    words: str
    read: Callable[[Contract, _Items], Contract]


def read_carefully(contract: Contract, found: tuple[Contradiction, ...]) -> Contract:
    """The record as answers use it, with a note for each thing that was found."""
    notes: list[str] = []
    for code, reading in READINGS.items():
        if of_code := [finding for finding in found if finding.code == code]:
            contract = reading.read(contract, frozenset(finding.item for finding in of_code))
            notes += [f"Contradiction: {finding.message}; {reading.words}." for finding in of_code]
    return contract._replace(notes=(*notes, *contract.notes))


def _as_recorded(contract: Contract, _: _Items) -> Contract:
    return contract


def _term_or_end(contract: Contract, _: _Items) -> Contract:
    worked_out = term_anchor(contract.start, contract.term).end if contract.start and contract.term else None
    return contract._replace(term=None, end=_either(contract.end, worked_out))


def _not_replacing(contract: Contract, items: _Items) -> Contract:
    kept = (old for number, old in enumerate(contract.replaces) if number not in items and old != contract.id)
    return contract._replace(replaces=tuple(kept))


def _options(change: Callable[[Extension], Extension]) -> Callable[[Contract, _Items], Contract]:
    """A reading that changes every option in the rows that were found; in all rows where none is named."""

    def read(contract: Contract, items: _Items) -> Contract:
        rows = enumerate(contract.extensions)
        changed = (_within(row, change) if items & {number, None} else row for number, row in rows)
        return contract._replace(extensions=tuple(changed))

    return read


def _within(option: Extension, change: Callable[[Extension], Extension]) -> Extension:
    ways = tuple(tuple(_within(inner, change) for inner in way) for way in option.alternatives)
    return change(option._replace(alternatives=ways))


def _undecided(option: Extension) -> Extension:
    if option.state not in ("exercised", "declined"):
        return option
    return option._replace(state="unknown", taken_to=None, rest=None)


def _without_length(option: Extension) -> Extension:
    state = "unknown" if is_used(option) else option.state
    return Extension(state=state, id=option.id, condition=option.condition, evidence=option.all_evidence)


def _either_end(contract: Contract, items: _Items) -> Contract:
    """Each option used in these rows leads to a day between the end before it and the one that it is said to reach."""
    for item in _used_rows(contract, items):
        steps = _uses_of(contract, item)
        contract = _until(contract, item, _either(*(end for step in steps for end in (step.since, step.reached))))
    return contract


def _too_far(contract: Contract, items: _Items) -> Contract:
    """An option that was used further than it reaches leads to a day between its own end and that one."""
    for item in _used_rows(contract, items):
        whole = _options(lambda option: option._replace(taken_to=None, rest=None))(contract, frozenset({item}))
        ends = [step.to for step in _uses_of(whole, item)] + [step.reached for step in _uses_of(contract, item)]
        contract = _until(contract, item, _either(*ends))
    return contract


def _used_rows(contract: Contract, items: _Items) -> list[int]:
    return sorted(item for item in items if item is not None and is_used(contract.extensions[item]))


def _uses_of(contract: Contract, item: int) -> list[Step]:
    """The steps of one row that were used."""
    inside = _all_of(contract.extensions[item])
    steps = contract_ends(contract._replace(ended=None, regime="unknown")).steps
    return [step for step in steps if step.state == "exercised" and any(step.option is option for option in inside)]


def _until(contract: Contract, item: int, end: When | None) -> Contract:
    """A row that was used to such an end; where none is known, it is not known how far."""
    row = contract.extensions[item]
    used = Extension(state="exercised" if end else "unknown", id=row.id, until=end, evidence=row.all_evidence)
    return contract._replace(extensions=(*contract.extensions[:item], used, *contract.extensions[item + 1 :]))


def _used_after_declined(contract: Contract, items: _Items) -> Contract:
    contract = _either_end(contract, items)
    last = max((item for item in items if item is not None), default=0)
    rows = (
        _undecided(row) if row.state == "declined" and n < last else row for n, row in enumerate(contract.extensions)
    )
    return contract._replace(extensions=tuple(rows))


def _all_of(option: Extension) -> list[Extension]:
    return [option, *(found for way in option.alternatives for inner in way for found in _all_of(inner))]


def _either(*ends: When | None) -> When | None:
    """A span from the earliest of these ends to the latest; None where none is known."""
    known = [(end.earliest, end.latest) for end in ends if end and end.earliest and end.latest]
    return from_bounds(min(known)[0], max(latest for _, latest in known)) if known else None


_EITHER = "the end may be either"
_SHOWN = "the dates are shown as recorded"
# In the order in which they are applied. A fault whose code is not here leaves the record out.
READINGS: dict[str, Reading] = {
    "bad-option": Reading("how long it is counts as not known", _options(_without_length)),
    "end-before-start": Reading(_SHOWN, _as_recorded),
    "out-of-order": Reading(_SHOWN, _as_recorded),
    "term-without-start": Reading("its end counts as not known", _as_recorded),
    "term-and-end": Reading(_EITHER, _term_or_end),
    "open-and-ended": Reading("the end counts", lambda contract, _: contract._replace(open_ended=None)),
    "ended-before-start": Reading(
        "it counts as not ended, and as replacing nothing",
        lambda contract, _: contract._replace(ended=None, replaces=()),
    ),
    "abandoned-and-let": Reading(
        "it counts as let, and as replacing nothing",
        lambda contract, _: contract._replace(abandoned=None, let=True, replaces=()),
    ),
    "decided-before-start": Reading("it counts as not decided", _options(_undecided)),
    "extension-before-end": Reading("if it was used, the end may be either", _either_end),
    "options-backwards": Reading("if it was used, the end may be either", _either_end),
    "option-overused": Reading(_EITHER, _too_far),
    "option-order": Reading(_EITHER, _used_after_declined),
    "replaces-itself": Reading("it counts as replacing neither", _not_replacing),
    "replaces-in-circle": Reading("it counts as not replacing that one", _not_replacing),
    "lead-is-partner": Reading(
        "it counts as the lead",
        lambda contract, _: contract._replace(partners=tuple(p for p in contract.partners if p != contract.lead)),
    ),
}  # fmt: skip
