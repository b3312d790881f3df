"""What becomes of the reading that stood in a field, and of the evidence for it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Literal

from tenderwatch.dates.words import day_text
from tenderwatch.editing.fields import in_words
from tenderwatch.errors import UsageError
from tenderwatch.registry.checks.evidence import DATED
from tenderwatch.registry.draft import Cited, Draft, Path
from tenderwatch.registry.format.paths import kind_at
from tenderwatch.registry.format.written import WHEN
from tenderwatch.registry.yaml_tree import Data

# What became of the value before: we had misread it, the source has been overtaken, or two sources disagree.
# What sources state of a contract: a change of it needs the source that says so, or the word that it was a mistake.
STATED = (*DATED, "title", "providers")
Was = Literal["slip", "moved", "disputed"]


def keep_what_was(
    draft: Draft,
    before: Draft,
    path: Path,
    cited: Cited | None,
    *,
    was: Was | None,
    because: str | None,
    titles: dict[str, str],
    today: date,
) -> None:
    """Deal with the reading that stood in a field of a contract, and let the source cited support the new one.

    `slip`: we had misread it, and nothing of it is kept. `moved`: its source has been overtaken, and a note keeps
    what was stated; the old evidence no longer supports the field. `disputed`: both readings become a conflict.
    If nothing is said it is a slip with the same source, and moved with another; what sources state never changes
    without either. A conflict about the field that the new source settles is closed: a note keeps its readings.
    `titles` are those of the sources. Raises UsageError with all that is missing.
    """
    key, old, new = str(path[0]), before.get(*path), draft.get(*path)
    option = _option_of(path)
    earlier = [] if option else _supporting(before, key)
    _need_reason(path, cited, was, because, changes=old is not None and old != new and new is not None)
    others = [item for item in earlier if cited and item[0] != cited.source]
    moved = old != new and bool(others)
    if was == "disputed":
        _dispute(draft, path, old, [item for item in earlier if cited and item != cited[:2]], cited, because)
    elif moved and was != "slip" and (stated := _gone(draft, path, old)):
        if len(path) == 1:
            _overtake(draft, key, cited)
        named = "; ".join(f"{titles.get(source, source)}: {place}" for source, place in others)
        note = f"Stated earlier: {_label(path)} {stated} ({named}). Superseded on {day_text(today)}."
        draft.append(("notes",), note)
    if cited and was != "disputed" and old != new and len(path) == 1:
        _close_conflicts(draft, key, cited, titles, today, slip=was == "slip" or not others)
    if cited and draft.get(*path) is not None:
        draft.support(*cited[:2], (str(path[2]),) if option else (key,), option)
    unsupported = draft.get(key) is not None and not _supporting(draft, key)
    if unsupported and (key in DATED or (key in STATED and was != "slip" and old != new)):
        hint = "name the source: ⟨source⟩ ID ⟨place⟩ 'page, row or item', or ⟨own⟩"
        raise UsageError(f"nothing supports `{key}`: a fact needs its evidence", hint)


def _need_reason(path: Path, cited: Cited | None, was: Was | None, because: str | None, *, changes: bool) -> None:
    if was in ("moved", "disputed") and cited is None:
        reason = ", and ⟨because⟩ with the reason" if was == "disputed" and not because else ""
        raise UsageError(f"⟨was⟩ {was} needs the source that says so now", f"add ⟨source⟩ and ⟨place⟩{reason}")
    if cited is None and was is None and path[0] in STATED and changes:
        hint = (
            "name the source that says so now (⟨source⟩ and ⟨place⟩, or ⟨own⟩); "
            "or say ⟨typo⟩ (⟨was⟩ slip) if the old one was only a mistake of ours"
        )
        raise UsageError(f"`{_typed(path)}` has a value already: why does it change?", hint)
    if because and was != "disputed":
        raise UsageError("⟨because⟩ is the reason for a choice between readings", "add ⟨was⟩ disputed")


def _gone(draft: Draft, path: Path, old: Data | None) -> str:
    """What is no longer said of a field, as people say it; empty where nothing has gone, or where it has parts."""
    if isinstance(old, list):
        return ", ".join(item for item in old if isinstance(item, str) and item not in draft.items(*path))
    return _words(draft, path, old) if isinstance(old, str) else ""


def about_conflicts(draft: Draft, before: Draft, path: Path) -> Iterator[str]:
    """What is to be said of the conflicts about a field that has changed since they were decided."""
    if draft.get(*path) == before.get(*path):
        return
    key = str(path[0])
    old, new = ([item for _, item in _conflicts(state, key)] for state in (before, draft))
    if any(item not in new for item in old):
        yield f"the conflict about `{key}` is settled by the new source: a note keeps what each source said"
    chosen = [str(item.get("chosen", "")) for item in old if item in new]
    if said := " and ".join(_words(draft, path, item) for item in chosen):
        yield f"a conflict about `{key}` is still on record, with {said} chosen: see whether it holds"


def _conflicts(draft: Draft, key: str) -> list[tuple[int, dict[str, Data]]]:
    """The conflicts about a key, with their positions."""
    listed = enumerate(draft.items("conflicts"))
    return [(number, item) for number, item in listed if isinstance(item, dict) and item.get("about") == key]


def _close_conflicts(draft: Draft, key: str, cited: Cited, titles: dict[str, str], today: date, *, slip: bool) -> None:
    """Turn the conflicts about a key into notes: a source that overtakes the others has settled them.

    A slip settles only those in which its own source was misread.
    """
    for number, conflict in reversed(_conflicts(draft, key)):
        readings = conflict.get("readings")
        said = [item for item in readings if isinstance(item, dict)] if isinstance(readings, list) else []
        if slip and cited.source not in [item.get("source") for item in said]:
            continue
        words = "; ".join(f"{item.get('says')} ({titles.get(str(item.get('source')), '')})" for item in said)
        title = dict(cited.about).get("title") or titles.get(cited.source, cited.source)
        by = f"{title}: {cited.place}"
        draft.remove(("conflicts", number))
        draft.append(
            ("notes",), f"Sources disagreed on {_label((key,))}: {words}. Settled on {day_text(today)} ({by})."
        )


def forget(draft: Draft, path: Path) -> None:
    """Take a field out, and its key out of the evidence where nothing of it is left."""
    if draft.get(*path) is None:
        raise UsageError(f"`{_typed(path)}` is not there", "there is nothing to remove")
    draft.remove(path)
    where = _option_of(path)
    key = str(path[len(where)])
    if draft.get(*where, key) is None:
        for number in range(len(draft.items(*where, "evidence"))):
            _unsupport(draft, (*where, "evidence", number), key)


def _supporting(draft: Draft, key: str) -> list[tuple[str, str]]:
    """Source and place of each piece of evidence that supports a key."""
    return [
        (str(item.get("source", "")), str(item.get("place", "")))
        for number, item in enumerate(draft.items("evidence"))
        if isinstance(item, dict) and key in draft.items("evidence", number, "supports")
    ]


def _overtake(draft: Draft, key: str, cited: Cited | None) -> None:
    for number, item in enumerate(draft.items("evidence")):
        if isinstance(item, dict) and cited and item.get("source") != cited.source:
            _unsupport(draft, ("evidence", number), key)


def _unsupport(draft: Draft, piece: Path, key: str) -> None:
    supports = draft.items(*piece, "supports")
    if key in supports:
        draft.remove((*piece, "supports", supports.index(key)))


def _dispute(
    draft: Draft, path: Path, old: Data | None, earlier: list[tuple[str, str]], cited: Cited | None, because: str | None
) -> None:
    """Both readings as a conflict, with the new one chosen."""
    if not because or cited is None:
        raise UsageError("a choice between readings needs its reason", "add ⟨because⟩ 'why this reading was chosen'")
    new = draft.get(*path)
    if not isinstance(old, str) or not earlier or not isinstance(new, str):
        raise UsageError(f"`{_typed(path)}` has no earlier reading to disagree with", "remove ⟨was⟩")
    readings: list[Data] = [
        {"says": f"{_label(path)} {_words(draft, path, text)}", "source": source, "place": place}
        for text, source, place in (*((old, *item) for item in earlier), (new, cited.source, cited.place))
    ]
    conflict: Data = {
        "about": str(path[0]), "readings": readings, "chosen": _words(draft, path, new), "because": because,
    }  # fmt: skip
    draft.append(("conflicts",), conflict)


def _option_of(path: Path) -> Path:
    """Where the option stands that a field is of; empty for a field of the contract itself."""
    return path[:2] if path[0] == "extensions" and len(path) > 2 else ()


def _typed(path: Path) -> str:
    """A field as it is named on the command line."""
    return ".".join(str(item + 1) if isinstance(item, int) else item for item in path)


def _label(path: Path) -> str:
    """A field as people say it."""
    return _typed(path).replace(".", " ").replace("_", " ")


def _words(draft: Draft, path: Path, value: str) -> str:
    """A value as people say it."""
    return in_words(value) if kind_at(draft.section, path) is WHEN else value
