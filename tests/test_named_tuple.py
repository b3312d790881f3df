"""Our named tuples are as Python's own, but for the time that they take to define."""

from __future__ import annotations

import copy
import inspect
import pickle
import typing
from typing import Any, get_type_hints

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenderwatch import named_tuple


class Ours(named_tuple.NamedTuple):
    """Three fields, two of them with defaults."""

    first: int
    second: str = "two"
    third: tuple[int, ...] = ()

    @property
    def total(self) -> int:
        return self.first + sum(self.third)

    @classmethod
    def of(cls, number: int) -> Ours:
        return cls(number)


class Theirs(typing.NamedTuple):
    """Three fields, two of them with defaults."""

    first: int
    second: str = "two"
    third: tuple[int, ...] = ()

    @property
    def total(self) -> int:
        return self.first + sum(self.third)

    @classmethod
    def of(cls, number: int) -> Theirs:
        return cls(number)


class Narrower(Ours):
    """A class made from a named tuple, which has its constructor from there."""

    __slots__ = ()


def outcome(act: Any) -> Any:
    """What comes of it: a value as a plain tuple, or the type of the error."""
    try:
        value = act()
    except (TypeError, ValueError, AttributeError) as error:
        return type(error)
    return tuple(value) if isinstance(value, tuple) else value


CALLS: list[Any] = [
    lambda of: of(1),
    lambda of: of(1, "b"),
    lambda of: of(1, "b", (3,)),
    lambda of: of(first=1, third=(2, 3)),
    lambda of: of(third=(2,), second="", first=0),
    lambda of: of(),
    lambda of: of(second="b"),
    lambda of: of(1, first=1),
    lambda of: of(1, "b", (), 4),
    lambda of: of(1, fourth=4),
    lambda of: of.of(7),
    lambda of: of._make([1, "b", ()]),
    lambda of: of._make([1]),
    lambda of: of(1)._replace(second="c"),
    lambda of: of(1)._replace(first=2, third=(9,)),
    lambda of: of(1)._asdict(),
    lambda of: repr(of(1, "b")).partition("(")[2],
    lambda of: of(1, third=(2, 3)).total,
    lambda of: (of._fields, of._field_defaults, of.__match_args__, of.__slots__, of.__doc__),
    lambda of: hash(of(1)),
    lambda of: of(1) == (1, "two", ()),
    lambda of: of(1) < of(2),
    lambda of: setattr(of(1), "first", 2),
    lambda of: setattr(of(1), "another", 2),
    lambda of: vars(of(1)),
    lambda of: (type(of), of.__module__, list(inspect.signature(of(1).__new__).parameters)[1:]),
    lambda of: get_type_hints(of),
    lambda of: copy.deepcopy(of(1, third=(2,))),
    lambda of: [type(pickle.loads(pickle.dumps(of(1), protocol))) is of for protocol in range(6)],  # noqa: S301 - ours
]


@pytest.mark.parametrize("call", CALLS, ids=range(len(CALLS)))
def test_it_behaves_as_in_typing(call: Any) -> None:
    assert outcome(lambda: call(Ours)) == outcome(lambda: call(Theirs))


@pytest.mark.parametrize("of", [Ours, Theirs])
def test_a_field_that_does_not_exist_is_not_replaced(of: Any) -> None:
    """Python's own raises TypeError from 3.13 on, and ValueError before."""
    with pytest.raises((TypeError, ValueError)):
        of(1)._replace(fourth=4)


@given(st.integers(), st.text(), st.lists(st.integers()).map(tuple))
def test_every_value_is_kept(first: int, second: str, third: tuple[int, ...]) -> None:
    value = Ours(first, third=third, second=second)
    assert (value.first, value.second, value.third) == tuple(value) == (first, second, third)
    assert pickle.loads(pickle.dumps(value)) == value  # noqa: S301 - ours


def test_it_can_be_matched() -> None:
    match Ours(1, "b"):
        case Ours(first, second=second):
            assert (first, second) == (1, "b")
        case _:
            pytest.fail("a named tuple gives its fields to a match")


def test_the_first_value_may_be_of_a_narrower_class() -> None:
    class Base(named_tuple.NamedTuple):
        """Has no value of its own yet."""

        only: int

    class Child(Base):
        """Is made first."""

    assert type(Child(1)) is Child
    assert type(Base(only=2)) is Base
    assert type(Narrower(1)) is Narrower
    assert Narrower(1)._replace(first=2).first == 2


@pytest.mark.parametrize("count", [0, 1, 2, 40])
def test_any_number_of_fields(count: int) -> None:
    names = [f"field_{number}" for number in range(count)]
    body: dict[str, Any] = {"__annotations__": dict.fromkeys(names, int), "__module__": __name__}
    base: Any = named_tuple.NamedTuple
    value = type(base)("Many", (base,), body)(*range(count))
    assert value._asdict() == {name: number for number, name in enumerate(names)}
    assert [getattr(value, name) for name in names] == list(range(count))
