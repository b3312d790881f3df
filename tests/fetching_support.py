"""A server on this machine that gives notices page by page, with the faults that the real ones have shown."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, NamedTuple
from urllib.parse import parse_qs, urlencode, urlsplit


def release(number: int, day: str = "2026-11-02") -> dict[str, Any]:
    """A release of a day, the higher the number the later."""
    moment = f"{day}T{number // 60 % 24:02}:{number % 60:02}:00+00:00"
    return {"ocid": f"ocds-h6vhtk-{number:06x}", "id": f"{number:06}-2026", "date": moment, "tag": ["tender"]}


class Fault(NamedTuple):
    """What is answered instead of a page."""

    status: int = 200
    headers: dict[str, str] = {}  # noqa: RUF012 - never changed
    body: bytes = b""


class Notices:
    """The releases of a service, newest first; `limit` a page.

    `faults` are answered instead, by the number of the request; `unlinked` pages, by the same number, lose their link
    to the next. `asked` are the addresses in order.
    """

    def __init__(self, releases: list[dict[str, Any]], limit: int = 10) -> None:
        self.releases = sorted(releases, key=lambda item: str(item["date"]), reverse=True)
        self.limit = limit
        self.faults: dict[int, Fault] = {}
        self.unlinked: set[int] = set()
        self.link: Callable[[str], str] = lambda address: address
        self.asked: list[str] = []
        self.agents: set[str] = set()

    def answer(self, path: str, host: str) -> Fault:
        self.asked.append(path)
        number = len(self.asked)
        if number in self.faults:
            return self.faults[number]
        parts = urlsplit(path)
        given = {key: values[0] for key, values in parse_qs(parts.query).items()}
        since, until = given["updatedFrom"], given["updatedTo"]
        begin = int(given.get("cursor", "0"))
        matching = [item for item in self.releases if since <= str(item["date"])[:19] <= until]
        page: dict[str, Any] = {"version": "1.1", "releases": matching[begin : begin + self.limit]}
        if begin + self.limit < len(matching) and number not in self.unlinked:
            following = urlencode(given | {"cursor": str(begin + self.limit)})
            page["links"] = {"next": self.link(f"http://{host}{parts.path}?{following}")}
        return Fault(body=json.dumps(page).encode())


@contextmanager
def served(notices: Notices) -> Iterator[str]:
    """The address of the service, on this machine alone, while the block runs."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            notices.agents.add(self.headers.get("User-Agent", ""))
            answer = notices.answer(self.path, self.headers["Host"])
            self.send_response(answer.status)
            headers = {"Content-Length": str(len(answer.body)), **answer.headers}
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(answer.body)

        def log_message(self, format: str, *args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
