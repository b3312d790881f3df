"""A registry of any size to measure with: made up, but shaped like the shipped one. The same size gives the same bytes.

    python benchmarks/generate.py 400 -o registry.yaml

Every part of a record turns up: ends, options, plans, partners, providers, conflicts, notes; ends more often than in
the shipped registry. They differ in day and in precision, so that few of them can be reckoned together.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

PLACES = (
    "Ashford", "Barnsley", "Bedford", "Bolton", "Bury", "Calderdale", "Camden", "Cheshire", "Cornwall",
    "Coventry", "Cumbria", "Derby", "Devon", "Dorset", "Dudley", "Ealing", "Essex", "Exeter", "Fylde",
    "Gosport", "Hackney", "Halton", "Hampshire", "Havering", "Hull", "Kent", "Kirklees", "Leeds", "Lincoln",
    "Luton", "Medway", "Merton", "Norfolk", "Oldham", "Oxford", "Poole", "Rutland", "Salford", "Sefton",
    "Slough", "Suffolk", "Sutton", "Thurrock", "Wigan",
)  # fmt: skip
SERVICES = (
    "home care", "supported living", "extra care", "carers support", "advocacy", "day services", "reablement",
    "dementia support", "equipment and adaptations", "residential care", "nursing care", "healthwatch",
)  # fmt: skip
KINDS = ("contract", "contract", "framework", "dps", "contract", "approved-list", "spot")
PORTALS = ("nepo", "open", "atamis", "find-a-tender")
PORTAL_ENTRIES = "".join(
    f"  - id: {name}\n    name: Portal {name}\n    url: https://{name}.example\n" for name in PORTALS
)
NOTE = (
    "Terms were to be reviewed with providers before the next tender; how many will be wanted, and for which parts "
    "of the area, was not stated."
)
DAYS_OF_ENDS = 10 * 365
FIRST_END = date(2023, 1, 1)


def generate(count: int) -> str:
    """The text of a registry of `count` contracts, without faults."""
    return "".join((*_head(), *(contract(number) for number in range(count))))


def _head() -> Iterator[str]:
    yield "edition: 2024-04-30\n\nportals:\n"
    yield PORTAL_ENTRIES
    yield "\nauthorities:\n"
    for place in PLACES:
        yield f"  - id: {place.lower()}\n    name: {place} Council\n    kind: council\n"
        yield f"    aliases:\n      - {place}\n    portal: nepo\n"
    yield "\nsources:\n"
    for place in PLACES:
        yield f"  - id: {place.lower()}-statement\n    title: {place} market position statement\n"
        yield f"    publisher: {place} Council\n    url: https://{place.lower()}.example/statement\n"
        yield "    published: 2024-01\n    read: 2024-04-30\n    strength: council-page\n"
    yield "\ncontracts:\n"


def contract(number: int) -> str:
    """One contract as YAML, an item of a list."""
    place, other = PLACES[number % len(PLACES)], PLACES[(number * 7 + 3) % len(PLACES)]
    service = SERVICES[number // 3 % len(SERVICES)]
    lines = [
        f"  - id: {place.lower()}-{service.split()[0]}-{number}",
        f"    title: {place} {service} for adults, lot {number}",
        f"    kind: {KINDS[number % len(KINDS)]}",
        "    services:",
        f"      - {service}",
        "    user_groups:",
        "      - adults aged 18 and over",
        f"    lead: {place.lower()}",
    ]
    if number % 5 == 0 and other != place:
        lines += ["    partners:", f"      - {other.lower()}"]
    if number % 3 == 0:
        lines += ["    providers:", f"      - {other} Care Limited"]
    lines += [f"    portal: {PORTALS[number % len(PORTALS)]}", "    regime: unknown"]
    facts = _dates(number, lines)
    lines += _evidence(place, number, facts)
    if number % 4 == 0 and "end" in facts:
        lines += _conflict(place)
    if number % 2 == 0:
        lines += ["    notes:", "      - >-", f"        {NOTE}"]
    return "\n".join(lines) + "\n\n"


def _dates(number: int, lines: list[str]) -> list[str]:
    """Write what is known of the contract's dates; the keys written."""
    if number % 3 == 1:
        return []
    if number % 12 == 0:
        year = 2024 + number // 12 % 4
        season = ("spring", "summer", "autumn")[number // 48 % 3]
        note = "      note: The council may move the date or not tender at all."
        lines += ["    plans:", f"      tender: {season} {year}", f"      start: {year + 1}-04", note]
        return ["plans"]
    # Multiplying by this number scatters neighbours as chance would, and the same way each time.
    end = FIRST_END + timedelta((number * 2_654_435_761 >> 8) % DAYS_OF_ENDS)
    start = end.replace(year=end.year - 4, day=1)
    lines += [f"    start: {start.isoformat()}", f"    end: {_written(end, number)}"]
    facts = ["start", "end"]
    if number % 4 != 1:
        lines += ["    extensions:", f"      - months: {12 * (1 + number % 3)}"]
        if number % 8 == 2:
            lines += ["        times: 2"]
        lines += ["        state: permitted"]
        facts += ["extensions"]
    return facts


def _written(end: date, number: int) -> str:
    """Mostly a day; sometimes only the month, the quarter or the financial year is known."""
    match number % 10:
        case 3 | 6:
            return f"{end:%Y-%m}"
        case 8:
            return f"{end.year}-Q{(end.month + 2) // 3}"
        case 9:
            return f"{end.year}/{(end.year + 1) % 100:02}"
        case _:
            return end.isoformat()


def _evidence(place: str, number: int, facts: list[str]) -> list[str]:
    lines = ["    evidence:"]
    for part, keys in ((1, ["services", "lead", "portal"]), (2, facts)):
        if keys:
            lines += [f"      - source: {place.lower()}-statement", f"        place: Section {part}, row {number}"]
            lines += ["        supports:", *(f"          - {key}" for key in keys)]
    return lines


def _conflict(place: str) -> list[str]:
    source = f"            source: {place.lower()}-statement"
    return [
        "    conflicts:",
        "      - about: end",
        "        readings:",
        "          - says: it ends as written here",
        source,
        "          - says: it ends a year later",
        source,
        "        chosen: The earlier one.",
        "        because: The later one reads like the option taken up, and nothing says that it was.",
    ]


def asked(about: str | None, what: str, where: str) -> tuple[int, Path]:
    """What is typed for a generator: how many things it is to write, and into which file or folder."""
    parser = argparse.ArgumentParser(description=about, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("count", type=int, help=f"how many {what}")
    parser.add_argument("-o", "--output", type=Path, required=True, help=f"the {where} to write")
    arguments = parser.parse_args()
    return arguments.count, arguments.output


if __name__ == "__main__":
    number, target = asked(__doc__, "contracts", "file")
    target.write_text(generate(number), encoding="utf-8", newline="\n")
