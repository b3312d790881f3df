"""Where an answer goes, and as what: `--format` and `--output` as one value."""

import os
import shutil
import sys
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path
from typing import Any, Protocol

from tenderwatch.answers.answer import Answer
from tenderwatch.cli.context import default_format, file_target
from tenderwatch.cli.streams import finish, say, say_written, worded, write_bytes
from tenderwatch.errors import UsageError
from tenderwatch.formats import BYTE_ORDER_MARK, FORMATS, Format, Screen, render
from tenderwatch.named_tuple import NamedTuple
from tenderwatch.problems import did_you_mean
from tenderwatch.registry.files import registry_files


class Inputs(Protocol):
    """Something that was read from files."""

    def inputs(self) -> Iterator[Path]:
        """The files and folders that were read."""
        ...


class Output(NamedTuple):
    """The format, the file (None for standard output), and whether JSON names every record left out.

    `asked`: the format was named, not chosen by the file, the settings or the terminal. `paged`: what is longer than
    the terminal goes through a pager.
    """

    format: Format
    target: Path | None
    verbose: bool = False
    asked: bool = False
    paged: bool = True

    def put(self, answer: Answer, *read: Inputs | Path) -> None:
        """Write an answer. Raises UsageError where the file is one that was read."""
        self.guard(*read)
        parts = rendered(answer, self.format, _screen(terminal=self.target is None))
        if self.target is None:
            self._print(parts)
        else:
            from tenderwatch.cli.files import write_atomically
            from tenderwatch.text import count

            mark = (BYTE_ORDER_MARK,) if self.format.mark else ()
            changed = write_atomically(self.target, chain(mark, parts))
            say_written(count(answer.size, "row"), self.target, changed=changed)
        rows_alone = self.format.name == "plain" and answer.plain == "rows" and bool(answer.closing)
        if (self.format.bare or rows_alone) and answer.account and not answer.notes:
            say(answer.account)

    def put_bytes(self, data: bytes | Iterable[bytes], *read: Inputs | Path) -> bool:
        """Write what is no answer, such as a drawing, whole or in parts. False if the file held the same bytes."""
        self.guard(*read)
        if self.target is None:
            self._print(iter((data,) if isinstance(data, bytes) else data))
            return True
        from tenderwatch.cli.files import write_atomically

        return write_atomically(self.target, data)

    def put_drawing(self, data: bytes, *read: Inputs | Path) -> None:
        """Write a drawing, and say where it went."""
        changed = self.put_bytes(data, *read)
        if self.target:
            say_written("", self.target, changed=changed)

    def _print(self, parts: Iterator[bytes]) -> None:
        """To standard output: part by part into a pipe, as a whole on a terminal."""
        if self.paged and not self.format.binary and sys.stdout.isatty():
            from tenderwatch.cli.pager import write_paged

            write_paged(b"".join(parts))
            return
        for part in parts:
            write_bytes(part) if self.format.binary else sys.stdout.write(part.decode("utf-8", "surrogateescape"))
        finish()

    def guard(self, *read: Inputs | Path) -> None:
        """Raises UsageError where writing would replace a file that was read."""
        if self.target is not None:
            refuse_input(self.target, (path for item in read for path in _paths(item)))


def rendered(answer: Answer, form: Format, screen: Screen) -> Iterator[bytes]:
    """The answer in a format, part by part, with the arguments that it speaks of as flags."""
    for part in render(answer, form.name, screen):
        plain = form.binary or "⟨".encode() not in part
        yield part if plain else worded(part.decode("utf-8", "surrogateescape")).encode("utf-8", "surrogateescape")


def _paths(item: Inputs | Path) -> Iterable[Path]:
    return (item,) if isinstance(item, Path) else item.inputs()


def refuse_input(target: Path, read: Iterable[Path]) -> None:
    """Raises UsageError where the target is one of the files read, or in a folder of them: by identity, not by name."""
    for path in read:
        if any(_same(target, file) for file in (registry_files(path).files if path.is_dir() else [path])):
            raise UsageError(f"{target} is an input of this command", "name another file to write to")


def _same(target: Path, file: Path) -> bool:
    """Whether two names are one file. A pipe or a device is nobody's to lose."""
    try:
        return target.is_file() and os.path.samefile(target, file)
    except OSError:
        return False


def choose(given: str | None, output: str | None, known: dict[str, Format], usual: str | None) -> Output:
    """The format named, else by the file's ending, else the usual one; and the file. Raises UsageError.

    A format that is named has to fit the file's ending, where that is known to mean something else.
    """
    target = file_target(output)
    if given is not None and given not in known:
        hint = did_you_mean(given, known) or f"write one of {', '.join(known)}"
        raise UsageError(f"--format: there is no format '{given}' here", hint)
    form = known[given] if given is not None else None
    ending = target.suffix.lower() if target else ""
    if target is None or (not ending and form):
        form = form or known[default_format(_fitting(known), usual)]
    elif form is None:
        form = _by_ending(target, ending, known)
    elif _means(ending) not in (None, form.media_type):
        raise UsageError(f"--format {form.name} does not fit the ending of {target}", _endings(known, form))
    if form.binary and target is None and sys.stdout.isatty():
        example = f"-o answer{form.endings[0]}"
        raise UsageError(f"{form.name} is not for a terminal", f"name a file, for example: {example}")
    return Output(form, target, asked=given is not None)


def _fitting(known: dict[str, Format]) -> tuple[str, ...]:
    """The formats that standard output may get without being asked: no workbook on a terminal."""
    return tuple(name for name, form in known.items() if not (form.binary and sys.stdout.isatty()))


def _by_ending(target: Path, ending: str, known: dict[str, Format]) -> Format:
    for form in known.values():
        if ending in form.endings:
            return form
    if not ending and len(known) == 1:
        return next(iter(known.values()))
    raise UsageError(f"the ending of {target} names no format", _endings(known))


def _endings(known: dict[str, Format], form: Format | None = None) -> str:
    endings = [ending for item in ([form] if form else known.values()) for ending in item.endings[:1]]
    if form:
        return f"end it with {endings[0]}" if endings else "remove --format"
    return f"end it with one of {', '.join(endings)}{', or give --format' if len(known) > 1 else ''}"


def _means(ending: str) -> str | None:
    """The media type that an ending is known for; None where it means nothing."""
    import mimetypes

    ours = next((form.media_type for form in FORMATS.values() if ending in form.endings), None)
    return ours or mimetypes.MimeTypes(filenames=()).guess_type(f"file{ending}")[0]


def one_of(flag: str, given: str, known: tuple[str, ...]) -> Any:
    """The word given, if it is one of those known. Raises UsageError with the nearest."""
    if given not in known:
        hint = did_you_mean(given, known) or f"write one of {', '.join(known)}"
        raise UsageError(f"{flag}: '{given}' is not a choice", hint)
    return given


def _screen(*, terminal: bool) -> Screen:
    """The terminal's width, and whether it shows colours: see https://no-color.org."""
    styled = terminal and sys.stdout.isatty() and os.environ.get("TERM") != "dumb" and not os.environ.get("NO_COLOR")
    return Screen(shutil.get_terminal_size().columns, styled)
