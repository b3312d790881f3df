"""Recording that an option to extend was used."""

from __future__ import annotations

from datetime import date

from tenderwatch.dates import When
from tenderwatch.dates.parsing import WhenError
from tenderwatch.dates.typed import read_when
from tenderwatch.editing.citation import Cited
from tenderwatch.errors import UsageError
from tenderwatch.law.terms import contract_ends
from tenderwatch.law.terms.options import Step, is_used
from tenderwatch.registry.draft import Draft, Path
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
    repeated option is divided: the use recorded, and those left. What is to be said beside it, or nothing, is
    returned. Raises UsageError for what makes no sense, and says what the options are.
    """
    steps = contract_ends(contract).steps
    step = next((step for step in steps if step.number == number), None)
    if step is None:
        raise UsageError(_wrong(contract, f"has no option {number}"), options_text(steps))
    used_to = _used_to(contract, steps, step, to)
    if rest and not used_to:
        raise UsageError("--rest speaks of an option that was used in part", "give the end that was reached with --to")
    day = _decided(decided, today)
    path = _path_of(contract.extensions, step.option, ("extensions",))
    keys = ["state"]
    if step.option.times > 1:
        _divide(draft, path, step.option)
    draft.put((*path, "state"), "exercised")
    if used_to:
        draft.put((*path, "taken_to"), used_to)
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
    return _said(step, to) if not used_to else ""


def extend_by_agreement(
    draft: Draft, contract: Contract, to: str, decided: str | None, cited: Cited, today: date
) -> None:
    """Record an extension that was agreed with no option behind it. Raises UsageError where it leads no further."""
    end, day, ends = _when("--to", to), _decided(decided, today), contract_ends(contract)
    current = ends.current.when if ends.current else None
    if ends.decided:
        raise UsageError(_wrong(contract, "is recorded as ended"), "correct `ended` first, if it goes on after all")
    if current and current.latest and end.latest and end.latest <= current.latest:
        hint = "an end that was brought forward is recorded with `tenderwatch retire`"
        raise UsageError(f"--to: {end.text} is not after the end as it is ({current.text})", hint)
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


def _decided(decided: str | None, today: date) -> When | None:
    day = _when("--decided", decided) if decided is not None else None
    if day and day.begins_after(today):
        raise UsageError(f"--decided: {day.text} is still to come", "give the day on which it was decided")
    return day


def options_text(steps: tuple[Step, ...]) -> str:
    """The options in one line each, as a person would tell them apart."""
    if not steps:
        return "it has no options on record: add them first (docs/how-to/record-an-extension.md)"
    return "\n  ".join(
        f"{step.number}: {step.text}{f', to {step.to.text}' if step.to and not step.option.since else ''}, {step.state}"
        for step in steps
    )


def _wrong(contract: Contract, words: str) -> str:
    return f"'{contract.id}' {words}"


def _slices(option: Extension) -> bool:
    """Whether it is used bit by bit, so that only the end reached says how much of it was used."""
    sized = option.duration is not None or option.until is not None
    return option.flexible or option.every is not None or not sized


def _when(flag: str, text: str) -> When:
    try:
        return read_when(text)
    except WhenError as error:
        raise UsageError(f"{flag}: {error}", error.hint) from None


def _used_to(contract: Contract, steps: tuple[Step, ...], step: Step, to: str | None) -> str | None:
    """How far an option has been used; None for one that is used whole."""
    option, options = step.option, options_text(steps)
    earlier = [item for item in steps if item.number < step.number and item.branch == step.branch[: len(item.branch)]]
    waiting = next((item for item in earlier if item.option is not option and item.state != "exercised"), None)
    if option.state == "declined" or (waiting and waiting.state == "declined"):
        raise UsageError(_wrong(contract, f"had option {(waiting or step).number} declined"), options)
    if waiting:
        raise UsageError(_wrong(contract, f"has not used option {waiting.number}, which comes first"), options)
    _one_way(contract, steps, step, options)
    end = _when("--to", to) if to is not None else None
    if _slices(option):
        return _slice(contract, steps, step, end)
    if option.state == "exercised" and not step.partly_used:
        raise UsageError(_wrong(contract, f"has used option {step.number} already"), options)
    if option.times > 1 and any(item.option is option for item in earlier):
        first = min(item.number for item in earlier if item.option is option)
        raise UsageError(_wrong(contract, f"has not used option {first}, which comes first"), options)
    if end and step.to is None:
        raise UsageError(
            f"--to: nobody can tell where option {step.number} leads", "record the end first, or remove --to"
        )
    if end and _falls_within(end, option.taken_to or step.since, step.to):
        return end.written
    if end and step.to and not _meet(end, step.to):
        hint = f"remove --to if it was used as it stands; its options are\n  {options}"
        raise UsageError(f"--to: option {step.number} leads to {step.to.text}, not to {end.text}", hint)
    return None


def _one_way(contract: Contract, steps: tuple[Step, ...], step: Step, options: str) -> None:
    """Of ways that exclude each other only one is taken."""
    for fork, way in step.branch:
        for item in steps:
            if item.state == "exercised" and any(other == fork and taken != way for other, taken in item.branch):
                raise UsageError(_wrong(contract, f"went another way, with option {item.number}"), options)


def _slice(contract: Contract, steps: tuple[Step, ...], step: Step, end: When | None) -> str:
    """The end that a flexible or roll-on option is now used up to."""
    option, options = step.option, options_text(steps)
    if end is None:
        raise UsageError(f"option {step.number} is used in parts: up to when?", "give the new end with --to")
    furthest = [step.to for step in steps if step.option is option]
    current = contract_ends(contract).current
    reached = option.taken_to or (current.when if current else None)
    if reached and reached.earliest and end.latest and end.latest <= reached.earliest:
        raise UsageError(f"--to: {end.text} is not after the end as it is ({reached.text})", options)
    if furthest[-1] and furthest[-1].latest and end.earliest and end.earliest > furthest[-1].latest:
        raise UsageError(f"--to: {end.text} is beyond what the option allows ({furthest[-1].text})", options)
    return end.written


def _falls_within(end: When, since: When | None, to: When | None) -> bool:
    """Whether an end lies certainly after one end and certainly before another: then a part has been used."""
    if since is None or to is None or not (end.earliest and end.latest and since.latest and to.earliest):
        return False
    return since.latest < end.earliest and end.latest < to.earliest


def _meet(a: When, b: When) -> bool:
    return bool(
        a.earliest and a.latest and b.earliest and b.latest and a.earliest <= b.latest and b.earliest <= a.latest
    )


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
