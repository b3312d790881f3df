"""libical 3, the calendar library of GNOME and KDE, by way of ctypes."""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from datetime import date
from pathlib import Path

from .byte_linter import Seen


def missing() -> str:
    """What is not installed, or nothing."""
    try:
        ctypes.CDLL("libical.so.3")
    except OSError:
        return "libical 3"
    return ""


def read(feed: Path, _folder: Path) -> list[Seen]:
    """The events as libical understood them; it must find no error."""
    libical = _Library()
    root = libical.parse(feed.read_bytes())
    try:
        assert libical.errors(root) == 0
        return sorted(libical.seen(event) for event in libical.events(root))
    finally:
        libical.free(root)


class _Library:
    """The few functions of libical 3 that are needed, by way of ctypes."""

    def __init__(self) -> None:
        library = ctypes.CDLL("libical.so.3")
        pointer, text, number = ctypes.c_void_p, ctypes.c_char_p, ctypes.c_int

        def function(name: str, result: type | None, *arguments: type) -> Callable[..., object]:
            found = getattr(library, name)
            found.restype, found.argtypes = result, arguments
            return found  # type: ignore[no-any-return]

        self.parser = function("icalparser_parse_string", pointer, text)
        self.free = function("icalcomponent_free", None, pointer)
        self.errors = function("icalcomponent_count_errors", number, pointer)
        self.check = function("icalrestriction_check", number, pointer)
        self.component_kind = function("icalcomponent_string_to_kind", number, text)
        self.property_kind = function("icalproperty_string_to_kind", number, text)
        self.first_part = function("icalcomponent_get_first_component", pointer, pointer, number)
        self.next_part = function("icalcomponent_get_next_component", pointer, pointer, number)
        self.first_property = function("icalcomponent_get_first_property", pointer, pointer, number)
        self.next_property = function("icalcomponent_get_next_property", pointer, pointer, number)
        self.value = function("icalproperty_get_value_as_string", text, pointer)
        self.texts = {
            name: function(f"icalcomponent_get_{name}", text, pointer) for name in ("uid", "summary", "description")
        }

    def parse(self, data: bytes) -> object:
        root = self.parser(data)
        assert root, "libical found no calendar"
        return root

    def events(self, root: object) -> list[object]:
        kind, found = self.component_kind(b"VEVENT"), []
        event = self.first_part(root, kind)
        while event:
            found.append(event)
            event = self.next_part(root, kind)
        return found

    def values(self, component: object, name: bytes) -> list[str]:
        kind, found = self.property_kind(name), []
        item = self.first_property(component, kind)
        while item:
            value = self.value(item)
            assert isinstance(value, bytes)
            found.append(value.decode())
            item = self.next_property(component, kind)
        return found

    def seen(self, event: object) -> Seen:
        said = {name: get(event) for name, get in self.texts.items()}
        words = {name: value.decode() for name, value in said.items() if isinstance(value, bytes)}
        (start,), (end,), (status,) = (self.values(event, name) for name in (b"DTSTART", b"DTEND", b"STATUS"))
        days = date.fromisoformat(start), date.fromisoformat(end)
        return Seen(words["uid"], *days, words["summary"], status, words["description"])


def complaints_of(data: bytes) -> list[str]:
    """What libical says of a feed when it checks how often each property may stand.

    It checks only where there is a METHOD; one is put in, and what that alone requires is left out.
    """
    libical = _Library()
    with_method = data.replace(b"VERSION:2.0\r\n", b"VERSION:2.0\r\nMETHOD:PUBLISH\r\n", 1)
    assert with_method != data
    root = libical.parse(with_method)
    try:
        libical.check(root)
        parts = [root, *libical.events(root)]
        complaints = [words for part in parts for words in libical.values(part, b"X-LIC-ERROR")]
    finally:
        libical.free(root)
    return [words for words in complaints if "ORGANIZER" not in words]
