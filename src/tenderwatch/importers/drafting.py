"""Matches to drafts: what an import would write into a registry, with a source for each notice.

Ids follow a rule, so that the same file gives the same ids whoever imports it: the council's id and the words of
the title; where that is taken, the tail of the ocid or of the reference behind it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from itertools import chain, count

from tenderwatch.importers.fields import Record
from tenderwatch.importers.folding import Cited, Proposal
from tenderwatch.importers.index import Index
from tenderwatch.importers.outline import Outline
from tenderwatch.importers.own_drafts import MOST_IN_AN_ID, OwnDrafts
from tenderwatch.importers.proving import Prover
from tenderwatch.importers.reconcile import Match, Written
from tenderwatch.importers.statement import Buyer
from tenderwatch.law.terms import contract_ends
from tenderwatch.registry.draft import Cited as Citation
from tenderwatch.registry.draft import Draft
from tenderwatch.registry.model import Contract, Registry

_MOST_OF_LEAD = 20
_FILLER = frozenset({"the", "of", "for", "and", "a", "an", "to", "in", "provision", "contract", "service", "services"})
_COUNCIL = re.compile(r"\b(council|borough|county|city of)\b", re.IGNORECASE)
_PPON = re.compile(r"[A-Z]{4}-[0-9]{4}-[A-Z]{4}")
_CPV = re.compile(r"[0-9]{8}(-[0-9])?")
# A place in a source that is longer is looked at with care.
_LONGEST_PLACE = 250
# Keys in which a notice that supports nothing else is still worth keeping.
_NOTICE_KEYS = ("notices", "ocid")


class Drafter:
    """Makes a draft of each match that is new or changed, with the sources and bodies that it needs and nobody has."""

    def __init__(self, index: Index, written: Written, today: date) -> None:
        registry = index.registry
        self.index, self.written, self.today = index, written, today
        self._ids = {
            "contracts": set(registry.by_id) | set(registry.faulty),
            "authorities": set(registry.authorities),
            "sources": set(registry.sources),
            "portals": set(registry.portals),
        }
        self._own = OwnDrafts(index, self._ids)
        self._leads: dict[Buyer, str] = {}
        # Ids of contracts that the files hold and the registry does not have yet.
        self.coming: set[str] = set()
        self._by_address = {source.url: source.id for source in registry.sources.values() if source.url}
        self._titles = {source.id: source.title for source in registry.sources.values()}

    def drafts(self, match: Match) -> list[Draft]:
        """The drafts of one match: of its record last, and before it what that refers to."""
        proposal = match.proposal
        if proposal.own and match.outcome == "new":
            return self._own.drafts(proposal.own, self._to_be, str(proposal.places[0]))
        fresh: list[Draft] = []
        cited = [(self._source(each, fresh), each) for each in match.proposal.sources]
        if match.outcome == "new":
            fresh.append(self._new(match.proposal, fresh, cited))
        else:
            fresh.append(_changed(match, self.written, cited, self.index.registry, self._titles, self.today))
        return fresh

    def needs_no_proof(self, match: Match, prover: Prover) -> bool:
        """Whether a match is of a new record that is surely sound, and names only what is known to be."""
        proposal = match.proposal
        if match.outcome != "new" or proposal.own:
            return False
        outline = self._outline(proposal, prover)
        return (
            outline is not None
            and prover.outlines.sound(outline)
            and all(
                len(cited.place) < _LONGEST_PLACE
                and (prover.has("sources", str(cited.source["id"])) or prover.reads("sources", cited.source))
                for cited in proposal.sources
            )
        )

    def learn(self, proposal: Proposal, prover: Prover) -> None:
        """Note that the new record of a proposal was found sound."""
        if not proposal.own and (outline := self._outline(proposal, prover)):
            prover.outlines.learn(outline)

    def _outline(self, proposal: Proposal, prover: Prover) -> Outline | None:
        """The outline of the new record of a proposal; None where a body that it names is not proved yet."""
        leads = [self._known_id(buyer) for buyer in proposal.buyers] or ["unknown"]
        if len(set(leads)) < len(leads) or not all(
            name == "unknown" or prover.has("authorities", name) for name in leads
        ):
            return None
        data = {**proposal.data, **self._beside(proposal), "lead": "unknown" if leads[0] == "unknown" else "known"}
        if len(leads) > 1:
            data["partners"] = ["known"]
        return prover.outlines.of(data, (cited.supports for cited in proposal.sources))

    def _known_id(self, buyer: Buyer) -> str:
        if buyer not in self._leads:
            body = self.index.authority(buyer)
            self._leads[buyer] = body.id if body else slug(buyer.name, MOST_IN_AN_ID)
        return self._leads[buyer]

    def _beside(self, proposal: Proposal) -> Record:
        """What a new record has beside what its notices state of the contract."""
        data: Record = {}
        if portal := self.index.portal(proposal.portal):
            data["portal"] = portal
        if proposal.reference and proposal.statements[-1].stage == "register":
            data["reference"] = proposal.reference[:80]
        if codes := codes_in(chain.from_iterable(each.categories for each in proposal.statements)):
            data["cpv"] = list(codes)
        return data

    def _to_be(self, name: str) -> bool:
        """Whether there will be a contract of this id."""
        return name in self.coming or name in self.index.registry.by_id

    def forget(self, drafts: Iterable[Draft]) -> None:
        """Note that these drafts came to nothing. The id of a contract is not given to another for that."""
        for draft in drafts:
            if draft.section != "contracts":
                self._ids[draft.section].discard(draft.name)
                self._own.forget(draft.section, draft.name)
                self._by_address.pop(str(draft.data.get("url", "")), None)

    def _source(self, cited: Cited, fresh: list[Draft]) -> str:
        """The id of a source; a draft of it is added where nobody has it. A notice has one address."""
        name = str(cited.source.get("id", ""))
        address = str(cited.source.get("url", ""))
        if address in self._by_address:
            return self._by_address[address]
        if name not in self._ids["sources"]:
            fresh.append(Draft("sources", cited.source, origin=cited.place))
            self._ids["sources"].add(name)
            if address:
                self._by_address[address] = name
        return name

    def _new(self, proposal: Proposal, fresh: list[Draft], cited: list[tuple[str, Cited]]) -> Draft:
        buyers = [self._authority(buyer, fresh) for buyer in proposal.buyers]
        data: Record = {
            "id": self.new_id(proposal),
            **proposal.data,
            "lead": buyers[0] if buyers else "unknown",
        }
        if len(buyers) > 1:
            data["partners"] = list(dict.fromkeys(buyers[1:]))
        data |= self._beside(proposal)
        # One piece of evidence for each place in a source.
        supports: dict[tuple[str, str], dict[str, None]] = {}
        for source, each in cited:
            keys = [key for key in each.supports if key in data] or _NOTICE_KEYS[:1]
            supports.setdefault((source, each.place), {}).update(dict.fromkeys(keys))
        data["evidence"] = [
            {"source": source, "place": place, "supports": [*keys]} for (source, place), keys in supports.items()
        ]
        draft = Draft("contracts", data, origin=str(proposal.statements[-1].place))
        changed = [(source, each.place) for source, each in cited if "extensions" in each.supports]
        if changed:
            _support_options(draft, Citation(*changed[-1], ()))
        return draft

    def new_id(self, proposal: Proposal) -> str:
        """An id for the new record of a proposal, which nothing else gets from now on."""
        lead = self._known_id(proposal.buyers[0]) if proposal.buyers else "unknown"
        name = _free_id(proposal, lead, self._ids["contracts"])
        self._ids["contracts"].add(name)
        return name

    def _authority(self, buyer: Buyer, fresh: list[Draft]) -> str:
        """The id of a buyer: of the body that the registry knows, else of a new one with the name as printed."""
        if body := self.index.authority(buyer):
            return body.id
        name = slug(buyer.name, MOST_IN_AN_ID)
        if name not in self._ids["authorities"]:
            self._ids["authorities"].add(name)
            kind = "council" if _COUNCIL.search(buyer.name) else "other"
            data: Record = {"id": name, "name": buyer.name[:200], "kind": kind}
            if buyer.code and _PPON.fullmatch(buyer.code):
                data["codes"] = {"ppon": buyer.code}
            fresh.append(Draft("authorities", data))
        return name


def _changed(
    match: Match,
    written: Written,
    cited: list[tuple[str, Cited]],
    registry: Registry,
    titles: dict[str, str],
    today: date,
) -> Draft:
    """The record with each difference in it, supported by the newest notice that states it.

    A date that is overtaken leaves a note with its source, as with any other edit.
    """
    from tenderwatch.editing.earlier import keep_what_was  # a new record needs none

    draft, before = written(str(match.record)), written(str(match.record))
    for difference in match.differences:
        if difference.field != "extensions" or not match.proposal.extended_to:
            draft.put((difference.field,), difference.after)
        if difference.field == "end" and draft.get("term") is not None:
            draft.remove(("term",))  # a record has one of the two
        source, each = next(
            (pair for pair in reversed(cited) if difference.field in pair[1].supports),
            cited[-1] if cited else ("", None),
        )
        if each is None:
            continue
        citation = Citation(source, each.place, ())
        if difference.field == "extensions" and match.proposal.extended_to:
            _extend(draft, registry.by_id[draft.name], match.proposal.extended_to, citation, today)
        else:
            keep_what_was(
                draft, before, (difference.field,), citation,
                was=None, because=None, titles=titles, today=today,
            )  # fmt: skip
    known = {str(notice.get("number")) for notice in draft.items("notices") if isinstance(notice, dict)}
    notices = match.proposal.data.get("notices")
    for notice in notices if isinstance(notices, list) else []:
        if isinstance(notice, dict) and str(notice.get("number")) not in known:
            draft.append(("notices",), notice)
    return draft


def _extend(draft: Draft, contract: Contract, to: str, citation: Citation, today: date) -> None:
    """Record that the contract now runs to a later end: by its next option, if that leads there, else by agreement."""
    from tenderwatch.editing.extend import extend_by, extend_by_agreement

    ends = contract_ends(contract)
    left = ends.options_left(today)
    if left and left[0].to and left[0].to.written == to:
        extend_by(draft, contract, left[0].number, None, None, citation, today)
    else:
        extend_by_agreement(draft, contract, to, None, citation, today)
    _support_options(draft, citation)


def _support_options(draft: Draft, citation: Citation) -> None:
    """Cite what says that options were used, where nothing is cited for them yet."""
    for number, option in enumerate(draft.items("extensions")):
        if isinstance(option, dict) and option.get("state") == "exercised" and "evidence" not in option:
            draft.support(citation.source, citation.place, ("state",), ("extensions", number))


def _free_id(proposal: Proposal, lead: str, taken: set[str]) -> str:
    words = [word for word in re.findall(r"[a-z0-9]+", proposal.title.lower()) if word not in _FILLER]
    # A long id of a body leaves room for what is bought.
    name = slug(f"{slug(lead, _MOST_OF_LEAD)} {' '.join(words)}", MOST_IN_AN_ID)
    if name and name not in taken:
        return name
    own = proposal.ocid is None and proposal.reference
    tail = slug(own or re.sub(r"^ocds-[a-z0-9]+-", "", proposal.key), 16) or "2"
    candidates = (_with_tail(name, end) for end in chain((tail,), map(str, count(2))))
    return next(candidate for candidate in candidates if candidate not in taken)


def _with_tail(name: str, tail: str) -> str:
    return f"{name[: MOST_IN_AN_ID - len(tail) - 1].rstrip('-')}-{tail}"


def codes_in(categories: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    """The codes of the Common Procurement Vocabulary among categories."""
    return tuple(dict.fromkeys(code for code, _ in categories if _CPV.fullmatch(code)))


def slug(text: str, most: int) -> str:
    """Small letters, digits and hyphens, cut at a word where it would be longer than `most` characters."""
    whole = re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")
    if len(whole) <= most:
        return whole
    cut = whole[: most + 1].rpartition("-")[0]
    return cut or whole[:most].strip("-")
