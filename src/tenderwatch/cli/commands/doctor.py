"""`tenderwatch doctor`: whether everything that the program needs is in order on this machine."""

import os
import sys
from collections.abc import Iterator
from importlib.util import find_spec

import typer

from tenderwatch.cli import clock, options
from tenderwatch.cli.output import Output
from tenderwatch.errors import EXIT_FINDINGS, TenderwatchError
from tenderwatch.named_tuple import NamedTuple
from tenderwatch.text import count

# Data of this age is worth an upgrade.
_OLD_DAYS = 180


class _Finding(NamedTuple):
    what: str
    said: str
    hint: str = ""


@options.registry
@options.output(only=("plain",))
def command(*, output: Output, records: options.Records) -> None:
    """Check that time zone, encoding, cache, settings, registry and extras are in order, and say what is not."""
    findings = list(_findings(records))
    lines = (
        f"{'look' if finding.hint else 'ok':<5} {finding.what}: {finding.said}\n"
        + (f"        {finding.hint}\n" if finding.hint else "")
        for finding in findings
    )
    output.put_bytes("".join(lines).encode("utf-8", "surrogateescape"))
    if any(finding.hint for finding in findings):
        raise typer.Exit(EXIT_FINDINGS)


# The library of each extra, and what it is for.
EXTRAS = {
    "xlsx": ("xlsxwriter", "workbooks"),
    "parquet": ("pyarrow", "tables as Parquet"),
    "docx": ("docx", "Word documents"),
    "png": ("resvg_py", "drawings as PNG"),
    "import": ("python_calamine", "registers kept as workbooks"),
    "fetch": ("httpx", "asking the notice services"),
}


def _findings(records: options.Records) -> Iterator[_Finding]:
    from tenderwatch import __version__

    yield _Finding("program", f"tenderwatch {__version__}, Python {sys.version.split()[0]}, {sys.platform}")
    yield _time_zone()
    yield _encoding()
    yield _cache()
    yield _settings()
    yield from _registry(records)
    for extra, (library, use) in EXTRAS.items():
        present = find_spec(library) is not None
        how = "" if present else f" (only for {use}: pip install 'tenderwatch[{extra}]')"
        yield _Finding(f"extra {extra}", f"{'installed' if present else 'not installed'}{how}")


def _time_zone() -> _Finding:
    try:
        day = clock.today(None)
    except (ImportError, KeyError, OSError) as error:  # what zoneinfo raises where the data is missing
        return _Finding("time zone", f"Europe/London is not known ({error})", "run: python -m pip install tzdata")
    return _Finding("time zone", f"Europe/London, where today is {day.isoformat()}")


def _encoding() -> _Finding:
    from tenderwatch.cli.context import speaks_utf8

    if speaks_utf8():
        return _Finding("encoding", "UTF-8")
    said = "the locale does not say that the terminal shows UTF-8, so drawings use plain letters"
    return _Finding("encoding", said, "set LANG to a UTF-8 locale, for example C.UTF-8, if it does")


def _cache() -> _Finding:
    from tenderwatch.registry.cache import cache_folder

    folder = cache_folder()
    if folder is None:
        return _Finding("cache", "switched off")
    nearest = next((path for path in (folder, *folder.parents) if path.exists()), folder)
    if os.access(nearest, os.W_OK | os.X_OK):
        return _Finding("cache", str(folder))
    hint = "name another folder with TENDERWATCH_CACHE, or switch it off with TENDERWATCH_CACHE=off"
    return _Finding("cache", f"{folder} cannot be written, so every start reads the YAML again", hint)


def _settings() -> _Finding:
    from tenderwatch.cli.settings import in_force
    from tenderwatch.cli.settings_file import config_path

    try:
        in_force()
    except TenderwatchError as error:
        return _Finding("settings", str(error), error.hint or "`tenderwatch config` shows what is read, and from where")
    return _Finding("settings", str(config_path() or "no tenderwatch.toml"))


def _registry(records: options.Records) -> Iterator[_Finding]:
    from tenderwatch.cli.context import bundled_edition, edition_of, registry_layers
    from tenderwatch.dates.words import day_text
    from tenderwatch.registry.layers import BUNDLED
    from tenderwatch.registry.load import load_layers

    try:
        layers = registry_layers(records.path)
        loaded = load_layers(layers)
    except TenderwatchError as error:
        yield _Finding("registry", str(error), error.hint or "name another with --registry")
        return
    for layer in layers:
        edition = edition_of(layer.path)
        dated = f", edition of {day_text(edition)}" if edition else ""
        old = layer.name == BUNDLED and edition and (records.day - edition).days > _OLD_DAYS
        hint = "it is old: newer data comes with a newer program: pip install --upgrade tenderwatch" if old else ""
        yield _Finding("registry", f"{layer.name} ({layer.path}{dated})", hint)
    held = count(loaded.registry.records, "record")
    if loaded.problems:
        yield _Finding("records", f"{held}, {count(len(loaded.problems), 'finding')}", "run: tenderwatch check")
    else:
        yield _Finding("records", held)
    shipped = bundled_edition()
    if shipped and all(layer.name != BUNDLED for layer in layers) and shipped > loaded.registry.edition:
        yield _Finding("newer data", f"the program came with an edition of {day_text(shipped)}, which is not read")
