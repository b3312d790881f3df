"""Recording that an option to extend was used: which may be next, how far it was used, and where it then leads."""

from __future__ import annotations

from datetime import date

from tenderwatch.dates import When, on_day
from tenderwatch.dates.typed import read_when
from tenderwatch.editing.fields import typed_when
from tenderwatch.errors import UsageError
from tenderwatch.law.terms import DPS_LAPSE, Ends, contract_ends
from tenderwatch.law.terms.options import Step, is_used
from tenderwatch.registry.draft import Cited, Draft, Path
from tenderwatch.registry.model import Contract, Extension
from tenderwatch.registry.yaml_tree import Data


def extend_by(
    draft: Draft,
    contract: Contract,
    number: int,
    to: str | None,
    decided: str | None,
    cited: Cited,
    today: date,
    rest: str | None = None,
) -> str:
    """Mark option `number` (counted as `show` counts) as exercised, on the evidence cited.

    An option that is flexible, rolls on or has no stated length is used up to `to`. Of any other, `to` may be
    an earlier end than its own: then it was used in part, and `rest` says whether what is left of it is gone. A
    repeated option is divided: the use recorded, and those left. Options may be used out of order; then it leads on
    from the end as it is. What is to be said beside it, or nothing, is returned. Raises UsageError for what makes no
    sense, and says what the options are.
    """
    ends = contract_ends(contract)
    steps = ends.steps
    step = next((step for step in steps if step.number == number), None)
    if step is None:
        raise UsageError(_wrong(contract, f"has no option {number}"), _options_text(steps))
    waiting = _waiting_before(contract, steps, step)
    used = step if waiting is None else _used_next(contract, step)
    reached = _used_to(contract, steps, step, used, to)
    if rest and not reached:
        raise UsageError("⟨rest⟩ speaks of an option that was used in part", "give the end that was reached with ⟨to⟩")
    day = _decided(decided, today)
    path = _path_of(contract.extensions, step.option, ("extensions",))
    keys = ["state"]
    if step.option.times > 1:
        _divide(draft, path, step.option)
    draft.put((*path, "state"), "exercised")
    if reached:
        draft.put((*path, "taken_to"), reached)
        keys.append("taken_to")
    elif draft.get(*path, "taken_to"):  # the rest of it has been used as well
        draft.remove((*path, "taken_to"))
        if draft.get(*path, "rest"):
            draft.remove((*path, "rest"))
    if rest:
        draft.put((*path, "rest"), rest)
        keys.append("rest")
    if day:
        draft.put((*path, "decided"), day.written)
        keys.append("decided")
    draft.support(*cited[:2], tuple(keys), path)
    notes = [_said(used, to) if not reached else ""]
    if waiting:
        notes.append(f"option {waiting.number}, which comes first in the contract, has not been used")
    notes.append(_held(ends))
    return "; ".join(filter(None, notes))


def extend_by_agreement(
    draft: Draft, contract: Contract, to: str, decided: str | None, cited: Cited, today: date
) -> str:
    """Record an extension that was agreed with no option behind it. Raises UsageError where it leads no further.

    What is to be said beside it, or nothing, is returned.
    """
    end, day, ends = typed_when("⟨to⟩", to), _decided(decided, today), contract_ends(contract)
    current = ends.current.when if ends.current else None
    if ends.decided:
        raise UsageError(_wrong(contract, "is recorded as ended"), "correct `ended` first, if it goes on after all")
    if current and current.latest and end.latest and end.latest <= current.latest:
        hint = "an end that was brought forward is recorded with `tenderwatch retire`"
        raise UsageError(f"⟨to⟩: {end.text} is not after the end as it is ({current.text})", hint)
    row: dict[str, Data] = {"until": end.written, "state": "exercised"}
    row |= {"decided": day.written} if day else {}
    row["modification"] = "true"
    rows = contract.extensions
    # Before the options that can still be used: they go on from the end that was agreed.
    place = max((number for number, option in enumerate(rows, start=1) if is_used(option)), default=0)
    if rows:
        draft.insert(("extensions", place), row)
    else:
        draft.put(("extensions",), [row])
    keys = ("until", "state", "decided") if day else ("until", "state")
    draft.support(*cited[:2], keys, ("extensions", place))
    draft.support(*cited[:2], ("extensions",))
    return _held(ends)


def _held(ends: Ends) -> str:
    """Why the end does not move, whatever option is used: it was decided on, or the law sets it; '' where it moves."""
    current = ends.current
    if ends.decided:
        stays = f"stays {current.when.text}" if current else "stays as it is"
        return f"the end {stays}, as that was decided: correct `ended` if it goes on after all"
    lapsed = ends.lapses and current and current.when == on_day(DPS_LAPSE)
    return f"the end stays {current.when.text}, as the law sets it" if lapsed and current else ""


def _decided(decided: str | None, today: date) -> When | None:
    day = typed_when("⟨decided⟩", decided) if decided is not None else None
    if day and day.begins_after(today):
        raise UsageError(f"⟨decided⟩: {day.text} is still to come", "give the day on which it was decided")
    return day


def _said(step: Step, to: str | None) -> str:
    if to is None or step.to is None or (end := read_when(to)) == step.to:
        return ""
    return (
        f"the end stays {step.to.text}, worked out from the end on record, and not {end.text}: "
        "correct that end if a source is more exact"
    )


def _path_of(options: tuple[Extension, ...], wanted: Extension, where: Path) -> Path:
    """Where an option stands in its record."""
    for number, option in enumerate(options):
        path = (*where, number)
        if option is wanted:
            return path
        for way, inner in enumerate(option.alternatives):
            found = _path_of(inner, wanted, (*path, "alternatives", way))
            if found:
                return found
    return ()


def _divide(draft: Draft, path: Path, option: Extension) -> None:
    """A repeated option becomes its first use and a row for those left."""
    row = draft.get(*path)
    left = {key: value for key, value in row.items() if key != "times"} if isinstance(row, dict) else {}
    if option.times > 2:
        left["times"] = str(option.times - 1)
    if option.id:
        left["id"] = f"{option.id}-{option.times}"
    *above, number = path
    draft.insert((*above, int(number) + 1), left)
    draft.remove((*path, "times"))


# --- Which option, and how far ---


def _options_text(steps: tuple[Step, ...]) -> str:
    """The options in one line each, as a person would tell them apart."""
    if not steps:
        return "it has no options on record: add one with `tenderwatch set ID extensions months=12 ⟨add⟩`"
    return "\n  ".join(
        f"{step.number}: {step.text}{f', to {step.to.text}' if step.to and not step.option.since else ''}, {step.state}"
        for step in steps
    )


def _waiting_before(contract: Contract, steps: tuple[Step, ...], step: Step) -> Step | None:
    """The first option that comes before this one and has not been used; none of them may have been turned down."""
    waiting = next((item for item in _before(steps, step) if item.state != "exercised"), None)
    declined = next((item for item in (step, *_before(steps, step)) if item.state == "declined"), None)
    if declined:
        raise UsageError(_wrong(contract, f"had option {declined.number} declined"), _options_text(steps))
    return waiting


def _used_next(contract: Contract, step: Step) -> Step:
    """An option as it stands if it is used before those that come first: from the end as it is."""
    used = step.option._replace(state="exercised", times=1)
    rows = tuple(_with(row, step.option, used) for row in contract.extensions)
    steps = contract_ends(contract._replace(extensions=rows)).steps
    return [item for item in steps if item.option is used][-1]


def _used_to(contract: Contract, steps: tuple[Step, ...], step: Step, used: Step, to: str | None) -> str | None:
    """How far an option has been used; None for one that is used whole. `used` is the step as it is taken."""
    option, options = step.option, _options_text(steps)
    _one_way(contract, steps, step, options)
    end = typed_when("⟨to⟩", to) if to is not None else None
    if _slices(option):
        furthest = used if used is not step else [item for item in steps if item.option is option][-1]
        return _slice(contract, step, furthest.to, end, options)
    if option.state == "exercised" and not step.partly_used:
        raise UsageError(_wrong(contract, f"has used option {step.number} already"), options)
    first = next(item.number for item in steps if item.option is option and item.branch == step.branch)
    if first < step.number:
        raise UsageError(_wrong(contract, f"has not used option {first}, which comes first"), options)
    if end and used.to is None:
        raise UsageError(f"⟨to⟩: no end is known for option {step.number}", "record the end first, or remove ⟨to⟩")
    since = option.taken_to or used.since
    if end and since and since.before(end) and end.before(used.to):  # certainly: then a part has been used
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
                raise UsageError(_wrong(contract, f"went another way, with option {item.number}"), options)


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


def _wrong(contract: Contract, words: str) -> str:
    """A contract and what is wrong with it."""
    return f"'{contract.id}' {words}"
