"""tenderwatch: what care contracts run out, what must be decided, by when, and why."""

__version__ = "0.1.0"
