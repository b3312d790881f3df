"""Ends and successors: a record stays when its contract is over, since a published id may not vanish."""

from __future__ import annotations

from datetime import date

from tenderwatch.dates import When
from tenderwatch.dates.parsing import WhenError, parse_when
from tenderwatch.editing.fields import in_words
from tenderwatch.editing.files import Files
from tenderwatch.errors import UsageError
from tenderwatch.law.terms import contract_ends
from tenderwatch.registry.draft import Cited, Draft
from tenderwatch.registry.model import Contract, Registry


def retire(draft: Draft, on: When, how: str, cited: Cited) -> None:
    """Record that the arrangement ended, or is to end, when and how, on evidence.

    Raises UsageError if that is recorded already, if nothing was let, or if that day lies before the start.
    """
    _not_over_yet(draft)
    start = _start(draft)
    if start and on.before(start):
        hint = f"if nothing was let: tenderwatch abandon {draft.name} ⟨on⟩ {on.written} ⟨source⟩ ..."
        raise UsageError(f"it cannot end ({on.text}) before it starts ({start.text})", hint)
    draft.put(("ended",), {"on": on.written, "how": how})
    draft.support(*cited[:2], ("ended",))


def refuse_later(contract: Contract, on: When, today: date) -> None:
    """Raise UsageError where an end to be recorded lies after every end that is still possible: it was put off."""
    longest = contract_ends(contract).longest
    last = longest.when.latest if longest else None
    if longest and last and last >= today and on.earliest and on.earliest > last:
        hint = (
            f"an end that was put off: tenderwatch extend {contract.id} ⟨modification⟩ ⟨to⟩ {on.written} ⟨source⟩ ..."
        )
        raise UsageError(f"{on.text} is after its last possible end ({longest.when.text})", hint)


def abandon(draft: Draft, on: When, how: str, cited: Cited) -> None:
    """Record that a procurement was given up before anything was let, on evidence.

    Raises UsageError if that is recorded already, if the record says that something was let, or if it had begun by
    then with nothing to say that it was only planned or advertised.
    """
    _not_over_yet(draft)
    let = next((key for key in ("awarded", "providers") if draft.get(key)), "let" if draft.get("let") == "true" else "")
    hint = f"if it came to an end: tenderwatch retire {draft.name} ⟨on⟩ DATE ⟨how⟩ TEXT ⟨source⟩ ..."
    if let:
        raise UsageError(f"'{draft.name}' was let, as `{let}` says", hint)
    start = _start(draft)
    if not (on.before(start) or draft.get("advertised") or draft.get("plans") or draft.get("let") == "false"):
        hint += f"\n  if it was never let: tenderwatch set {draft.name} let false ⟨source⟩ ..."
        raise UsageError(f"'{draft.name}' was let: its record has no tender or plan to abandon", hint)
    draft.put(("abandoned",), {"on": on.written, "how": how})
    draft.support(*cited[:2], ("abandoned",))


def _not_over_yet(draft: Draft) -> None:
    for key, word in (("ended", "ended"), ("abandoned", "abandoned")):
        if (stated := draft.get(key, "on")) is not None:
            hint = f"correct it with `tenderwatch set {draft.name} {key}.on DATE ⟨source⟩ ...`"
            raise UsageError(f"'{draft.name}' is recorded as {word} ({in_words(str(stated))})", hint)


def _start(draft: Draft) -> When | None:
    """The start as it is written; None if there is none that can be read."""
    written = draft.get("start")
    try:
        return parse_when(written) if isinstance(written, str) else None
    except WhenError:
        return None


def replace(new: Draft, old: str, files: Files, cited: Cited | None) -> None:
    """Record that `new` takes the place of `old`. Raises UsageError where that goes round in a circle."""
    if old == new.name:
        raise UsageError("a contract cannot replace itself", "name the earlier one first: replace OLD ⟨with⟩ NEW")
    if old in new.items("replaces"):
        raise UsageError(f"'{new.name}' replaces '{old}' already", "there is nothing to do")
    if new.name in _earlier(files.checked[0], old):
        hint = f"if the order is wrong: tenderwatch replace {new.name} ⟨with⟩ {old}"
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
