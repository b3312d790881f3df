"""The words of the board: its groups, with counts and advice."""

from __future__ import annotations

from tenderwatch.labels.label import Labels

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
