"""A progress bar on stderr for what takes more than two seconds, at a terminal alone."""

from __future__ import annotations

import os
import sys
from contextlib import ExitStack
from typing import TYPE_CHECKING

from tenderwatch.cli import clock

if TYPE_CHECKING:
    from rich.progress import Progress as Bar

PATIENCE = 2.0


class Progress(ExitStack):
    """Told of each step; draws nothing before `PATIENCE` seconds have gone, nor where stderr is no terminal."""

    def __init__(self) -> None:
        super().__init__()
        self._bar: Bar | None = None
        self._shown = sys.stderr.isatty() and os.environ.get("TERM") != "dumb"
        self._since = clock.elapsed()

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
        self._bar = self.enter_context(Bar(*columns, console=Console(stderr=True), transient=True))
        self._bar.add_task("")
        return self._bar
