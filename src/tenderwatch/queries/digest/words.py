"""Changes in words: one sentence each, which every format shows."""

from __future__ import annotations

from tenderwatch.dates import When
from tenderwatch.labels.standing import STATUS
from tenderwatch.outlook import Outlook
from tenderwatch.queries.changes.compare import Change, fact_words

_HEADS = {
    "new": "new in the registry",
    "entered": "in the registry before, but left out until now",
    "left": "no longer among those chosen",
}


def change_text(change: Change, outlook: Outlook | None) -> str:
    """What changed, in words. `outlook` is the contract as it stands, None if it is no longer there."""
    name = fact_words(change.fact)
    before, after = _text(change.before), _text(change.after)
    state = f": {_state(outlook)}" if outlook else ""
    match change.kind:
        case "new" | "entered" | "left":
            return f"{_HEADS[change.kind]}{state}"
        case "removed":
            return "taken out of the registry; what became of it is not said"
        case "replaced":
            return f"replaced by {after}"
        case "ended":
            on = outlook.contract.ended if outlook else None
            return f"ended {on.on.text} ({on.how})" if on else "ended"
        case "abandoned":
            gone = (outlook.contract.abandoned or outlook.contract.ended) if outlook else None
            return f"procurement abandoned {gone.on.text} ({gone.how})" if gone else "procurement abandoned"
        case "resumed":
            return (
                f"no longer recorded as {before}: {_state(outlook)}" if outlook else f"no longer recorded as {before}"
            )
        case "successor":
            return _successor(change, outlook)
        case "date":
            return _moved(name, change)
        case "conflict":
            return _conflict(change.fact.partition(".")[2], before, after)
    if before and after:
        return f"{name}: was {before}, now {after}"
    return f"{name}: now {after}" if after else f"{name}: no longer {before}"


def _moved(name: str, change: Change) -> str:
    before, after = _text(change.before), _text(change.after)
    if not after:
        return f"{name}: no longer stated (was {before})"
    if not before:
        return f"{name}: {after}, not known before"
    return f"{name}: moved from {before} to {after}"


def _conflict(about: str, before: str, after: str) -> str:
    about = about.replace("_", " ")
    if not after:
        return f"sources no longer disagree about {about}: was {before}"
    return f"sources disagree about {about}: {after}{f' (was {before})' if before else ''}"


def _successor(change: Change, outlook: Outlook | None) -> str:
    name = change.fact.partition(".")[2]
    found = outlook.registry.by_id.get(name) if outlook else None
    title = f"{found.title} ({name})" if found else name
    before, after = _text(change.before), _text(change.after)
    if not after:
        return f"no longer recorded as to be replaced by {title}"
    starts = "its start is not known" if after == "not known" else f"which starts {after}"
    if before:
        return f"the start of its successor {title}: was {before}, now {after}"
    return f"to be replaced by {title}, {starts}"


def _state(outlook: Outlook) -> str:
    words = STATUS[outlook.status]
    end = outlook.next_end or outlook.ends.current
    return f"{words}, end {end.when.text}" if end and outlook.status != "open-ended" else words


def _text(side: When | str | None) -> str:
    return side.text if isinstance(side, When) else side or ""
