"""The contracts of one council as data: rows under named columns, and texts that come more than once stand once."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator
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
_DAYS = {"day", "until"}
_FLAGS = {"old", "usual", "page"}
_PLAIN = {"id", "mark", "rank"}
_LISTS = {"services", "providers", "sources", "options", "ocids", "notices", "partners", "before", "after", "users",
          "notes"}  # fmt: skip


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


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


class _Table:
    """Texts by number: those that some rows share."""

    def __init__(self, rows: tuple[Listed, ...]) -> None:
        counted = Counter(text for row in rows for value in _shared(row) for text in _texts(value))
        # What stands most often has the shortest number.
        often = sorted((text for text, times in counted.items() if times > 1), key=lambda text: (-counted[text], text))
        self.texts = ["", *often]
        self._number = {text: number for number, text in enumerate(self.texts)}

    def row(self, row: Listed) -> list[Any]:
        """The row as it stands in the file: what is empty at its end is left out."""
        values = [self._value(name, value) for name, value in zip(Listed._fields, row, strict=True)]
        while values and not values[-1]:
            values.pop()
        return values

    def _value(self, name: str, value: Any) -> Any:
        if name in _PLAIN:
            return value
        if isinstance(value, bool):
            return int(value)
        if isinstance(value, date):
            return value.toordinal() - _FIRST_DAY
        return self._numbered(value)

    def _numbered(self, value: Any) -> Any:
        if isinstance(value, str):
            return self._number.get(value, value)
        return [self._numbered(item) for item in value] or 0


def _shared(row: Listed) -> Iterator[Any]:
    return (value for name, value in zip(Listed._fields, row, strict=True) if name not in _PLAIN)


def _texts(value: Any) -> Iterable[str]:
    if isinstance(value, str):
        return (value,) if value else ()
    return [text for item in value for text in _texts(item)] if isinstance(value, tuple) else ()


def _listed(values: list[Any], texts: list[str]) -> Listed:
    found: list[Any] = []
    for place, name in enumerate(Listed._fields):
        value = values[place] if place < len(values) else 0
        if name in _DAYS:
            value = date.fromordinal(value + _FIRST_DAY)
        elif name in _FLAGS:
            value = bool(value)
        elif name not in _PLAIN:
            value = () if name in _LISTS and value == 0 else _text(value, texts)
        found.append(value)
    return Listed._make(found)


def _text(value: Any, texts: list[str]) -> Any:
    if isinstance(value, int):
        return texts[value]
    return tuple(_text(item, texts) for item in value) if isinstance(value, list) else value
