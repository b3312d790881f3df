"""List the names that people's calendars and links depend on, so that none can disappear unnoticed.

Adds the new names in `data/` to data/published-ids.txt and removes none: a name that was published once stays
on the list, and a test fails if the data no longer has it. Run it after you add records.
"""

from __future__ import annotations

import sys
from pathlib import Path

from tenderwatch.registry.load import load
from tenderwatch.registry.model import Registry

ROOT = Path(__file__).parents[1]
LIST = ROOT / "data" / "published-ids.txt"
HEAD = """\
# Names that have been published: of contracts, of their options and ways of joining, of authorities and portals.
# Calendar events and web addresses are named after them, so none of them may change or disappear.
# If a contract is over, retire it; never delete it. scripts/publish_names.py adds new names.
"""


def names_of(registry: Registry) -> set[str]:
    """Every name that an address or a calendar event is made from, with what it is."""
    names = {f"contract {contract.id}" for contract in registry.contracts}
    names |= {
        f"option {contract.id}.{option.id}"
        for contract in registry.contracts
        for option in contract.extensions
        if option.id
    }
    names |= {f"joining {contract.id}.{joining.id}" for contract in registry.contracts for joining in contract.joining}
    names |= {f"authority {name}" for name in registry.authorities}
    return names | {f"portal {name}" for name in registry.portals}


def main() -> int:
    """Add the new names. Returns 1 and writes nothing if the registry has faults."""
    loaded = load(ROOT / "data")
    if loaded.errors:
        sys.stderr.write("the registry has faults: run `tenderwatch check` first\n")
        return 1
    old = LIST.read_text(encoding="utf-8").splitlines() if LIST.exists() else []
    kept = {line for line in old if line and not line.startswith("#")}
    lines = sorted(kept | names_of(loaded.registry))
    LIST.write_text(HEAD + "".join(f"{line}\n" for line in lines), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
