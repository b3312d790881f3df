"""Read a file and do nothing with it; print the seconds of the processor that it took, without the start of Python."""

from __future__ import annotations

import csv
import json
import sys
import time
from pathlib import Path


def read(path: Path) -> None:
    """Read every line, row or cell."""
    if path.suffix == ".jsonl":
        with path.open(encoding="utf-8") as file:
            for line in file:
                json.loads(line)
    elif path.suffix == ".csv":
        with path.open(encoding="utf-8", newline="") as file:
            for _ in csv.reader(file):
                pass
    else:
        from python_calamine import CalamineWorkbook

        CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python(skip_empty_area=False)


if __name__ == "__main__":
    started = time.process_time()
    read(Path(sys.argv[1]))
    print(time.process_time() - started)
