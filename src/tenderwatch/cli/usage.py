"""What is wrong with a command line, in our words: typer raises click's, which say what failed and not what to do."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from tenderwatch.errors import EXIT_OUTSIDE, EXIT_USAGE
from tenderwatch.problems import did_you_mean
from tenderwatch.text import listing, plural

# Commands that record nothing without a source.
_ON_EVIDENCE = ("extend", "retire", "abandon")


def said(error: Exception, arguments: Sequence[str]) -> tuple[str, str]:
    """The message and the next step for what typer found wrong in these arguments."""
    context: Any = getattr(error, "ctx", None)
    path = context.command_path if context else _path(arguments)
    message = error.format_message() if hasattr(error, "format_message") else str(error)
    see = f"run `{path} --help` to see how it is used"
    name = getattr(error, "option_name", "")
    match type(error).__name__:
        case "MissingParameter" if context:
            lacking = _lacking(error, context)
            return f"{listing(lacking)} {plural(len(lacking), 'is', 'are')} missing", see
        case "NoSuchOption":
            known = [flag for item in context.command.params for flag in item.opts if flag.startswith("--")]
            # Most options belong to a command, and are typed in front of it by those who know other programs.
            follow = see if context.parent else f"options follow the command: `tenderwatch due {name}`"
            return f"`{path}` has no option {name}", did_you_mean(name, known) or follow
        case "BadOptionUsage" if "requires" in message:
            return f"{name} needs a value", see
        case "BadOptionUsage":
            return f"{name} takes no value", f"write {name} alone"
        case "BadParameter" if (param := getattr(error, "param", None)) is not None:
            return _bad_value(param, message), see
        case _:
            pass
    if match := re.search(r"extra arguments?(?:\(s\))? \((.*)\)$", message, re.DOTALL):
        return f"`{path}` has no use for '{match[1]}'", f"put words that belong together in quotes, or {see}"
    if context and (commands := getattr(context.command, "commands", None)):
        if match := re.search(r"No such command '(.*?)'\.", message, re.DOTALL):
            return f"there is no command '{match[1]}' in `{path}`", f"there is `{path} {', '.join(commands)}`"
        return f"`{path}` needs to know what to do", f"for example `{path} {next(iter(commands))}`"
    return " ".join(message.split()), see


def step_after(error: OSError) -> tuple[str, int]:
    """The next step and the exit code where the system refused what no command expects: most often, its answer."""
    import errno

    match error.errno:
        case errno.ENOSPC:
            return "free some space, or write somewhere else", EXIT_OUTSIDE
        case errno.EBADF:
            return "its standard output or input is closed: leave out `>&-` or `<&-`", EXIT_OUTSIDE
        case errno.EACCES | errno.EPERM | errno.EROFS:
            return "check the rights, or write somewhere else", EXIT_OUTSIDE
        case errno.ENAMETOOLONG:
            return "give a shorter name", EXIT_USAGE
        case _:
            return "put it right, and try again; `tenderwatch doctor` looks over the installation", EXIT_OUTSIDE


def _path(arguments: Sequence[str]) -> str:
    """The command that was meant, where typer does not say."""
    from tenderwatch.cli.app import COMMANDS, GROUPS

    words = ["tenderwatch"]
    for word in arguments:
        if (words[1:] and word in GROUPS.get(words[1], ())) or (not words[1:] and word in COMMANDS):
            words.append(word)
        else:
            break
    return " ".join(words)


def _bad_value(param: Any, message: str) -> str:
    """A value that is not of the kind that an option takes: a number, so far."""
    name = param.opts[0] if param.opts[0].startswith("-") else str(param.make_metavar(None))
    if match := re.search(r": (.+) is not in the range (-?\d+)<=x<=(-?\d+)\.$", message):
        return f"{name}: {match[1]} is not between {match[2]} and {match[3]}"
    if match := re.search(r": ('.*') is not a valid (int|float)[a-z ]*\.$", message, re.DOTALL):
        return f"{name}: {match[1]} is not a {'whole ' if match[2] == 'int' else ''}number"
    return f"{name}: {message.partition(': ')[2]}"


def _lacking(error: Any, context: Any) -> list[str]:
    """All that a command needs and was not given: typer names only the first."""
    # What is given is read before what is not, so all of it is known by now.
    given: dict[str, Any] = context.params
    needed = [param for param in context.command.params if param.required and given.get(param.name) is None]
    names = [param.opts[0] if param.opts[0].startswith("-") else param.make_metavar(context) for param in needed]
    if context.info_name == "extend" and given.get("option") is None and not given.get("modification"):
        names.append("--option")
    if context.info_name in _ON_EVIDENCE and not given.get("own"):
        from tenderwatch.cli.edit import lacking_source

        names += lacking_source(given.get("source"), given.get("place"))
    return names or [error.param.opts[0]]
