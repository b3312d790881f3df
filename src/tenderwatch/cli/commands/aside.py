"""`tenderwatch aside`: leave a contract off the board until a day, with a reason."""

from pathlib import Path
from typing import Annotated

from tenderwatch.cli import options
from tenderwatch.cli.context import watch_of
from tenderwatch.cli.files import locked, write_atomically
from tenderwatch.cli.options import flag, takes
from tenderwatch.cli.streams import say
from tenderwatch.cli.typed import day_of
from tenderwatch.dates.words import day_text
from tenderwatch.errors import UsageError
from tenderwatch.formats import BYTE_ORDER_MARK
from tenderwatch.text import has_control

_LONGEST = 200


@options.registry
def command(
    contract_id: options.IdArgument,
    until: Annotated[str, takes("--until", "DAY", "The last day on which it is hidden.")],
    why: Annotated[str, takes("--why", "TEXT", "The reason, as the board will show it.")],
    watch: Annotated[
        str | None, takes("--watch", "FILE", "The watch file to write it to. It is created if there is none.")
    ] = None,
    dry_run: Annotated[bool, flag("--dry-run", "Check everything and write nothing.")] = False,
    *,
    records: options.Records,
) -> None:
    """Hide a contract from the board until a given day, with a reason, in your watch file.

    With that file, `due`, `report due` and `digest` still count it and name it. It comes back after that day.
    """  # fmt: skip
    from tenderwatch.answers.phrases import aside_text
    from tenderwatch.editing.aside import set_aside
    from tenderwatch.queries.filters.resolving import find_contract
    from tenderwatch.registry.decoding import decode
    from tenderwatch.registry.model import Aside

    if watch is None:
        raise UsageError("no watch file is named", "give --watch, or set watch in tenderwatch.toml")
    day, reason = day_of("--until", until), " ".join(why.split())
    if day < records.day:
        raise UsageError(f"--until: {day_text(day)} has passed", "give a day to come")
    if not reason or len(reason) > _LONGEST:
        raise UsageError(f"--why: a reason of 1 to {_LONGEST} characters is needed", 'for example "asked the council"')
    contract = find_contract(records.open(), contract_id)
    path, aside = Path(watch), Aside(contract.id, day, reason)
    if has_control(reason):
        raise UsageError("--why: it contains invisible characters", "type it again")
    if (path.exists() and not path.is_file()) or not path.parent.is_dir():
        raise UsageError(f"--watch: {path} cannot be a file", "name a YAML file in a folder that is there")
    with locked(path, f"the watch file {path}"):
        data = path.read_bytes() if path.exists() else b""
        if data:
            watch_of(data, str(path))
        changed = set_aside(decode(data, str(path))[0] or "", aside, str(path))
        if not dry_run:
            mark = BYTE_ORDER_MARK if data.startswith(BYTE_ORDER_MARK) else b""
            write_atomically(path, mark + changed.encode())
    said = aside_text(contract.title, aside)
    say(f"{said} {'Nothing was written.' if dry_run else f'Written to {path}.'}")
