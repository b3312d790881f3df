"""Read random option trees in all their printed forms. Run by `make wordings` for very many; the tests read some."""

from __future__ import annotations

import sys
from random import Random
from time import process_time

from council_prose import council_prose
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


PROSE = 10_000


def main(trees: int, seed: int = 1) -> int:
    """Read so many trees, and prose without a term; print the first misreadings and the counts. 1 if there was any."""
    random = Random(seed)  # noqa: S311 - repeatable cases, no secrets
    wrong, forms, seconds = 0, 0, 0.0
    for _ in range(trees):
        for printed in printed_forms(random_tree(random), random):
            forms += 1
            began = process_time()
            fault = misread(printed)
            seconds += process_time() - began
            wrong += fault is not None
            if fault and wrong <= 20:
                sys.stdout.write(f"{fault}\n")
    took = f"{1000 * seconds / forms:.2f} ms each" if forms else "none"
    sys.stdout.write(f"{trees:,} trees in {forms:,} printed forms ({took}): {wrong:,} misread\n")
    spoken = [text for text in (council_prose(random) for _ in range(PROSE)) if speaks(text)]
    sys.stdout.write("".join(f"{text}\n" for text in spoken[:20]))
    sys.stdout.write(f"{PROSE:,} sentences without a term: {len(spoken):,} read as one\n")
    return 1 if wrong or spoken else 0


def speaks(text: str) -> bool:
    """Whether anything at all is read in a text."""
    return read(text)._replace(text="", unread=(), spans=()) != Reading("")


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000))
