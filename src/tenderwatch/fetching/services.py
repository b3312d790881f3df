"""The services that publish notices: their addresses, and how each wants to be asked."""

from urllib.parse import urlencode

from tenderwatch.named_tuple import NamedTuple


class Service(NamedTuple):
    """A service that gives releases page by page.

    `path` follows its address, with `{since}` and `{until}` as parameters named in `window`. `limit` is the size of a
    full page, `pause` the seconds to wait between requests, `refused` the seconds to wait after an answer of 403;
    0 where that is an answer to believe.
    """

    name: str
    address: str
    path: str
    window: tuple[str, str]
    limit: int
    pause: float
    refused: float = 0

    def first_page(self, address: str, since: str, until: str) -> str:
        """Where the walk through a window of time begins; both moments are local, to the second."""
        asked = {self.window[0]: since, self.window[1]: until, "limit": str(self.limit)}
        return f"{address.rstrip('/')}{self.path}?{urlencode(asked)}"


# Find a Tender answered 12 requests in two minutes and then refused; Contracts Finder asks for five minutes after 403.
SERVICES: dict[str, Service] = {
    "find-a-tender": Service(
        "Find a Tender", "https://www.find-tender.service.gov.uk", "/api/1.0/ocdsReleasePackages",
        ("updatedFrom", "updatedTo"), limit=100, pause=10,
    ),
    "contracts-finder": Service(
        "Contracts Finder", "https://www.contractsfinder.service.gov.uk", "/Published/Notices/OCDS/Search",
        ("publishedFrom", "publishedTo"), limit=100, pause=10, refused=300,
    ),
}  # fmt: skip
