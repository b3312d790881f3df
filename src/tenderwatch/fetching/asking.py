"""One page of notices over the network: politely, within bounds, and tried again where that helps."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from tenderwatch import __version__
from tenderwatch.errors import OutsideError, UsageError
from tenderwatch.named_tuple import NamedTuple

if TYPE_CHECKING:
    import httpx

USER_AGENT = f"tenderwatch/{__version__} (registry of care contracts; asks for public notices, page by page)"
# A page of a hundred releases has had some four megabytes.
MOST_OF_A_PAGE = 64 * 1024 * 1024
_ATTEMPTS = 6
# Seconds: what to wait where a service says nothing, and the longest that it may ask for.
_UNSAID, _LONGEST = 30.0, 900.0
_AGAIN = frozenset({408, 425, 429, 500, 502, 503, 504})
_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
_LATER = "run the same command again later: it goes on where it stopped"


class Page(NamedTuple):
    """The releases of one page, and the address of the next; None on the last."""

    releases: tuple[dict[str, Any], ...]
    following: str | None


# Gives the page at an address. Raises OutsideError where it cannot be had.
Ask = Callable[[str], Page]


class Patience(NamedTuple):
    """How a service is asked: the seconds between requests and after an answer of 403 (0: that answer is believed).

    `sleep` waits, `now` is the clock, and `say` tells the person at the terminal why it takes so long.
    """

    pause: float
    refused: float
    sleep: Callable[[float], None]
    now: Callable[[], datetime]
    say: Callable[[str], None]


class _Refused(NamedTuple):
    """An answer that was no page: why, and how many seconds to wait before asking again (None: not at all)."""

    why: str
    wait: float | None


@contextmanager
def asker(address: str, patience: Patience) -> Iterator[Ask]:
    """Something that asks one service, with patience. It goes to no other host.

    Raises UsageError where the HTTP client is not installed, or the address is not one to be asked.
    """
    try:
        import httpx
    except ImportError:
        raise UsageError(
            "fetch needs an HTTP client, which is not installed", "pip install 'tenderwatch[fetch]'"
        ) from None
    home = urlsplit(address)
    if home.scheme != "https" and home.hostname not in _LOOPBACK:
        raise UsageError(f"{address} is not a secure address", "give an address that begins with https://")
    asked = False

    with httpx.Client(timeout=httpx.Timeout(60, connect=20), headers={"User-Agent": USER_AGENT}) as client:

        def ask(wanted: str) -> Page:
            nonlocal asked
            if (parts := urlsplit(wanted))[:2] != home[:2]:
                raise OutsideError(f"{home.hostname} sends us on to {parts.hostname}: not followed", _LATER)
            for attempt in range(_ATTEMPTS):
                if asked and patience.pause:
                    patience.sleep(patience.pause)
                asked = True
                got = _page(client, wanted, attempt, patience)
                if isinstance(got, Page):
                    return got
                if got.wait is None or attempt == _ATTEMPTS - 1:
                    raise OutsideError(f"{home.hostname}: {got.why}", _LATER)
                patience.say(f"{home.hostname}: {got.why}; asking again in {got.wait:.0f} seconds")
                patience.sleep(got.wait)
            raise AssertionError("the last attempt returns or raises")

        yield ask


def _page(client: httpx.Client, address: str, attempt: int, patience: Patience) -> Page | _Refused:
    """The page, or why there is none and how long to wait."""
    import httpx

    backoff = min(_UNSAID * 2**attempt, _LONGEST)
    try:
        with client.stream("GET", address) as answer:
            if answer.status_code == 403 and patience.refused:
                return _Refused("the service answers 403", patience.refused)
            if answer.status_code in _AGAIN:
                said = _retry_after(answer.headers.get("Retry-After"), patience.now)
                if said is not None and said > _LONGEST:
                    return _Refused(f"the service asks us to wait {said:.0f} seconds", None)
                return _Refused(f"the service answers {answer.status_code}", backoff if said is None else said)
            if answer.status_code != 200:
                return _Refused(f"the service answers {answer.status_code}", None)
            body = bytearray()
            for piece in answer.iter_bytes():
                body += piece
                if len(body) > MOST_OF_A_PAGE:
                    return _Refused(f"a page of more than {MOST_OF_A_PAGE >> 20} MiB", None)
    except httpx.ConnectError as error:
        # Nobody there, or no network: asking for a quarter of an hour would not help.
        return _Refused(f"no connection ({error})", 2.0 if attempt == 0 else None)
    except httpx.HTTPError as error:
        # The class says what went wrong where the message is empty.
        return _Refused(str(error) or type(error).__name__, backoff)
    return read_page(bytes(body)) or _Refused("a page is not open contracting data", backoff)


def read_page(body: bytes) -> Page | None:
    """The releases of a package and the address of the next page; None where it is no package."""
    try:
        package = json.loads(_text(body))
    except (ValueError, RecursionError):
        return None
    if not isinstance(package, dict) or not isinstance(package.get("releases"), list):
        return None
    releases = tuple(release for release in package["releases"] if isinstance(release, dict))
    links = package.get("links")
    following = links.get("next") if isinstance(links, dict) else None
    return Page(releases, following if isinstance(following, str) and following else None)


def _text(body: bytes) -> str:
    """Contracts Finder has sent bytes that are not UTF-8."""
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError:
        return body.decode("latin-1")


def _retry_after(said: str | None, now: Callable[[], datetime]) -> float | None:
    """The seconds that the service asks us to wait, given as a number or as a moment; None where it says nothing."""
    if said is None:
        return None
    if said.strip().isdigit():
        return float(said)
    try:
        moment = parsedate_to_datetime(said)
    except ValueError:
        return None
    return max(0.0, (moment - now().astimezone(UTC)).total_seconds()) if moment.tzinfo else None
