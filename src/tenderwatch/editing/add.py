"""New records: the template to fill, and what a filled one holds."""

from __future__ import annotations

import re

from tenderwatch.dates.parsing import WhenError, parse_when
from tenderwatch.editing.apply import Addition
from tenderwatch.editing.cited import Cited
from tenderwatch.editing.files import LISTS, File, file_of_lead, sections_with
from tenderwatch.editing.order import in_order, item_of, kind_at
from tenderwatch.editing.spans import Data, NotEditableError, data_of, spans
from tenderwatch.errors import UsageError
from tenderwatch.problems import did_you_mean
from tenderwatch.registry.checks.evidence import DATED
from tenderwatch.registry.format.fields import Choice, FieldType, ListOf, Record

_HEAD = """\
# A new contract: fill it in, delete the lines you do not need, then
#
#   tenderwatch add --from THIS-FILE --dry-run     shows what would be added
#   tenderwatch add --from THIS-FILE               adds it
#
# Write what the source states, and no more: a month stays a month (2027-03), a season a season (spring 2027).
# Lines that begin with # are left out; to use one, take away the # and the space behind it.

# Only if the document you read is not in the registry yet:
# sources:
"""


# Keys that can be left out and seldom are; and those that a template would only be longer for.
_USUAL = ("start", "end")
_RARE = ("alternatives", "checked")


def template() -> str:
    """A record to fill in: what every contract needs, and, behind `#`, all else that one can hold."""
    source, contract = (kind_at(section, ()) for section in ("sources", "contracts"))
    lines = [f"# {line}" for line in _lines(source, 2, optional=False)]
    return _HEAD + "\n".join([*lines, "", "contracts:", *_lines(contract, 2, optional=True), ""])


def _lines(kind: FieldType | None, indent: int, *, optional: bool) -> list[str]:
    """One item of a list of records; `optional` puts `#` before the keys that can be left out and often are."""
    lines: list[str] = []
    for field in kind.fields if isinstance(kind, Record) else ():
        hidden = optional and not field.required and field.key not in _USUAL
        for depth, text in _field(field.key, field.type, field.about):
            lines.append(f"{' ' * (indent + 2)}{'# ' if hidden else ''}{' ' * depth}{text}")
    if lines:
        lines[0] = f"{' ' * indent}- {lines[0].lstrip()}"
    return lines


def _field(key: str, kind: FieldType, about: str) -> list[tuple[int, str]]:
    """The lines of one key, each with its indent; what it means stands behind it."""
    inner = item_of(kind)
    if isinstance(inner, Record):
        rows = [
            row
            for field in inner.fields
            if field.key not in _RARE
            for row in _field(field.key, field.type, field.about)
        ]
        first, *others = rows
        return [(0, f"{key}:  # {about}"), (2, f"- {first[1]}"), *((4 + depth, text) for depth, text in others)]
    if inner is not None:
        return [(0, f"{key}:  # {_meaning(kind, about)}"), (2, "- ")]
    if isinstance(kind, Record):
        rows = [row for field in kind.fields for row in _field(field.key, field.type, field.about)]
        return [(0, f"{key}:  # {about}"), *((2 + depth, text) for depth, text in rows)]
    return [(0, f"{key}:  # {_meaning(kind, about)}")]


def _meaning(kind: FieldType, about: str) -> str:
    if isinstance(kind, ListOf):
        return f"{about}: one on each line"
    return f"{', '.join(kind.options)}" if isinstance(kind, Choice) else about


def from_text(text: str, name: str) -> tuple[Addition, ...]:
    """The records of a filled template. Raises UsageError where it holds none, or is not YAML.

    Keys without a value are left out, as a template has many. What is wrong with the rest `check` will say.
    """
    try:
        found = data_of(spans(text))
    except NotEditableError as error:
        raise UsageError(
            f"{name} is not readable as YAML: {error}", "text with `: ` or ` #` in it stands in quotes"
        ) from None
    if not isinstance(found, dict) or "contracts" not in found:
        raise UsageError(f"{name} has no `contracts:`", "`tenderwatch add --template` prints one to fill in")
    for key in found:
        if key not in LISTS:
            hint = did_you_mean(key, LISTS) or f"it can hold {', '.join(LISTS)}"
            raise UsageError(f"{name}: '{key}' cannot be added", hint)
    additions = []
    for section in LISTS:
        records = found.get(section, [])
        for record in records if isinstance(records, list) else []:
            filled = without_empty(record)
            if not isinstance(filled, dict) or not filled.get("id"):
                raise UsageError(
                    f"{name}: a record under `{section}` has no `id`", "write one: small letters and hyphens"
                )
            additions.append(Addition(section, in_order(filled, kind_at(section, ()))))
    if not any(addition.section == "contracts" for addition in additions):
        raise UsageError(f"{name} has no contract in it", "fill in the keys under `contracts:`")
    return tuple(additions)


def from_flags(given: dict[str, str | list[str] | None], cited: Cited) -> Addition:
    """A contract from what was typed: `extensions` as lengths (12m, 2x12m, until 2030), `plans` as the tender's date.

    Raises UsageError for what no contract can be without.
    """
    record: dict[str, Data] = {
        key: item if isinstance(item, str) else list(item) for key, item in given.items() if item
    }
    for key in ("id", "title", "services", "lead"):
        if key not in record:
            flag = {"id": "the ID", "services": "--service"}.get(key, f"--{key}")
            raise UsageError(f"{flag} is missing", "`tenderwatch add --help` lists what a contract needs")
    for key in ("start", "end"):
        if isinstance(text := record.get(key), str):
            record[key] = _when(key, text)
    if isinstance(text := record.get("plans"), str):
        record["plans"] = {"tender": _when("tender", text)}
    if isinstance(options := given.get("extensions"), list):
        record["extensions"] = [read_option(option) for option in options]
    supports: Data = [key for key in (*DATED, "providers", "partners", "portal", "regime") if key in record]
    record["evidence"] = [{"source": cited.source, "place": cited.place, "supports": supports}]
    return Addition("contracts", without_empty(record))


def _when(key: str, text: str) -> str:
    try:
        return parse_when(text).written
    except WhenError as error:
        raise UsageError(f"--{key}: {error}", error.hint) from None


def read_option(text: str) -> Data:
    """One option as typed: a length, a length so many times, or an end. Raises UsageError for anything else."""
    match = re.fullmatch(r"(?:([1-9][0-9]?) ?x ?)?([1-9][0-9]{0,2})m|until (.+)", text.strip())
    if match is None:
        raise UsageError(
            f"--option: '{text}' is not an option", "write 12m, 2x12m or 'until 2030-03-31'; a template takes more"
        )
    times, months, until = match.groups()
    if until:
        return {"until": _when("option", until), "state": "permitted"}
    return {"months": months, **({"times": times} if times else {}), "state": "permitted"}


def placed(files: tuple[File, ...], new: tuple[Addition, ...], file: str) -> tuple[Addition, ...]:
    """New records in the file asked for, or else beside the contracts of the same lead.

    Raises UsageError where an id is taken already.
    """
    beside = ""
    for item in new:
        name, lead = (str(item.data.get(key, "")) if isinstance(item.data, dict) else "" for key in ("id", "lead"))
        if item.section in sections_with(files, name):
            hint = f"choose another id, or change that record: tenderwatch set {name} FIELD VALUE"
            raise UsageError(f"'{name}' is already the id of a record under `{item.section}`", hint)
        beside = beside or file_of_lead(files, lead)
    return tuple(item._replace(file=file, beside=beside) for item in new)


def without_empty(value: Data) -> Data:
    """The value without keys and items that hold nothing."""
    match value:
        case dict():
            return {key: kept for key, item in value.items() if (kept := without_empty(item)) not in ("", [], {})}
        case list():
            return [kept for item in value if (kept := without_empty(item)) not in ("", [], {})]
        case _:
            return value
