"""How an option was used: which may be next, how far it was used, and where it then leads."""

from __future__ import annotations

from tenderwatch.dates import When
from tenderwatch.editing.fields import typed_when
from tenderwatch.errors import UsageError
from tenderwatch.law.terms import contract_ends
from tenderwatch.law.terms.options import Step
from tenderwatch.registry.model import Contract, Extension


def options_text(steps: tuple[Step, ...]) -> str:
    """The options in one line each, as a person would tell them apart."""
    if not steps:
        return "it has no options on record: add one with `tenderwatch set ID extensions months=12 ⟨add⟩`"
    return "\n  ".join(
        f"{step.number}: {step.text}{f', to {step.to.text}' if step.to and not step.option.since else ''}, {step.state}"
        for step in steps
    )


def waiting_before(contract: Contract, steps: tuple[Step, ...], step: Step) -> Step | None:
    """The first option that comes before this one and has not been used; none of them may have been turned down."""
    waiting = next((item for item in _before(steps, step) if item.state != "exercised"), None)
    declined = next((item for item in (step, *_before(steps, step)) if item.state == "declined"), None)
    if declined:
        raise UsageError(wrong(contract, f"had option {declined.number} declined"), options_text(steps))
    return waiting


def used_next(contract: Contract, step: Step) -> Step:
    """An option as it stands if it is used before those that come first: from the end as it is."""
    used = step.option._replace(state="exercised", times=1)
    rows = tuple(_with(row, step.option, used) for row in contract.extensions)
    steps = contract_ends(contract._replace(extensions=rows)).steps
    return [item for item in steps if item.option is used][-1]


def used_to(contract: Contract, steps: tuple[Step, ...], step: Step, used: Step, to: str | None) -> str | None:
    """How far an option has been used; None for one that is used whole. `used` is the step as it is taken."""
    option, options = step.option, options_text(steps)
    _one_way(contract, steps, step, options)
    end = typed_when("⟨to⟩", to) if to is not None else None
    if _slices(option):
        furthest = used if used is not step else [item for item in steps if item.option is option][-1]
        return _slice(contract, step, furthest.to, end, options)
    if option.state == "exercised" and not step.partly_used:
        raise UsageError(wrong(contract, f"has used option {step.number} already"), options)
    first = next(item.number for item in steps if item.option is option and item.branch == step.branch)
    if first < step.number:
        raise UsageError(wrong(contract, f"has not used option {first}, which comes first"), options)
    if end and used.to is None:
        raise UsageError(
            f"⟨to⟩: nobody can tell where option {step.number} leads", "record the end first, or remove ⟨to⟩"
        )
    if end and _falls_within(end, option.taken_to or used.since, used.to):
        return end.written
    if end and used.to and not (used.to.earliest and used.to.latest and end.touches(used.to.earliest, used.to.latest)):
        hint = f"remove ⟨to⟩ if it was used as it stands; its options are\n  {options}"
        raise UsageError(f"⟨to⟩: option {step.number} leads to {used.to.text}, not to {end.text}", hint)
    return None


def _before(steps: tuple[Step, ...], step: Step) -> list[Step]:
    return [
        item
        for item in steps
        if item.number < step.number
        and item.branch == step.branch[: len(item.branch)]
        and item.option is not step.option
    ]


def _with(row: Extension, option: Extension, used: Extension) -> Extension:
    """A row with an option in it replaced."""
    if row is option:
        return used
    ways = tuple(tuple(_with(inner, option, used) for inner in way) for way in row.alternatives)
    return row._replace(alternatives=ways) if ways else row


def _one_way(contract: Contract, steps: tuple[Step, ...], step: Step, options: str) -> None:
    """Of ways that exclude each other only one is taken."""
    for fork, way in step.branch:
        for item in steps:
            if item.state == "exercised" and any(other == fork and taken != way for other, taken in item.branch):
                raise UsageError(wrong(contract, f"went another way, with option {item.number}"), options)


def _slices(option: Extension) -> bool:
    """Whether it is used bit by bit, so that only the end reached says how much of it was used."""
    sized = option.duration is not None or option.until is not None
    return option.flexible or option.every is not None or not sized


def _slice(contract: Contract, step: Step, furthest: When | None, end: When | None, options: str) -> str:
    """The end that a flexible or roll-on option is now used up to."""
    if end is None:
        raise UsageError(f"option {step.number} is used in parts: up to when?", "give the new end with ⟨to⟩")
    current = contract_ends(contract).current
    reached = step.option.taken_to or (current.when if current else None)
    if reached and reached.earliest and end.latest and end.latest <= reached.earliest:
        raise UsageError(f"⟨to⟩: {end.text} is not after the end as it is ({reached.text})", options)
    if furthest and furthest.before(end):
        raise UsageError(f"⟨to⟩: {end.text} is beyond what the option allows ({furthest.text})", options)
    return end.written


def _falls_within(end: When, since: When | None, to: When | None) -> bool:
    """Whether an end lies certainly after one end and certainly before another: then a part has been used."""
    return since is not None and since.before(end) and end.before(to)


def wrong(contract: Contract, words: str) -> str:
    """A contract and what is wrong with it."""
    return f"'{contract.id}' {words}"
