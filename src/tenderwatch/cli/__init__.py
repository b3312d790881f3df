"""The command line: the only place that reads the clock, the environment, files and the terminal."""

import gc

# A command lives for a moment: to collect garbage while it imports and reads costs more than it frees.
gc.set_threshold(500_000, 50, 50)
