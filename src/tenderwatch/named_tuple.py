"""`NamedTuple` as in `typing`, but defined in a sixth of the time.

Python's own writes and compiles a constructor for each class while a module is imported, whether or not the command
ever makes such a value. Here a class gets its constructor with its first value, and classes with as many fields share
the compiled code. Everything else, such as `_replace`, is written once for all of them. See decision 0008.
"""

import sys
from collections import _tuplegetter  # type: ignore[attr-defined]  # what `namedtuple` itself takes for its fields
from collections.abc import Iterable
from functools import cache
from types import CodeType, FunctionType
from typing import TYPE_CHECKING, Any, Self


@cache
def _field(number: int) -> Any:
    """What reads the field of a place: the same for every class."""
    return _tuplegetter(number, f"Alias for field number {number}")


class _Named(tuple[Any, ...]):
    """What all named tuples have in common."""

    __slots__ = ()
    if TYPE_CHECKING:  # each class has its own
        _fields: tuple[str, ...]
        _field_defaults: dict[str, Any]

    def __new__(cls, /, *values: Any, **named: Any) -> Self:
        """The first value of a class: from now on it has a constructor of its own."""
        owner: Any = next(base for base in cls.__mro__ if "_fields" in vars(base))
        make = _constructor(owner._fields, tuple(owner._field_defaults.values()))
        owner.__new__ = staticmethod(make)
        return make(cls, *values, **named)  # type: ignore[no-any-return]

    @classmethod
    def _make(cls, values: Iterable[Any]) -> Self:
        value = tuple.__new__(cls, values)
        if len(value) != len(cls._fields):
            raise TypeError(f"expected {len(cls._fields)} arguments, got {len(value)}")
        return value

    def _replace(self, /, **named: Any) -> Self:
        value = self._make(map(named.pop, self._fields, self))
        if named:
            raise ValueError(f"unexpected field names: {list(named)!r}")
        return value

    def _asdict(self) -> dict[str, Any]:
        return dict(zip(self._fields, self, strict=True))

    def __repr__(self) -> str:
        values = ", ".join(f"{name}={value!r}" for name, value in zip(self._fields, self, strict=True))
        return f"{type(self).__name__}({values})"

    def __reduce__(self) -> tuple[Any, ...]:
        return rebuilt, (type(self), tuple(self))


def rebuilt(kind: type[tuple[Any, ...]], values: tuple[Any, ...]) -> tuple[Any, ...]:
    """A value as it was pickled. Who reads many takes `tuple.__new__` in its place: it calls nothing of Python's."""
    return tuple.__new__(kind, values)


def _constructor(fields: tuple[str, ...], defaults: tuple[Any, ...]) -> FunctionType:
    """`__new__` for a class of these fields, which are its parameters."""
    code = _code(len(fields)).replace(co_varnames=("_cls", *fields), co_name="__new__", co_qualname="__new__")
    return FunctionType(code, {"make": tuple.__new__, "__name__": __name__}, "__new__", defaults)


@cache
def _code(count: int) -> CodeType:
    """The code of a constructor that takes so many values."""
    values = "".join(f"_{number}, " for number in range(count))
    made: FunctionType = eval(f"lambda _cls, {values}: make(_cls, ({values}))")  # noqa: S307 - our numbers alone
    return made.__code__


class _Defining(type):
    """Makes a plain class of a body with annotations: its metaclass is `type`, and its instances hold nothing else."""

    def __new__(cls, name: str, bases: tuple[type, ...], body: dict[str, Any]) -> Any:
        """The class; for the base itself, which is never instantiated, what it says it is."""
        if not bases:
            return super().__new__(cls, name, bases, body)
        fields = tuple(body.get("__annotations__", ()))
        body["_fields"] = body["__match_args__"] = fields
        body["_field_defaults"] = {name: body[name] for name in fields if name in body}
        for number, field in enumerate(fields):
            body[field] = _field(number)
        body["__slots__"] = ()
        return type(name, (_Named,), body)


# From Python 3.14 on, a class no longer finds its annotations in its body.
if TYPE_CHECKING or sys.version_info >= (3, 14):
    from typing import NamedTuple as NamedTuple
else:
    NamedTuple = _Defining("NamedTuple", (), {})
