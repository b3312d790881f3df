"""The settings that are defaults of options, as the command line library asks for them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from contextlib import suppress
from functools import cached_property
from typing import Any

from tenderwatch.cli.settings import BY_NAME, InForce, value_in, written
from tenderwatch.errors import TenderwatchError

# The settings that are the defaults of options, by the parameter that holds the option.
# A mail goes out only where --to asks for it, so there is no setting for that.
OPTIONS = {"registry": "registry", "council": "council", "watch": "watch", "months": "months", "sender": "mail.from"}


class Defaults(dict[str, Any]):
    """What the command line library asks for the defaults of each command (its `default_map`).

    Environment and file are read when the first is asked for. Where nothing is going to be run, as for help and
    completion, a fault in them is no reason to fail: `lenient` passes it over.
    """

    def __init__(
        self, commands: Collection[str], groups: Mapping[str, Collection[str]] | None = None, *, lenient: bool = False
    ) -> None:
        super().__init__()
        self._commands = commands
        self._groups = groups or {}
        self._lenient = lenient

    def get(self, key: str, default: Any = None) -> Any:
        """The defaults of a command; nothing for the options of `tenderwatch` itself."""
        inner = self._groups.get(key, ())
        return _CommandDefaults(inner, lenient=self._lenient) if key in self._commands else default


class _CommandDefaults(dict[str, Any]):
    """The defaults of one command's options by parameter; what is set nowhere stands with the option."""

    def __init__(self, inner: Collection[str], *, lenient: bool) -> None:
        super().__init__()
        self._inner = inner
        self._lenient = lenient

    @cached_property
    def _written(self) -> dict[str, InForce]:
        return written()

    def get(self, key: str, default: Any = None) -> Any:
        """The default of an option by its parameter's name; of a group, the same for each command in it."""
        if key in self._inner:
            return self
        if key in OPTIONS:
            with suppress(*((TenderwatchError,) if self._lenient else ())):
                setting = value_in(BY_NAME[OPTIONS[key]], self._written)
                return default if setting.origin in ("default", "not set") else setting.value
        return default
