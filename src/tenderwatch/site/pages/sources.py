"""Where the facts of a contract were read, and where sources disagree."""

from tenderwatch.dates.words import day_text, days_in_words
from tenderwatch.labels.label import label
from tenderwatch.labels.records import KEY, STRENGTH
from tenderwatch.named_tuple import NamedTuple
from tenderwatch.outlook import Outlook
from tenderwatch.queries.freshness import age_text
from tenderwatch.registry.model import Evidence, Registry
from tenderwatch.site.pages.parts import Link, source_link
from tenderwatch.text import capital


class Passage(NamedTuple):
    """A place in a source, and what was read there."""

    place: str
    shows: str


class Proof(NamedTuple):
    """One source of a contract: the places in it, how strong and how old it is."""

    source: Link
    publisher: str
    published: str
    looked: str
    strength: str
    age: str
    passages: tuple[Passage, ...]


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
    """The evidence of a contract and of its options, source by source: what is equally strong and old together."""
    found: dict[Evidence, list[Passage]] = {}
    for evidence in outlook.contract.all_evidence:
        shows = ", ".join(label(KEY, key) for key in evidence.supports)
        found.setdefault(evidence._replace(place="", supports=()), []).append(Passage(evidence.place, shows))
    return tuple(_proof(outlook, item, tuple(dict.fromkeys(passages))) for item, passages in found.items())


def _proof(outlook: Outlook, evidence: Evidence, passages: tuple[Passage, ...]) -> Proof:
    registry = outlook.registry
    source = registry.sources[evidence.source]
    return Proof(
        source=source_link(source),
        publisher=source.publisher,
        published=source.published.text if source.published else "not dated",
        looked=f"looked at again on {day_text(evidence.checked)}"
        if evidence.checked
        else f"read on {day_text(source.read)}",
        strength=STRENGTH[evidence.strength or source.strength],
        age=age_text(outlook.today, registry.evidence_day(evidence)),
        passages=passages,
    )


def disputes(outlook: Outlook) -> tuple[Dispute, ...]:
    """Every place where the sources of a contract disagree."""
    registry: Registry = outlook.registry
    return tuple(
        Dispute(
            about=capital(label(KEY, conflict.about)),
            readings=tuple(
                Said(days_in_words(said.says), source_link(registry.sources[said.source]), said.place or "")
                for said in conflict.readings
            ),
            chosen=days_in_words(conflict.chosen),
            because=days_in_words(conflict.because),
        )
        for conflict in outlook.contract.conflicts
    )
