"""A look at a built site on this machine: its files over HTTP, on loopback only, as a web host would give them.

Imported by the command alone: the modules of HTTP are slow to load.
"""

import errno
import hashlib
import os
import re
import sys
from email.utils import formatdate, parsedate_to_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BufferedReader
from pathlib import Path
from socket import socket
from socketserver import TCPServer
from threading import Semaphore
from typing import Any
from urllib.parse import quote, unquote

from tenderwatch.errors import OutsideError
from tenderwatch.named_tuple import NamedTuple
from tenderwatch.site.site import DRAWING_POLICY, LARGE_POLICY

HOST = "127.0.0.1"
MOST_CONNECTIONS = 64
_MOST_REQUESTS = 1_000
_LOOPBACK = re.compile(r"(127\.0\.0\.1|localhost|\[::1\])(:\d{1,5})?", re.IGNORECASE)
# The few types that a site holds; what a host would guess from the system differs from machine to machine.
MEDIA_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".ics": "text/calendar; charset=utf-8",
    ".atom": "application/atom+xml; charset=utf-8",
    ".json": "application/json",
    ".csv": "text/csv; charset=utf-8",
    ".svg": "image/svg+xml; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
    ".xml": "application/xml",
    ".png": "image/png",
}


class Place(NamedTuple):
    """What a request leads to: a file, or the path to ask for instead; neither where there is nothing to give."""

    file: Path | None = None
    instead: str = ""


def locate(folder: Path, target: str) -> Place:
    """The file that a request's target names. Nothing outside the folder, and nothing whose name begins with a dot.

    A folder is answered with its index.html, under a path that ends in a slash, so that links within it hold.
    """
    asked = unquote(target.partition("?")[0].partition("#")[0])
    parts = [part for part in asked.split("/") if part]
    if any(part.startswith(".") or "\\" in part or not part.isprintable() for part in parts):
        return Place()
    try:
        # A link may lead anywhere: what counts is where the file really is.
        top = folder.resolve()
        real = top.joinpath(*parts).resolve()
        if real != top and (
            not real.is_relative_to(top) or any(part.startswith(".") for part in real.relative_to(top).parts)
        ):
            return Place()
        if not real.is_dir():
            return Place(real) if real.is_file() and not asked.endswith("/") else Place()
        index = locate(folder, quote("/".join((*parts, "index.html"))))
        if index.file and parts and not asked.endswith("/"):
            return Place(instead=f"/{quote('/'.join(parts))}/")
        return index
    except (OSError, ValueError, RuntimeError):
        # A RuntimeError is a link that leads back to itself, until Python 3.13.
        return Place()


class _Handler(BaseHTTPRequestHandler):
    """Answers GET and HEAD for one folder."""

    protocol_version = "HTTP/1.1"
    timeout = 30
    folder: Path
    requests = 0

    def do_GET(self) -> None:
        """A file with its body."""
        self._give(body=True)

    def do_HEAD(self) -> None:
        """The same without its body."""
        self._give(body=False)

    def __getattr__(self, name: str) -> object:
        """Every other method is refused, whatever it is called."""
        if name.startswith("do_"):
            return lambda: self._refuse(405, "Only GET and HEAD are answered here.", {"Allow": "GET, HEAD"})
        raise AttributeError(name)

    def version_string(self) -> str:
        """The name of the server, without versions."""
        return "tenderwatch"

    def log_message(self, format: str, *args: object) -> None:
        """Requests are not reported: this is for one person's look."""

    def _refuse(self, status: int, why: str, headers: dict[str, str] | None = None) -> None:
        # A body that nobody has read would be taken for the next request.
        self.close_connection = True
        data = f"{why}\n".encode()
        self._head(status, len(data), {"Connection": "close", **(headers or {})})
        if self.command != "HEAD":
            self.wfile.write(data)

    def _give(self, *, body: bool) -> None:
        # A page of another site whose name leads to this machine must not read what is here.
        host = self.headers.get("Host")
        if (host is None and self.request_version != "HTTP/1.0") or (host and not _LOOPBACK.fullmatch(host)):
            self._refuse(421, f"Only the names {HOST} and localhost are answered here.")
            return
        self.requests += 1
        self.close_connection = self.close_connection or self.requests >= _MOST_REQUESTS
        place = locate(self.folder, self.path)
        if place.instead:
            self._head(301, 0, {"Location": place.instead})
            return
        try:
            file = place.file.open("rb") if place.file else None
        except OSError:
            file = None
        if file is None or place.file is None:
            self._refuse(404, "There is no such file in this site.")
            return
        with file:
            self._give_file(file, place.file.suffix, body=body)

    def _give_file(self, file: BufferedReader, suffix: str, *, body: bool) -> None:
        about = os.fstat(file.fileno())
        changed = int(about.st_mtime)
        headers = {
            "ETag": f'"{hashlib.file_digest(file, "sha256").hexdigest()[:32]}"',
            "Last-Modified": formatdate(changed, usegmt=True),
            "Content-Type": MEDIA_TYPES.get(suffix, "application/octet-stream"),
        }
        if suffix == ".svg":
            headers["Content-Security-Policy"] = DRAWING_POLICY
        if self._is_known(headers["ETag"], changed):
            self._head(304, None, headers)
            return
        self._head(200, about.st_size, headers)
        if body:
            file.seek(0)
            left = about.st_size
            while left and (part := file.read(min(left, 1 << 16))):
                self.wfile.write(part)
                left -= len(part)
            # A file that has been cut short meanwhile: what is missing is not made up from the next answer.
            self.close_connection = self.close_connection or left > 0

    def _is_known(self, tag: str, changed: int) -> bool:
        """Whether the reader has these bytes already. A tag counts before a time (RFC 9110, section 13.2.2)."""
        known = self.headers.get("If-None-Match")
        if known is not None:
            tags = [part.strip().removeprefix("W/") for part in known.split(",")]
            return tag in tags or "*" in tags
        try:
            return changed <= parsedate_to_datetime(self.headers.get("If-Modified-Since", "")).timestamp()
        except (ValueError, OverflowError, TypeError):
            return False

    def _head(self, status: int, length: int | None, headers: dict[str, str]) -> None:
        usual = {
            "Content-Type": "text/plain; charset=utf-8",
            "Content-Security-Policy": LARGE_POLICY,
            "X-Content-Type-Options": "nosniff",
            "Referrer-Policy": "no-referrer",
            "Cache-Control": "no-cache",
        }
        self.send_response(status)
        for name, value in (usual | headers).items():
            self.send_header(name, value)
        if length is not None:
            self.send_header("Content-Length", str(length))
        self.end_headers()


class SiteServer(ThreadingHTTPServer):
    """One folder on one port of this machine. Port 0 takes any that is free.

    Takes `MOST_CONNECTIONS` at once; who comes on top of them is hung up on, and a browser tries again.
    """

    daemon_threads = True
    request_queue_size = 128

    def __init__(self, folder: Path, port: int) -> None:
        self._free = Semaphore(MOST_CONNECTIONS)
        handler = type("Handler", (_Handler,), {"folder": folder})
        try:
            super().__init__((HOST, port), handler)
        except OSError as error:
            busy = error.errno == errno.EADDRINUSE
            why = "is in use" if busy else f"cannot be used: {error.strerror}"
            hint = "choose another with ⟨port⟩, or any that is free with ⟨port⟩ 0"
            raise OutsideError(f"port {port} {why}", hint) from None

    def server_bind(self) -> None:
        """Take the port. The usual way also asks the network for this machine's name, which can take long."""
        TCPServer.server_bind(self)
        self.server_name, self.server_port = HOST, self.server_address[1]

    def process_request(self, request: socket | tuple[bytes, socket], client_address: Any) -> None:
        """Answer a connection in a thread of its own, if there is one left for it."""
        if self._free.acquire(blocking=False):
            super().process_request(request, client_address)
        else:
            self.shutdown_request(request)

    def process_request_thread(self, request: socket | tuple[bytes, socket], client_address: Any) -> None:
        """Answer a connection to its end."""
        try:
            super().process_request_thread(request, client_address)
        finally:
            self._free.release()

    def handle_error(self, request: object, client_address: object) -> None:
        """A browser that leaves before it has everything is no fault; anything else is reported as usual."""
        if not isinstance(sys.exception(), ConnectionError | TimeoutError):
            super().handle_error(request, client_address)  # type: ignore[arg-type] # what was handed in

    @property
    def address(self) -> str:
        """The address to open in a browser."""
        return f"http://{HOST}:{self.server_port}/"
