"""The vocabulary: what each word does in a printed term, as one letter. Other words are not known.

A sentence becomes a row of such letters with its figures between them, and the productions in `roles` read that row.
They were gathered from notices of English and Scottish buyers, council reports and contract registers.
"""

from __future__ import annotations

from typing import Literal

Unit = Literal["year", "month", "week", "day"]


def word_set(text: str) -> frozenset[str]:
    """The words of a text, as a set."""
    return frozenset(text.split())


UNITS: dict[str, Unit] = {
    **dict.fromkeys(("year", "years", "yr", "yrs", "yearly"), "year"),
    **dict.fromkeys(("month", "months", "mth", "mths", "mnth", "mnths", "mo", "mos", "monthly"), "month"),
    **dict.fromkeys(("week", "weeks", "wk", "wks", "weekly"), "week"),
    **dict.fromkeys(("day", "days", "daily"), "day"),
}  # fmt: skip
SINGULAR_UNITS = frozenset({"year", "month", "week", "yr", "mth"})
# Steps in one word, in months.
STEPS = {"annual": 12, "annually": 12, "yearly": 12, "monthly": 1, "quarterly": 3, "biennial": 24, "biennially": 24}

LETTERS = {
    "e": "extend extends extending extended extd extendable extendible prolong prolonged lengthen lengthened",
    "d": "extension ext extn renewal rollover prolongation",
    "E": "extensions exts extns renewals",
    "o": "option opt optional optionally discretionary",
    "V": "ote",
    "O": "options opts",
    "w": "renew renews renewed renewing renewable",
    "i": "initial initially fixed core base guaranteed primary firm",
    "c": "call-off contract contracts contractual agreement agreements framework frameworks dps pdps arrangement "
    "arrangements lot lots sla slas tenancy calloff concession market lease licence subscription pilot purchasing",
    "p": "period term duration length lifetime life",
    "P": "periods terms occasion occasions",
    "C": "continue continues continued continuing",
    "f": "further additional extra more added subsequent",
    "F": "another second third fourth fifth sixth",
    "+": "+ plus",
    "&": "and &",
    ">": "then followed thereafter subsequently following",
    "t": "total totals totalling overall maximum max exceed exceeding exceeds cumulative aggregate altogether "
    "combined longer latest longest ultimate longstop =",
    "B": "all both",
    "~": "increment increments interval intervals step steps tranche tranches slice slices block blocks instalment "
    "instalments stages",
    "=": "basis",
    "5": "early",
    "X": "remaining remains remain left unused",
    "*": "any",
    "R": "rolling rolls roll rolled",
    "T": "time",
    "j": "include includes including included inclusive inc incl comprising",
    "k": "excluding excl exc exclusive excludes",
    "n": "notice notify notified notifying notification prior advance",
    "b": "break breaks break-clause brk",
    "r": "reopen reopens reopened reopening re-open re-opened re-opens re-opening re-openings reopenings refresh "
    "refreshed refreshes opens",
    "v": "every each",
    "s": "commence commences commencing commencement commenced start starts starting started begin begins "
    "established launched beginning began effective wef since",
    "S": "run runs ran running operate operates",
    "z": "exp end ends ending ended expire expires expiring expired expiry completion complete concludes "
    "concluding conclude finish finishes finishing terminate terminates terminated terminating termination "
    "lapse lapses cease ceases ceased cancel cancels cancelled cancelling cancellation",
    "l": "until untill till til",
    "2": "to through thru",
    "g": "from between",
    "u": "up upto",
    "y": "by for",
    "!": "over beyond",
    "q": "in",
    "a": "after",
    "m": "may can could might poss possible possibly potential potentially possibility right ability able available "
    "provision scope opportunity",
    "W": "option-of-things",
    "x": "no not nil none cannot never neither nor without",
    "|": "or either",
    "%": "with",
    "<": "before earlier sooner",
    "D": "least",
    "K": "previously originally original formerly rather instead",
    "Y": "forward move changed moved amended revised varied updated delayed postponed",
    "L": "later",
    "U": "now",
    "G": "final",
    "M": "approval obtained secured granted approved agreed authorised decided resolved met considered noted",
    "6": "implementation transition onboarding evaluation consultation procurement tendering",
    "H": "served given issued issue publish published publication meeting dated deadline closing closes submitted "
    "dispatch dispatched submission submissions consultation bid bids question questions clarification "
    "clarifications holiday event inspection interview interviews census born opened received minutes report "
    "funds reference opening closed returned",
    "J": "trigger tender tenders signed decision awarded award",
    "h": "call-offs minimum within aged age experience warranty guarantee payment invoice invoices old ago "
    "previous past review reviewed reviews respond response responses retention retained mobilisation "
    "probation trial defects turnover handover lead accounts standstill recur recurs insurance strategy "
    "training waiting trading",
}  # fmt: skip
FILLERS = word_set(
    "a an the of is are be been being will shall would should must has have had it its this that these "
    "which their our on at as so s they there where if subject council authority trust buyer client x whole part full "
    "written next yes estimated estimate value approx approximately expected proposed anticipated likely about "
    "around circa c planned only also such same date dates due day year years yearly month months week weeks days "
    "monday tuesday wednesday thursday friday saturday sunday nr i ie e eg let last lasts lasting calendar yet "
    "exercised used taken utilised span spans spanning projected such respectively"
)
ORDER = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh")
LETTER_OF = {word: letter for letter, words in LETTERS.items() for word in words.split()}


def words_of(letters: str) -> frozenset[str]:
    """The words of these letters."""
    return frozenset(word for word, letter in LETTER_OF.items() if letter in letters)


EXTEND = words_of("edE") - word_set("renewal renewals rollover")
OPTION = words_of("oOV")
EXTENDING = words_of("edEwoOV")
EXTENSION_NOUNS = words_of("dEoO")
ROLLING = words_of("R")
REOPEN = words_of("r")
STEP_NOUNS = words_of("~=")
PERIODS = words_of("P~") | {"period", "term"}
MORE = words_of("f") | {"another"}
CONTRACT = words_of("c") | {"term"}
# Extensions that are not of a contract.
OTHER_EXTENSIONS = word_set(
    "storey building kitchen rear house planning deadline dwelling garage school conservatory telephone opening "
    "stay stays placement placements insurance check checks membership certificate accreditation registration "
    "loft submission standstill consultation clarification closing village hall library church secondment call-offs "
    "calloffs orders"
)
# What is extended instead of a contract, if it is named after 'extend': 'scope to extend' is something else.
OTHER_OBJECTS = OTHER_EXTENSIONS | word_set("scope coverage remit catchment hours eligibility thanks invitation")
# And what is, where nothing but its own words stands between: 'to extend the value of the contract'.
DIRECT_OBJECTS = OTHER_OBJECTS | word_set(
    "value values amount budget funding grant grants order plan plans strategy policy moratorium"
)
# Words that may stand between a count and the length it counts, or between a length and its noun.
BETWEEN = (
    MORE
    | EXTENDING
    | PERIODS
    | word_set(
        "x * no nr number of possible potential separate consecutive single individual successive equal to for each "
        "at the contract up times - . a discretionary available permitted remaining unused following being by lasting "
        "not than exceeding longer"
    )
)
