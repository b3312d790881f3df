"""The way in: runs the command, and turns every fault into one message and an exit code.

Nothing is imported here before it is needed, so that an interrupt is answered from the first moment.
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, NoReturn

from tenderwatch.errors import EXIT_FINE, EXIT_INTERRUPTED, EXIT_OURS, EXIT_OUTSIDE, EXIT_USAGE, TenderwatchError

if TYPE_CHECKING:
    from collections.abc import Callable


def run() -> NoReturn:
    """Run `tenderwatch` with the arguments of the process, and exit."""
    try:
        code = main(sys.argv[1:])
        from tenderwatch.cli.streams import drop

        drop()
    except KeyboardInterrupt:
        sys.stderr.write("tenderwatch: interrupted\n")
        sys.stderr.flush()
        code = EXIT_INTERRUPTED
    _end(code)


def _end(code: int) -> NoReturn:
    """End the process, now that all it had to say has reached its readers.

    Python would first take apart every object that there is, one by one, which takes as long as many an answer.
    """
    if sys.gettrace() or sys.getprofile():  # who measures it wants its figures
        sys.exit(code)
    import atexit

    atexit._run_exitfuncs()
    os._exit(code)


def main(arguments: list[str]) -> int:
    """Run one command and return its exit code. Every fault becomes a message on stderr; nothing is raised."""
    try:
        from tenderwatch.cli.streams import prepare

        prepare()
        return _heard(lambda: _run(arguments))
    except KeyboardInterrupt:
        return _say("interrupted", "", EXIT_INTERRUPTED)
    except OSError as error:  # the message itself could not be written
        return EXIT_FINE if isinstance(error, BrokenPipeError) else EXIT_OUTSIDE


def _heard(command: Callable[[], int]) -> int:
    """The exit code of a command whose answer has reached its reader, or of whatever came between."""
    from tenderwatch.cli.streams import finish

    try:
        code = command()
        finish()
    except TenderwatchError as error:
        return _say(str(error), error.hint, error.exit_code)
    except BrokenPipeError:
        return EXIT_FINE
    except SystemExit as stop:
        # typer ends with 1 of its own accord when the reader of a pipe has left.
        if isinstance(stop.__context__, BrokenPipeError):
            return EXIT_FINE
        raise
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        from tenderwatch.cli.usage import step_after

        return _say(f"{where}{error.strerror or error}", *step_after(error))
    except Exception as error:  # the last resort: a fault of the program must not look like the user's
        return _bug(error)
    return code


def _run(arguments: list[str]) -> int:
    import typer

    from tenderwatch.cli.app import COMMANDS, GROUPS, build
    from tenderwatch.cli.settings import Defaults

    typed = arguments or ["--help"]
    asking = not {"-h", "--help"}.isdisjoint(typed) or "_TENDERWATCH_COMPLETE" in os.environ
    # `help` is the name of an option as well, which has no default of ours.
    defaults = Defaults(COMMANDS.keys() - {"help"}, GROUPS, lenient=asking)
    # typer keeps click's exceptions in a private place; the root of all that a wrong command line raises
    # is two steps above its public BadParameter.
    wrong: type[Exception] = typer.BadParameter.__mro__[2]
    try:
        app = build(completing=asking or typed[0].startswith("-"))
        if "_TENDERWATCH_COMPLETE" in os.environ:
            from tenderwatch.cli.shells import register

            register()  # building has put typer's own there
        result = app.main(args=typed, prog_name="tenderwatch", standalone_mode=False, default_map=defaults)
    except wrong as error:
        from tenderwatch.cli.usage import said

        return _say(*said(error, arguments), EXIT_USAGE)
    except typer.Abort:
        raise KeyboardInterrupt from None
    if result == EXIT_INTERRUPTED:  # how typer says that it has caught an interrupt
        raise KeyboardInterrupt
    return result if isinstance(result, int) else EXIT_FINE


def _say(message: str, hint: str, code: int) -> int:
    from tenderwatch.cli.streams import say
    from tenderwatch.text import bounded

    say("\n  ".join([f"tenderwatch: {bounded(message)}", *map(bounded, hint.splitlines())]))
    return code


def _bug(error: Exception) -> int:
    import tempfile
    import traceback

    handle, name = tempfile.mkstemp(prefix="tenderwatch-error-", suffix=".txt")
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        traceback.print_exception(error, file=file)
    message = f"internal error ({type(error).__name__}): please report this bug"
    return _say(message, f"the details are in {name}", EXIT_OURS)
