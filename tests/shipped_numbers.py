"""What the shipped registry holds, in numbers: the lines to change when records are added to it on purpose.

A number that shrinks is a record lost: mend the data, not the number, unless the loss is meant and explained.
"""

from __future__ import annotations

# File of `data/` | how many contracts it holds.
CONTRACTS = {
    "contracts.yaml": 0,
    "durham-tyneside-northumberland.yaml": 102,
    "staffordshire-stoke.yaml": 42,
    "tees-valley.yaml": 68,
}
# Authority | how many contracts it has at least, as lead or partner.
AT_LEAST = {
    "darlington": 7,
    "durham": 40,
    "gateshead": 7,
    "hartlepool": 14,
    "middlesbrough": 30,
    "newcastle": 10,
    "north-tyneside": 3,
    "northumberland": 3,
    "redcar-cleveland": 16,
    "south-tyneside": 20,
    "staffordshire": 30,
    "stockton": 18,
    "stoke-on-trent": 12,
    "sunderland": 10,
}
# Page of `docs/curation/` | processes that were gathered for it, each in one row; how many of them were left out.
CURATED = {
    "durham-tyneside-northumberland": (67, 0),
    # Five more are leads, in `coverage`: see `LEADS`.
    "refresh-2026-11": (27, 6),
    "staffordshire-stoke": (38, 0),
    "tees-valley": (53, 0),
}
# Number in docs/curation/refresh-2026-11.md, and the processes that were seen and not read: in no record.
LEADS = {
    3: ("ocds-h6vhtk-067075",),
    4: ("ocds-h6vhtk-069aa8",),
    7: ("ocds-h6vhtk-067ab2", "ocds-h6vhtk-067aa9"),
    17: ("ocds-h6vhtk-06a9d2",),
    25: ("ocds-h6vhtk-0525ae",),
}
# Left out of the same, with the reason on that page.
LEFT_OUT = {22: "ocds-h6vhtk-05066c"}
