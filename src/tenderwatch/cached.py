"""`cached_property` as in `functools`, for values of which a command makes thousands.

Up to Python 3.11 its own takes a lock each time that something is worked out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from functools import cached_property as cached_property
else:

    class cached_property:  # noqa: N801 - as in `functools`
        """Worked out when it is first asked for, and from then on an attribute of the instance."""

        def __init__(self, work: Any) -> None:
            self.work, self.__doc__ = work, work.__doc__

        def __set_name__(self, owner: type, name: str) -> None:
            self.name = name

        def __get__(self, instance: Any, owner: type | None = None) -> Any:
            if instance is None:
                return self
            value = instance.__dict__[self.name] = self.work(instance)
            return value
