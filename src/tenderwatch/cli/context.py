"""What every command does first: find the registry, read it, and choose where its answer goes."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from datetime import date
from pathlib import Path

from tenderwatch.errors import TenderwatchError, UnreadableError, UsageError
from tenderwatch.registry.files import is_registry_file, read_bytes, registry_files
from tenderwatch.registry.layers import BUNDLED, Layer
from tenderwatch.registry.load import Loaded, load_layers
from tenderwatch.registry.model import Watch
from tenderwatch.text import count, few, listing, plural

_MOST_NAMED = 5


def bundled_registry() -> Path:
    """The registry that came with the program: inside the wheel, or beside `src` in a checkout."""
    package = Path(__file__).resolve().parent.parent
    for folder in (package / "data", package.parent.parent / "data"):
        if (folder / "contracts.yaml").is_file():
            return folder
    raise UnreadableError("the bundled registry is missing", "name one with --registry")


def is_ours(path: Path) -> bool:
    """Whether a file or folder is a part of the installed program, which an upgrade replaces."""
    return path.resolve().is_relative_to(Path(__file__).resolve().parents[1])


def edition_of(path: Path) -> date | None:
    """The edition that a registry's files state, found without reading them in full; None if none does."""
    import re

    editions = []
    for file in registry_files(path).files:
        if match := re.search(rb"^edition:[ ]*([0-9]{4}-[0-9]{2}-[0-9]{2})\b", read_bytes(file), re.MULTILINE):
            with suppress(ValueError):
                editions.append(date.fromisoformat(match[1].decode()))
    return max(editions, default=None)


def bundled_edition() -> date | None:
    """The edition of the registry that came with the program; None if it is missing or states none."""
    with suppress(TenderwatchError, OSError):
        return edition_of(bundled_registry())
    return None


def registry_layers(given: str | None) -> tuple[Layer, ...]:
    """The layers of a registry, the first lowest: paths with `;` between them, of which one may be `bundled`.

    An empty --registry is refused rather than read as the bundled one.
    """
    if given is None or given.strip() == BUNDLED:
        return (Layer(BUNDLED, bundled_registry()),)
    if not given.strip():
        raise UsageError("--registry is empty", "name a file or a folder, or leave the option out")
    names = [name.strip() for name in given.split(";") if name.strip()]
    if len(names) < 2 or Path(given).exists():
        return (Layer(given, Path(given)),)
    if len(set(names)) < len(names):
        raise UsageError(f"--registry names {next(n for n in names if names.count(n) > 1)} twice", "name it once")
    return tuple(Layer(name, bundled_registry() if name == BUNDLED else Path(name)) for name in names)


def open_loaded(given: str | None) -> Loaded:
    """The sound records, and the faults beside them; one warning line counts these.

    Raises UnreadableError if no record can be read.
    """
    layers = registry_layers(given)
    path, loaded = layers[-1].path, load_layers(layers)
    if loaded.unreadable:
        raise _nothing_readable(loaded)
    if loaded.error_count:
        unread = loaded.registry.unread
        records = len(loaded.registry.faulty) - len(unread)
        left = f"; {count(records, 'record')} left out" if records else ""
        if unread:
            left += f"; {listing(unread[:_MOST_NAMED])} could not be read in full"
            left += f", nor could {len(unread) - _MOST_NAMED} more" if len(unread) > _MOST_NAMED else ""
        if against := len(loaded.registry.contradictory):
            verb = "contradicts itself" if against == 1 else "contradict themselves"
            left += f"; {count(against, 'record')} {verb}, shown with a note"
        see = f"tenderwatch check --registry {path}" if given and len(layers) == 1 else "tenderwatch check"
        sys.stderr.write(f"warning: {count(loaded.error_count, 'fault')} in the registry{left}; run `{see}`\n")
    elif not loaded.registry.count:
        sys.stderr.write(f"warning: there are no contracts in {path}\n")
    if aside := loaded.copies:
        named = few(aside, _MOST_NAMED)
        sys.stderr.write(f"warning: not read, as they look like copies of other files: {named}\n")
    if (
        len(layers) == 1
        and path.is_file()
        and (loaded.error_count or not loaded.registry.count)
        and _has_siblings(path)
    ):
        sys.stderr.write(f"  if it is one part of a registry, name the whole folder: --registry {path.parent}\n")
    return loaded


def _has_siblings(path: Path) -> bool:
    """Whether other registry files lie beside this one. The folder may be any: nothing below it is looked at."""
    with suppress(OSError):
        return any(is_registry_file(item.name) and item.name != path.name for item in path.parent.iterdir())
    return False


def open_older(spec: str, registry: str | None) -> Loaded:
    """An older registry to compare with: a file, a folder, or `git:REV` and `git:REV:PATH`. Raises UnreadableError."""
    from tenderwatch.registry.git import git_files
    from tenderwatch.registry.load import load_files

    if not spec.startswith("git:"):
        loaded = load_layers(registry_layers(spec))
    else:
        loaded = load_files(git_files(spec.removeprefix("git:"), registry_layers(registry)[-1].path), spec)
    if loaded.unreadable:
        raise _nothing_readable(loaded)
    if loaded.error_count:
        hidden = f"what {plural(loaded.error_count, 'it hides', 'they hide')} is not compared"
        sys.stderr.write(f"warning: {count(loaded.error_count, 'fault')} in {spec}: {hidden}\n")
    return loaded


def _nothing_readable(loaded: Loaded) -> TenderwatchError:
    first = loaded.problems[0]
    return UnreadableError(f"cannot read the registry: {first.place}: {first.message}", first.hint)


def open_watch(path: str) -> Watch:
    """The watch list in a file that there has to be. Raises UnreadableError."""
    if not Path(path).is_file():
        raise UnreadableError(f"there is no watch file {path}", "name a YAML file with the lists to watch")
    return watch_of(read_bytes(Path(path)), path)


def watch_of(data: bytes, path: str) -> Watch:
    """The watch list that a file holds, named after it. Raises UnreadableError with the first fault."""
    from tenderwatch.registry.watch import read_watch

    watch, problems = read_watch(data, path, Path(path).stem)
    if watch is None:
        first = problems[0]
        raise UnreadableError(f"cannot use the watch file: {first.place}: {first.message}", first.hint)
    return watch


def default_format(known: tuple[str, ...], usual: str | None = None) -> str:
    """The format of the settings if it is served here; else the `usual` one, or a table on a terminal, or plain."""
    from tenderwatch.cli.settings import value_of

    chosen = value_of("format")
    if chosen in known:
        return str(chosen)
    if usual or len(known) == 1:
        return usual or known[0]
    on_terminal = sys.stdout.isatty() and os.environ.get("TERM") != "dumb"
    return "table" if on_terminal and "table" in known else "plain"


def speaks_utf8() -> bool:
    """Whether the locale says that a terminal shows more than ASCII. Windows has no such setting, and does."""
    if sys.platform == "win32":
        return True
    everywhere, letters, usual = (os.environ.get(name, "") for name in ("LC_ALL", "LC_CTYPE", "LANG"))
    # Where there is no locale, or none that works, Python itself puts this into LC_CTYPE (PEP 538): nobody's word.
    if letters == "C.UTF-8":
        letters = ""
    return "utf8" in (everywhere or letters or usual).lower().replace("-", "")


def file_target(output: str | None) -> Path | None:
    """The file that --output names; None for standard output. Raises UsageError where no file can be put."""
    if output is None or output == "-":
        return None
    path = Path(output)
    if path.is_dir():
        raise UsageError(f"{output} is a folder", "name a file in it")
    if not path.parent.is_dir():
        raise UsageError(f"there is no folder {path.parent}", "make it first, or name another file")
    return path
