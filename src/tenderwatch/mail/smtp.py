"""Handing a message to a mail server: encrypted unless told otherwise, within a time, with few and bounded retries."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from threading import Event, Timer
from typing import TYPE_CHECKING, Literal, NamedTuple

from tenderwatch.errors import OutsideError, UsageError

if TYPE_CHECKING:
    import smtplib

Security = Literal["starttls", "tls", "none"]
PORTS: dict[Security, int] = {"starttls": 587, "tls": 465, "none": 25}
# Seconds to wait before the second and the third attempt.
_WAITS = (1, 3)
_LOOPBACK = ("localhost", "127.0.0.1", "::1")


class Secret:
    """A password that shows itself nowhere: not in a message, not in a `repr`."""

    def __init__(self, text: str) -> None:
        self._text = text

    def reveal(self) -> str:
        """The password itself."""
        return self._text

    def __repr__(self) -> str:
        return "Secret(...)"


class Server(NamedTuple):
    """A mail server and how to speak to it. `timeout` is in seconds and bounds the whole sending, retries included."""

    host: str
    port: int
    security: Security
    user: str | None = None
    password: Secret | None = None
    ca_file: str | None = None
    timeout: int = 30

    @property
    def name(self) -> str:
        """The server in words."""
        return f"the mail server {self.host}:{self.port}"


class _Temporary(Exception):  # noqa: N818 - it is caught here and never leaves
    """A failure that may pass; the message has certainly not been taken."""

    def __init__(self, error: OutsideError) -> None:
        super().__init__(str(error))
        self.error = error


def send(message: bytes, sender: str, recipients: Sequence[str], server: Server, helo: str) -> None:
    """Send one message to all recipients. `helo` is the name that we give ourselves.

    It goes to all or to none: a server that refuses one of them is not given the message. Raises UsageError for
    settings that cannot be used, and OutsideError in one line. A temporary failure is tried again, unless the
    message may have been taken already.
    """
    context = _context(server)
    with _clock(server) as clock:
        for wait in (*_WAITS, None):
            try:
                _attempt(message, sender, recipients, server, helo, context, clock)
            except _Temporary as temporary:
                if wait is None or clock.expired.wait(wait):
                    raise temporary.error from None
            else:
                return


class _Clock:
    """Ends the conversation when time is up: it shuts the line, whatever the other side does to keep it open."""

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
def _clock(server: Server) -> Iterator[_Clock]:
    clock = _Clock()
    timer = Timer(server.timeout, clock.ring)
    timer.daemon = True
    timer.start()
    try:
        yield clock
    finally:
        timer.cancel()
        timer.join()
        clock.close()


def _context(server: Server) -> ssl.SSLContext | None:
    """How to verify the server; None without encryption, which is refused where a password would be heard."""
    if server.security == "none":
        if server.user and server.host not in _LOOPBACK:
            raise UsageError(
                "a password is not sent to a mail server without encryption", "set mail.security to starttls or tls"
            )
        return None
    try:
        context = ssl.create_default_context(cafile=server.ca_file)
    except (OSError, ssl.SSLError):
        raise UsageError(f"mail.ca_file: {server.ca_file} holds no certificates", "name a file in PEM form") from None
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context


def _attempt(
    message: bytes,
    sender: str,
    recipients: Sequence[str],
    server: Server,
    helo: str,
    context: ssl.SSLContext | None,
    clock: _Clock,
) -> None:
    import smtplib

    handing_over = False
    client = smtplib.SMTP(local_hostname=helo, timeout=server.timeout)
    try:
        _open(client, server, context, clock)
        if server.user:
            client.login(server.user, server.password.reveal() if server.password else "")
        _check(*client.mail(sender), f"{server.name} does not take mail from {sender}")
        for one in recipients:
            _check(*client.rcpt(one), f"{server.name} does not take mail for {one}")
        handing_over = True
        _check(*client.data(message), f"{server.name} did not take the message")
        handing_over = False
        with suppress(OSError, smtplib.SMTPException):
            client.quit()
    except (OSError, smtplib.SMTPException, ValueError) as error:
        raise _told(error, server, clock, again=not handing_over) from None
    finally:
        client.close()


def _open(client: smtplib.SMTP, server: Server, context: ssl.SSLContext | None, clock: _Clock) -> None:
    """Connect and encrypt. The library's own way would leave no line to watch until the server has spoken."""
    line = socket.create_connection((server.host, server.port), timeout=server.timeout)
    client.sock = line
    clock.watch(line)
    if context and server.security == "tls":
        client.sock = context.wrap_socket(line, server_hostname=server.host)
    _check(*client.getreply(), f"{server.name} does not take mail now")
    client.ehlo_or_helo_if_needed()
    if context and server.security == "starttls":
        if not client.has_extn("starttls"):
            hint = "if it never does, set mail.security to tls, or to none"
            raise _refusal(f"{server.name} offers no encryption by STARTTLS", hint)
        _check(*client.docmd("STARTTLS"), f"{server.name} does not begin encryption")
        client.sock = context.wrap_socket(client.sock, server_hostname=server.host)
        # What was said before counts for nothing: anybody on the way could have said it.
        client.file = None
        client.ehlo_resp = client.helo_resp = None
        client.esmtp_features, client.does_esmtp = {}, False
        client.ehlo_or_helo_if_needed()


class _Refused(OSError):  # noqa: N818 - it is caught here and never leaves
    """What a server refused, in words, ready to be told."""

    def __init__(self, told: OutsideError) -> None:
        super().__init__(str(told))
        self.told = told


def _refusal(message: str, hint: str) -> _Refused:
    return _Refused(OutsideError(message, hint))


def _check(code: int, said: bytes, fault: str) -> None:
    """Go on after a reply that agrees; raise for one that does not, temporary if it begins with a 4."""
    if 200 <= code < 400:
        return
    error = OutsideError(f"{fault}: {code} {_printable(said)}".rstrip(), "ask whoever runs the mail server")
    raise _Temporary(error) if 400 <= code < 500 else _Refused(error)


def _printable(said: bytes) -> str:
    """The first line of a server's reply, without anything that a terminal would obey."""
    line = said.decode("utf-8", "replace").split("\n")[0]
    return "".join(one for one in line if one.isprintable())[:200].strip()


def _told(error: Exception, server: Server, clock: _Clock, *, again: bool) -> Exception:
    """A failure in one line, temporary where it may pass and the message cannot have been taken."""
    import smtplib

    seconds = f"{server.timeout} second{'' if server.timeout == 1 else 's'}"
    settings = "check mail.host, mail.port and mail.security with `tenderwatch config`"
    match error:
        case _Refused():
            return error.told
        case _ if clock.expired.is_set() or isinstance(error, TimeoutError):
            return OutsideError(f"{server.name} did not answer within {seconds}", settings)
        case smtplib.SMTPAuthenticationError():
            # The reply is not shown: a server could repeat the password in it.
            refused = OutsideError(
                f"{server.name} refuses the login of {server.user}", "check mail.user and the password"
            )
            return _Temporary(refused) if 400 <= error.smtp_code < 500 else refused
        case smtplib.SMTPDataError():  # it refused to be given the message at all
            refused = OutsideError(
                f"{server.name} did not take the message: {error.smtp_code}", "ask whoever runs the mail server"
            )
            return _Temporary(refused) if 400 <= error.smtp_code < 500 else refused
        case smtplib.SMTPNotSupportedError():
            return OutsideError(f"{server.name} offers no login that we know", "leave mail.user out if it needs none")
        case ssl.SSLCertVerificationError():
            return OutsideError(
                f"the certificate of {server.name} cannot be trusted: {error.verify_message}",
                "if it is your own, name the certificate of its issuer with mail.ca_file",
            )
        case ssl.SSLError():
            return OutsideError(f"{server.name} and we cannot agree on encryption", settings)
        case socket.gaierror():
            return _Temporary(OutsideError(f"there is no mail server {server.host} to be found", settings))
        case ConnectionRefusedError():
            failed = OutsideError(f"{server.name} refuses the connection", settings)
        case smtplib.SMTPServerDisconnected() | ConnectionError():
            failed = OutsideError(f"{server.name} closed the connection", settings)
        case OSError() if not isinstance(error, smtplib.SMTPException):
            failed = OutsideError(f"{server.name} cannot be reached: {error.strerror or error}", settings)
        case _:
            return OutsideError(f"{server.name} answers in a way that makes no sense", settings)
    return _Temporary(failed) if again else failed
