"""Releases that are plainly not of health or social care, known by few of their keys, before they are decoded.

Of all that is published eleven in twelve are something else. A glance takes half the time of decoding, with
what the extra `import` installs. It errs on one side alone: what is odd is decoded, and judged by `ocds.not_of_care`.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, lru_cache
from typing import Any

from tenderwatch.importers.fast_json import MOST_NESTING
from tenderwatch.importers.json_blocks import text_of
from tenderwatch.importers.ocds import stage_of
from tenderwatch.importers.scope import care_by_codes, names_care

# Kinds of notice of which a glance shows enough.
_STATING_AWARDS = frozenset({"award", "contract"})
_STATING_CONTRACTS = frozenset({"change", "termination"})
_STATING_NEITHER = frozenset({"planning", "tender", "cancellation"})
# States of an award or a contract by which a notice is of no other kind than its tags say.
_ORDINARY = (None, "active", "pending", "planned", "complete", "terminated")


@cache
def glance() -> Callable[[bytes], str | None] | None:
    """What gives of the bytes of a release its name, if it is plainly not of care; None without msgspec.

    It gives an empty text for one that is plainly to be read, and None where it is not sure.
    """
    try:
        import msgspec
    except ImportError:
        return None
    decode = msgspec.json.Decoder(_keys(msgspec.defstruct)).decode
    error = msgspec.MsgspecError

    def name_of_other(data: bytes) -> str | None:
        try:
            seen = decode(data)
        except (error, UnicodeDecodeError, RecursionError):
            return None
        # One that might nest too deep is to be refused.
        is_care = _is_plainly_care(seen)
        if is_care is None or _may_nest_too_deep(data):
            return None
        return "" if is_care else text_of(seen.id) or text_of(seen.ocid) or None

    return name_of_other


def _may_nest_too_deep(data: bytes) -> bool:
    """Whether so many blocks begin. Counting would take twice as long as replacing."""
    return b"{" in data.replace(b"[", b"{").replace(b"{", b" ", MOST_NESTING)


def _keys(struct: Callable[..., Any]) -> Any:
    """The few keys, as a type to decode."""

    def block(name: str, *fields: tuple[str, Any, Any]) -> Any:
        return struct(name, fields, gc=False)

    def listed(item: Any) -> Any:
        return list[item] | None

    title, code = ("title", str | None, None), block("Code", ("id", str | None, None))
    codes = ("classification", code | None, None), ("additionalClassifications", listed(code), ())
    items = "items", listed(block("Item", *codes)), ()
    let = listed(block("Let", title, ("status", str | None, None), items))
    tender = block("Tender", title, *codes, items, ("lots", listed(block("Lot", title)), ()))
    return block(
        "Glance", ("ocid", str, ""), ("id", str, ""), ("tag", list[str], ()), title,
        ("tender", tender | None, None), ("awards", let, ()), ("contracts", let, ()),
    )  # fmt: skip


def _is_plainly_care(seen: Any) -> bool | None:
    """Whether a release is of care by its codes; None where that is not plain, or it may be left out as well."""
    tender, awards, contracts = seen.tender, seen.awards or (), seen.contracts or ()
    if tender is None or not seen.ocid:
        return None
    stage = stage_of(tuple(seen.tag))
    stated: Any = ()
    if stage in _STATING_AWARDS and awards:
        stated = (*awards, *contracts)
    elif stage in _STATING_CONTRACTS and contracts:
        stated = contracts
    elif stage not in _STATING_NEITHER:
        return None
    for let in stated:
        if let.status not in _ORDINARY:
            return None
    title = text_of(tender.title) or text_of(seen.title)
    if "test" in title.lower():
        return None
    if others := [text_of(block.title) for block in (*stated, *(tender.lots or ())) if block.title]:
        title = "\n".join((title, *others))
    told = care_by_codes(_plain(tuple([code.id for code in _codes_of(tender, awards) if code.id])))
    return None if told is None and names_care(title) else bool(told)


@lru_cache(maxsize=4096)
def _plain(codes: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(map(text_of, codes))


def _codes_of(tender: Any, awards: Any) -> list[Any]:
    codes = [*(tender.additionalClassifications or ())]
    if tender.classification is not None:
        codes.insert(0, tender.classification)
    items = tender.items or ()
    for award in awards:
        if award.items:
            items = (*items, *award.items)
    for item in items:
        if item.classification is not None:
            codes.append(item.classification)
        codes += item.additionalClassifications or ()
    return codes
