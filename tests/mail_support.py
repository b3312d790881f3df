"""Mail servers to test with: a real one on loopback, and sockets that behave as badly as a script says."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, Envelope, LoginPassword

USER, PASSWORD = "care@council.example", "Pä55 wörd £9"


def free_port() -> int:
    """A port of loopback that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Box:
    """What a server has taken, and what it answers; `before_answer` runs once a message is in."""

    answers: list[str] = field(default_factory=list)
    refuses: frozenset[str] = frozenset()
    before_answer: Callable[[], None] = lambda: None
    taken: list[Envelope] = field(default_factory=list)
    logins: list[str] = field(default_factory=list)

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, _server: object, _session: object, envelope: Envelope, address: str, _options: Sequence[str]
    ) -> str:
        if address in self.refuses:
            return "550 nobody of that name"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: object, _session: object, envelope: Envelope) -> str:  # noqa: N802
        answer = self.answers.pop(0) if self.answers else "250 taken"
        if answer.startswith("2"):
            self.taken.append(envelope)
        self.before_answer()
        return answer

    def log_in(
        self, _server: object, _session: object, _envelope: object, mechanism: str, given: LoginPassword
    ) -> AuthResult:
        self.logins.append(mechanism)
        good = (given.login.decode(), given.password.decode()) == (USER, PASSWORD)
        return AuthResult(success=good, handled=False)

    def messages(self) -> list[EmailMessage]:
        """The messages taken."""
        found = [message_from_bytes(bytes(item.original_content or b""), policy=SMTP) for item in self.taken]
        return [item for item in found if isinstance(item, EmailMessage)]


@contextmanager
def mail_server(
    box: Box, *, tls: ssl.SSLContext | None = None, starttls: ssl.SSLContext | None = None, **more: Any
) -> Iterator[int]:
    """A real mail server; gives its port."""
    settings = {"authenticator": box.log_in, "auth_require_tls": False, **more}
    if starttls:
        settings |= {"tls_context": starttls, "require_starttls": True}
    controller = Controller(
        box, hostname="127.0.0.1", port=free_port(), ssl_context=tls, server_hostname="mail.example",
        ready_timeout=30, **settings,
    )  # fmt: skip
    controller.start()
    try:
        yield int(controller.port)
    finally:
        controller.stop()


class Line:
    """The server's side of one connection."""

    def __init__(self, connection: socket.socket) -> None:
        self.connection = connection
        self._file = connection.makefile("rb")

    def say(self, *lines: str) -> None:
        """Reply."""
        self.connection.sendall("".join(f"{line}\r\n" for line in lines).encode())

    def hear(self) -> str:
        """The next command; empty once the other side has gone."""
        return self._file.readline().decode("utf-8", "replace").strip()

    def take_message(self) -> None:
        """Greet, agree to everything, and read one message; what is answered to it is left to the script."""
        self.say("220 mail.example ready")
        while self.hear() != "data":
            self.say("250 OK")
        self.say("354 go on")
        while self.hear() != ".":
            pass

    def silence(self) -> None:
        """Say nothing more, until the other side has gone."""
        while self.connection.recv(4096):
            pass

    def close(self) -> None:
        """Hang up."""
        self._file.close()
        self.connection.close()


@contextmanager
def scripted_server(script: Callable[[Line, int], None]) -> Iterator[tuple[int, list[int]]]:
    """A server that plays a script for each connection, numbered from 1; gives its port, and the numbers so far."""
    seen: list[int] = []

    def play(connection: socket.socket, number: int) -> None:
        line = Line(connection)
        with suppress(OSError):
            script(line, number)
        line.close()

    def serve() -> None:
        with suppress(OSError):  # the listener has been closed: the test is over
            while True:
                connection, _ = listener.accept()
                connection.settimeout(20)
                seen.append(len(seen) + 1)
                threading.Thread(target=play, args=(connection, len(seen)), daemon=True).start()

    with socket.create_server(("127.0.0.1", 0)) as listener:
        server = threading.Thread(target=serve, daemon=True)
        server.start()
        try:
            yield int(listener.getsockname()[1]), seen
        finally:
            listener.shutdown(socket.SHUT_RDWR)
            server.join(5)
