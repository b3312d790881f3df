"""Addresses and subjects that go into headers: checked, so that nothing can be smuggled in."""

import re
from typing import NamedTuple

from tenderwatch.errors import UsageError

# RFC 5321 and 5322, without quoted local parts and literal addresses, which nobody's list has.
_LOCAL = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_LABEL = r"[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_DOMAIN = re.compile(rf"{_LABEL}(\.{_LABEL})*")
_NAMED = re.compile(r"(?P<name>[^<>]*)<(?P<address>[^<>]*)>")
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_LONGEST, _LONGEST_LOCAL = 254, 64


class Address(NamedTuple):
    """A mail address, and the name shown with it if there is one."""

    name: str
    local: str
    domain: str

    @property
    def bare(self) -> str:
        """The address alone, as a server takes it."""
        return f"{self.local}@{self.domain}"

    @property
    def text(self) -> str:
        """The address as people write it, with the name."""
        return f"{self.name} <{self.bare}>" if self.name else self.bare


def parse_address(text: str, flag: str) -> Address:
    """Read 'team@council.example' or 'Care team <team@council.example>'. Raises UsageError, which names the flag."""
    one_line(text, flag)
    named = _NAMED.fullmatch(text.strip())
    name, bare = (named["name"].strip().strip('"'), named["address"].strip()) if named else ("", text.strip())
    local, at, domain = bare.rpartition("@")
    if "," in bare or ";" in bare or ("," in name and not named):
        raise UsageError(f"{flag}: '{text}' looks like several addresses", f"write {flag} once for each")
    fits = len(bare) <= _LONGEST and len(local) <= _LONGEST_LOCAL
    if not (at and fits and _LOCAL.fullmatch(local) and _DOMAIN.fullmatch(domain)):
        raise UsageError(f"{flag}: '{text}' is not a mail address", "write one like team@council.example")
    return Address(name, local, domain)


def one_line(text: str, flag: str) -> str:
    """The text, if it holds nothing that could end a header or cannot be written in one. Raises UsageError."""
    if _CONTROLS.search(text):
        raise UsageError(f"{flag}: line breaks and control characters are refused", "write it on one line")
    if any("\ud800" <= item <= "\udfff" for item in text):
        raise UsageError(f"{flag}: it holds bytes that are not UTF-8", "write it as UTF-8")
    return text
