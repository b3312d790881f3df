"""Which column of a register holds what: by its heading first, by its values where the heading leaves it open.

A heading is taken only where it is known to mean one thing. "Contract completion date" is not: one body uses it
for the day a contract was signed.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from operator import itemgetter
from typing import Literal

from tenderwatch.importers.tables import Cell, Row
from tenderwatch.importers.values import DateOrder, looks_like_date, order_of
from tenderwatch.named_tuple import NamedTuple

Field = Literal[
    "reference", "ocid", "title", "description", "buyer", "department", "provider", "start", "end", "longest_end",
    "review", "term", "extension", "extension_1", "extension_2", "extension_3", "value", "cpv", "service", "route",
    "kind", "portal", "notes", "awarded", "owner",
]  # fmt: skip

DATES: frozenset[Field] = frozenset({"start", "end", "longest_end", "review", "awarded"})
# Whole headings, in small letters, without marks: the local government schema first, then what registers print.
_HEADINGS = """\
reference:
    contractreference | contract reference | contract reference number | contract reference number id |
    reference | reference number | contract ref | ref | ref no | contract no | contract number | contract id |
    agreement number | id | unique id | notice identifier
ocid:
    opencontractingid | ocid | open contracting id
title:
    contracttitle | contract title | title | title of agreement | title of the agreement | contract name |
    contract | name of contract | agreement title | tender title | contract description title
description:
    description | brief description | brief description of the contract | contract description | description of
    the goods and or services being provided | details | summary
buyer:
    organisationlabel | organisation | organisation name | council | authority | buyer | entity | contracting
    authority | local authority
department:
    organisationalunit | organisational unit | department | directorate | local authority
    department responsible | division | team
owner:
    owner role | contract owner role | role | job title | post title | post responsible | responsible post |
    responsible officer role | lead officer role | contract manager role | contract manager job title |
    role of contract manager | role of contract owner
provider:
    suppliername | supplier name | supplier | suppliers | contractor | contractor name | provider | provider
    name | company | company name | vendor | awarded to | other parties to the contract
start:
    startdate | start date | contract start | contract start date | start date of the contract | start |
    commencement date | commencement | date from | from
end:
    enddate | end date | contract end | contract end date | end date for the contract | end date for the
    contract without possible extensions | end date excluding extensions | end | expiry | expiry date | contract
    expiry | contract expiry date | expiration | current end date | contract current end date | initial end date
    | date to | to
longest_end:
    lastextensiondate | last extension date | maximum end date | maximum contract end date | latest end date |
    end date including extensions | end date inc extensions | end date with extensions | final end date |
    possible extension to | extension end date | max end date | extended end date
review:
    reviewdate | review date | review date scheduled for this contract | contract review date
term:
    term | contract term | contract length | length of contract | duration | contract duration | initial term |
    contract period | length
extension:
    extension | extensions | extension period | extension options | option to extend | options to extend |
    extension option | optional extension | optional extensions | extension available | extension details |
    renewal | renewal options
extension_1:
    duration of extension in months | extension 1 | first extension | extension 1 months | duration of first
    extension period in months
extension_2:
    duration of second extension period in months | extension 2 | second extension | extension 2 months
extension_3:
    duration of third extension period in months | extension 3 | third extension | extension 3 months
value:
    contractvalue | contract value | value | total value | total contract value | estimated value | awarded
    value | amount | award | value of contract
cpv:
    cpvcode | cpv code | cpv codes | cpv
service:
    servicecategorylabel | service area |
    service category | service | category | high level category | procurement category
route:
    processtype | process type | procurement route | procurement process | route to market | tender process |
    procedure
kind:
    contracttype | contract type | type of contract | type | agreement type
portal:
    tenderdocumenturl | portal | tender portal | e tendering portal
notes:
    notes | note | comments | comment | remarks | additional information | status
awarded:
    awarded date | award date | date awarded | date of award | execution date
ignored:
    organisationuri | organisation uri | organisation code | servicecategoryuri | service category uri | cpvlabel |
    cpv label | cpv description | proclasslabel | proclass label | proclasscode | proclass code | proclass |
    fixedcost | fixed cost | irrecoverablevat | irrecoverable vat | vat that cannot be recovered | vat | annual
    value | companieshouseregistrationnumber | companies house registration number | company registration number |
    company number | charitycommissionnumber | charity commission number | charity number | othersupplierid | other
    supplier id | supplier id | supplier address | supplier postcode | smesupplier | sme supplier | sme | supplier
    type | vcsesupplier | vcse supplier | vcse | vcsesuppliertype | vcse supplier type | contactname | contact name
    | contact | contactemail | contact email | email | contacturl | contact url | contact telephone | telephone |
    contract manager | contract owner | lead officer | responsible officer | contractdocumenturl | contract document
    url | performanceinformationurl | performance information url | areaservedlabel | area served label | area
    served | areaserveduri | area served uri | ward | postcode | published | published date | procurementcategory |
    publish date | last updated | date updated | row | no | number | line
"""
# A registry has no place for what these columns hold. Names of persons are among them on purpose: it is published.
_IGNORED = "ignored"
# A century has 36,525 days, written in a few forms.
_MOST_VALUES = 100_000


def _by_heading() -> dict[str, str]:
    """The table above, turned round."""
    fields: dict[str, str] = {}
    for block in re.split(r"\n(?=\S)", _HEADINGS.strip()):
        field, headings = block.split(":", 1)
        for heading in " ".join(headings.split()).split(" | "):
            fields[heading] = field
    return fields


_BY_HEADING = _by_heading()


class Column(NamedTuple):
    """A column as it is understood: its place from 0, heading, field (None: not used), and order of dates."""

    number: int
    heading: str
    field: Field | None
    order: DateOrder | None = None
    remark: str = ""


def plain(heading: Cell) -> str:
    """A heading for comparison: small letters and digits, single spaces."""
    words = re.sub(r"[^a-z0-9]+", " ", str(heading or "").lower())
    return " ".join(words.split())


class Recogniser:
    """Finds which field each column of a table fills, from the headings and the values of the rows that it has seen.

    `given` maps headings to fields and wins; an empty field there means that the column is not used. Of two columns
    for one field the first counts, and the other says so.
    """

    def __init__(self, headings: Sequence[Cell], given: Mapping[str, str] | None = None) -> None:
        self._headings = headings
        self._given = {plain(heading): field for heading, field in (given or {}).items()}
        wanted = self._given
        self._fields = [wanted[name] if name in wanted else _BY_HEADING.get(name) for name in map(plain, headings)]
        telling = [number for number, field in enumerate(self._fields) if field in DATES or field == "extension"]
        self._values: dict[int, Counter[Cell]] = {number: Counter() for number in telling}
        self._needed = max(telling, default=0)
        self.columns: tuple[Column, ...] = ()

    def see(self, rows: Sequence[Row]) -> None:
        """Count the values of some rows. Of very many, those that are no dates are counted as one."""
        whole = [row.cells for row in rows if len(row.cells) > self._needed]
        for number, counts in self._values.items():
            counts.update(map(itemgetter(number), whole))
            if len(whole) < len(rows):
                counts.update(row.cells[number] for row in rows if number < len(row.cells) <= self._needed)
            if len(counts) > _MOST_VALUES:
                self._values[number] = _dates_alone(counts)

    def decide(self) -> bool:
        """Set `columns` by what was seen; whether each is read as it was before, if it was."""
        before, self.columns = self.columns, tuple(self._decided())
        return [*map(_reading, before)] == [*map(_reading, self.columns)]

    def _decided(self) -> Iterator[Column]:
        wanted, values = self._given, self._values
        # What was given is taken first, wherever it stands.
        taken = {wanted[plain(heading)]: str(heading) for heading in self._headings if wanted.get(plain(heading))}
        for index, (heading, field) in enumerate(zip(self._headings, self._fields, strict=True)):
            name = plain(heading)
            shown = str(heading or "").strip()
            order = None
            remark = ""
            if field == _IGNORED:
                field, remark = None, "a registry has no place for it"
            elif field is None and shown:
                remark = "not known"
            elif field in taken and name not in wanted:
                field, remark = None, f"not used: '{taken[str(field)]}' already gives this"
            elif field in DATES and name not in wanted and not _mostly_dates(values[index]):
                field, remark = None, "not used: its values are not dates"
            if field:
                taken[field] = shown
            if field in DATES or field == "extension":
                order = order_of(values[index])
                remark = remark or order.remark
            yield Column(index, shown, field or None, order, remark)  # type: ignore[arg-type]  # checked on reading the map


def _reading(column: Column) -> tuple[Field | None, str]:
    """What decides how the cells of a column are read."""
    return column.field, column.order.order if column.order else ""


def _dates_alone(values: Counter[Cell]) -> Counter[Cell]:
    dates: Counter[Cell] = Counter()
    for value, number in values.items():
        dates[value if value in (None, "") or looks_like_date(value) else "no date"] += number
    return dates


def _mostly_dates(values: Counter[Cell]) -> bool:
    filled = sum(number for value, number in values.items() if value not in (None, ""))
    dated = sum(number for value, number in values.items() if value not in (None, "") and looks_like_date(value))
    return not filled or dated * 2 >= filled
