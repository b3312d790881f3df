"""The one way out: answers go to standard output, messages to standard error.

What cannot be written is found here and in `tenderwatch.cli.main`, while there is still time to say so: whatever is
left in a buffer at the end of the process would fail with a traceback and an exit code of Python's own.
"""

from __future__ import annotations

import os
import re
import sys
from contextlib import suppress
from typing import TextIO

from tenderwatch.text import visible


def prepare() -> None:
    """UTF-8 on both streams, whatever the locale; a stream that the caller has closed fails when it is written to."""
    if sys.stdin is None:
        sys.stdin = open(_taken_up(0, os.O_WRONLY), encoding="utf-8", closefd=False)  # noqa: SIM115 - as the others are
    if sys.stdout is None:
        sys.stdout = _closed(1, os.O_RDONLY)
    if sys.stderr is None:
        sys.stderr = _closed(2, os.O_WRONLY)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            # A file name that is not UTF-8 leaves as the bytes it came in.
            stream.reconfigure(
                encoding="utf-8", errors="backslashreplace" if stream is sys.stderr else "surrogateescape"
            )


def _closed(number: int, mode: int) -> TextIO:
    """A stand-in for an output that is closed."""
    return open(_taken_up(number, mode), "w", encoding="utf-8", closefd=False)


def _taken_up(number: int, mode: int) -> int:
    """The number of a stream that is closed, taken up so that no file that is opened later gets it.

    In the wrong mode it fails as the stream would.
    """
    handle = os.open(os.devnull, mode)
    if handle != number:
        os.dup2(handle, number)
    return number


def worded(text: str) -> str:
    """A text of the core with its arguments, written as in ⟨source⟩, as the flags of the command line."""
    return re.sub(r"⟨([a-z][a-z-]*)⟩", r"--\1", text) if "⟨" in text else text


def write(text: str) -> None:
    """A part of the answer."""
    sys.stdout.write(worded(text))


def write_bytes(data: bytes) -> None:
    """A part of the answer that is not text, through to its reader."""
    sys.stdout.flush()
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()


def say(message: str) -> None:
    """A message, a line of its own. Where nobody can hear it, the work goes on.

    Messages quote settings, files and arguments: what a terminal would obey is shown as an escape.
    """
    with suppress(OSError):
        sys.stderr.write(f"{visible(worded(message))}\n")
        sys.stderr.flush()


def say_written(what: str, target: object, *, changed: bool) -> None:
    """What a file now holds, and whether it was written at all."""
    say(f"{what} {'written to' if changed else 'unchanged in'} {target}".lstrip())


def finish() -> None:
    """All of the answer through to its reader. Raises OSError."""
    sys.stdout.flush()


def drop() -> None:
    """Forget what could not be written, so that Python does not try, and complain, once more at the end."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (OSError, ValueError):
            with suppress(OSError, ValueError):
                os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
                stream.flush()
