"""The digest: what a reader should know since the last one, and the memory that keeps it from being told twice."""

from tenderwatch.queries.digest.entry import Entry
from tenderwatch.queries.digest.item import HEADINGS, SECTIONS, Digest, Heading, Item, Section
from tenderwatch.queries.digest.make import Baseline, make_digest

__all__ = ["HEADINGS", "SECTIONS", "Baseline", "Digest", "Entry", "Heading", "Item", "Section", "make_digest"]
