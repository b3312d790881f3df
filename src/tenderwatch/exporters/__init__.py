"""The registry in the formats that others read. To add one: a module, and a row in `EXPORTS`."""

from collections import Counter
from collections.abc import Callable, Iterator
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

from tenderwatch.errors import UsageError
from tenderwatch.named_tuple import NamedTuple
from tenderwatch.queries.select import Listing

_PIECE = 1 << 20


class Export(NamedTuple):
    """One export: what it is, and the endings of its files with what writes each.

    `library` is the module without which it cannot be made; it comes with the extra of the export's name. `contracts`
    is false for what goes beside the file that holds them.
    """

    about: str
    writers: dict[str, str]
    library: str = ""
    contracts: bool = True


class Wanted(NamedTuple):
    """What is to be written: the contracts, and what a person adds to them.

    `ocid_prefix` is the council's own prefix in open contracting, for contracts that have no OCID. `year` is that of
    the 1 April with which a pipeline begins; None for the next that is to be published.
    """

    listing: Listing
    ocid_prefix: str = ""
    year: int | None = None


class Tally:
    """What became of the contracts, known once a file is written; and what a person should know of it."""

    def __init__(self) -> None:
        self.written = 0
        self.left_out: Counter[str] = Counter()
        self.remarks: list[str] = []


EXPORTS: dict[str, Export] = {
    "ocds": Export(
        "Open Contracting Data Standard 1.1: a record package, or one record a line",
        {".json": "ocds:package", ".jsonl": "ocds:lines"},
    ),
    "register": Export(
        "the contracts register that the Local Government Transparency Code asks a council to publish",
        {".csv": "register:write"},
    ),
    "pipeline": Export(
        "the tenders that a council has to name in its pipeline notice (Procurement Act 2023, section 93)",
        {".csv": "pipeline:write"},
    ),
    "csv": Export("every contract as `list` has it, in one table", {".csv": "tables:write"}),
    "table-schema": Export(
        "what the columns of `csv` hold, as a Frictionless Table Schema", {".json": "tables:schema"}, contracts=False
    ),
    "parquet": Export(
        "the same table with typed columns, for DuckDB, R or Python", {".parquet": "parquet:write"}, "pyarrow"
    ),
    "jsonl": Export("every contract as `list` has it in JSON, one a line", {".jsonl": "tables:lines"}),
    "sqlite": Export(
        "a database with tables of contracts, ends, options, dates and evidence, for SQLite or Datasette",
        {".db": "database:write", ".sqlite": "database:write", ".sqlite3": "database:write"},
    ),
    "datasette": Export(
        "titles and licence of that database, as Datasette's metadata", {".json": "database:metadata"}, contracts=False
    ),
}


def export(kind: str, ending: str, wanted: Wanted, tally: Tally) -> Iterator[bytes]:
    """The contracts in one of `EXPORTS`, for a file with one of its endings, piece by piece; the tally fills meanwhile.

    Raises UsageError where the library that it needs is not installed.
    """
    library = EXPORTS[kind].library
    if library and find_spec(library) is None:
        said = f"{kind} needs a library that is not installed"
        raise UsageError(said, f"install it with: pip install 'tenderwatch[{kind}]'")
    module, _, function = EXPORTS[kind].writers[ending].partition(":")
    writer: Callable[[Wanted, Tally], Iterator[bytes]] = getattr(
        import_module(f"tenderwatch.exporters.{module}"), function
    )
    return writer(wanted, tally)


def pieces_of(fill: Callable[[Path], None]) -> Iterator[bytes]:
    """What is written into a file of its own, so that it may be larger than memory, and then taken from there."""
    with TemporaryDirectory(prefix="tenderwatch-") as folder:
        path = Path(folder) / "export"
        fill(path)
        with path.open("rb") as file:
            while piece := file.read(_PIECE):
                yield piece
