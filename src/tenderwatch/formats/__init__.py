"""Formats: each renders any answer. A new format is one module and one row in `FORMATS`."""

from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec

from tenderwatch.answers.answer import Answer
from tenderwatch.errors import UsageError
from tenderwatch.named_tuple import NamedTuple

# What a file begins with so that Excel reads more than ASCII in it.
BYTE_ORDER_MARK = b"\xef\xbb\xbf"


class Format(NamedTuple):
    """A format's name, what files in it end with and are, and the module whose `render` makes it, or `module:function`.

    `mark`: a file begins with a byte-order mark, so that Excel reads more than ASCII. `bare`: there is no room for
    the sentence that accounts for every record. `library`: the module without which it cannot be made.
    """

    name: str
    module: str
    media_type: str
    endings: tuple[str, ...] = ()
    binary: bool = False
    mark: bool = False
    bare: bool = False
    library: str = ""

    @property
    def as_sheet(self) -> bool:
        """Whether it is made of the cells of a sheet, as texts."""
        return self.module.startswith("tenderwatch.formats.delimited:")

    @property
    def installed(self) -> bool:
        """Whether the library that it needs is there. It comes with the extra of the format's name."""
        return not self.library or find_spec(self.library) is not None


class Screen(NamedTuple):
    """What text is shown on: how many columns there are, and whether it may be bold or coloured."""

    width: int = 100
    styled: bool = False


FORMATS: dict[str, Format] = {
    item.name: item
    for item in (
        Format("table", "tenderwatch.formats.table", "text/plain"),
        Format("plain", "tenderwatch.formats.plain", "text/plain", (".txt",)),
        Format("md", "tenderwatch.formats.md", "text/markdown", (".md",)),
        Format("html", "tenderwatch.formats.html", "text/html", (".html", ".htm")),
        Format("csv", "tenderwatch.formats.delimited:csv", "text/csv", (".csv",), mark=True, bare=True),
        Format(
            "tsv", "tenderwatch.formats.delimited:tsv", "text/tab-separated-values", (".tsv",), mark=True, bare=True,
        ),
        Format("json", "tenderwatch.formats.whole", "application/json", (".json",)),
        Format("jsonl", "tenderwatch.formats.whole:lines", "application/x-ndjson", (".jsonl",), bare=True),
        Format(
            "xlsx", "tenderwatch.formats.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            (".xlsx",), binary=True, library="xlsxwriter",
        ),
        Format(
            "docx", "tenderwatch.formats.docx",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document", (".docx",), binary=True,
            library="docx",
        ),
    )
}  # fmt: skip


def render(answer: Answer, name: str, screen: Screen = Screen()) -> Iterator[bytes]:  # noqa: B008 - frozen
    """The answer in a format, part by part; the format's module is imported only now.

    Raises UsageError where the library that the format needs is not installed.
    """
    chosen = FORMATS[name]
    if not chosen.installed:
        said = f"the format {name} needs a library that is not installed"
        raise UsageError(said, f"install it with: pip install 'tenderwatch[{name}]'")
    module, _, function = chosen.module.partition(":")
    parts: Iterator[str | bytes] = getattr(import_module(module), function or "render")(answer, screen)
    for part in parts:
        yield part if isinstance(part, bytes) else part.encode("utf-8", "surrogateescape")
