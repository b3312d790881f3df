"""Confirming a record: its sources were looked at again and say the same."""

from __future__ import annotations

from datetime import date

from tenderwatch.editing.fields import in_words
from tenderwatch.errors import UsageError
from tenderwatch.registry.draft import Draft, Path


def confirm(draft: Draft, sources: tuple[str, ...], day: date) -> None:
    """Mark every piece of evidence from these sources as checked on a day; all of it if the record has one source.

    Raises UsageError where the record does not cite a source, or was checked later already.
    """
    pieces = _pieces(draft)
    known = list(dict.fromkeys(source for _, source in pieces))
    if not sources and len(known) > 1:
        raise UsageError(
            f"'{draft.name}' cites {len(known)} sources: say which you looked at",
            f"name each with ⟨source⟩: {', '.join(known)}",
        )
    for name in sources:
        if name not in known:
            raise UsageError(f"'{draft.name}' has no evidence from '{name}'", f"it cites {', '.join(known) or 'none'}")
    for path, source in pieces:
        if not sources or source in sources:
            before = draft.get(*path, "checked")
            if isinstance(before, str) and before > day.isoformat():
                raise UsageError(
                    f"'{source}' was checked on {in_words(before)} already", "a check goes forward, never back"
                )
            draft.put((*path, "checked"), day.isoformat())


def _pieces(draft: Draft, where: Path = ()) -> list[tuple[Path, str]]:
    """Every piece of evidence, of the record and of its options, with the source it names."""
    found: list[tuple[Path, str]] = []
    for number, item in enumerate(draft.items(*where, "evidence")):
        if isinstance(item, dict):
            found.append(((*where, "evidence", number), str(item.get("source", ""))))
    for number in range(len(draft.items(*where, "extensions"))):
        found += _option_pieces(draft, (*where, "extensions", number))
    return found


def _option_pieces(draft: Draft, option: Path) -> list[tuple[Path, str]]:
    found = _pieces(draft, option)
    for way, options in enumerate(draft.items(*option, "alternatives")):
        for number in range(len(options) if isinstance(options, list) else 0):
            found += _option_pieces(draft, (*option, "alternatives", way, number))
    return found
