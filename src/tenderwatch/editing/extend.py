"""Recording that an option to extend was used."""

from __future__ import annotations

from datetime import date

from tenderwatch.dates import When
from tenderwatch.dates.typed import read_when
from tenderwatch.editing.fields import typed_when
from tenderwatch.editing.option_use import options_text, used_next, used_to, waiting_before, wrong
from tenderwatch.errors import UsageError
from tenderwatch.law.terms import contract_ends
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
    steps = contract_ends(contract).steps
    step = next((step for step in steps if step.number == number), None)
    if step is None:
        raise UsageError(wrong(contract, f"has no option {number}"), options_text(steps))
    waiting = waiting_before(contract, steps, step)
    used = step if waiting is None else used_next(contract, step)
    reached = used_to(contract, steps, step, used, to)
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
    return "; ".join(filter(None, notes))


def extend_by_agreement(
    draft: Draft, contract: Contract, to: str, decided: str | None, cited: Cited, today: date
) -> None:
    """Record an extension that was agreed with no option behind it. Raises UsageError where it leads no further."""
    end, day, ends = typed_when("⟨to⟩", to), _decided(decided, today), contract_ends(contract)
    current = ends.current.when if ends.current else None
    if ends.decided:
        raise UsageError(wrong(contract, "is recorded as ended"), "correct `ended` first, if it goes on after all")
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
