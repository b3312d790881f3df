"""Read random option trees in all their printed forms. Run by `make wordings` for very many; the tests read some."""

from __future__ import annotations

import sys
from random import Random

from tenderwatch.wording.read import read
from tenderwatch.wording.reading import Reading
from wording_support import in_short
from wording_trees import Printed, printed_forms, random_tree


def options_of(reading: Reading) -> tuple[tuple[int | None, bool], ...] | None:
    if reading.options is None:
        return None
    return tuple((option.months, option.up_to) for option in reading.options for _ in range(option.times or 0))


def misread(printed: Printed) -> str | None:
    """What is wrong with the reading of a printed tree; None if it gives the tree back."""
    reading = read(printed.text)
    wrong = (
        options_of(reading) != printed.options
        or (reading.initial_months, reading.start, reading.end) != (printed.initial, printed.start, printed.end)
        or (printed.longest is not None and reading.longest_end != printed.longest)
        or (printed.confirmed is not None and reading.confirmed != printed.confirmed)
        or reading.unread
        or reading.conflicts
    )
    return f"{printed.form}: {printed.text!r} reads {in_short(reading)}" if wrong else None


def main(trees: int, seed: int = 1) -> int:
    """Read so many trees; print the first misreadings and the count. 1 if there was any."""
    random = Random(seed)  # noqa: S311 - repeatable cases, no secrets
    wrong, forms = 0, 0
    for _ in range(trees):
        for printed in printed_forms(random_tree(random), random):
            forms += 1
            if fault := misread(printed):
                wrong += 1
                if wrong <= 20:
                    sys.stdout.write(f"{fault}\n")
    sys.stdout.write(f"{trees:,} trees in {forms:,} printed forms: {wrong:,} misread\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000))
