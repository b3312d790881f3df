"""`tenderwatch explain` and `help`: what a code or a word means, and how a command is used."""

import shutil
import textwrap
from typing import Annotated

from tenderwatch.cli import complete, options
from tenderwatch.cli.options import named
from tenderwatch.cli.output import Output
from tenderwatch.errors import UsageError
from tenderwatch.problems import did_you_mean


@options.output(only=("plain",))
def command(
    words: Annotated[
        list[str] | None, named("[CODE|TERM]", "A code or a word. Default: a list of them all.", complete.explained)
    ] = None,
    *,
    output: Output,
) -> None:
    """Explain a fault code of `check`, an exit code, or a word of council procurement. Works offline."""  # fmt: skip
    from tenderwatch.cli.explained import explanations

    known = explanations()
    if not words:
        output.put_bytes("".join(f"{name}\n" for name in known).encode())
        return
    asked = " ".join(words).strip().strip("[]").casefold()
    if not asked:
        raise UsageError("there is nothing to explain", "name a code or a word; `tenderwatch explain` lists them")
    by_word = {name.casefold(): text for name, text in known.items()}
    names = (asked, asked.replace("-", " "), asked.replace(" ", "-"), asked.removesuffix("s"))
    text = next((by_word[name] for name in names if name in by_word), None)
    if text is None:
        inside = [name for name in known if asked in name.casefold()][:5]
        hint = did_you_mean(asked, by_word) or (f"there is {', '.join(inside)}" if inside else "")
        raise UsageError(
            f"there is no explanation of '{' '.join(words)}'", hint or "`tenderwatch explain` lists what there is"
        )
    width = min(shutil.get_terminal_size().columns, 100)
    lines = (
        line if not line or line.startswith(("  ", "|")) else textwrap.fill(line, width, break_on_hyphens=False)
        for line in text.split("\n")
    )  # fmt: skip
    output.put_bytes("".join(f"{line}\n" for line in lines).encode())


def show_help(
    names: Annotated[
        list[str] | None, named("[COMMAND]", "The command, for example due or source add.", complete.commands)
    ] = None,
) -> None:
    """Show the help of a command, or of the whole program."""  # fmt: skip
    from tenderwatch.cli.app import build

    build().main(args=[*(names or ()), "--help"], prog_name="tenderwatch", standalone_mode=False)
