"""A run that is cut short at any touch of the disk, or that finds the disk full, in a fork of this process."""

from __future__ import annotations

import io
import os
import resource
import signal
import sys
import warnings

from tenderwatch.cli.main import main

KILLED = -signal.SIGKILL
# What Python says before it changes something on the disk; `ctypes.call_function` and its like swap two folders.
_TOUCHES = frozenset(
    ("os.rename", "os.remove", "os.rmdir", "os.mkdir", "os.link", "os.chmod", "os.utime", "ctypes.dlsym")
)


class Ended:
    """How a run ended: its exit code (below nought if it was killed), how often it touched the disk, its messages."""

    def __init__(self, code: int, touches: int, err: str) -> None:
        self.code, self.touches, self.err = code, touches, err


def cut(*typed: str, at: int = 0, most: int | None = None) -> Ended:
    """Run a command, which is killed at its touch number `at`, and may write no file of more bytes than `most`.

    Each touch is a moment: a kill between two of them leaves on the disk what a kill at the second leaves.
    """
    heard, said = os.pipe()
    with warnings.catch_warnings():  # that other threads are not in the fork: it needs none
        warnings.simplefilter("ignore", DeprecationWarning)
        child = os.fork()
    if not child:
        os.close(heard)
        _run(typed, said, at, most)
    os.close(said)
    with open(heard, encoding="utf-8") as file:
        err, _, touches = file.read().rpartition("\n")
    _, status = os.waitpid(child, 0)
    code = os.waitstatus_to_exitcode(status)
    return Ended(code, int(touches) if code >= 0 else 0, err)


def _run(typed: tuple[str, ...], said: int, at: int, most: int | None) -> None:
    """What happens in the fork, which ends here."""
    out, touches = io.TextIOWrapper(io.FileIO(said, "w"), encoding="utf-8"), 0

    def hear(event: str, given: tuple[object, ...]) -> None:
        nonlocal touches
        writes = event == "open" and isinstance(given[2], int) and given[2] & (os.O_WRONLY | os.O_RDWR)
        if event in _TOUCHES or writes:
            touches += 1
            if touches == at:
                os.kill(os.getpid(), signal.SIGKILL)

    code = 70
    try:
        sys.stdout = sys.stderr = out
        if most is not None:
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
        sys.addaudithook(hear)
        code = main(list(typed))
        out.write(f"\n{touches}")
        out.flush()
    finally:
        os._exit(code)
