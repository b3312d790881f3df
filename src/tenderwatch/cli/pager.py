"""A long answer on a terminal goes through a pager, as `git log` does; short ones, files and pipes never do."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from tenderwatch.cli.streams import finish, say, write_bytes

OFF = "off"
_ESCAPE = re.compile(r"\x1b\[[0-9;]*m")
# Colours are shown, an answer that fits after all is left on the screen, and so is what was read last.
_LESS = {"LESS": "FRX"}


def write_paged(data: bytes) -> None:
    """Write an answer to standard output; through the pager if that is a terminal and the answer is longer than it."""
    if _is_long(data) and (command := _command()) is not None:
        try:
            _through(command, data)
        except OSError as error:
            write_bytes(data)
            say(f"warning: cannot run the pager {command[0]}: {error.strerror or error}; hint: --no-pager")
        return
    write_bytes(data)
    finish()


def _is_long(data: bytes) -> bool:
    """Whether standard output is a terminal on which the answer would scroll away."""
    if not sys.stdout.isatty() or os.environ.get("TERM", "dumb" if os.name == "posix" else "") == "dumb":
        return False
    from rich.cells import cell_len

    width, height = shutil.get_terminal_size()
    room = height - 1  # the prompt takes a line as well
    for line in data.decode("utf-8", "replace").splitlines():
        room -= max(-(-cell_len(_ESCAPE.sub("", line)) // max(width, 1)), 1)
        if room < 0:
            return True
    return False


def _command() -> list[str] | None:
    """The pager and its arguments: the setting, else PAGER, else less where there is one. None to use none."""
    from tenderwatch.cli.settings import value_of

    setting = value_of("pager")
    # As for git and man, a PAGER that is set but empty asks for none.
    chosen = str(setting) if setting is not None else os.environ.get("PAGER", "less" if shutil.which("less") else "")
    try:
        words = shlex.split(chosen, posix=os.name == "posix")
    except ValueError:  # a quotation mark without its other
        words = [chosen]
    if not words or words in ([OFF], ["cat"]):
        return None
    return [*words, "-R"] if Path(words[0]).stem == "less" else words


def _through(command: list[str], data: bytes) -> None:
    """Hand the answer to the pager and wait for its end. Raises OSError where it cannot be started."""
    sys.stdout.flush()
    with subprocess.Popen(command, stdin=subprocess.PIPE, env={**_LESS, **os.environ}) as pager, _interrupts_ignored():  # noqa: S603 - the user's own choice
        assert pager.stdin is not None  # noqa: S101 - it was asked for
        # Whoever has read enough leaves before the end, which is nobody's fault.
        with suppress(OSError):
            pager.stdin.write(data)
        with suppress(OSError):
            pager.stdin.close()
        pager.wait()


@contextmanager
def _interrupts_ignored() -> Iterator[None]:
    """Ctrl-C belongs to the pager while it runs: in `less` it ends a search, not the reading."""
    import signal

    earlier = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, earlier)
