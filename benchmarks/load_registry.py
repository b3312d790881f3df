"""Load one registry and print the seconds that took, by the clock and of the processor, the records and problems."""

from __future__ import annotations

import sys
import time
from pathlib import Path

from tenderwatch.registry.load import load

if __name__ == "__main__":
    before, before_of_processor = time.perf_counter(), time.process_time()
    loaded = load(Path(sys.argv[1]))
    took, of_processor = time.perf_counter() - before, time.process_time() - before_of_processor
    print(took, of_processor, len(loaded.registry.contracts), len(loaded.problems))
