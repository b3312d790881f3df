"""The CSV export of Contracts Finder's search: 43 columns, the awarded dates beside the advertised ones.

"Contract end date" holds the longest end in about half of the notices that state options, and the initial one in
the others; the words of the notice have to decide, and where they do not, the end stays open to both readings.
"""

import re
from collections.abc import Iterator, Sequence

from tenderwatch.dates import When
from tenderwatch.importers.statement import Aside, Buyer, Place, Reading, Reject, Stage, Statement, Terms
from tenderwatch.importers.tables import Row
from tenderwatch.importers.values import DateOrder, PlaceholderError, UnreadError, date_in, money_in, text_in
from tenderwatch.named_tuple import NamedTuple
from tenderwatch.registry.model.contract import Value

# The columns without which a table is no such export.
TELLING = ("Notice Identifier", "Notice Type", "Organisation Name", "Contract start date", "Contract end date")
_SUPPLIER = re.compile(r"\[([^|\[\]]*)\|[^\[\]]*\]")
_TEST = re.compile(r"\W*test(?:ing)?(?: notice| only)?\W*", re.IGNORECASE)
# Some bodies write a sentence into it.
_MOST_OF_A_NUMBER = 80
_DAY_FIRST = DateOrder("day-first")


class Export(NamedTuple):
    """Where each column stands."""

    places: dict[str, int]
    width: int


def recognise_export(headings: Sequence[object]) -> Export | None:
    """The columns of an export; None where the table is another."""
    places = {str(heading or "").strip(): index for index, heading in enumerate(headings)}
    return Export(places, len(headings)) if all(name in places for name in TELLING) else None


def read_rows(rows: Iterator[Row], export: Export, file: str) -> Iterator[Reading]:
    """A statement for each notice, or why there is none."""
    for row in rows:
        place = Place(file, row.number)
        if row.fault:
            yield Reject(place, "", "", row.fault)
        elif len(row.cells) != export.width:
            yield Reject(
                place, text_in(row.cells[0]), "", f"{len(row.cells)} cells where the heading has {export.width}"
            )
        else:
            yield _notice(row, export, place)


def _notice(row: Row, export: Export, place: Place) -> Reading:
    def words(name: str) -> str:
        return text_in(row.cells[export.places[name]]) if name in export.places else ""

    number, title = words("Notice Identifier")[:_MOST_OF_A_NUMBER].strip(), words("Title")
    if not title or not words("Organisation Name"):
        return Reject(place, number, title, "the notice has no title or no organisation")
    if _TEST.fullmatch(title):
        return Aside(place, number, "a test notice")
    remarks: list[str] = []

    def day(*names: str) -> When | None:
        """The first of these columns that holds a date."""
        for name in names:
            try:
                when = date_in(words(name), _DAY_FIRST)
            except PlaceholderError as error:
                remarks.append(f"{name}: {error}")
                continue
            except UnreadError as error:
                raise UnreadError(f"{name}: {error}") from None
            if when is not None:
                return when
        return None

    awarded_value = words("Awarded Value")
    try:
        published, awarded = day("Published Date"), day("Awarded Date")
        terms = Terms(day("Contract start date", "Start Date"), day("Contract end date", "End Date"))
        deadline = day("Closing Date")
        amount = money_in(awarded_value) if awarded_value else money_in(words("Value High"))
    except UnreadError as error:
        return Reject(place, number, "", str(error))
    if terms.start and terms.end and terms.start.earliest and terms.end.begins_before(terms.start.earliest):
        return Reject(place._replace(path="Contract end date"), number, terms.end.text, "the end lies before the start")
    stage = _stage(words("Notice Type"), let=awarded is not None)
    suppliers = (
        " ".join(name.split())
        for name in _SUPPLIER.findall(words("Supplier [Name|Address|Ref type|Ref Number|Is SME|Is VCSE]"))
    )
    return Statement(
        place=place, stage=stage, number=number or None, notice=words("Notice Type") or None,
        published=published.earliest if published else None, url=_address(words("Links")), ocid=None, contract="",
        reference=None, buyers=(Buyer(words("Organisation Name")),), title=title,
        words=" ".join(filter(None, (words("Description"), words("Additional Text")))), kind="contract",
        regime="unknown", route="unknown",
        categories=tuple((code, "") for code in dict.fromkeys(re.findall(r"[0-9]{8}", words("Cpv Codes")))),
        portal=None, terms=terms, providers=tuple(dict.fromkeys(name for name in suppliers if name)),
        value=Value(amount, "as awarded" if awarded_value else "the higher estimate") if amount else None,
        deadline=deadline, awarded=awarded, remarks=tuple(remarks),
    )  # fmt: skip


def _stage(kind: str, *, let: bool) -> Stage:
    kind = kind.lower()
    if let or "award" in kind:
        return "award"
    return "planning" if "engagement" in kind or "future" in kind or "pipeline" in kind else "tender"


def _address(links: str) -> str | None:
    found = re.search(r"https?://[^\s\]|]+", links)
    return found[0] if found else None
