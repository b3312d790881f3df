"""The words of answers: what is left out, imports, digests, pages, feeds and drawings."""

from __future__ import annotations

from tenderwatch.labels.label import Labels
from tenderwatch.labels.standing import GROUP

LEFT_OUT: Labels = {
    "not-due": "not due",
    "no-decision": "with no decision to date in that time",
    "no-option": "with no option left to decide on",
    "fresh": "with evidence recent enough to rely on",
    "aside": "set aside",
    "within": "planned, in the row of what is to be replaced",
    "outside-scope": "outside the scope",
    "no-tender": "with no tender to come",
    "outside-act": "outside the Procurement Act",
    "no-date": "with no date for the next tender",
    "tender-late": "whose tender was expected earlier, and has not been seen",
    "not-in-period": "with the next tender after that time",
    "within-value": "worth £2 million or less",
    "buyer-not-bound": "of councils that pay £100 million a year or less",
    "filtered": "not shown",
    "faulty": "could not be read",
}
IMPORT_KIND: Labels = {
    "jsonl": "what `tenderwatch export jsonl` wrote",
    "csv": "what `tenderwatch export csv` wrote",
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
