"""The words of the board: its groups, with counts and advice."""

from __future__ import annotations

from tenderwatch.labels.label import Labels

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
