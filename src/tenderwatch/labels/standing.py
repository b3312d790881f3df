"""The words for how a contract stands on a day: statuses, reasons, dates, events, the board, how sure facts are."""

from __future__ import annotations

from tenderwatch.labels.label import Labels

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
# Each event: what it is, the same in the title of a calendar in few characters, and what to do about it.
_EVENT = {
    "end": ("Ends", "ends", "Check what follows: a new contract, an extension, or nothing."),
    "next-end": (
        "Next possible end", "ends, if extended",
        "Check whether it was extended; if it was, this is its end.",
    ),
    "longest-end": (
        "Latest possible end", "latest end",
        "No option is known that takes it past this day: check what follows.",
    ),
    "tender-window": ("Tender expected", "tender likely", "Look out for the tender notice."),
    "stated-tender": ("Tender planned", "tender planned", "Look out for the tender notice: the buyer has said when."),
    "tender-deadline": ("Tenders due", "tenders due", "Send the tender in time; the notice says by what hour."),
    "joining-opens": ("Joining opens", "joining opens", "Apply to join from now on."),
    "joining-closes": ("Joining closes", "joining closes", "Apply to join by this day."),
    "new-start": ("New contract starts", "new start", "Expect the next contract to start."),
    "extension-notice": ("Notice to extend due", "notice to extend", "Give notice to extend by this day."),
    "extension-decision": ("Decision to extend due", "decide extension", "Decide by this day whether to extend."),
    "extension-forward-plan": (
        "Forward-plan entry to extend due", "forward plan: extend",
        "Enter the decision to extend in the forward plan by this day.",
    ),
    "forward-plan-approval": (
        "Forward-plan entry to procure due", "forward plan: procure",
        "Enter the decision to procure in the forward plan by this day.",
    ),
    "tender-notice": ("Tender notice due", "tender notice", "Publish the tender notice by this day."),
    "forward-plan-award": (
        "Forward-plan entry to award due", "forward plan: award",
        "Enter the decision to award in the forward plan by this day.",
    ),
    "award-decision": ("Award decision due", "award decision", "Decide the award by this day."),
    "review": ("Review", "review", "Review the contract."),
    "review-notice": ("Notice of a review due", "notice of review", "Give notice of the review by this day."),
    "break": ("Break possible", "break possible", "It can be ended early here, if notice was given."),
    "break-notice": ("Notice of a break due", "notice of break", "Give notice by this day to end it early."),
    "authority-ceases": ("Council ceases to exist", "council ceases", "Check who takes the contract over."),
}  # fmt: skip
EVENT: Labels = {code: name for code, (name, _, _) in _EVENT.items()}
EVENT_TITLE: Labels = {code: title for code, (_, title, _) in _EVENT.items()}
EVENT_ADVICE: Labels = {code: advice for code, (_, _, advice) in _EVENT.items()}
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


# Each group: its name, the words behind a number, and what to do about it.
_GROUP = {
    "decide": ("Decide now", "to decide", ""),
    "coming": ("Coming", "coming", "Plan for these"),
    "awaiting": ("Awaiting award", "awaiting award", "By planned start: check for an award notice"),
    "no-news": ("End passed, no news", "end passed, no news", "Check, then record it with `extend` or `retire`"),
}
GROUP: Labels = {code: name for code, (name, _, _) in _GROUP.items()}
GROUP_COUNT: Labels = {code: words for code, (_, words, _) in _GROUP.items()}
GROUP_ADVICE: Labels = {code: advice for code, (_, _, advice) in _GROUP.items()}
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
