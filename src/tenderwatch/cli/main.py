"""The way in: runs the command, and turns every fault into one message and an exit code."""

from __future__ import annotations

import os
import sys
from typing import NoReturn

import typer

from tenderwatch.errors import EXIT_FINE, EXIT_INTERRUPTED, EXIT_OURS, EXIT_OUTSIDE, TenderwatchError

# typer keeps click's exceptions in a private place; the root of all that a wrong command line raises
# is two steps above its public BadParameter.
_CommandLineError: type[Exception] = typer.BadParameter.__mro__[2]


def run() -> NoReturn:
    """Run `tenderwatch` with the arguments of the process, and exit."""
    try:
        code = main(sys.argv[1:])
        sys.stdout.flush()
    except BrokenPipeError:
        _hush()
        code = EXIT_FINE
    sys.exit(code)


def main(arguments: list[str]) -> int:
    """Run one command and return its exit code. Messages go to stderr; nothing but a broken pipe is raised."""
    for stream in (sys.stdout, sys.stderr):
        # A terminal without a locale still gets every character, and a pipe gets UTF-8 everywhere.
        if hasattr(stream, "reconfigure"):
            # A file name that is not UTF-8 leaves as the bytes it came in.
            stream.reconfigure(
                encoding="utf-8", errors="backslashreplace" if stream is sys.stderr else "surrogateescape"
            )
    from tenderwatch.cli.app import COMMANDS, build
    from tenderwatch.cli.in_force import Defaults

    typed = arguments or ["--help"]
    asking = not {"-h", "--help"}.isdisjoint(typed) or "_TENDERWATCH_COMPLETE" in os.environ
    defaults = Defaults(COMMANDS, lenient=asking)
    try:
        result = build().main(args=typed, prog_name="tenderwatch", standalone_mode=False, default_map=defaults)
        return result if isinstance(result, int) else EXIT_FINE
    except TenderwatchError as error:
        return _say(str(error), error.hint, error.exit_code)
    except _CommandLineError as error:
        return _say_usage(error)
    except (KeyboardInterrupt, typer.Abort):
        return _say("interrupted", "", EXIT_INTERRUPTED)
    except BrokenPipeError:
        raise
    except SystemExit as stop:
        # typer ends with 1 of its own accord when the reader of a pipe has left.
        if isinstance(stop.__context__, BrokenPipeError):
            raise stop.__context__ from None
        raise
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        return _say(f"{where}{error.strerror or error}", "", EXIT_OUTSIDE)
    except Exception as error:  # the last resort: our own fault must not look like the user's
        return _own_fault(error)


def _say(message: str, hint: str, code: int) -> int:
    sys.stderr.write(f"tenderwatch: {message}\n")
    if hint:
        sys.stderr.write(f"  {hint}\n")
    return code


def _say_usage(error: Exception) -> int:
    context = getattr(error, "ctx", None)
    path = context.command_path if context else "tenderwatch"
    message = error.format_message() if hasattr(error, "format_message") else str(error)
    return _say(
        " ".join(message.split()),
        f"run `{path} --help` to see how it is used",
        getattr(error, "exit_code", 2),
    )


def _own_fault(error: Exception) -> int:
    import tempfile
    import traceback

    handle, name = tempfile.mkstemp(prefix="tenderwatch-fault-", suffix=".txt")
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        traceback.print_exception(error, file=file)
    return _say(f"a fault of our own ({type(error).__name__}); the details are in {name}", "", EXIT_OURS)


def _hush() -> None:
    """Keep Python from complaining about the closed pipe once more at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
