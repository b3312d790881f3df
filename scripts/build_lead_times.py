"""Put the finished procurements in their normal form, or check that they are in it and make sense.

Rows are added by hand, from published notices. The normal form is one: rows in the order of their tender notices, no
spaces around cells, each procurement once. What a row says is checked where the program reads it
(`tenderwatch.law.lead_times.procurement`); what only the shipped file must have is checked here.
"""

from __future__ import annotations

import argparse
import csv
import io
import re
import sys
from collections import Counter
from pathlib import Path

from tenderwatch.law.lead_times.procurement import COLUMNS, Procurement, read_procurements
from tenderwatch.law.timetables import LEAD_TIMES

_OCID = re.compile(r"ocds-[a-z0-9]{6}-[a-z0-9-]+")
_ADDRESS = re.compile(r"https://[^\s]+")


def built(text: str) -> str:
    """The file in its normal form. Raises ValueError with everything that is wrong with it."""
    read = read_procurements(text, LEAD_TIMES.name)
    faults = [fault for procurement in read.finished for fault in _faults(procurement)]
    twice = [ocid for ocid, times in Counter(item.ocid for item in read.finished).items() if times > 1]
    faults += [f"{ocid}: there are several rows for it" for ocid in twice]
    if read.left_out:
        faults.append(f"{len(read.left_out)} rows have no tender notice or no start")
    if faults:
        raise ValueError("\n".join(faults))
    lines = text.splitlines()
    remarks = [line for line in lines if line.startswith("#")]
    rows = list(csv.DictReader(line for line in lines if line.strip() and not line.startswith("#")))
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\n")
    writer.writeheader()
    cells = ({key: " ".join(row[key].split()) for key in COLUMNS} for row in rows)
    writer.writerows(sorted(cells, key=lambda row: (row["tender"], row["buyer"], row["title"])))
    return "".join(f"{line}\n" for line in remarks) + out.getvalue()


def _faults(procurement: Procurement) -> list[str]:
    """What a shipped row must have beyond what any row must: an id, a law, sources, and dates in order."""
    place = f"{procurement.buyer}: {procurement.title}"
    faults = []
    if not _OCID.fullmatch(procurement.ocid):
        faults.append(f"{place}: '{procurement.ocid}' is no procurement id")
    if not procurement.law or not procurement.route:
        faults.append(f"{place}: its law or its route is missing")
    if not procurement.sources or not all(_ADDRESS.fullmatch(source) for source in procurement.sources):
        faults.append(f"{place}: it needs a source, and each source is an address")
    if procurement.deadline and procurement.deadline < procurement.tender:
        faults.append(f"{place}: tenders are due before the tender notice")
    if procurement.award and procurement.award < procurement.tender:
        faults.append(f"{place}: the award notice is before the tender notice")
    return faults


def write(path: Path, text: str) -> None:
    """Replace the file in one step, so that a failed run leaves the last good one."""
    fresh = path.with_name(f".{path.name}.new")
    try:
        fresh.write_text(text, encoding="utf-8", newline="\n")
        fresh.replace(path)
    finally:
        fresh.unlink(missing_ok=True)


def main() -> int:
    """Write the normal form; with --check write nothing, and return 1 where the file is not in it."""
    parser = argparse.ArgumentParser(description="Check the finished procurements and put them in their normal form.")
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 if the file would change")
    asked = parser.parse_args()
    old = LEAD_TIMES.read_text(encoding="utf-8")
    try:
        new = built(old)
    except ValueError as error:
        print(error, file=sys.stderr)
        return 1
    if new == old:
        return 0
    if asked.check:
        print(f"{LEAD_TIMES.name} is not in its normal form; run: python scripts/build_lead_times.py", file=sys.stderr)
        return 1
    write(LEAD_TIMES, new)
    print(f"written: {LEAD_TIMES}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
