"""`tenderwatch wording`: what a printed wording says of a contract's term, options and ends."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

from tenderwatch.cli import options
from tenderwatch.cli.options import named, takes
from tenderwatch.cli.output import Output
from tenderwatch.errors import UnreadableError, UsageError

if TYPE_CHECKING:
    from tenderwatch.dates import When
    from tenderwatch.wording.reading import Reading


@options.output(only=("table", "plain", "json", "jsonl"))
def command(
    text: Annotated[str, named("TEXT", "The wording; - reads one a line from standard input.")],
    start: Annotated[str | None, takes("--start", "DATE", "The contract's start, if known from elsewhere.")] = None,
    end: Annotated[str | None, takes("--end", "DATE", "The contract's end, if known from elsewhere.")] = None,
    *,
    output: Output,
) -> None:
    """Read the wording of a contract or notice: initial term, options, ends, notice, breaks. What is unclear is listed.

    Dates given with --start and --end are compared with what is printed: start + term = end, end + options = longest
    end. What agrees is confirmed; where figures disagree, both are shown.
    """
    from tenderwatch.wording.read import read

    first, last = _date("--start", start), _date("--end", end)
    readings = [read(wording, first, last) for wording in (_lines() if text == "-" else [text])]
    if output.format.name in ("table", "plain"):
        told = "\n".join(_told(reading, show_text=text == "-") for reading in readings)
    else:
        import json

        from tenderwatch.wording.row import row

        rows = [row(reading) for reading in readings]
        told = "".join(f"{json.dumps(item, ensure_ascii=False)}\n" for item in rows)
        if output.format.name == "json":
            told = json.dumps({"schema_version": 1, "rows": rows}, ensure_ascii=False, indent=2) + "\n"
    output.put_bytes(told.encode("utf-8", "surrogateescape"))


def _date(flag: str, given: str | None) -> When | None:
    """A date as typed, or day first as printed, since a wording is British. Raises UsageError."""
    if given is None:
        return None
    from tenderwatch.dates.parsing import WhenError
    from tenderwatch.dates.typed import read_when
    from tenderwatch.wording.printed_dates import date_at
    from tenderwatch.wording.tokens import tokenise

    try:
        when = read_when(given)
    except WhenError as error:
        tokens = tokenise(given)
        printed = date_at(tokens, 0) if tokens else None
        if printed is None or printed.after != len(tokens) or printed.second:
            raise UsageError(f"{flag}: {error}", error.hint) from None
        when = printed.when
    return when if when.known else None


def _lines() -> list[str]:
    """The lines of standard input, also empty ones. Raises UnreadableError."""
    try:
        data = sys.stdin.buffer.read().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise UnreadableError("standard input is not UTF-8 text", "save it as UTF-8 and try again") from None
    lines = data.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return lines[:-1] if lines[-1] == "" else lines


def _told(reading: Reading, *, show_text: bool) -> str:
    from tenderwatch.text import visible
    from tenderwatch.wording.telling import lines

    rows = lines(reading)
    width = max(len(what) for what, _, _ in rows)
    told = [
        f"{what:<{width}}  {value}" + (f'  (from "{words}")' if words and words != value else "")
        for what, value, words in rows
    ]
    if show_text:
        told = [f"{reading.text.strip() or '(empty line)'}", *(f"  {line}" for line in told)]
    return "".join(f"{visible(line)}\n" for line in told)
