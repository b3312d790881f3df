"""Whose a contract is: a department and a role, never a person."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tenderwatch.registry.checks.finding import Finding, Whole
from tenderwatch.registry.model import Contract

# What a person can be reached by, and how one is addressed.
_SIGNS = (
    ("an e-mail address", re.compile(r"\S@\S")),
    ("a telephone number", re.compile(r"(?:\+|\b0)(?:[\s().-]*\d){8,}|\bext(?:ension)?\.? ?\d{3}", re.IGNORECASE)),
    ("a person's name", re.compile(r"\b(?:Mrs?|Ms|Miss|Mx|Dr|Cllr|Councillor|Sir|Dame|Lady)\b\.? +[A-Z]")),
)


def person_named(contract: Contract, _: Whole) -> Iterator[Finding]:
    """Owner and department hold nothing about a person: registries are published, and people move on."""
    for key in ("owner", "department"):
        text = getattr(contract, key)
        if text and (sign := next((words for words, pattern in _SIGNS if pattern.search(text)), None)):
            hint = "write a role, for example commissioning manager, adults"
            yield Finding(f"`{key}` looks like {sign}", hint, key)
