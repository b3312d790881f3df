"""The words that carry meaning in printed terms, by what they do. Everything else is filler.

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
EXTENSION_NOUNS = word_set("extn extns extension extensions option options optional renewal renewals ext")
ROLLING = frozenset({"rolling", "rolls", "roll", "rolled"})
# Steps in one word, in months.
STEPS = {"annual": 12, "annually": 12, "yearly": 12, "monthly": 1, "quarterly": 3, "biennial": 24, "biennially": 24}
STEP_NOUNS = word_set(
    "increment increments interval intervals step steps tranche tranches basis slice slices block blocks "
    "instalment instalments stages"
)

EXTEND = word_set("extend extends extending extended extension extensions extendable extendible ext extn extns")
OPTION = word_set("option options optional optionally ote")
RENEW = word_set("renew renews renewed renewing renewal renewals renewable rollover prolongation")
EXTENDING = EXTEND | OPTION | RENEW
PLURAL_HEADS = word_set("extensions renewals periods terms increments intervals blocks tranches steps slices")
PERIODS = word_set(
    "period periods term terms increment increments interval intervals block blocks tranche tranches occasion occasions"
)
MORE = word_set("further additional extra more another added subsequent")
INITIAL = word_set("initial initially fixed core base guaranteed")
CONTRACT = word_set(
    "contract contracts contractual agreement agreements framework frameworks dps term arrangement arrangements "
    "pilot purchasing lot lots tenancy call-off calloff concession market lease licence subscription"
)
LENGTH_WORDS = word_set("term period duration length lasting lasts last run runs running")
TOTAL = word_set(
    "total totalling overall maximum max exceed exceeding exceeds cumulative aggregate altogether all combined "
    "longer beyond"
)
WHOLE = CONTRACT | word_set("duration length life lifetime")
NOTICE = word_set("notice notify notified notifying notification prior advance")
BREAK = frozenset({"break", "breaks", "break-clause", "brk"})
REOPEN = word_set("reopen reopens reopened reopening re-open re-opened re-opens refresh refreshed")
EVERY = word_set("every evaluated")
START = word_set(
    "commence commences commencing commencement commenced start starts starting started begin begins beginning "
    "began from effective wef since"
)
END = word_set(
    "end ends ending ended expire expires expiring expired expiry completion complete concludes concluding "
    "conclude finish finishes finishing until till til terminate terminates terminated terminating cease ceases "
    "lasting untill"
)
TO = frozenset({"to", "until", "till", "til", "through", "-", "thru", "untill"})
LATEST = word_set("latest longest maximum max final longstop ultimate")
MODAL = word_set(
    "may can could might option options optional possible possibly potential potentially if available "
    "possibility right entitled subject whether discretion ability able permitted allow allows provision would "
    "should include includes including unless opportunity"
)
ASKED = word_set(
    "propose proposes proposed proposal proposing seek seeks seeking sought request requests requested "
    "requesting recommend recommends recommended recommendation asked consider intends intention intend plans "
    "planned minded wishes"
)
NONE_LEFT = frozenset({"no", "not", "without", "nil", "none", "cannot", "never", "neither", "nor"})
INCLUDING = word_set("include includes including included inclusive inc incl comprising")
EXCLUDING = frozenset({"excluding", "excl", "exclusive", "excludes"})
OR = frozenset({"or", "either"})
JOINING = word_set("and plus with then followed another thereafter added also second third & + , ; after")

# What a length in the same clause belongs to, if not to the term of a contract.
OTHER_LENGTHS = word_set(
    "recur recurs minimum within aged age experience warranty guarantee payment invoice invoices old ago "
    "previous past review reviewed reviews respond response responses retention retained mobilisation probation "
    "trial defects turnover handover lead accounts standstill funded over"
)
# The same for a date.
OTHER_DATES = word_set(
    "within review reviewed reviews published publication meeting dated deadline closing closes submitted "
    "submission submissions consultation tender tenders bid bids questions question clarification "
    "clarifications standstill holiday event inspection response responses respond mobilisation interview "
    "interviews census born opened received minutes trial signed decision awarded award report handover funds "
    "reference opening closed"
)
OTHER = OTHER_LENGTHS | OTHER_DATES
# Extensions that are not of a contract.
OTHER_EXTENSIONS = word_set(
    "storey building kitchen rear house planning deadline dwelling garage school conservatory telephone opening "
    "hours loft submission village hall library church"
)
# Words that may stand between a count and the length it counts, or between a length and its noun.
BETWEEN = (
    MORE
    | EXTEND
    | OPTION
    | RENEW
    | PERIODS
    | word_set(
        "x * no nr number of possible potential separate consecutive single individual successive equal to for each "
        "at the contract up times - . a discretionary lots available following being by lasting"
    )
)
