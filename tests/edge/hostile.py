"""A registry whose text would break careless writers and readers of calendars."""

from __future__ import annotations

# Titles that break careless writers and readers. A registry's text is one line; control characters have
# their own test below.
HOSTILE_TITLES = [
    "Semicolons; commas, colons: and a \\ backslash",
    "Double \"quotes\", single 'quotes' and “curly ones”",
    r"Escapes that are none: \n \N \, \; \\ \x, and a path C:\New\new",
    "A backslash at the end \\",
    "Emoji 👩🏽‍⚕️ care 🏠 and a flag 🏴󠁧󠁢󠁥󠁮󠁧󠁿 in “one” line, which is long enough to be folded 🧓🧓🧓🧓🧓🧓🧓🧓",
    "Gofal cartref i bobl hŷn — ôl-ofal, Τεστ, тест, 試験, اختبار",
    "Accents made of two: e\u0301 o\u0308 n\u0303, zero width \u200bspace, no-break\u00a0space, soft\u00adhyphen",
    "BEGIN:VEVENT",
    "END:VCALENDAR",
    "X-WR-CALNAME;VALUE=TEXT:not a property",
    "=SUM(A1:A9)*2; --comment, <b>bold</b> &amp; %20 %s {0} $HOME `id`",
    ", ; , ; , ; \\ \\ \\",
    "-",
    "x" * 300,
    "é" * 300,
    "\\" * 300,
    "," * 299 + ";",
    "🧓" * 300,
    *("a" * before + "🧓é,\\;" * 12 for before in range(1, 9)),
]
REGISTRY_HEAD = """\
edition: 2024-04-30
portals:
  - id: portal
    name: "Portal; with, signs: and \\"quotes\\" 🏠"
    url: https://example.org/a;b,c?d=e&f=%22
authorities:
  - id: council
    name: "Council, of; all signs: \\"and\\" ŷ"
    kind: council
sources:
  - id: source
    title: "Source: a, b; c 'd'"
    publisher: Nobody
    url: https://example.org/source;v=1,2?x=%22y%22
    published: 2024-02-29
    read: 2024-04-30
    strength: council-page
contracts:
"""


def in_yaml(text: str) -> str:
    """A double-quoted scalar with nothing left to the reader's fancy but the characters themselves."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def hostile_contracts() -> list[str]:
    """A contract for each hostile title, with ends of every precision."""
    ends = ("2024-12-31", "2025-02", "spring 2025", "2025/26", "2024-02-29", "2025-12-25..2026-01-06", "2026-Q1")
    return [
        f"  - id: hostile-{number}\n"
        f"    title: {in_yaml(title)}\n"
        "    kind: contract\n"
        "    services: [home care]\n"
        # Where no council is known, the title of an event begins with that of the contract.
        f"    lead: {'council' if number % 2 else 'unknown'}\n"
        "    portal: portal\n"
        f"    providers: [{in_yaml(title[:200])}]\n"
        f"    end: {ends[number % len(ends)]}\n"
        "    extensions: [{months: 12, state: permitted}]\n"
        f"    evidence: [{{source: source, place: {in_yaml(title)}, supports: [end, extensions]}}]\n"
        for number, title in enumerate(HOSTILE_TITLES)
    ]
