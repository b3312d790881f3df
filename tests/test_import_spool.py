"""What an import keeps on disk: in order, by key, and with a message that says where there is no room."""

import pickle
import random
import tempfile
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from tenderwatch.dates import on_day
from tenderwatch.importers import spooled
from tenderwatch.importers.spool import Groups, Spool
from tenderwatch.importers.statement import Place, Terms

ADDS: tuple[Callable[[], Any], ...] = (lambda: Spool[int](4), lambda: Groups[int](4))


def test_items_come_in_the_order_in_which_they_were_added() -> None:
    spool = Spool[int](4)
    for number in range(1203):
        spool.append(number)
    assert list(spool) == list(spool) == list(range(1203))


@pytest.mark.parametrize("seed", range(5))
def test_groups_on_disk_are_those_in_memory(seed: int) -> None:
    pick = random.Random(seed)  # noqa: S311 - no secrets
    disk, memory = Groups[int](7), Groups[int](10_000)
    for number in range(700):
        key = pick.choice(("ä", "b", "\udc80", "zz", str(pick.randrange(40))))
        disk.add(key, number)
        memory.add(key, number)
    assert list(disk) == list(memory)
    assert sorted(number for group in disk for number in group) == list(range(700))


@pytest.mark.parametrize("make", ADDS)
def test_a_full_disk_is_named(make: Callable[[], Any], monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: Any, **__: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(pickle, "dump", full)
    spool = make()
    with pytest.raises(OSError, match="No space left") as error:  # noqa: PT012 - the fourth is written
        for number in range(9):
            spool.append(number) if isinstance(spool, Spool) else spool.add("a", number)
    assert error.value.filename == tempfile.gettempdir()


def test_tuples_of_a_kind_come_back_as_they_were() -> None:
    """Written field by field where they are alike, and whole where they are not."""
    pick = random.Random(2)  # noqa: S311 - no secrets
    values: tuple[Callable[[], Any], ...] = (
        lambda: Place("a.csv", pick.randrange(9)), lambda: on_day(date(2027, 4, pick.randrange(1, 30))), lambda: None,
        tuple, lambda: ("a",) * pick.randrange(3), lambda: {"months": ["12"]}, lambda: "x", lambda: Terms(),
    )  # fmt: skip
    for _ in range(200):
        few = pick.sample(values, pick.randrange(1, 3))
        items = [tuple(pick.choice(few)() for _ in range(3)) for _ in range(pick.randrange(1, 20))]
        whole = [Terms(*pick.choice((items[0], ("y", "z")))) for _ in items]
        spool = Spool[Any](1)
        groups = Groups[Any](3)
        for item in (*items, *whole):
            spool.append(item)
            groups.add("key", item)
        for back in (list(spool), next(iter(groups))):
            assert back == [*items, *whole]
            assert repr(back) == repr([*items, *whole])


@pytest.mark.parametrize("most_kept", [0, 3, 10_000])
def test_values_that_repeat_themselves_are_written_as_numbers(most_kept: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """And those beyond as they are: far more of them than are kept, or with a page in them."""
    monkeypatch.setattr(spooled, "_MOST_KEPT", most_kept)
    days = [on_day(date(2027, 1 + number % 12, 1 + number % 28)) for number in range(400)]
    names: list[tuple[str, ...]] = [(), ("Care Ltd",), ("Care Ltd", "x" * 900), ("Other Ltd",)]
    items = [
        (Terms(day, None if number % 3 else day, months=number % 2 or True), names[number % 4], number % 7 or None)
        for number, day in enumerate(days)
    ]
    groups = Groups[Any](50)
    for number, item in enumerate(items):
        groups.add(f"{number % 90:02}", item)
    back = [item for group in groups for item in group]
    assert repr(back) == repr([item for _, item in sorted(enumerate(items), key=lambda each: (each[0] % 90, each[0]))])


def test_a_column_keeps_no_more_than_it_may(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spooled, "_MOST_KEPT", 2)
    column = spooled.Column()
    values = [("x" * 900,), ("a",), ("b",), ("c",), ("a",)]
    assert column.written(values) == ("numbered", [("x" * 900,), 0, 1, ("c",), 0])
    assert [*column.values(column.written(values))] == values
