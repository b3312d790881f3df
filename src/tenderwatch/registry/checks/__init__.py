"""Checks of the facts in a registry.

A check is a function of one record and of the whole registry that yields findings. To add one, write it in a
module of its own and give it a row in `CHECKS`: its code, the sections whose records it reads, and the function.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from tenderwatch.registry.checks import dates, evidence, names, options, references, use_of_options
from tenderwatch.registry.checks.finding import Check, Finding, Whole
from tenderwatch.registry.checks.twins import probable_twin

_CONTRACTS, _LOOKS = ("contracts",), ("coverage",)
CHECKS: tuple[Check, ...] = (
    Check("end-before-start", _CONTRACTS, dates.end_before_start, of="end"),
    Check("out-of-order", _CONTRACTS, dates.out_of_order),
    Check("term-without-start", _CONTRACTS, dates.term_without_start, of="term"),
    Check("term-and-end", _CONTRACTS, dates.term_and_end, of="term"),
    Check("open-and-ended", _CONTRACTS, dates.open_and_ended, of="open_ended"),
    Check("ended-before-start", _CONTRACTS, dates.ended_before_start, of="ended"),
    Check("planned-end", _CONTRACTS, dates.planned_end, "warning", of="plans"),
    Check("abandoned-and-let", _CONTRACTS, dates.abandoned_and_let, of="abandoned"),
    Check("abandoned-after-start", _CONTRACTS, dates.abandoned_after_start, "warning", of="abandoned"),
    Check("bad-option", _CONTRACTS, options.bad_option, of="extensions"),
    Check("missing-evidence", _CONTRACTS, options.undecided, of="extensions"),
    Check("extension-before-end", _CONTRACTS, options.extension_before_end, of="extensions"),
    Check("option-order", _CONTRACTS, use_of_options.option_order, of="extensions"),
    Check("option-skipped", _CONTRACTS, use_of_options.used_before_another, "warning", of="extensions"),
    Check("option-overused", _CONTRACTS, use_of_options.used_too_far, of="extensions"),
    Check("options-backwards", _CONTRACTS, use_of_options.options_backwards, of="extensions"),
    Check("decided-before-start", _CONTRACTS, use_of_options.decided_before_start, of="extensions"),
    Check("out-of-order", _CONTRACTS, use_of_options.decided_by_after_end, of="extensions"),
    Check("unknown-key", _CONTRACTS, evidence.unknown_key),
    Check("supports-nothing", _CONTRACTS, evidence.supports_nothing),
    Check("missing-evidence", _CONTRACTS, evidence.missing_evidence),
    Check("replaces-itself", _CONTRACTS, references.replaces_itself, in_part=True, of="replaces"),
    Check("lead-is-partner", _CONTRACTS, references.lead_is_partner, in_part=True, of="partners"),
    Check("person-named", _CONTRACTS, names.person_named, "warning", in_part=True),
    Check("out-of-order", _LOOKS, dates.reaches_beyond, of="reaches"),
    Check("tracking-address", ("sources", "portals", "contracts"), names.tracking_address, "warning"),
    Check("out-of-order", _LOOKS, dates.after_edition, across=True),
    *(
        Check(f"unknown-{word}", references.SECTIONS, references.unknown(section), across=True, in_part=True)
        for section, word in references.WORDS.items()
    ),
    Check("ambiguous-name", ("authorities", "portals"), names.ambiguous_name, across=True),
    Check("probable-twin", _CONTRACTS, probable_twin, "warning", across=True),
    Check("replaces-in-circle", _CONTRACTS, references.replaces_in_circle, across=True, of="replaces"),
    Check("decided-ahead", _CONTRACTS, use_of_options.decided_ahead, "warning", across=True, of="extensions"),
    Check("replaces-younger", _CONTRACTS, references.replaces_younger, "warning", across=True, of="replaces"),
    Check("unused-source", ("sources",), evidence.unused_source, "warning", across=True),
)
NOTHING_ELSE = Whole({}, complete=False)


def alone(section: str, record: Any, *, in_part: bool, errors: bool = False) -> Iterator[tuple[Check, Finding]]:
    """What the checks of one record find in it; of one read only in part, fewer can judge. `errors`: no warnings."""
    return _run(_TABLES[section, in_part, False, errors], record, NOTHING_ELSE)


def across(
    section: str, record: Any, whole: Whole, *, in_part: bool, errors: bool = False
) -> Iterator[tuple[Check, Finding]]:
    """What the checks find that compare a record with the rest of the registry. `errors`: no warnings."""
    return _run(_TABLES[section, in_part, True, errors], record, whole)


# The key that a record must have, the check, and its row: taken apart once, as every record passes through a table.
_Row = tuple[str, Callable[[Any, Whole], Iterator[Finding]], Check]


def _table(section: str, *, in_part: bool, across: bool, errors: bool) -> tuple[_Row, ...]:
    return tuple(
        (check.of, check.find, check)
        for check in CHECKS
        if section in check.sections
        and check.across is across
        and (check.in_part or not in_part)
        and (check.level == "error" or not errors)
    )


_TABLES = {
    (section, in_part, across, errors): _table(section, in_part=in_part, across=across, errors=errors)
    for section in {section for check in CHECKS for section in check.sections}
    for in_part in (False, True)
    for across in (False, True)
    for errors in (False, True)
}


def _run(rows: tuple[_Row, ...], record: Any, whole: Whole) -> Iterator[tuple[Check, Finding]]:
    for of, find, check in rows:
        if not of or getattr(record, of):
            for finding in find(record, whole):
                yield check, finding
