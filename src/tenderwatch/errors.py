"""Faults of operation: one root, each with the exit code it ends the program with.

Faults in data are not errors but values: see `tenderwatch.problems`.
"""

from __future__ import annotations

EXIT_FINE = 0
EXIT_FINDINGS = 1
EXIT_USAGE = 2
EXIT_OUTSIDE = 3
EXIT_OURS = 70
EXIT_INTERRUPTED = 130


class TenderwatchError(Exception):
    """Something stops the command. `hint` is the next step for the person at the keyboard."""

    exit_code = EXIT_USAGE

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.hint = hint


class UsageError(TenderwatchError):
    """A wrong flag, an unknown name, a value that cannot be read."""


class UnreadableError(TenderwatchError):
    """An input that cannot be read at all."""

    @classmethod
    def of_file(cls, name: object, error: OSError) -> UnreadableError:
        """The error for a file that could not be opened or read."""
        hints = {FileNotFoundError: "check the name", IsADirectoryError: "name a file in it"}
        return cls(f"cannot read {name}: {error.strerror}", hints.get(type(error), "check the name and its rights"))


class OutsideError(TenderwatchError):
    """Something outside failed: disk, network, mail."""

    exit_code = EXIT_OUTSIDE
