"""The source that an upkeep command names: found in the registry, or described in the same breath."""

from datetime import date
from typing import NamedTuple

from tenderwatch.dates import When
from tenderwatch.dates.parsing import WhenError, parse_when
from tenderwatch.editing.apply import Addition
from tenderwatch.editing.draft import Draft, Path
from tenderwatch.editing.files import File, file_of, sections_with, titles_of
from tenderwatch.errors import UsageError
from tenderwatch.problems import did_you_mean

_DESCRIBE = (
    "describe it in the same command: --new-source title='...' --new-source publisher='...' "
    "--new-source strength=notice (or notice-data, council-page, secondary-summary)"
)


class Cited(NamedTuple):
    """A source, the place in it, and, where the registry does not have it yet, what it is.

    `about` are the keys of the new source as they are written, empty for one that is there.
    """

    source: str
    place: str
    about: tuple[tuple[str, str], ...] = ()


def new_source(files: tuple[File, ...], name: str, about: tuple[tuple[str, str], ...], today: date) -> Addition:
    """A source to be added; read today unless said otherwise.

    Raises UsageError if the id is taken, or if it would have been published or read on a day still to come.
    """
    if "sources" in sections_with(files, name):
        hint = f"cite it without --new-source, or correct it: tenderwatch set {name} FIELD VALUE"
        raise UsageError(f"there is a source '{name}' already", hint)
    given = {"id": name, "read": today.isoformat()} | dict(about)
    for key in ("published", "read"):
        if key in given and (when := _when(key, given[key])).begins_after(today):
            raise UsageError(f"{key}: {when.text} is still to come", "give a day that has been, or leave it out")
    keys = ("id", "title", "publisher", "url", "published", "read", "strength")
    return Addition("sources", {key: given[key] for key in keys if key in given})


def _when(key: str, text: str) -> When:
    try:
        return parse_when(text)
    except WhenError as error:
        raise UsageError(f"{key}: {error}", error.hint) from None


def edits_of(files: tuple[File, ...], cited: Cited | None, today: date, draft: Draft) -> tuple[Draft | Addition, ...]:
    """A draft, and before it the source that it cites, if that is new: best in the same file. Raises as below."""
    beside = file_of(files, draft.section, draft.name)
    return (*(edit._replace(beside=beside) for edit in source_edits(files, cited, today)), draft)


def source_edits(files: tuple[File, ...], cited: Cited | None, today: date) -> tuple[Addition, ...]:
    """What has to be added before a source can be cited. Raises UsageError where one is neither there nor described."""
    if cited is None:
        return ()
    if cited.about:
        return (new_source(files, cited.source, cited.about, today),)
    if "sources" not in sections_with(files, cited.source):
        known = [item for item in titles_of(files) if item]
        raise UsageError(f"there is no source '{cited.source}'", did_you_mean(cited.source, known) or _DESCRIBE)
    return ()


def support(draft: Draft, cited: Cited, keys: tuple[str, ...], where: Path = ()) -> None:
    """Let the evidence of a record, or of the part of it at `where`, say that these keys were read in this source.

    A piece of evidence for the same place takes the keys; otherwise there is one more piece.
    """
    path = (*where, "evidence")
    for number, item in enumerate(draft.items(*path)):
        if isinstance(item, dict) and (item.get("source"), item.get("place")) == (cited.source, cited.place):
            there = draft.items(*path, number, "supports")
            missing = [key for key in keys if key not in there]
            if missing:
                draft.put((*path, number, "supports"), [*there, *missing])
            return
    draft.append(path, {"source": cited.source, "place": cited.place, "supports": list(keys)})
