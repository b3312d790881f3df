"""Events outside the contracts: which contracts they touch, and that none is stated as more certain than it is."""

from __future__ import annotations

from datetime import date

import pytest

from support import HEAD, ROOT, record, registry_of
from tenderwatch.outlook import look_at
from tenderwatch.registry.load import load
from tenderwatch.registry.parse import parse_files

TODAY = date(2026, 1, 10)
# The contract | the event's own keys | whether it touches | a sentence.
CASES = [
    ("end: 2027-03-31", "", True, "an event inside the term"),
    ("end: 2026-12-31", "", False, "an event after the last possible end"),
    ("end: 2026-12-31\nextensions: [{months: 12, state: permitted}]", "", True, "a term that may be extended past it"),
    ("end: 2026-12", "from: 2026-12..2027-02", True, "one that may fall into the last month"),
    ("start: 2027-02-01\nend: 2030-01-31\nawarded: 2025-12-01", "from: 2026-06", False, "one before the start"),
    ("start: 2020-01-01", "", True, "a contract without a known end"),
    ("end: 2025-03-31", "", True, "a contract past its end with no news may run on"),
    ("end: 2025-03-31\nended: {on: 2025-03-31, how: expired}", "", False, "a contract that ended is not touched"),
    ("end: 2030-03-31\nended: {on: 2026-10-31, how: notice given}", "", False, "nor one that is to end before"),
    ("end: 2026-12-31", "from: unknown", True, "one whose day nobody knows"),
    ("end: 2030-03-31", "authorities: [testshire]", True, "an event about its council"),
    ("end: 2030-03-31", "authorities: [otherham]", False, "one about another council"),
    ("end: 2030-03-31\npartners: [otherham]", "authorities: [otherham]", True, "one about a partner"),
    ("end: 2030-03-31", "services: [advocacy]", False, "one about another service"),
    ("end: 2030-03-31", "services: [advocacy, home care]", True, "one about several services"),
    ("end: 2030-03-31\nkind: dps", "kinds: [dps]", True, "one about its kind"),
    ("end: 2030-03-31\nregime: psr", "regimes: [pcr2015]", False, "one about another law"),
    ("end: 2030-03-31", "services: [home care]\nauthorities: [otherham]", False, "each key has to fit"),
]


def event(keys: str) -> str:
    lines = keys.splitlines() + ([] if "from:" in keys else ["from: 2027-01-15"])
    body = "\n".join(f"    {line}" for line in lines)
    return (
        f"events:\n  - id: change\n    what: a change\n    state: planned\n    source: register\n    place: p\n{body}\n"
    )


@pytest.mark.parametrize(("text", "keys", "touches", "sentence"), CASES, ids=[case[-1] for case in CASES])
def test_an_event_touches_the_contracts_whose_term_it_falls_into(
    text: str, keys: str, touches: bool, sentence: str
) -> None:
    registry = registry_of(text, tail=event(keys))
    (contract,) = registry.contracts
    found = look_at(contract, registry, TODAY).events
    assert [item.id for item in found] == (["change"] if touches else []), sentence


def test_what_came_with_the_program_is_stated_with_its_source_and_only_law_is_in_force() -> None:
    registry = load(ROOT / "data").registry
    assert {"staffordshire-reorganisation", "healthwatch-abolition"} <= {item.id for item in registry.events}
    for item in registry.events:
        source = registry.sources[item.source]
        assert source.url, item.id
        if item.state == "in-force":
            assert "legislation.gov.uk" in source.url, item.id
        else:
            assert item.note, item.id


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        ("authorities: [nowhere]", "there is no authority 'nowhere' [unknown-authority]"),
        ("kinds: [fair]", "'fair' is not one of the words for this key [bad-value]"),
        ("until: 2028", "'until' is not a key of an event [unknown-key]"),
    ],
)
def test_a_fault_in_an_event_has_its_place(keys: str, said: str) -> None:
    _, problems, _ = parse_files([("f", (HEAD + record("end: 2027") + event(keys)).encode())], "f")
    assert [str(problem).partition("error: ")[2] for problem in problems][:1] == [said]
