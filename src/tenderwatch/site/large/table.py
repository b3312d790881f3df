"""The table of a council's contracts: every row once, under where it stands, what is due first."""

from collections import Counter
from collections.abc import Iterable

from tenderwatch.labels.standing import GROUP
from tenderwatch.named_tuple import NamedTuple
from tenderwatch.site.large.listed import DUE, STANDINGS, Listed, Standing
from tenderwatch.site.large.shard import Shard

# Rows of a page: with more, the table goes on in further pages.
MOST_ROWS = 1000

Heading = Standing | str
_WITHIN = "within"
TITLE: dict[Heading, str] = {
    "exception": f"{GROUP['decide']}: by exception only, in short time",
    "in-time": f"{GROUP['decide']}: still in time",
    "late": f"{GROUP['decide']}: too late to tender before the end",
    "coming": f"{GROUP['coming']} within 12 months",
    "awaiting": GROUP["awaiting"],
    "no-news": GROUP["no-news"],
    _WITHIN: "Planned, to replace a contract that is due",
    "later": "Nothing due within 12 months",
    "unknown": "End not known",
    "outside": "Outside the scope of the registry",
    "over": "Over",
    "unread": "Could not be read when this was made; as it was read before",
}
_ORDER = (*STANDINGS[:6], _WITHIN, *STANDINGS[6:])
# As `due` has its groups: what is planned stands in the row of what it is to replace, if that is no lower.
_GROUP: dict[Standing, int] = {"exception": 0, "in-time": 0, "late": 0, "coming": 1, "awaiting": 2, "no-news": 3}


class Part(NamedTuple):
    """Rows under one heading; `all` counts those of other pages too."""

    key: str
    title: str
    rows: tuple[Listed, ...]
    all: int


def headings(shard: Shard) -> dict[str, Heading]:
    """Under which heading each contract stands, by its id."""
    at = {row.id: _GROUP[row.standing] for row in shard.rows if row.standing in _GROUP}
    unread = frozenset(shard.unread)

    def heading(row: Listed) -> Heading:
        if row.id in unread:
            return "unread"
        if row.standing not in _GROUP or row.status != "planned":
            return row.standing
        within = any(at.get(old, len(DUE)) <= _GROUP[row.standing] for old, _, _ in row.before)
        return _WITHIN if within else row.standing

    return {row.id: heading(row) for row in shard.rows}


def counts(shard: Shard) -> Counter[Heading]:
    """How many rows stand under each heading."""
    return Counter(headings(shard).values())


def due_of(counted: Counter[Heading]) -> int:
    """How many of them are due: as many as `due` has rows."""
    return sum(counted[standing] for standing in DUE)


def parts(shard: Shard) -> tuple[Part, ...]:
    """The whole table, parts without a row left out."""
    at = headings(shard)
    found: dict[Heading, list[Listed]] = {heading: [] for heading in _ORDER}
    for row in sorted(shard.rows, key=lambda row: (row.rank, row.title.casefold(), row.id)):
        found[at[row.id]].append(row)
    return tuple(Part(key, TITLE[key], tuple(rows), len(rows)) for key, rows in found.items() if rows)


def pages(whole: Iterable[Part], most: int = MOST_ROWS) -> list[tuple[Part, ...]]:
    """The table in pages of so many rows; one page if there is none."""
    found: list[list[Part]] = [[]]
    room = most
    for part in whole:
        rows = part.rows
        while rows:
            if not room:
                found.append([])
                room = most
            found[-1].append(part._replace(rows=rows[:room]))
            rows, room = rows[room:], room - len(rows[:room])
    return [tuple(page) for page in found]
