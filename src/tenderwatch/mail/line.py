"""The line to a mail server, and the clock that ends the conversation when time is up."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Event, Timer

from tenderwatch.mail.server import Server


class Clock:
    """Shuts the line when time is up, whatever the other side does to keep it open."""

    def __init__(self) -> None:
        self.expired = Event()
        self._line: socket.socket | None = None

    def watch(self, line: socket.socket) -> None:
        """Watch over a new line. The copy shares it, and outlives its being wrapped for encryption."""
        self.close()
        self._line = line.dup()
        if self.expired.is_set():
            self.ring()

    def ring(self) -> None:
        """Time is up."""
        self.expired.set()
        if self._line:
            with suppress(OSError):
                self._line.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """Let go of the line."""
        if self._line:
            self._line.close()
            self._line = None


@contextmanager
def clock_for(server: Server) -> Iterator[Clock]:
    """A clock that rings after the server's timeout."""
    clock = Clock()
    timer = Timer(server.timeout, clock.ring)
    timer.daemon = True
    timer.start()
    try:
        yield clock
    finally:
        timer.cancel()
        timer.join()
        clock.close()


def connect(server: Server, clock: Clock) -> socket.socket:
    """A line to the server, by the first of its addresses that answers. Raises OSError.

    The library's own way would give each address the whole time, and no line to watch until one has answered.
    """
    failure: OSError | None = None
    for family, kind, protocol, _, address in socket.getaddrinfo(server.host, server.port, type=socket.SOCK_STREAM):
        line = socket.socket(family, kind, protocol)
        try:
            clock.watch(line)
            line.settimeout(server.timeout)
            line.connect(address)
        except OSError as error:
            line.close()
            failure = error
        else:
            return line
    raise failure or OSError("it has no address")
