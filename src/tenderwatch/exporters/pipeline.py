"""The tenders that a council has to name in its pipeline notice, as a table: those for which the duty is certain."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from tenderwatch.answers.pipeline import COLUMNS, pipeline_of
from tenderwatch.dates.words import day_text
from tenderwatch.exporters import Tally, Wanted
from tenderwatch.formats import BYTE_ORDER_MARK
from tenderwatch.formats.delimited import heading, writer_of, written
from tenderwatch.labels.answers import LEFT_OUT
from tenderwatch.outlook.pipeline import pipeline_entry
from tenderwatch.text import count, plural

_COLUMNS = tuple(column for column in COLUMNS if column.key != "not_known")
_OPEN = "not known whether the duty applies; `tenderwatch report pipeline` says of each what is missing"


def write(wanted: Wanted, tally: Tally) -> Iterator[bytes]:
    """A row for each tender that is to be named. What is not known of the others is counted, never guessed."""
    listing, payers = wanted.listing, Counter[str]()
    notice = pipeline_of(listing.today, wanted.year)
    tally.remarks.append(f"for {notice.text}; to be published by {day_text(notice.period.publish_by)}")
    yield BYTE_ORDER_MARK + written(heading(_COLUMNS)).encode()
    line = writer_of(_COLUMNS)
    for row in listing:
        entry = pipeline_entry(row.outlook, notice.period)
        if isinstance(entry, str):
            tally.left_out[LEFT_OUT[entry]] += 1
        elif entry.missing:
            tally.left_out[_OPEN] += 1
            if "pays" in entry.missing and (lead := entry.outlook.contract.lead):
                payers[lead] += 1
        else:
            cells = dict(zip(COLUMNS, notice.cells(entry, listing.registry), strict=True))
            yield written(line(tuple(cells[column] for column in _COLUMNS))).encode()
            tally.written += 1
    if payers:
        first = payers.most_common(1)[0][0]
        they = plural(len(payers), "it pays", "they pay")
        tally.remarks.append(
            f"of {count(len(payers), 'council')} it is not known whether {they} over £100 million a year. "
            f"Where you know, say so: `tenderwatch set {first} pays_over_100m true`, or false"
        )
