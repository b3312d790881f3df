"""The source that an upkeep command names: found in the registry, or described in the same command."""

from datetime import date

from tenderwatch.editing.fields import as_written, typed_when
from tenderwatch.editing.files import Files
from tenderwatch.errors import UsageError
from tenderwatch.problems import did_you_mean
from tenderwatch.registry.draft import Cited, Draft
from tenderwatch.registry.format.paths import kind_at

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
