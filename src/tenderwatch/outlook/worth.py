"""What a whole contract is worth, where that is known."""

from __future__ import annotations

import re

from tenderwatch.registry.model import Contract


def whole_value(contract: Contract, limit: int) -> float | None:
    """What the whole contract is worth, in pounds; None where only a yearly sum below the limit is known."""
    value = contract.value
    if value is None or (value.amount <= limit and re.search(r"\b(year|annum|annual|annually|yearly)", value.basis)):
        return None
    return value.amount
