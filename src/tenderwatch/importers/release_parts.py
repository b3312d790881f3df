"""What a release says beside its terms: who buys, by which law and route, what, and where it was published."""

from __future__ import annotations

import re
from collections.abc import Iterable

from tenderwatch.importers.json_blocks import Json, group_in, groups_in, names_in, text_of
from tenderwatch.importers.statement import Buyer
from tenderwatch.registry.model.contract import Kind, Regime, Route

_URL = re.compile(r"https?://[^\s<>\"')\]]+")
_PSR = re.compile(r"provider selection regime|health care services \(provider selection", re.IGNORECASE)
# The wording of notices under the Provider Selection Regime, SI 2023/1348 regulations 6 to 11.
_PSR_ROUTES: tuple[tuple[str, Route], ...] = (
    (r"direct award process a\b", "direct-award-a"),
    (r"direct award process b\b", "direct-award-b"),
    (r"direct award process c\b", "direct-award-c"),
    (r"most suitable provider", "most-suitable-provider"),
    (r"competitive process", "competitive-process"),
)
_DETAILS: tuple[tuple[str, Route], ...] = (
    ("below threshold - without competition", "below-threshold-without-competition"),
    ("below threshold", "below-threshold"),
    ("open procedure (below threshold)", "below-threshold"),
    ("open procedure", "open"),
    ("restricted procedure", "restricted"),
    ("competitive flexible procedure", "competitive-flexible"),
    ("call-off", "call-off"),
    ("award procedure without prior publication", "direct-award"),
    ("direct award", "direct-award"),
)
_NOTICE_NUMBER = re.compile(r"[0-9]{6}-[0-9]{4}")


def notice_of(release: Json) -> tuple[str | None, str | None]:
    """The kind of notice as printed (UK4, UK7 ...) and its address, from the documents of the block that it fills."""
    tender, planning = group_in(release, "tender"), group_in(release, "planning")
    blocks: Iterable[Json] = (*groups_in(release, "contracts"), *groups_in(release, "awards"), tender, planning)
    own = text_of(release.get("id"))
    first: tuple[str | None, str | None] = (None, None)
    for block in blocks:
        for document in groups_in(block, "documents"):
            if kind := text_of(document.get("noticeType")):
                this = (kind, text_of(document.get("url")) or None)
                if text_of(document.get("id")) == own:
                    return this
                first = first if first[0] else this
    return first


def link_of(release: Json) -> str | None:
    """The address of a notice that does not name it in its documents."""
    for link in groups_in(release, "links"):
        if link.get("rel") == "canonical" and text_of(link.get("href")):
            return text_of(link["href"])
    number = text_of(release.get("id"))
    if _NOTICE_NUMBER.fullmatch(number) and text_of(release.get("ocid")).startswith("ocds-h6vhtk-"):
        return f"https://www.find-tender.service.gov.uk/Notice/{number}"
    return None


def buyers_of(release: Json) -> tuple[Buyer, ...]:
    """The bodies that buy: the release's own buyer first, then the other parties in that role."""
    parties = groups_in(release, "parties")
    first = text_of(group_in(release, "buyer").get("id"))
    buying = _in_role(parties, "buyer") or _in_role(parties, "procuringEntity")
    if len(buying) > 1:
        buying.sort(key=lambda party: text_of(party.get("id")) != first)
    found = [Buyer(name, _ppon(party)) for party in buying if (name := text_of(party.get("name")))]
    if not found and (name := text_of(group_in(release, "buyer").get("name"))):
        found = [Buyer(name)]
    return tuple(dict.fromkeys(found))


def _in_role(parties: list[Json], role: str) -> list[Json]:
    return [party for party in parties if isinstance(roles := party.get("roles"), list) and role in roles]


def _ppon(party: Json) -> str | None:
    for identifier in (group_in(party, "identifier"), *groups_in(party, "additionalIdentifiers")):
        if identifier.get("scheme") == "GB-PPON":
            return text_of(identifier.get("id")) or None
    return None


def _names_psr(words: str) -> bool:
    # The pattern takes long, and what it looks for is rare. Some letters beyond ASCII are taken for an s or an i.
    may_name = "provider selection" in words.lower() or any(letter in words for letter in "\u017f\u0131\u0130")
    return may_name and _PSR.search(words) is not None


def kind_of(tender: Json) -> Kind:
    """What sort of arrangement it is."""
    techniques = group_in(tender, "techniques")
    if techniques.get("hasDynamicPurchasingSystem"):
        return "dynamic-market" if group_in(tender, "legalBasis").get("scheme") == "UKPGA" else "dps"
    if techniques.get("hasFrameworkAgreement"):
        scheme = group_in(techniques, "frameworkAgreement")
        return "open-framework" if scheme.get("isOpenFrameworkScheme") is True else "framework"
    return "contract"


def regime_of(tender: Json, words: str) -> Regime:
    """The law as the notice itself names it; never inferred from what is bought."""
    if _names_psr(words) or _names_psr(text_of(tender.get("procurementMethodRationale"))):
        return "psr"
    basis = group_in(tender, "legalBasis")
    if basis.get("scheme") == "UKPGA":
        if tender.get("aboveThreshold") is False:
            return "below-threshold"
        return "pa2023-light-touch" if "lightTouch" in names_in(tender, "specialRegime") else "pa2023-unspecified"
    return "pcr2015" if basis.get("scheme") == "CELEX" else "unknown"


def route_of(tender: Json, words: str) -> Route:
    """How it was or is to be awarded, by the notice's own words."""
    if _names_psr(words):
        found = next((route for pattern, route in _PSR_ROUTES if re.search(pattern, words, re.IGNORECASE)), None)
        if found:
            return found
    details = text_of(tender.get("procurementMethodDetails")).lower()
    named = next((route for start, route in _DETAILS if details.startswith(start)), None)
    if named:
        return named
    methods: dict[str, Route] = {"open": "open", "direct": "direct-award"}
    return methods.get(text_of(tender.get("procurementMethod")), "unknown")


def categories_of(release: Json, tender: Json) -> tuple[tuple[str, str], ...]:
    """CPV codes with their labels, the main one first."""
    return tuple(
        dict.fromkeys(
            (text_of(entry.get("id")), text_of(entry.get("description"))) for entry in _classified(release, tender)
        )
    )


def codes_of(release: Json, tender: Json) -> list[str]:
    """The codes alone."""
    return [text_of(entry["id"]) for entry in _classified(release, tender)]


def _classified(release: Json, tender: Json) -> list[Json]:
    # A hundred thousand notices pass here of which few are wanted: no more is called than what is there.
    blocks = [tender]
    if "items" in tender:
        blocks += groups_in(tender, "items")
    if "awards" in release:
        for award in groups_in(release, "awards"):
            if "items" in award:
                blocks += groups_in(award, "items")
    entries: list[Json] = []
    for block in blocks:
        if "classification" in block:
            entries.append(group_in(block, "classification"))
        if "additionalClassifications" in block:
            entries += groups_in(block, "additionalClassifications")
    return [entry for entry in entries if entry.get("id")]


def portal_of(tender: Json) -> str | None:
    """The address at which tenders are handed in."""
    address = _URL.search(text_of(tender.get("submissionMethodDetails")))
    return address[0].rstrip(".,;") if address else None


def prior_processes(release: Json) -> tuple[str, ...]:
    """The ocids of the processes before it."""
    return tuple(
        text_of(process.get("identifier") or process.get("id"))
        for process in groups_in(release, "relatedProcesses")
        if "prior" in names_in(process, "relationship") and process.get("scheme") == "ocid"
    )


def planning_processes(release: Json) -> tuple[str, ...]:
    """The processes, by ocid or by the number of a notice, in which this one was planned."""
    return tuple(
        name
        for process in groups_in(release, "relatedProcesses")
        if "planning" in names_in(process, "relationship") and (name := text_of(process.get("identifier")))
    )


def reference_of(tender: Json, release: Json) -> str | None:
    """The buyer's own reference, where it is not an id of the platform."""
    reference = text_of(tender.get("id"))
    return (
        reference if reference and reference not in (text_of(release.get("ocid")), text_of(release.get("id"))) else None
    )
