"""New records: the template to fill, what a filled one holds, and the source that a command names or describes."""

from __future__ import annotations

import re
from collections.abc import Mapping as Mapping_
from datetime import date
from itertools import groupby

from tenderwatch.dates import Duration
from tenderwatch.dates.typed import read_options
from tenderwatch.editing.fields import as_written, typed_when, worth
from tenderwatch.editing.files import LISTS, Files
from tenderwatch.errors import UsageError
from tenderwatch.problems import did_you_mean
from tenderwatch.registry.checks.evidence import DATED
from tenderwatch.registry.draft import Cited, Draft
from tenderwatch.registry.format.fields import Choice, FieldType, ListOf, Record
from tenderwatch.registry.format.paths import item_of, kind_at, kind_of_record
from tenderwatch.registry.format.written import CPV
from tenderwatch.registry.yaml_tree import Data, Mapping, Sequence, data_of, read_tree

_HEAD = """\
# A new contract: fill it in, delete the lines you do not need, then
#
#   tenderwatch add ⟨from⟩ THIS-FILE ⟨dry-run⟩     shows what would be added
#   tenderwatch add ⟨from⟩ THIS-FILE               adds it
#
# Write what the source states, and no more: a month stays a month (2027-03), a season a season (spring 2027).
# Lines that begin with # are left out; to use one, take away the # and the space behind it.

# Only if the document you read is not in the registry yet:
# sources:
"""


# Of many faults in one file so many are named.
MOST_NAMED = 20
# Keys that can be left out and seldom are; and those that a template would only be longer for.
_USUAL = ("start", "end")
_RARE = ("alternatives", "checked")


def template() -> str:
    """A record to fill in: what every contract needs, and, behind `#`, all else that one can hold."""
    source, contract = (kind_of_record(section) for section in ("sources", "contracts"))
    lines = [f"# {line}" for line in _lines(source, 2, optional=False)]
    return _HEAD + "\n".join([*lines, "", "contracts:", *_lines(contract, 2, optional=True), ""])


def _lines(kind: FieldType | None, indent: int, *, optional: bool) -> list[str]:
    """One item of a list of records; `optional` puts `#` before the keys that can be left out and often are."""
    lines: list[str] = []
    for field in kind.fields if isinstance(kind, Record) else ():
        if field.ours:
            continue
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


def from_text(text: str, name: str) -> tuple[Draft, ...]:
    """The records of a filled template. Raises UsageError where it holds none, or is not YAML.

    Keys without a value are left out, as a template has many. What is wrong with the rest `check` will say.
    """
    root, problems = read_tree(text, name)
    if problems:
        said = [f"line {problem.place.line}: {problem.message}" for problem in problems[: MOST_NAMED + 1]]
        hint = "\n  ".join([problems[0].hint, *(f"also: {words}" for words in said[1:])])
        raise UsageError(f"{name} is not readable as YAML: {said[0].replace('not readable as YAML: ', '')}", hint)
    if not isinstance(root, Mapping) or "contracts" not in root.pairs:
        raise UsageError(f"{name} has no `contracts:`", "`tenderwatch add ⟨template⟩` prints one to fill in")
    for key, (mark, _) in root.pairs.items():
        if key not in LISTS:
            hint = did_you_mean(key, LISTS) or f"it can hold {', '.join(LISTS)}"
            raise UsageError(f"{name}:{mark.line}: '{key}' cannot be added", hint)
    drafts = []
    for section in LISTS:
        _, listed = root.pairs.get(section, (None, None))
        for number, node in enumerate(listed.items if isinstance(listed, Sequence) else (), 1):
            record, origin = without_empty(data_of(node)), f"{name}:{node.line}"
            if not isinstance(record, dict) or not isinstance(record.get("id"), str):
                message = f"{origin}: a record under `{section}` has no `id`"
                raise UsageError(message, f"it is record {number}; write one: small letters and hyphens")
            drafts.append(Draft(section, record, origin=origin))
    if not any(draft.section == "contracts" for draft in drafts):
        raise UsageError(f"{name} has no contract in it", "fill in the keys under `contracts:`")
    return tuple(drafts)


def from_flags(given: dict[str, str | list[str] | None], cited: Cited) -> Draft:
    """A contract from what was typed: `extensions` as lengths (2 x 12 months, until 2030), `plans` as a tender date.

    Raises UsageError for what cannot be read.
    """
    record: dict[str, Data] = {
        key: item if isinstance(item, str) else list(item) for key, item in given.items() if item
    }
    for key in ("start", "end"):
        if isinstance(text := record.get(key), str):
            record[key] = typed_when(f"⟨{key}⟩", text).written
    if isinstance(text := record.get("notice"), str):
        record["notice"] = as_written(kind_at("contracts", ("notice",)), text)
    if isinstance(text := record.get("value"), str):
        record["value"] = worth(text, "⟨value⟩")
    if isinstance(codes := record.get("cpv"), list):
        record["cpv"] = [as_written(CPV, str(code)) for code in codes]
    if isinstance(text := record.get("plans"), str):
        record["plans"] = {"tender": typed_when("⟨tender⟩", text).written}
    if isinstance(options := given.get("extensions"), list):
        record["extensions"] = [row for option in options for row in read_option(option)]
    supports: Data = [key for key in (*DATED, "providers", "partners", "portal", "regime", "value") if key in record]
    record["evidence"] = [{"source": cited.source, "place": cited.place, "supports": supports}]
    return Draft("contracts", {key: kept for key, item in record.items() if (kept := without_empty(item))})


def from_values(files: Files, section: str, given: Mapping_[str, str | list[str] | None]) -> Draft:
    """A new authority or portal from what was typed, key by key. Raises UsageError if its id is taken."""
    name = str(given["id"])
    if files.knows(section, name):
        hint = f"change that record: tenderwatch set {name} FIELD VALUE"
        raise UsageError(f"'{name}' is already the id of a record under `{section}`", hint)
    record: dict[str, Data] = {
        key: as_written(kind_at(section, (key,)), value) if isinstance(value, str) else list(value)
        for key, value in given.items()
        if value
    }
    return Draft(section, record)


def read_option(text: str) -> list[Data]:
    """Options as typed: a length, several, one so many times, or an end. Raises UsageError for anything else."""
    if until := re.fullmatch(r"(?:until|to) (.+)", text.strip(), re.IGNORECASE):
        return [{"until": typed_when("⟨option⟩", until[1]).written, "state": "permitted"}]
    try:
        lengths = read_options(text)
    except ValueError as error:
        hint = "write 12m, 2 x 12 months, 24m + 12m or 'until 2030-03-31'; a template takes more"
        raise UsageError(f"⟨option⟩: {error}", hint) from None
    return [_option(length, len(list(same))) for length, same in groupby(lengths)]


def _option(length: Duration, times: int) -> Data:
    size = {"months": str(length.number)} if length.unit == "months" else {"length": length.written}
    return {**size, **({"times": str(times)} if times > 1 else {}), "state": "permitted"}


def without_empty(value: Data) -> Data:
    """The value without keys and items that hold nothing."""
    match value:
        case dict():
            return {key: kept for key, item in value.items() if (kept := without_empty(item)) not in ("", [], {})}
        case list():
            return [kept for item in value if (kept := without_empty(item)) not in ("", [], {})]
        case _:
            return value


_DESCRIBE = (
    "describe it in the same command: ⟨new-source⟩ title='...' ⟨new-source⟩ publisher='...' "
    "⟨new-source⟩ strength=notice (or notice-data, council-page, own-record, secondary-summary)"
)


def new_source(files: Files, name: str, about: tuple[tuple[str, str], ...], today: date) -> Draft:
    """A source to be added; read today unless said otherwise.

    Raises UsageError if the id is taken, or if it would have been published or read on a day still to come.
    """
    if files.knows("sources", name):
        hint = f"cite it without ⟨new-source⟩, or correct it: tenderwatch set {name} FIELD VALUE"
        raise UsageError(f"there is a source '{name}' already", hint)
    given = {"id": name, "read": today.isoformat()} | dict(about)
    for key in ("published", "read"):
        if key in given and (when := typed_when(key, given[key])).begins_after(today):
            raise UsageError(f"{key}: {when.text} is still to come", "give a day that has been, or leave it out")
    given |= {key: as_written(kind_at("sources", (key,)), given[key]) for key in ("published", "read") if key in given}
    keys = ("id", "title", "publisher", "url", "published", "read", "strength")
    return Draft("sources", {key: given[key] for key in keys if key in given})


def own_record(files: Files, lead: str, place: str) -> Cited:
    """The contract file of an authority as a source, described where the registry does not have it yet."""
    known = bool(lead) and files.knows("authorities", lead)
    name = f"{lead[:29]}-own-record".replace("--", "-") if known else "own-record"
    if files.knows("sources", name):
        return Cited(name, place)
    owner = str(files.draft("authorities", lead).get("name")) if known else "Our organisation"
    about = (("title", f"{owner}: own contract file"), ("publisher", owner), ("strength", "own-record"))
    return Cited(name, place, about)


def with_source(files: Files, cited: Cited | None, today: date, draft: Draft) -> tuple[Draft, ...]:
    """A draft, and before it the source that it cites, if that is new: best in the same file.

    Raises UsageError where the source is neither there nor described.
    """
    if cited is None:
        return (draft,)
    if cited.about:
        source = new_source(files, cited.source, cited.about, today)
        home = files.having(draft.section, draft.name)
        source.beside = home.name if home else ""
        return source, draft
    if not files.knows("sources", cited.source):
        known = [name for file in (*files.files, *files.below) for name in file.numbers["sources"]]
        raise UsageError(f"there is no source '{cited.source}'", did_you_mean(cited.source, known) or _DESCRIBE)
    return (draft,)
