"""The words that stand for codes, each table said once for every answer, page, calendar and message.

The codes themselves belong to the modules that give them a meaning; JSON and the registry's files use those.
Tables are in the order in which people should see their rows. A new code is one more row here.
"""

from __future__ import annotations

Labels = dict[str, str]


def label(table: Labels, code: str) -> str:
    """The words for a code; a code that has none reads as itself, without hyphens or underscores."""
    return table.get(code) or code.replace("-", " ").replace("_", " ")


# --- Records ---

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
OPTION_STATE: Labels = {
    "permitted": "allowed",
    "authorised": "decided, not used yet",
    "exercised": "used",
    "declined": "turned down",
    "unknown": "not known",
}
OPTION_STATE_MEANING: Labels = {
    "permitted": "the contract allows it; no decision seen",
    "authorised": "someone with the power has decided; it has not been used yet",
    "exercised": "it has been used",
    "declined": "it has been turned down",
    "unknown": "no source says whether it will be used",
}
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

# --- A contract on a day ---

# In order of trying: the first status that fits is the one told.
STATUS: Labels = {
    "replaced": "replaced: a successor has started",
    "abandoned": "abandoned: the procurement was given up, nothing was let",
    "ended": "ended, on evidence",
    "open-ended": "open-ended",
    "planned": "planned: nothing let yet",
    "tendering": "advertised, no award seen",
    "awarded": "let, not yet started",
    "running": "running",
    "extended": "running on an extension",
    "unconfirmed": "end passed, options left: not known whether extended",
    "overrun": "last known end passed, no news since",
    "unknown": "end not known",
}
# Shorter, for lists.
STATUS_SHORT: Labels = {
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
NEXT_END: Labels = {
    "current": "current end",
    "option": "end if an option is used",
    "flexible": "depends on how much of an option is used",
}
REASON: Labels = {
    "end": "Ends",
    "extension-decision": "Decide whether to extend",
    "tender-notice": "Tender notice due",
    "stated-tender": "Tender planned",
    "tender-deadline": "Tenders due",
    "start": "Planned to start",
    "joining-closes": "Joining closes",
    "break": "Notice of a break due",
    "review": "Notice of a review due",
    "authority-ceases": "Council ceases to exist",
}
REASON_BASIS: Labels = {
    "stated": "stated by a source",
    "computed": "worked out",
    "assumed": "worked out, with something assumed",
    "statute": "by law",
    "observed": "estimated from earlier procurements",
}
SCENARIO: Labels = {
    "not-extended": "if not extended",
    "longest": "if extended as far as possible",
    "extended": "if it was extended",
    "awarded": "if it was awarded",
}
WINDOW_BASIS: Labels = {
    "stated": "stated by the buyer",
    "planning-notice": "an estimate, from a planning notice and how long earlier procurements took",
    "observed": "an estimate, from how long earlier procurements took",
}
WINDOW_CLASS: Labels = {
    "all": "all procurements",
    "psr-or-5m": "Provider Selection Regime, or £5 million and more",
    "under-5m": "under £5 million",
    "below-threshold": "below the threshold of procurement law",
}
BACKTEST_GROUP: Labels = {
    "overall": "all",
    "psr-or-5m": WINDOW_CLASS["psr-or-5m"],
    "under-5m": WINDOW_CLASS["under-5m"],
    "below-threshold": WINDOW_CLASS["below-threshold"],
    "unknown": "value not known",
    "planning-notice": "once a planning notice exists",
}
# Why a procurement of which notices were read is not among the finished ones.
NOT_BACKTESTED: Labels = {
    "no-call": "awarded without a call for competition",
    "no-tender": "no tender notice among the notices",
    "tender-not-seen": "only a correction of the tender notice, or what it was merged into",
    "cancelled": "ended without a contract",
    "not-awarded": "no award seen, and the planned start lies ahead",
    "no-start": "no start stated to the day",
    "start-first": "the start lies before the tender notice",
    "no-buyer": "no buyer named",
}
# What a finished procurement shows, as its columns are called.
PROCUREMENT_EVENT: Labels = {
    "planning": "first planning notice",
    "tender": "tender notice",
    "deadline": "tenders due",
    "award": "award notice",
    "start": "start",
}
EVENT: Labels = {
    "end": "Ends",
    "next-end": "Next possible end",
    "longest-end": "Latest possible end",
    "tender-window": "Tender expected",
    "stated-tender": "Tender planned",
    "tender-deadline": "Tenders due",
    "joining-opens": "Joining opens",
    "joining-closes": "Joining closes",
    "new-start": "New contract starts",
    "extension-notice": "Notice to extend due",
    "extension-decision": "Decision to extend due",
    "extension-forward-plan": "Forward-plan entry to extend due",
    "forward-plan-approval": "Forward-plan entry to procure due",
    "tender-notice": "Tender notice due",
    "forward-plan-award": "Forward-plan entry to award due",
    "award-decision": "Award decision due",
    "review": "Review",
    "review-notice": "Notice of a review due",
    "break": "Break possible",
    "break-notice": "Notice of a break due",
    "authority-ceases": "Council ceases to exist",
}
# What an event is in the title of a calendar, after council and service: in few characters.
EVENT_TITLE: Labels = {
    "end": "ends",
    "next-end": "ends, if extended",
    "longest-end": "latest end",
    "tender-window": "tender likely",
    "stated-tender": "tender planned",
    "tender-deadline": "tenders due",
    "joining-opens": "joining opens",
    "joining-closes": "joining closes",
    "new-start": "new start",
    "extension-notice": "notice to extend",
    "extension-decision": "decide extension",
    "extension-forward-plan": "forward plan: extend",
    "forward-plan-approval": "forward plan: procure",
    "tender-notice": "tender notice",
    "forward-plan-award": "forward plan: award",
    "award-decision": "award decision",
    "review": "review",
    "review-notice": "notice of review",
    "break": "break possible",
    "break-notice": "notice of break",
    "authority-ceases": "council ceases",
}
# What to do about it: the first line of its text.
EVENT_ADVICE: Labels = {
    "end": "Check what follows: a new contract, an extension, or nothing.",
    "next-end": "Check whether it was extended; if it was, this is its end.",
    "longest-end": "No option is known that takes it past this day: check what follows.",
    "tender-window": "Look out for the tender notice.",
    "stated-tender": "Look out for the tender notice: the buyer has said when.",
    "tender-deadline": "Send the tender in time; the notice says by what hour.",
    "joining-opens": "Apply to join from now on.",
    "joining-closes": "Apply to join by this day.",
    "new-start": "Expect the next contract to start.",
    "extension-notice": "Give notice to extend by this day.",
    "extension-decision": "Decide by this day whether to extend.",
    "extension-forward-plan": "Enter the decision to extend in the forward plan by this day.",
    "forward-plan-approval": "Enter the decision to procure in the forward plan by this day.",
    "tender-notice": "Publish the tender notice by this day.",
    "forward-plan-award": "Enter the decision to award in the forward plan by this day.",
    "award-decision": "Decide the award by this day.",
    "review": "Review the contract.",
    "review-notice": "Give notice of the review by this day.",
    "break": "It can be ended early here, if notice was given.",
    "break-notice": "Give notice by this day to end it early.",
    "authority-ceases": "Check who takes the contract over.",
}
SCENARIO_TITLE: Labels = {
    "not-extended": "if not extended",
    "longest": "if extended",
    "extended": "if extended",
    "awarded": "if awarded",
}

# Every dated thing of a contract: the events, and what a record states of its own procurement and of the next.
MOMENT: Labels = {
    **EVENT,
    "advertised-end": "Ends, as advertised",
    "over": "Ended",
    "start-of-contract": "Contract starts",
    "advertised": "Tender notice published",
    "tenders-due": "Tenders due",
    "awarded": "Awarded",
    "ended": "Ended",
    "calloffs-until": "Call-offs may run until",
    "tender-deadline-planned": "Tenders due, planned",
    "stated-award": "Award planned",
    "stated-start": "New start planned",
}

# --- Renewing it ---

STAGE: Labels = {
    "planning": "Planning starts",
    "market-engagement": "Market engagement begins",
    "forward-plan-approval": "Forward-plan entry for the approval to procure",
    "approval": "Approval to procure (key decision)",
    "tender-notice": "Tender notice",
    "tender-deadline": "Tenders due",
    "forward-plan-award": "Forward-plan entry for the award",
    "award-report": "Award report published",
    "award-decision": "Award decision (key decision)",
    "award-notice": "Award notice",
    "standstill-end": "Standstill ends",
    "signature": "Contract signed, mobilisation begins",
    "tupe-information": "Staff information (TUPE) due, where staff transfer",
    "start": "New contract starts",
}
# The same where there is little room, and the steps of an extension.
STEP_SHORT: Labels = {
    "planning": "planning",
    "market-engagement": "market engagement",
    "forward-plan-approval": "forward-plan entry (approval)",
    "approval": "approval",
    "tender-notice": "tender notice",
    "tender-deadline": "tenders due",
    "forward-plan-award": "forward-plan entry (award)",
    "award-report": "award report",
    "award-decision": "award decision",
    "award-notice": "award notice",
    "standstill-end": "standstill",
    "signature": "signature",
    "tupe-information": "TUPE information",
    "start": "start",
    "forward-plan-entry": "forward-plan entry",
    "key-decision": "key decision",
    "officer-decision": "officer's decision",
    "serve-by": "notice",
}
WAY: Labels = {
    "default": "Usual timetable",
    "short": "Short timetable",
    "short-by-exception": "Short, by exception",
    "extend": "Extend",
    "hold-over": "Hold over",
}
REMEDY: Labels = {
    "default": "the usual timetable is still open",
    "short": "the short timetable is still open",
    "short-by-exception": "the short timetable is still open by exception",
    "extend": "an option to extend is still open",
    "hold-over": "no other way is left than to hold over",
    "shorten": "planning and engagement can be cut short",
    "exception": "an officer's delegated decision, or the general exception (inform the scrutiny chair; five clear "
    "days)",
    "no-option": "no option is left",
    "provider": "only with the provider's agreement: check what the law allows as a change to the contract",
    "no-contract": "else the service runs on without a contract",
}
STAGE_BASIS: Labels = {"statute": "statute", "rule": "rule or practice", "observed": "observed"}
FEASIBLE: Labels = {
    "default": "there is time for the default timetable",
    "short": "the default timetable is missed in part; the short one is still possible",
    "short-by-exception": "too late for key decisions by the ordinary way; the short timetable is still possible "
    "with a delegated decision or under the general exception",
    "extension-only": "too late to re-procure in time; an option to extend can still be used",
    "hold-over": "too late to re-procure in time, and no option is known that can still be used: "
    "the service risks running on without a contract",
}
# The same in a cell.
FEASIBLE_SHORT: Labels = {
    "default": "usual timetable",
    "short": "short timetable",
    "short-by-exception": "short timetable, by exception",
    "extension-only": "extending only",
    "hold-over": "neither tender nor option in time",
}

# --- The board ---

GROUP: Labels = {
    "decide": "Decide now",
    "coming": "Coming",
    "awaiting": "Awaiting award",
    "no-news": "End passed, no news",
}
GROUP_COUNT: Labels = {
    "decide": "to decide",
    "coming": "coming",
    "awaiting": "awaiting award",
    "no-news": "end passed, no news",
}
GROUP_ADVICE: Labels = {
    "decide": "",
    "coming": "Plan for these",
    "awaiting": "By planned start: check for an award notice",
    "no-news": "Check, then record it with `extend` or `retire`",
}
# The board of the site, for providers.
MARKET: Labels = {
    "open": "Tender under way",
    "join": "Open to join",
    "expected": "Tender expected",
    "closed": "Bids closed, award awaited",
    "ends": "No tender date known",
    "over": "Over",
}
# How far what can still be done reaches, for the first group.
REACH: Labels = {
    "exception": "By exception only (delegated decision or general exception), in short time",
    "in-time": "Still in time if begun by the day shown",
    "late": "Too late to tender before the end",
}

# --- Evidence and coverage ---

VERDICT: Labels = {
    "stale-and-weak": "too old, and second-hand only",
    "stale": "too old",
    "weak": "second-hand only",
    "fresh": "recent enough",
}
SILENCE: Labels = {
    "found": "contracts are known",
    "in-house": "run by the council itself, so no contract is expected",
    "looked-for": "searched for by name and not found",
    "looked-at": "the buyer was searched, not this service by name, and no contract turned up",
    "not-looked": "nobody has searched, so this says nothing",
}
# The same in a cell.
MATRIX: Labels = {
    "in-house": "in-house",
    "looked-for": "not found",
    "looked-at": "not looked at",
    "not-looked": "not looked at",
}

# --- Answers ---

LEFT_OUT: Labels = {
    "not-due": "not due",
    "no-decision": "with no decision to date in that time",
    "no-option": "with no option left to decide on",
    "fresh": "with evidence recent enough to rely on",
    "aside": "set aside",
    "within": "planned, in the row of what is to be replaced",
    "outside-scope": "outside the scope",
    "filtered": "not shown",
    "faulty": "could not be read",
}
IMPORT_KIND: Labels = {
    "ocds": "open contracting data",
    "contracts-finder-csv": "an export of Contracts Finder",
    "register": "a register",
}
IMPORT_OUTCOME: Labels = {
    "same": "the registry says it already",
    "changed": "it is on record, and says something else now",
    "new": "it is not on record",
    "doubtful": "it may be on record: ⟨accept⟩ ID says that it is",
    "set aside": "a test, or outside what was asked for",
    "rejected": "it cannot be used; the reason and the place are given",
}
AUDIENCE: Labels = {"all": "everyone", "provider": "providers", "commissioner": "commissioners"}
SECTION: Labels = {
    "overdue": "Newly overdue",
    "coming": "Coming up",
    "tenders": "Tenders to expect",
    "changed": "What changed",
    "contracts": "New, replaced and ended",
    "stale": "Evidence now out of date",
    "end-unknown": "End not known",
}
# What a digest is divided into: dates by the group of the board that their contract stands in, then all else.
DIGEST_HEADING: Labels = {
    **GROUP,
    "no-news": "Date passed, no news",
    **{code: SECTION[code] for code in ("tenders", "changed", "contracts", "stale", "end-unknown")},
}
PROVIDER_HEADING: Labels = {**DIGEST_HEADING, "decide": "Council to decide now"}
FACT: Labels = {
    "end": "end",
    "initial-end": "initial end",
    "longest-end": "latest possible end",
    "ended": "day it ended",
    "advertised": "tender notice",
    "awarded": "award",
    "planned-tender": "tender planned for",
    "planned-deadline": "tenders planned to be due",
    "planned-award": "award planned for",
    "planned-start": "new start planned for",
    "notice": "notice to extend",
    "over": "status",
    "open-ended": "whether it has an end",
    "regime": "law it was let under",
    "conflict": "sources disagree about",
    "lead": "lead authority",
    "authority-ceases": "day from which there is no",
}
FEED_GROUP: Labels = {
    "all": "All contracts",
    "region": "By region",
    "council": "By council",
    "service": "By service",
    "portal": "By tendering website",
    "kind": "By kind of arrangement",
    "contract": "By contract",
    "watch": "By list",
}
SEGMENT: Labels = {
    "initial": "initial term",
    "planned": "planned, not let yet",
    "open-ended": "open-ended, as stated",
    "exercised": "option used",
    "authorised": "option decided, not used yet",
    "permitted": "option allowed, not used",
    "undecided": "option, state not known",
    "declined": "option turned down or closed",
    "uncertain": "date known only as this span",
    "open": "not known whether it runs",
}
MARK: Labels = {
    "tender": "tender planned or published",
    "tenders-due": "tenders due",
    "award": "award",
    "new-start": "new start planned",
    "over": "ended, or replaced",
}
