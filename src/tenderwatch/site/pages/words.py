"""The registry's own words in plain ones, for people who do not buy or sell care for a living."""

from __future__ import annotations

from tenderwatch.law.terms import Status
from tenderwatch.outlook.moment import Basis
from tenderwatch.registry.model import OptionState
from tenderwatch.registry.model.contract import JoiningRule, Kind, Regime, Strength
from tenderwatch.site.site import FeedGroup

# Short, for a list. The long form is `terms.STATUS_WORDS`.
STATUS_LABELS: dict[Status, str] = {
    "running": "Running",
    "extended": "Running on an extension",
    "awarded": "Let, not yet started",
    "tendering": "Advertised, no award seen",
    "planned": "Planned",
    "unconfirmed": "End passed, not known whether extended",
    "overrun": "Last known end passed",
    "open-ended": "No end date",
    "unknown": "End not known",
    "replaced": "Replaced",
    "abandoned": "Abandoned",
    "ended": "Ended",
}
KIND_WORDS: dict[Kind, str] = {
    "contract": "contract",
    "framework": "framework: care is called off from it; closed to newcomers unless it is opened again",
    "open-framework": "open framework: let again at intervals, so that others can join",
    "dps": "dynamic purchasing system: open to newcomers while it runs",
    "dynamic-market": "dynamic market: open to newcomers while it runs",
    "approved-list": "approved list: providers that meet set terms",
    "spot": "spot purchasing: care bought place by place",
}
REGIME_WORDS: dict[Regime, str] = {
    "pa2023-light-touch": "Procurement Act 2023, light touch",
    "pa2023": "Procurement Act 2023, full rules",
    "pa2023-unspecified": "Procurement Act 2023; the notice does not say which rules",
    "psr": "Provider Selection Regime (health care services)",
    "pcr2015-light-touch": "Public Contracts Regulations 2015, light touch",
    "pcr2015": "Public Contracts Regulations 2015, full rules",
    "below-threshold": "below the threshold of the procurement law",
    "unknown": "not stated",
}
STRENGTH_WORDS: dict[Strength, str] = {
    "notice": "published notice",
    "notice-data": "open data behind notices",
    "council-page": "council’s own page, report or statement",
    "secondary-summary": "somebody else’s account",
}
STATE_WORDS: dict[OptionState, str] = {
    "permitted": "allowed by the contract; no decision seen",
    "authorised": "decided, not yet taken up",
    "exercised": "used",
    "declined": "turned down",
    "unknown": "not known whether it will be used",
}
JOINING_WORDS: dict[JoiningRule, str] = {
    "open": "open to join at any time",
    "window": "open to join for a time",
    "periodic": "opened from time to time",
    "closed": "closed to newcomers for now",
}
BASIS_WORDS: dict[Basis, str] = {
    "stated": "stated by a source",
    "computed": "worked out",
    "assumed": "worked out, with something assumed",
    "statute": "by law",
    "observed": "estimated",
}
SCENARIO_WORDS = {"not-extended": "if it is not extended", "longest": "if it is extended as far as possible"}
GROUP_WORDS: dict[FeedGroup, str] = {
    "all": "All contracts",
    "council": "By council",
    "service": "By service",
    "portal": "By tendering website",
    "kind": "By kind of arrangement",
    "watch": "By list",
}
# The keys of a record, as `supports` and conflicts name them.
_KEYS = {
    "kind": "kind of arrangement",
    "advertised": "tender notice",
    "tender_deadline": "when tenders are due",
    "awarded": "award",
    "ended": "that it ended",
    "open_ended": "that it has no end",
    "breaks": "break dates",
    "reviews": "review dates",
    "state": "what was decided",
    "decided": "when it was decided",
    "lead": "council",
    "end": "end",
    "extensions": "options to extend",
    "plans": "plans for the next tender",
    "ocid": "procurement id",
    "related_ocids": "procurement ids",
    "portal": "tendering website",
    "regime": "law",
    "notice": "notice period",
    "term": "length",
    "let": "whether it was let",
    "user_groups": "who it is for",
    "providers": "who holds it",
    "joining": "how to join",
    "replaces": "what it replaced",
}


def key_words(key: str) -> str:
    """A key of the registry in words: 'advertised' is 'tender notice'."""
    return _KEYS.get(key, key.replace("_", " "))


def pounds(amount: float) -> str:
    """'£1,250,000', with pence only where there are any."""
    return f"£{amount:,.2f}".removesuffix(".00")


def capital(text: str) -> str:
    """The text with a capital at its beginning."""
    return text[:1].upper() + text[1:]


def sentence(text: str) -> str:
    """The text with a capital at its beginning and a full stop at its end."""
    whole = capital(text)
    return whole if whole.endswith((".", "!", "?")) else f"{whole}."
