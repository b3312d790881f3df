"""What records say in names, roles and URLs: no name of two, no person, nothing that follows a reader."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tenderwatch.registry.checks.finding import Finding, Whole
from tenderwatch.registry.model import Authority, Contract, Portal, Source
from tenderwatch.text import folded

# What a person can be reached by, and how one is addressed.
_SIGNS = (
    ("an e-mail address", re.compile(r"\S@\S")),
    ("a telephone number", re.compile(r"(?:\+|\b0)(?:[\s().-]*\d){8,}|\bext(?:ension)?\.? ?\d{3}", re.IGNORECASE)),
    ("a person's name", re.compile(r"\b(?:Mrs?|Ms|Miss|Mx|Dr|Cllr|Councillor|Sir|Dame|Lady)\b\.? +[A-Z]")),
)
# Parameters that only tell where a reader came from, or who is logged in; the page is the same without them.
_TRACKING = r"(?i)(?<=[?&;])(utm_[a-z]+|gclid|fbclid|msclkid|mc_[ce]id|jsessionid|phpsessid|aspsessionid\w*)="


def ambiguous_name(record: Authority | Portal, whole: Whole) -> Iterator[Finding]:
    """Each name and alias leads to one record only, however it is written."""
    section = "authorities" if isinstance(record, Authority) else "portals"
    owners = whole.owners(section)
    for key, item, name in _names(record):
        if others := sorted(owners.get(folded(name), frozenset()) - {record.id}):
            hint = "take it out of one of them; a filter by it could mean either"
            yield Finding(f"'{name}' is also a name of {' and '.join(others)}", hint, key, item)


def _names(record: Authority | Portal) -> Iterator[tuple[str, int | None, str]]:
    yield "name", None, record.name
    yield from (("aliases", item, alias) for item, alias in enumerate(record.aliases))


def person_named(contract: Contract, _: Whole) -> Iterator[Finding]:
    """Owner and department hold nothing about a person: registries are published, and people move on."""
    for key in ("owner", "department"):
        text = getattr(contract, key)
        if text and (sign := next((words for words, pattern in _SIGNS if pattern.search(text)), None)):
            hint = "write a role, for example commissioning manager, adults"
            yield Finding(f"`{key}` looks like {sign}", hint, key)


def tracking_address(record: Source | Portal | Contract, _: Whole) -> Iterator[Finding]:
    """No URL of a source, a portal or a notice contains a tracking parameter."""
    addresses: list[tuple[str | None, str, int | None]] = (
        [(notice.url, "notices", item) for item, notice in enumerate(record.notices)]
        if isinstance(record, Contract)
        else [(record.url, "url", None)]
    )
    for url, key, item in addresses:
        if url and "=" in url and (match := re.search(_TRACKING, url)):
            hint = "delete the parameter, and check that the page still opens"
            yield Finding(f"the URL contains a tracking parameter (`{match[1]}`)", hint, key, item)
