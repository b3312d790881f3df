"""What an import keeps on disk: in order, by key, and with a message that says where there is no room."""

import pickle
import random
import tempfile
from collections.abc import Callable
from typing import Any

import pytest

from tenderwatch.importers.spool import Groups, Spool

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
