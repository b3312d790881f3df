"""Where the facts of a contract were read, and where sources disagree."""

from typing import NamedTuple

from tenderwatch.dates.words import day_text
from tenderwatch.freshness import age_text
from tenderwatch.model import Evidence, Registry
from tenderwatch.outlook import Outlook
from tenderwatch.site.pages.parts import Link, source_link
from tenderwatch.site.pages.words import STRENGTH_WORDS, key_words


class Proof(NamedTuple):
    """One piece of evidence: the source, the place in it, what it shows, how strong and how old it is."""

    source: Link
    publisher: str
    published: str
    place: str
    shows: str
    strength: str
    looked: str
    age: str


class Said(NamedTuple):
    """What one source says."""

    says: str
    source: Link
    place: str


class Dispute(NamedTuple):
    """Sources that disagree on something: every reading, and the choice with its reason."""

    about: str
    readings: tuple[Said, ...]
    chosen: str
    because: str


def proofs(outlook: Outlook) -> tuple[Proof, ...]:
    """Every piece of evidence of a contract and of its options."""
    return tuple(_proof(outlook, one) for one in outlook.contract.all_evidence)


def _proof(outlook: Outlook, one: Evidence) -> Proof:
    registry = outlook.registry
    source = registry.sources[one.source]
    return Proof(
        source=source_link(source),
        publisher=source.publisher,
        published=source.published.text if source.published else "not dated",
        place=one.place,
        shows=", ".join(key_words(key) for key in one.supports),
        strength=STRENGTH_WORDS[one.strength or source.strength],
        looked=f"looked at again on {day_text(one.checked)}" if one.checked else f"read on {day_text(source.read)}",
        age=age_text(outlook.today, registry.evidence_day(one)),
    )


def disputes(outlook: Outlook) -> tuple[Dispute, ...]:
    """Every place where the sources of a contract disagree."""
    registry: Registry = outlook.registry
    return tuple(
        Dispute(
            about=key_words(one.about),
            readings=tuple(
                Said(said.says, source_link(registry.sources[said.source]), said.place or "") for said in one.readings
            ),
            chosen=one.chosen,
            because=one.because,
        )
        for one in outlook.contract.conflicts
    )
