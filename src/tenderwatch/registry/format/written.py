"""How days, dates, lengths, numbers and addresses are written in a registry."""

from __future__ import annotations

import re
from collections.abc import Callable

from tenderwatch.dates import parse_duration
from tenderwatch.dates.parsing import parse_day, parse_when
from tenderwatch.dates.typed import read_day, read_length, read_when
from tenderwatch.registry.format.fields import Parsed


def _whole(low: int, high: int) -> Callable[[str], int]:
    def parse(text: str) -> int:
        if re.fullmatch(r"[0-9]{1,6}", text) and low <= int(text) <= high:
            return int(text)
        raise ValueError(f"'{text[:60]}' is not a whole number from {low} to {high}")

    return parse


def _amount(text: str) -> float:
    if re.fullmatch(r"[0-9]{1,12}(\.[0-9]{1,2})?", text):
        return float(text)
    raise ValueError(f"'{text[:60]}' is not an amount in pounds")


def _typed_months(text: str) -> str:
    """'12 months' or '2 years' as a number of months; a number alone is one of months already."""
    length = read_length(text) if not text.isdigit() else None
    if length and length.unit != "months":
        raise ValueError(f"'{text}' is not a number of months")
    return str(length.number) if length else text


def _typed_amount(text: str) -> str:
    """'£550,000' without the sign and the commas."""
    if re.fullmatch(r"£? ?[0-9]{1,3}(,[0-9]{3})*(\.[0-9]{1,2})?|£ ?[0-9.]+", text):
        return text.lstrip("£ ").replace(",", "")
    raise ValueError(f"'{text[:60]}' is not an amount in pounds")


def _cpv(text: str) -> str:
    if re.fullmatch(r"[0-9]{8}(-[0-9])?", text):
        return text
    raise ValueError(f"'{text[:60]}' is not a CPV code")


def _typed_cpv(text: str) -> str:
    """The code alone of '85312000-9 Social work services'."""
    if match := re.match(r"([0-9]{8}(?:-[0-9])?)\b", text):
        return match[1]
    raise ValueError(f"'{text[:60]}' is not a CPV code")


def _boolean(text: str) -> bool:
    if text in ("true", "false"):
        return text == "true"
    raise ValueError(f"'{text[:60]}' is neither true nor false")


# Labels of letters, digits and inner hyphens; no user name before them, for that is no part of an address to publish.
_LABEL = "[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?"
_HOST = rf"{_LABEL}(?:\.{_LABEL})*"


def _address(text: str) -> str:
    if re.fullmatch(rf"https?://{_HOST}(:[0-9]+)?(/[!-;=?-~]*)?", text) and "\\" not in text:
        return text
    raise ValueError(f"'{text[:60]}' is not a web address")


WHEN = Parsed(
    "a date", parse_when, "", "bad-date", {"type": ["string", "number"]}, lambda text: read_when(text).written
)
DAY = Parsed(
    "a day", parse_day, "", "bad-date", {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"},
    lambda text: read_day(text).isoformat(),
)  # fmt: skip
DURATION = Parsed(
    "a length of time", parse_duration, "write months, weeks or days: 3m, 12w, 28d", "bad-duration",
    {"type": "string", "pattern": "^[0-9]{1,4}[mwd]$"}, lambda text: read_length(text).written,
)  # fmt: skip
MONTHS = Parsed(
    "a number of months", _whole(1, 600), "write whole months, for example 24", "bad-number",
    {"type": "integer", "minimum": 1, "maximum": 600}, _typed_months,
)  # fmt: skip
TIMES = Parsed(
    "a count", _whole(1, 60), "write how many times the option can be used, for example 2", "bad-number",
    {"type": "integer", "minimum": 1, "maximum": 60},
)  # fmt: skip
AMOUNT = Parsed(
    "an amount", _amount, "write pounds without sign or commas, for example 550000", "bad-number",
    {"type": "number", "minimum": 0}, _typed_amount,
)  # fmt: skip
CPV = Parsed(
    "a CPV code", _cpv, "write its eight digits, with or without the check digit: 85312000-9", "bad-value",
    {"type": ["string", "integer"], "pattern": "^[0-9]{8}(-[0-9])?$"}, _typed_cpv,
)  # fmt: skip
COUNT = Parsed(
    "a whole number", _whole(0, 1000), "write a whole number, for example 5", "bad-number",
    {"type": "integer", "minimum": 0},
)  # fmt: skip
BOOLEAN = Parsed("true or false", _boolean, "write true or false", "bad-value", {"type": "boolean"})
URL = Parsed(
    "a web address", _address, "write it in full, beginning with https://", "bad-address",
    {"type": "string", "pattern": "^https?://"},
)  # fmt: skip
