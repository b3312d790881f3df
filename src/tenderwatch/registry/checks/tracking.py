"""URLs that carry more than the way to a page: parameters that tell a campaign or a session who reads it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tenderwatch.registry.checks.finding import Finding, Whole
from tenderwatch.registry.model import Contract, Portal, Source

# Parameters that only tell where a reader came from, or who is logged in; the page is the same without them.
_TRACKING = re.compile(
    r"(?<=[?&;])(utm_[a-z]+|gclid|fbclid|msclkid|mc_[ce]id|jsessionid|phpsessid|aspsessionid\w*)=", re.IGNORECASE
)


def tracking_address(record: Source | Portal | Contract, _: Whole) -> Iterator[Finding]:
    """No URL of a source, a portal or a notice contains a tracking parameter."""
    addresses: list[tuple[str | None, str, int | None]] = (
        [(notice.url, "notices", item) for item, notice in enumerate(record.notices)]
        if isinstance(record, Contract)
        else [(record.url, "url", None)]
    )
    for url, key, item in addresses:
        if match := _TRACKING.search(url or ""):
            hint = "delete the parameter, and check that the page still opens"
            yield Finding(f"the URL contains a tracking parameter (`{match[1]}`)", hint, key, item)
