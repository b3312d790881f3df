"""Mail: a message with the right headers, and handing it to a server with `smtplib`.

Nothing here reads a clock, a file or a variable. A message goes to all of its recipients or to none.
"""

import hashlib
import smtplib
import socket
import ssl
from base64 import b64encode
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from queue import Empty, SimpleQueue
from threading import Event, Thread
from typing import Any, Literal

from tenderwatch.errors import OutsideError, UsageError
from tenderwatch.named_tuple import NamedTuple
from tenderwatch.text import count

Security = Literal["starttls", "tls", "none"]
PORTS: dict[Security, int] = {"starttls": 587, "tls": 465, "none": 25}

# RFC 2045: a line of quoted-printable has at most 76 characters; no header line is longer either.
_POLICY = SMTP.clone(max_line_length=76)
# Seconds before the second and the third attempt, and to wait for a goodbye.
_WAITS = (1, 3)
_GOODBYE = 2
_LOOPBACK = ("localhost", "127.0.0.1", "::1")
_GO_ON, _LOGGED_IN = 334, 235
_SETTINGS = "check mail.host, mail.port and mail.security with `tenderwatch config`"
_ASK = "ask whoever runs the mail server"


class Letter(NamedTuple):
    """What is to be sent. `written` carries its time zone; `calendar` is an iCalendar file, empty if there is none."""

    sender: Address
    recipients: tuple[Address, ...]
    subject: str
    text: str
    html: str
    calendar: bytes
    written: datetime


def write_message(letter: Letter) -> bytes:
    """The message as RFC 5322 has it, with CRLF line ends. The same letter gives the same bytes."""
    mark = _mark(letter)
    message = EmailMessage(policy=_POLICY)
    message["From"] = letter.sender
    if letter.recipients:
        message["To"] = letter.recipients
    message["Subject"] = letter.subject
    message["Date"] = format_datetime(letter.written)
    # The sender's domain, not the machine's name. The same letter has the same id, so that a mail program can
    # recognise a copy that was sent twice.
    message["Message-ID"] = f"<digest.{letter.written:%Y%m%d}.{mark}@{letter.sender.domain}>"
    message["List-Id"] = f"Care contracts digest <care-contracts.{letter.sender.domain}>"
    # RFC 3834: holiday notices and other machines do not answer.
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(letter.text, subtype="plain", charset="utf-8", cte="quoted-printable")
    message.add_alternative(letter.html, subtype="html", charset="utf-8", cte="quoted-printable")
    message.set_boundary(f"=_alternative-{mark}")
    if letter.calendar:
        # Attached, and not an alternative: mail programs take a calendar there for an invitation.
        message.add_attachment(
            letter.calendar, maintype="text", subtype="calendar", filename="care-contracts.ics",
            params={"charset": "utf-8"},
        )  # fmt: skip
        message.set_boundary(f"=_mixed-{mark}")
    return message.as_bytes()


def _mark(letter: Letter) -> str:
    """A mark of what is said and to whom; the time of day is not part of it."""
    parts = (
        letter.sender.addr_spec, *(recipient.addr_spec for recipient in letter.recipients), letter.subject,
        f"{letter.written:%Y-%m-%d}", letter.text, letter.html,
    )  # fmt: skip
    digest = hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass"))
    digest.update(letter.calendar)
    return digest.hexdigest()[:24]


@dataclass(frozen=True)
class Secret:
    """A password that shows itself nowhere: not in a message, not in a `repr`."""

    text: str = field(repr=False)


class Server(NamedTuple):
    """A mail server and how to speak to it. `timeout` is in seconds for the whole of sending, retries included."""

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


class _Refused(Exception):  # noqa: N818 - it never leaves this module
    """The server will not take the message, for a reason in words. `passing` if it may do so later."""

    def __init__(self, message: str, hint: str, *, passing: bool = False) -> None:
        super().__init__(message)
        self.error, self.passing = OutsideError(message, hint), passing


def send(letter: Letter, server: Server) -> None:
    """Send a letter to all of its recipients.

    Raises UsageError for settings that cannot be used, and OutsideError where the server does not take the message.
    A failure that may pass is tried again, unless the message may have been taken already.
    """
    sending = _Sending(letter, server)
    # In a thread, because only that puts a bound on everything: name servers, slow lines, servers that never finish.
    Thread(target=sending.run, daemon=True).start()
    sending.wait()


class _Sending:
    """One letter on its way to one server."""

    def __init__(self, letter: Letter, server: Server) -> None:
        self._server, self._context = server, _tls_context(server)
        self._message, self._sender = write_message(letter), letter.sender
        self._recipients = [recipient.addr_spec for recipient in letter.recipients]
        self._outcome: SimpleQueue[Exception | None] = SimpleQueue()
        self._ended, self._late = Event(), Event()
        self._client = self._new_client()
        self._taking = False
        self._failure: OutsideError | None = None  # of the last attempt, until the next one begins

    def wait(self) -> None:
        """Wait until the message is taken or time is up. Raises OutsideError."""
        try:
            error = self._outcome.get(timeout=self._server.timeout)
        except Empty:
            self._late.set()
            seconds = count(self._server.timeout, "second")
            slow = OutsideError(f"{self._server.name} did not answer within {seconds}", _SETTINGS)
            error = self._failure or slow
            with suppress(OSError):
                if self._client.sock:
                    self._client.sock.shutdown(socket.SHUT_RDWR)
        if error:
            raise error
        self._ended.wait(_GOODBYE)

    def run(self) -> None:
        """Send it, again after a failure that may pass, and report what came of it."""
        for pause in (*_WAITS, None):
            try:
                self._attempt()
            except _Refused as refused:
                self._failure = refused.error
                if pause is None or not refused.passing or self._late.wait(pause):
                    self._outcome.put(refused.error)
                    return
            except Exception as error:  # a fault of this program is for the thread that waits
                self._outcome.put(error)
                return
            else:
                self._outcome.put(None)
                # It has been taken: whatever becomes of the goodbye changes nothing.
                with suppress(OSError, smtplib.SMTPException):
                    self._client.quit()
                self._ended.set()
                return
            finally:
                self._client.close()

    def _new_client(self) -> smtplib.SMTP:
        helo, seconds = self._sender.domain, self._server.timeout * 2  # `wait` ends it in time
        client = (
            smtplib.SMTP_SSL(local_hostname=helo, timeout=seconds, context=self._context)
            if self._server.security == "tls"
            else smtplib.SMTP(local_hostname=helo, timeout=seconds)
        )
        # Certificates are checked against it; `connect` leaves it out.
        client._host = self._server.host  # type: ignore[attr-defined] # not documented
        return client

    def _attempt(self) -> None:
        """One conversation. Raises _Refused."""
        server, self._client, self._taking = self._server, self._new_client(), False
        self._failure = None
        try:
            self._ask(f"{server.name} does not take mail now", self._client.connect, server.host, server.port)
            if server.security == "starttls":
                self._client.ehlo_or_helo_if_needed()
                if not self._client.has_extn("starttls"):
                    hint = "if it never does, set mail.security to tls, or to none"
                    raise _Refused(f"{server.name} offers no encryption by STARTTLS", hint)
                self._client.starttls(context=self._context)
            self._client.ehlo_or_helo_if_needed()
            if server.user:
                self._log_in()
            sender = self._sender.addr_spec
            self._ask(f"{server.name} does not take mail from {sender}", self._client.mail, sender)
            for address in self._recipients:
                self._ask(f"{server.name} does not take mail for {address}", self._client.rcpt, address)
            self._taking = True
            self._ask(f"{server.name} did not take the message", self._client.data, self._message)
        except (OSError, smtplib.SMTPException, ValueError) as error:
            raise self._worded(error) from None

    def _ask(self, fault: str, command: Callable[..., tuple[int, bytes]], *given: Any) -> None:
        """Give a command. Raises _Refused where the server does not agree to it."""
        code, answer = command(*given)
        if not 200 <= code < 400:
            if not 400 <= code < 600:
                raise _Refused(f"{fault}: its answer makes no sense", _SETTINGS)
            raise _Refused(f"{fault}: {code} {_printable(answer)}".rstrip(), _ASK, passing=code < 500)

    def _log_in(self) -> None:
        """Log in by PLAIN (RFC 4616), or by LOGIN where there is nothing else.

        `smtplib` takes ASCII only, and tries one way after the other, which can lock an account.
        """
        client, server = self._client, self._server
        user, password = server.user or "", server.password.text if server.password else ""
        offered = client.esmtp_features.get("auth", "").upper().split()
        if "PLAIN" in offered:
            code, _ = client.docmd("AUTH", f"PLAIN {_base64(f'{chr(0)}{user}{chr(0)}{password}')}")
        elif "LOGIN" in offered:
            code, _ = client.docmd("AUTH", "LOGIN")
            for word in (user, password):
                if code == _GO_ON:
                    code, _ = client.docmd(_base64(word))
        else:
            raise _Refused(f"{server.name} offers no login that we know", "remove mail.user if none is needed")
        if code != _LOGGED_IN:
            # The server's words are not shown: it could repeat the password in them.
            fault = f"{server.name} refuses the login of {server.user} ({code})"
            raise _Refused(fault, "check mail.user and the password", passing=400 <= code < 500)

    def _worded(self, error: Exception) -> _Refused:
        """A failure in words. What may pass is not tried again once the message may have been taken."""
        server, again = self._server, not self._taking
        match error:
            case smtplib.SMTPResponseException() if 400 <= error.smtp_code < 600:
                answer = error.smtp_error if isinstance(error.smtp_error, bytes) else error.smtp_error.encode()
                fault = f"{server.name} does not take the message: {error.smtp_code} {_printable(answer)}".rstrip()
                return _Refused(fault, _ASK, passing=error.smtp_code < 500)
            case ssl.SSLCertVerificationError():
                hint = "if it is your own, name the certificate of its issuer with mail.ca_file"
                return _Refused(f"the certificate of {server.name} cannot be trusted: {error.verify_message}", hint)
            case ssl.SSLError():
                return _Refused(f"{server.name} and tenderwatch cannot agree on encryption", _SETTINGS)
            case socket.gaierror() | UnicodeError():
                return _Refused(f"there is no mail server {server.host} to be found", _SETTINGS, passing=True)
            case ConnectionRefusedError():
                return _Refused(f"{server.name} refuses the connection", _SETTINGS, passing=again)
            case smtplib.SMTPServerDisconnected() | ConnectionError():
                return _Refused(f"{server.name} closed the connection", _SETTINGS, passing=again)
            case OSError() if not isinstance(error, smtplib.SMTPException):
                fault = f"{server.name} cannot be reached: {error.strerror or error}"
                return _Refused(fault, _SETTINGS, passing=again)
        return _Refused(f"{server.name} gives answers that make no sense", _SETTINGS)


def _tls_context(server: Server) -> ssl.SSLContext | None:
    """How to check the server; None without encryption, which is refused where others could hear a password."""
    if server.security == "none":
        if server.user and server.host not in _LOOPBACK:
            hint = "set mail.security to starttls or tls"
            raise UsageError("a password is not sent to a mail server without encryption", hint)
        return None
    try:
        context = ssl.create_default_context(cafile=server.ca_file)
    except (OSError, ssl.SSLError):
        raise UsageError(f"mail.ca_file: {server.ca_file} holds no certificates", "name a file in PEM form") from None
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context


def _base64(text: str) -> str:
    return b64encode(text.encode()).decode("ascii")


def _printable(answer: bytes) -> str:
    """The first line of a server's reply, without anything that a terminal would obey."""
    line = answer.decode("utf-8", "replace").split("\n")[0]
    return "".join(character for character in line if character.isprintable())[:200].strip()
