"""Records out of files of ours as statements, to be held against a registry like those of any other file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from tenderwatch.dates import When
from tenderwatch.importers.statement import Buyer, Own, Place, Reading, Reject, Statement, Terms
from tenderwatch.law.terms import DPS_LAPSE
from tenderwatch.registry.yaml_tree import Data

Record = dict[str, Data]
_MOST_NESTING = 40
# The keys that name a record of another section.
_NAMES = {
    "lead": "authorities", "partners": "authorities", "successors": "authorities", "portal": "portals",
    "replaced_by": "portals", "source": "sources",
}  # fmt: skip
# What a status says that no column does.
_SAID_BY_STATUS: dict[str, Record] = {
    "planned": {"let": "false"},
    "tendering": {"advertised": "unknown"},
    "awarded": {"awarded": "unknown"},
    "abandoned": {"abandoned": {"on": "unknown", "how": "not said"}},
    "open-ended": {"open_ended": "true"},
}


def own_statement(place: Place, own: Own, remarks: tuple[str, ...] = ()) -> Reading:
    """What a file of ours states of one contract. A record without an id is none."""
    record = own.record
    if not isinstance(record.get("id"), str) or not record["id"]:
        return Reject(place, _text(record, "title"), "", "the contract has no id")
    bodies = {_text(body, "id"): body for body in own.authorities}
    names = [name for name in (_text(record, "lead"), *_texts(record, "partners")) if name not in ("", "unknown")]
    buyers = (Buyer(_text(bodies.get(name, {}), "name") or name, code_of(bodies.get(name, {}))) for name in names)
    codes = (*((code, "") for code in _texts(record, "cpv")), *(("", word) for word in _texts(record, "services")))
    return Statement(
        place=place, stage="record", number=None, notice=None, published=None, url=None,
        ocid=_text(record, "ocid") or None, contract="", reference=_text(record, "reference") or None,
        buyers=tuple(buyers), title=_text(record, "title"), words="", kind="contract", regime="unknown",
        route="unknown", categories=codes, portal=None, terms=Terms(), providers=tuple(_texts(record, "providers")),
        value=None, remarks=remarks, own=own,
    )  # fmt: skip


def data_in(value: Any, depth: int = 0) -> Any:
    """What JSON says, as a file of a registry says it; what is null is not said. Raises RecursionError."""
    if depth > _MOST_NESTING:
        raise RecursionError("nested too deep")
    match value:
        case bool():
            return "true" if value else "false"
        case dict():
            return {key: data_in(item, depth + 1) for key, item in value.items() if item is not None}
        case list():
            return [data_in(item, depth + 1) for item in value if item is not None]
        case _:
            return str(value)


def said_of_dates(dates: dict[str, When], status: str, *, by_law: bool) -> Record:
    """Start and end, the options that lead from the one end to the next, and how it stands.

    An end that the law sets is no option. An end that is left open is that of an option of which no length is known.
    """
    data: Record = {}
    initial, current, longest = (dates.get(key) for key in ("initial_end", "end", "longest_end"))
    if start := dates.get("start"):
        data["start"] = start.written
    if initial:
        data["end"] = initial.written
    data |= _SAID_BY_STATUS.get(status, {})
    # No option leads to an end that may lie before the one that it goes on from: that was decided.
    backwards = _goes_back(initial, current, set_by_law=by_law)
    if status == "abandoned" and backwards:
        return data  # nothing was let that could have ended
    if status == "ended" or backwards:
        data["ended"] = {"on": current.written if current else "unknown", "how": "not said"}
        return data
    options: list[Record] = []
    set_by_law = bool(by_law and current and current.latest == DPS_LAPSE) and not (
        initial and initial.latest and initial.latest < DPS_LAPSE
    )
    if initial and not current:
        options.append({"state": "exercised"})
    elif current and current != initial and not set_by_law:
        options.append({"until": current.written, "state": "exercised"})
    if current and not longest:
        options.append({"state": "unknown"})
    elif longest and longest != current:
        options.append({"until": longest.written, "state": "permitted"})
    return {**data, "extensions": list(options)} if options else data


def _goes_back(initial: When | None, current: When | None, *, set_by_law: bool) -> bool:
    """Whether an end, on its first or last day, lies before the first end. The law's cuts a vague one off."""
    if not (initial and current and initial.earliest and initial.latest and current.earliest and current.latest):
        return False
    sooner = current.earliest < initial.earliest or current.latest < initial.latest
    return sooner and not (set_by_law and current.latest == DPS_LAPSE)


def renamed(value: Data, names: Mapping[str, Mapping[str, str]], key: str = "") -> Data:
    """A record with other ids for what it names: by section, the id in the file and the one in the registry."""
    match value:
        case dict():
            return {inner: renamed(item, names, inner) for inner, item in value.items()}
        case list():
            return [renamed(item, names, key) for item in value]
        case str():
            return names.get(_NAMES.get(key, ""), {}).get(value, value)


def only_replacing(record: Record, known: Callable[[str], bool]) -> Record:
    """The record without what it replaces and nobody has, and without evidence for that where nothing is left."""
    old = _texts(record, "replaces")
    kept: list[Data] = [name for name in old if known(name)]
    if len(kept) == len(old):
        return record
    if kept:
        return record | {"replaces": kept}
    rest = {key: value for key, value in record.items() if key != "replaces"}
    pieces = rest.get("evidence")
    if isinstance(pieces, list):
        rest["evidence"] = [_not_supporting(piece, "replaces") for piece in pieces]
    return rest


def _not_supporting(piece: Data, key: str) -> Data:
    if not isinstance(piece, dict) or key not in _texts(piece, "supports"):
        return piece
    keys: list[Data] = [name for name in _texts(piece, "supports") if name != key]
    rest = {name: value for name, value in piece.items() if name != "supports"}
    return {**rest, "supports": keys} if keys else rest


def code_of(body: Record) -> str | None:
    """The GB-PPON of a body, if it states one."""
    codes = body.get("codes")
    return _text(codes, "ppon") or None if isinstance(codes, dict) else None


def _text(record: Record, key: str) -> str:
    value = record.get(key)
    return value if isinstance(value, str) else ""


def _texts(record: Record, key: str) -> list[str]:
    value = record.get(key)
    return [item for item in value if isinstance(item, str)] if isinstance(value, list) else []
