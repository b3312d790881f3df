"""A progress bar on stderr for what takes more than two seconds, at a terminal alone."""

from __future__ import annotations

import os
import sys
from types import TracebackType
from typing import TYPE_CHECKING

from tenderwatch.cli import clock

if TYPE_CHECKING:
    from rich.progress import Progress as Bar

PATIENCE = 2.0


class Progress:
    """Told of each step; draws nothing before `PATIENCE` seconds have gone, nor where stderr is no terminal."""

    def __init__(self) -> None:
        self._bar: Bar | None = None
        self._shown = sys.stderr.isatty() and os.environ.get("TERM") != "dumb"
        self._since = clock.elapsed()

    def __enter__(self) -> Progress:
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        if self._bar:
            self._bar.stop()

    def step(self, what: str, done: int, total: int) -> None:
        """So many of so many are made."""
        if not self._shown or (self._bar is None and clock.elapsed() - self._since < PATIENCE):
            return
        bar = self._bar or self._begin()
        bar.update(bar.task_ids[0], description=what, completed=done, total=max(done, total))

    def _begin(self) -> Bar:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, TextColumn
        from rich.progress import Progress as Bar

        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
        self._bar = Bar(*columns, console=Console(stderr=True), transient=True)
        self._bar.add_task("")
        self._bar.start()
        return self._bar
