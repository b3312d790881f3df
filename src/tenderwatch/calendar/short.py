"""A shorter text of an event, for a calendar of very many: without what the contract's page says, too."""

from functools import lru_cache

from tenderwatch.calendar.feed import Stamped
from tenderwatch.calendar.ics import FOLD, fold


# The same event stands in the calendars of three audiences.
@lru_cache(maxsize=1 << 15)
def shorten(event: Stamped) -> Stamped:
    """The event with the same stamps and without the list of its sources."""
    lines = FOLD.sub(b"", event.body.text).removesuffix(b"\r\n").split(b"\r\n")
    return event._replace(body=event.body._replace(text=b"".join(fold(_short(line).decode()) for line in lines)))


def _short(line: bytes) -> bytes:
    """The DESCRIPTION without its sources, the status and the remark on certainty; any other line as it is."""
    if not line.startswith(b"DESCRIPTION:"):
        return line
    kept: list[bytes] = []
    sources = False
    for part in line.split(b"\\n"):
        if part.startswith((b"http://", b"https://", b"Newest evidence: ")):
            sources = part.startswith(b"Newest")
        elif sources or part.startswith((b"This day is not certain", b"Status: ")):
            continue
        kept.append(part)
    return b"\\n".join(kept)
