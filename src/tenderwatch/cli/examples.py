"""Two examples of each command, as its help shows them."""

from __future__ import annotations

EXAMPLES: dict[str, tuple[str, str]] = {
    "due": ("due --months 6", "due --council Durham --format xlsx -o due.xlsx"),
    "list": ("list --status unconfirmed", 'list --service "home care" -o list.csv'),
    "show": ("show south-tees-carers", "show south-tees-carers --today 2026-12-31"),
    "plan": ("plan south-tees-carers --compare", 'plan --end "31 March 2028" --regime psr'),
    "why": ("why south-tees-carers", "why south-tees-carers end"),
    "report": ("report forward-plan", "report coverage -o coverage.html"),
    "timeline": ("timeline --council Darlington", "timeline -o timeline.svg"),
    "ical": ("ical --for commissioner -o dates.ics", "ical --council Durham --for provider -o tenders.ics"),
    "digest": ('digest --since "1 November 2026"', "digest --state digest.json --to team@example.org"),
    "coverage": ("coverage", "coverage --council Durham"),
    "publish": (
        "publish site --base-url https://example.org/care/",
        "publish site --base-url https://care.example.org",
    ),
    "serve": ("serve site", "serve site --port 8080"),
    "backtest": ("backtest", "backtest --format svg -o backtest.svg"),
    "wording": ('wording "3 years + 1 + 1" --start 1/4/2025', "wording - < wordings.txt"),
    "explain": ("explain missing-evidence", "explain standstill"),
    "add": ("add --interactive", "add --template > new.yaml"),
    "set": (
        'set south-tees-carers end 2028-03-31 --source ID --place "page 3"',
        'set south-tees-carers notice "6 months" --was slip',
    ),
    "extend": (
        'extend south-tees-carers --option 1 --own --decided "11 February 2025"',
        'extend ID --modification --to 30/09/2027 --source ID --place "item 8"',
    ),
    "export": ("export ocds -o contracts.json", "export register --lead Durham -o register.csv"),
    "convert": (
        'convert register.csv contracts.json --to ocds --lead "Durham County Council"',
        "convert notices.json contracts.csv --to csv",
    ),
    "fetch": (
        "fetch find-a-tender --since 1/11/2026 -o notices.jsonl",
        "fetch find-a-tender --since 1/11/2026 --council Durham -o durham.jsonl",
    ),
    "import": (
        'import register.csv --lead "Durham County Council"',
        "import notices.json --only care --write contracts",
    ),
    "confirm": ("confirm south-tees-carers", 'confirm south-tees-carers --on "20 November 2026"'),
    "replace": ("replace OLD --with NEW", 'replace OLD --with NEW --source ID --place "page 3"'),
    "retire": (
        'retire ID --on 31/03/2027 --how terminated --source ID --place "page 3"',
        'retire ID --on 2027-03 --how expired --source ID --place "row 4"',
    ),
    "abandon": (
        'abandon ID --on 2026-11 --source ID --place "page 3"',
        'abandon ID --on 20/11/2026 --how "no award" --source ID --place "top"',
    ),
    "aside": (
        'aside south-tees-carers --until 31/01/2027 --why "the cabinet decides on 20 January" --watch mine.yaml',
        'aside south-tees-carers --until 2027-01-31 --why "asked the council on 1 December"',
    ),
    "undo": ("undo", "undo --list"),
    "source": (
        'source add own-file --title "Our contract file" --publisher "Our council" --strength council-page',
        "source add --help",
    ),
    "source add": (
        'source add own-file --title "Our contract file" --publisher "Our council" --strength council-page',
        'source add fts-1 --title "Award" --publisher "Find a Tender" --strength notice --published "Nov 2026"',
    ),
    "authority add": (
        'authority add northshire --name "Northshire County Council" --alias NCC',
        "authority add northshire-icb --name 'NHS Northshire' --kind icb",
    ),
    "portal add": (
        'portal add proactis --name "Proactis" --url https://example.org',
        'portal add open --name "OPEN" --checked 20/11/2026',
    ),
    "check": ("check", "check --strict --format json"),
    "diff": ("diff south-tees-carers", "diff south-tees-carers --seen"),
    "fmt": ("fmt --check", "fmt contracts.yaml"),
    "init": ("init my-register", "init my-register --empty"),
    "config": ("config", "config --format json"),
    "doctor": ("doctor", "doctor --registry my-register"),
    "schema": ("schema", "schema > registry.schema.json"),
    "help": ("help due", "help source add"),
}


def examples_of(command: str) -> str:
    """The end of a command's help; a group without examples of its own has those of its command."""
    shown = EXAMPLES[command] if command in EXAMPLES else EXAMPLES[f"{command} add"]
    lines = "\n".join(f"  tenderwatch {example}" for example in shown)
    return f"\b\nExamples:\n{lines}"
