"""Collecting garbage, and when not to."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def no_collection() -> Iterator[None]:
    """Reading makes many values and no rubbish: collecting meanwhile finds nothing and takes a third of the time.

    It goes around a whole function, so that the trees are let go before collecting begins again.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
