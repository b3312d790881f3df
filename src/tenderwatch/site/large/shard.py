"""The contracts of one council as data: rows under named columns, and texts that come more than once stand once.

Most reasons name the end of their contract, which stands in another column: they are kept as what comes before the end
and after it, so that many are the same.
"""

import json
from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import Any

from tenderwatch import licence
from tenderwatch.labels.records import KIND
from tenderwatch.labels.standing import STATUS
from tenderwatch.named_tuple import NamedTuple
from tenderwatch.own_json import DamageError
from tenderwatch.site.large.listed import Listed
from tenderwatch.site.site import UNLED

SCHEMA_VERSION = 1
_FIRST_DAY = date(1970, 1, 1).toordinal()


def _places(*names: str) -> tuple[int, ...]:
    return tuple(map(Listed._fields.index, names))


# Places of the columns, by how their values are written.
_DAYS = _places("day", "until")
_FLAGS = _places("old", "usual", "page")
_LISTS = frozenset(
    _places("services", "providers", "sources", "options", "ocids", "notices", "partners")
    + _places("before", "after", "users", "notes")
)
_WHY, _END = _places("why", "end")
_SHARED = tuple(sorted({*range(len(Listed._fields))}.difference(_DAYS, _FLAGS, _places("id", "mark", "rank"))))


class Gone(NamedTuple):
    """A contract that was listed and is no more: since when, and whose it is `now`; "" if it is nobody's."""

    id: str
    title: str
    since: date
    now: str


class Shard(NamedTuple):
    """What is listed of one council, as it stands since `day`. `unread` are rows whose records cannot be read now.

    `others` are the names of the other councils that rows name, by id.
    """

    council: str
    name: str
    day: date
    rows: tuple[Listed, ...]
    gone: tuple[Gone, ...] = ()
    unread: tuple[str, ...] = ()
    others: tuple[tuple[str, str], ...] = ()

    @property
    def until(self) -> date | None:
        """The first day on which the passing of days may change a row; None if there is none."""
        return min((row.until for row in self.rows), default=None)


def shard_path(council: str) -> str:
    """Where the data of a council stands; of contracts without one, for ''."""
    return f"councils/{council}.json" if council else f"{UNLED}.json"


def write_shard(shard: Shard) -> bytes:
    """The file. Equal shards give equal bytes."""
    table = _Table(shard.rows)
    head: dict[str, Any] = {
        "schema_version": SCHEMA_VERSION,
        "council": shard.council,
        "name": shard.name,
        "worked_out_for": shard.day.isoformat(),
        "steady_until": shard.until.isoformat() if shard.until else None,
        "count": len(shard.rows),
        "gone": [[*item[:2], item.since.isoformat(), item.now] for item in shard.gone],
        "unread": list(shard.unread),
        "others": [list(item) for item in shard.others],
        "words": {"status": dict(STATUS), "kind": dict(KIND)},
        "licence": {"name": licence.DATA_LICENCE, "url": licence.DATA_LICENCE_URL, "notice": licence.ATTRIBUTION},
        "columns": list(Listed._fields),
    }
    parts = [_json(head)[:-1], ',\n"texts":', _json(table.texts), ',\n"rows":[\n']
    parts.append(",\n".join(_json(table.row(row)) for row in shard.rows))
    return "".join([*parts, "\n]}\n"]).encode()


def read_shard(data: bytes) -> Shard:
    """What a file of ours holds. Raises DamageError."""
    try:
        value = json.loads(data)
        texts = value["texts"]
        if value["columns"] != list(Listed._fields) or value["count"] != len(value["rows"]):
            raise DamageError("it is not the data of a council by this version")
        return Shard(
            value["council"], value["name"], date.fromisoformat(value["worked_out_for"]),
            tuple(_listed(row, texts) for row in value["rows"]),
            tuple(Gone(name, title, date.fromisoformat(since), now) for name, title, since, now in value["gone"]),
            tuple(value["unread"]),
            tuple((name, known) for name, known in value["others"]),
        )  # fmt: skip
    except DamageError:
        raise
    except (ValueError, LookupError, TypeError, RecursionError):
        raise DamageError("it is damaged") from None


_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


class _Table:
    """Texts by number: those that some rows share."""

    def __init__(self, rows: tuple[Listed, ...]) -> None:
        texts: list[str] = []
        for row in rows:
            values = _around_end(row)
            _gather((values[place] for place in _SHARED), texts)
        counted = Counter(texts)
        # What stands most often has the shortest number.
        often = sorted((text for text, times in counted.items() if times > 1), key=lambda text: (-counted[text], text))
        self.texts = ["", *often]
        self._number = {text: number for number, text in enumerate(self.texts)}

    def row(self, row: Listed) -> list[Any]:
        """The row as it stands in the file: what is empty at its end is left out."""
        number = self._number
        values = _around_end(row)
        for place in _SHARED:
            value = values[place]
            values[place] = number.get(value, value) if isinstance(value, str) else self._numbered(value)
        for place in _DAYS:
            values[place] = values[place].toordinal() - _FIRST_DAY
        for place in _FLAGS:
            values[place] = int(values[place])
        while values and not values[-1]:
            values.pop()
        return values

    def _numbered(self, value: tuple[Any, ...]) -> Any:
        number = self._number
        return [number.get(item, item) if isinstance(item, str) else self._numbered(item) for item in value] or 0


def _around_end(row: Listed) -> list[Any]:
    """The values of a row, its reasons as what stands around its end, if they name it."""
    values: list[Any] = list(row)
    if row.end and row.end in row.why:
        values[_WHY] = tuple(row.why.split(row.end))
    return values


def _gather(values: Iterable[Any], texts: list[str]) -> None:
    """Add the texts in values, however deep."""
    for value in values:
        if isinstance(value, str):
            if value:
                texts.append(value)
        elif value:
            _gather(value, texts)


def _listed(values: list[Any], texts: list[str]) -> Listed:
    found = values + [0] * (len(Listed._fields) - len(values))
    for place in _DAYS:
        found[place] = date.fromordinal(found[place] + _FIRST_DAY)
    for place in _FLAGS:
        found[place] = bool(found[place])
    for place in _SHARED:
        value = found[place]
        if isinstance(value, int):
            found[place] = () if value == 0 and place in _LISTS else texts[value]
        elif isinstance(value, list):
            found[place] = _text(value, texts)
    if isinstance(found[_WHY], tuple):
        found[_WHY] = found[_END].join(found[_WHY])
    return Listed._make(found)


def _text(values: list[Any], texts: list[str]) -> tuple[Any, ...]:
    return tuple(
        [texts[item] if isinstance(item, int) else _text(item, texts) if isinstance(item, list) else item
         for item in values]
    )  # fmt: skip
