"""A lock on an open file, on every system."""

from __future__ import annotations

import os
import sys


def lock_now(handle: int) -> bool:
    """Take the lock of an open file, without waiting; whether that could be done. It ends with the process."""
    try:
        if sys.platform == "win32":
            import msvcrt

            os.lseek(handle, 4096, os.SEEK_SET)  # a byte beyond what is written, which others may read
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
            os.lseek(handle, 0, os.SEEK_SET)
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
