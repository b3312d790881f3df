"""What tells a file that was compiled from one that has changed since, without reading it.

As git has it: size, times and number on the disk. A file that was written within two seconds before it was read may
change again and look the same, so it counts as known only if its bytes are the same too.
"""

import os

from tenderwatch.named_tuple import NamedTuple

_RACY = 2_000_000_000


class Stamp(NamedTuple):
    """A file as it was when it was compiled. `settled` says that it had been left alone for long enough."""

    size: int
    written: int
    changed: int
    number: int
    settled: bool
    hash: bytes


def identity(about: os.stat_result) -> tuple[int, int, int, int]:
    """What a file's entry on the disk says of it."""
    return about.st_size, about.st_mtime_ns, about.st_ctime_ns, about.st_ino


def stamp(about: os.stat_result, data: bytes, now: int) -> Stamp:
    """The stamp of a file whose bytes were read; `now` is a time before that, by the clock of the file system."""
    settled = max(about.st_mtime_ns, about.st_ctime_ns) < now - _RACY
    return Stamp(*identity(about), settled, digest(data))


def digest(data: bytes) -> bytes:
    """What stands for the bytes of a file."""
    from hashlib import blake2b

    return blake2b(data, digest_size=20).digest()


def is_settled(about: os.stat_result, known: Stamp | None) -> bool:
    """Whether a file is certainly the one that was compiled."""
    return known is not None and known.settled and identity(about) == known[:4]
