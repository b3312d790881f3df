"""Ends and successors: a record stays when its contract is over, since a published id may not vanish."""

from __future__ import annotations

from tenderwatch.editing.citation import Cited
from tenderwatch.editing.fields import in_words
from tenderwatch.editing.files import Files
from tenderwatch.errors import UsageError
from tenderwatch.registry.draft import Draft
from tenderwatch.registry.model import Registry


def retire(draft: Draft, on: str, how: str, cited: Cited) -> None:
    """Record that the arrangement ended, when and how, on evidence. Raises UsageError if that is recorded already."""
    ended = draft.get("ended", "on")
    if ended is not None:
        hint = f"correct it with `tenderwatch set {draft.name} ended.on DATE --source ...`"
        raise UsageError(f"'{draft.name}' is recorded as ended ({in_words(str(ended))})", hint)
    draft.put(("ended",), {"on": on, "how": how})
    draft.support(*cited[:2], ("ended",))


def replace(new: Draft, old: str, files: Files, cited: Cited | None) -> None:
    """Record that `new` takes the place of `old`. Raises UsageError where that goes round in a circle."""
    if old == new.name:
        raise UsageError("a contract cannot replace itself", "name the earlier one first: replace OLD --with NEW")
    if old in new.items("replaces"):
        raise UsageError(f"'{new.name}' replaces '{old}' already", "there is nothing to do")
    if new.name in _earlier(files.checked[0], old):
        hint = f"if the order is wrong: tenderwatch replace {new.name} --with {old}"
        raise UsageError(f"'{old}' itself comes after '{new.name}'", hint)
    new.append(("replaces",), old)
    if cited:
        new.support(*cited[:2], ("replaces",))


def _earlier(registry: Registry, name: str) -> set[str]:
    """Every contract that one replaces, at any remove."""
    found: set[str] = set()
    ahead = [name]
    while ahead:
        item = registry.by_id.get(ahead.pop())
        more = set(item.replaces if item else ()) - found
        found |= more
        ahead += more
    return found
