"""A generated England to measure with: what imports and curation could come to. The same size gives the same bytes.

    python benchmarks/england.py 300000 -o england

A folder: councils and portals in one YAML file, one contract in 75 curated in twenty others, and the rest as JSON
Lines in one file for each of 400 councils. A third of the imported contracts cite a notice of their own, the others
their council's register. No figure or name is real.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from generate import KINDS, PLACES, PORTAL_ENTRIES, PORTALS, SERVICES, asked, contract

COUNCILS = 400
CURATED_FILES = 20
_QUARTERS = ("North", "South", "East", "West", "Upper", "Lower", "New", "Great", "Little", "Old")
_REGIONS = ("north-east", "north-west", "yorkshire-and-the-humber", "east-midlands", "london", "south-east")
_DAYS = 12 * 365


def councils() -> list[str]:
    """The names of the councils, each once."""
    names = [*PLACES, *(f"{quarter} {place}" for quarter in _QUARTERS for place in PLACES)]
    return names[:COUNCILS]


def slug(name: str) -> str:
    """The id of a council."""
    return name.lower().replace(" ", "-")


def write(count: int, folder: Path) -> None:
    """Write a registry of `count` contracts to a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    _write(folder / "england.yaml", "".join(_head()))
    curated = count // 75
    for part in range(CURATED_FILES):
        records = (contract(number) for number in range(part, curated, CURATED_FILES))
        _write(folder / f"curated-{part:02}.yaml", "contracts:\n" + "".join(records))
    for place, name in enumerate(councils()):
        lines = _lines(name, range(curated + place, count, COUNCILS))
        _write(folder / f"{slug(name)}.jsonl", "".join(f"{json.dumps(line)}\n" for line in lines))


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")


def _head() -> Iterator[str]:
    yield f"edition: 2024-04-30\n\nportals:\n{PORTAL_ENTRIES}\nauthorities:\n"
    for number, name in enumerate(councils()):
        yield f"  - {{id: {slug(name)}, name: {name} Council, kind: council, aliases: [{name}],"
        yield f" region: {_REGIONS[number % len(_REGIONS)]}}}\n"
    yield "\nsources:\n"
    for place in PLACES:
        yield f"  - {{id: {slug(place)}-statement, title: {place} market position statement,"
        yield f" publisher: {place} Council, published: 2024-01, read: 2024-04-30, strength: council-page}}\n"


def _lines(name: str, numbers: range) -> Iterator[dict[str, Any]]:
    register = {"id": f"{slug(name)}-register", "title": f"Register of contracts of {name}"}
    yield {"source": register | {"publisher": name, "read": "2024-04-30", "strength": "council-page"}}
    for number in numbers:
        if number % 3 == 0:
            yield {"source": _notice(number)}
        yield {"contract": _imported(name, number)}


def _notice(number: int) -> dict[str, Any]:
    return {
        "id": f"notice-{number:06}-2024",
        "title": f"Contract award notice {number:06}-2024",
        "publisher": "Find a Tender",
        "url": f"https://notices.example/{number:06}-2024",
        "published": "2024-02-29",
        "read": "2024-04-30",
        "strength": "notice-data",
    }


def _imported(name: str, number: int) -> dict[str, Any]:
    service = SERVICES[number // 7 % len(SERVICES)]
    # Multiplying by this number scatters neighbours as chance would, and the same way each time.
    scattered = number * 2_654_435_761 >> 7
    end = date(2021, 1, 1) + timedelta(scattered % _DAYS)
    start = end.replace(year=end.year - 3, day=1)
    noticed = number % 3 == 0
    made: dict[str, Any] = {
        "id": f"c{number:06}-{service.split()[0]}",
        "title": f"{name} {service} {('framework', 'service', 'support', 'lot')[number % 4]} {number % 977}",
        "kind": KINDS[number % len(KINDS)],
        "services": [service],
        "lead": slug(name),
        "providers": [f"{PLACES[scattered % len(PLACES)]} {('Care', 'Support', 'Homes')[number % 3]} Limited"],
        "reference": f"REF-{number:06}",
        "cpv": ["85312000"],
        "portal": PORTALS[number % len(PORTALS)],
        "value": {"amount": 1000 * (scattered % 5000 + 1), "basis": "the whole term"},
    }
    if noticed:
        made["ocid"] = f"ocds-h6vhtk-{number:06x}"
        made["notices"] = [{"number": f"{number:06}-2024", "kind": "UK6", "date": "2024-02-29"}]
    facts = ["title", "providers"]
    if number % 8:
        made |= {"start": start.isoformat(), "end": end.isoformat()}
        facts += ["start", "end"]
        if number % 4 == 1:
            made["extensions"] = [{"months": 12, "state": "permitted"}]
            facts.append("extensions")
    source, place = (f"notice-{number:06}-2024", "lot 1") if noticed else (f"{slug(name)}-register", f"row {number}")
    made["evidence"] = [{"source": source, "place": place, "supports": facts}]
    return made


if __name__ == "__main__":
    write(*asked(__doc__, "contracts", "folder"))
