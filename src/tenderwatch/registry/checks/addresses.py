"""Addresses that carry more than the way to a page: marks by which a campaign or a session follows its reader."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tenderwatch.problems import Problem
from tenderwatch.registry.binding import Bound

# Parameters that only tell where a reader came from, or who is logged in; the page is the same without them.
_TRACKING = re.compile(
    r"(?<=[?&;])(utm_[a-z]+|gclid|fbclid|msclkid|mc_[ce]id|jsessionid|phpsessid|aspsessionid\w*)=", re.IGNORECASE
)


def tracking_addresses(bound: Bound) -> Iterator[Problem]:
    """A warning for each address of a source, a portal or a notice that follows its reader."""
    for section in ("sources", "portals"):
        for entry in bound.entries[section].values():
            if entry.value and (found := _TRACKING.search(entry.value.url or "")):
                yield Problem(bound.place(entry, "url"), "tracking-address", *_said(found), "warning")
    for entry in bound.entries["contracts"].values():
        for item, notice in enumerate(entry.value.notices if entry.value else ()):
            if found := _TRACKING.search(notice.url or ""):
                yield Problem(bound.place(entry, "notices", item), "tracking-address", *_said(found), "warning")


def _said(found: re.Match[str]) -> tuple[str, str]:
    return f"the address follows its reader (`{found[1]}`)", "cut that part off, and see that the page still opens"
