"""The words for what a record holds: kinds, laws, routes, strengths, states of options."""

from __future__ import annotations

from tenderwatch.labels.label import Labels

KIND: Labels = {
    "contract": "contract",
    "framework": "framework",
    "open-framework": "open framework",
    "dps": "dynamic purchasing system",
    "dynamic-market": "dynamic market",
    "approved-list": "approved list",
    "spot": "spot purchasing",
}
KIND_MEANING: Labels = {
    "framework": "care is called off from it; closed to newcomers unless it is opened again",
    "open-framework": "let again at intervals, so that others can join",
    "dps": "open to newcomers while it runs",
    "dynamic-market": "open to newcomers while it runs",
    "approved-list": "providers that meet set terms",
    "spot": "care bought place by place",
}
REGIME: Labels = {
    "pa2023-light-touch": "Procurement Act 2023, light touch",
    "pa2023": "Procurement Act 2023, full rules",
    "pa2023-unspecified": "Procurement Act 2023; the notice does not say which rules",
    "psr": "Provider Selection Regime (health care services)",
    "pcr2015-light-touch": "Public Contracts Regulations 2015, light touch",
    "pcr2015": "Public Contracts Regulations 2015, full rules",
    "below-threshold": "below the threshold of procurement law",
    "unknown": "not stated",
}
ROUTE: Labels = {
    "open": "open procedure",
    "restricted": "restricted procedure",
    "competitive-flexible": "competitive flexible procedure",
    "competitive-process": "competitive process (Provider Selection Regime)",
    "below-threshold": "below the threshold, with competition",
    "direct-award": "direct award",
    "direct-award-a": "direct award A (Provider Selection Regime)",
    "direct-award-b": "direct award B (Provider Selection Regime)",
    "direct-award-c": "direct award C (Provider Selection Regime)",
    "most-suitable-provider": "most suitable provider (Provider Selection Regime)",
    "below-threshold-without-competition": "below the threshold, without competition",
    "call-off": "call-off from a framework or list",
    "transitional": "transitional award, without competition",
    "unknown": "not stated",
}
EVENT_STATE: Labels = {"planned": "planned", "in-force": "in force"}
REGION: Labels = {
    "north-east": "North East",
    "north-west": "North West",
    "yorkshire-and-the-humber": "Yorkshire and the Humber",
    "east-midlands": "East Midlands",
    "west-midlands": "West Midlands",
    "east-of-england": "East of England",
    "london": "London",
    "south-east": "South East",
    "south-west": "South West",
}
STRENGTH: Labels = {
    "notice": "published notice",
    "notice-data": "open data behind notices",
    "council-page": "council's own page, report or statement",
    "own-record": "own record",
    "secondary-summary": "second-hand source",
}
# Each state of an option, and what it says.
_OPTION_STATE = {
    "permitted": ("allowed", "the contract allows it; no decision seen"),
    "authorised": ("decided, not used yet", "someone with the power has decided; it has not been used yet"),
    "exercised": ("used", "it has been used"),
    "declined": ("turned down", "it has been turned down"),
    "unknown": ("not known", "no source says whether it will be used"),
}
OPTION_STATE: Labels = {code: words for code, (words, _) in _OPTION_STATE.items()}
OPTION_STATE_MEANING: Labels = {code: meaning for code, (_, meaning) in _OPTION_STATE.items()}
DISCRETION: Labels = {
    "authority": "the council's choice",
    "provider": "the provider's choice",
    "both": "needs both sides to agree",
}
REST: Labels = {"gone": "the rest of it is gone", "left": "the rest of it can still be used"}
JOINING: Labels = {
    "open": "open to join at any time",
    "window": "open to join for a time",
    "periodic": "opened from time to time",
    "closed": "closed to newcomers for now",
}
# The keys of a record, as evidence (`supports`) and conflicts (`about`) name them.
KEY: Labels = {
    "kind": "kind of arrangement",
    "advertised": "tender notice",
    "tender_deadline": "when tenders are due",
    "awarded": "award",
    "ended": "that it ended",
    "abandoned": "that the procurement was given up",
    "route": "how it was awarded",
    "calloffs_until": "how long call-offs may run",
    "open_ended": "whether it has no end",
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
    "reference": "the council's reference",
    "department": "department",
    "owner": "who looks after it",
    "cpv": "CPV codes",
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
