"""What can go wrong with a mail server, each in one line that says what to do."""

from __future__ import annotations

import smtplib
import socket
import ssl

from tenderwatch.errors import OutsideError
from tenderwatch.mail.server import Server

_SETTINGS = "check mail.host, mail.port and mail.security with `tenderwatch config`"
_ASK = "ask whoever runs the mail server"


class Refused(Exception):  # noqa: N818 - it is caught in this room and never leaves
    """What a server refused for good, in words."""

    def __init__(self, error: OutsideError) -> None:
        super().__init__(str(error))
        self.error = error


class Temporary(Refused):
    """A failure that may pass; the message has certainly not been taken."""


def check(code: int, said: bytes, fault: str) -> None:
    """Go on after a reply that agrees; raise for one that does not, Temporary if it begins with a 4."""
    if 200 <= code < 400:
        return
    if not 400 <= code < 600:
        raise Refused(OutsideError(f"{fault}: its answer makes no sense", _SETTINGS))
    error = OutsideError(f"{fault}: {code} {_printable(said)}".rstrip(), _ASK)
    raise Temporary(error) if 400 <= code < 500 else Refused(error)


def told(error: Exception, server: Server, *, late: bool, again: bool) -> Refused:
    """A failure in words, Temporary where it may pass and `again` says that the message cannot have been taken.

    `late` says that time is up: whatever else seems to have failed, that is why.
    """
    seconds = f"{server.timeout} second{'' if server.timeout == 1 else 's'}"
    match error:
        case _ if late or isinstance(error, TimeoutError):
            return Refused(OutsideError(f"{server.name} did not answer within {seconds}", _SETTINGS))
        case Refused():
            return error
        case smtplib.SMTPResponseException() if 400 <= error.smtp_code < 600:
            said = error.smtp_error if isinstance(error.smtp_error, bytes) else error.smtp_error.encode()
            kind = Temporary if error.smtp_code < 500 else Refused
            fault = f"{server.name} does not take the message: {error.smtp_code} {_printable(said)}".rstrip()
            return kind(OutsideError(fault, _ASK))
        case ssl.SSLCertVerificationError():
            return Refused(OutsideError(
                f"the certificate of {server.name} cannot be trusted: {error.verify_message}",
                "if it is your own, name the certificate of its issuer with mail.ca_file",
            ))  # fmt: skip
        case ssl.SSLError():
            return Refused(OutsideError(f"{server.name} and we cannot agree on encryption", _SETTINGS))
        case socket.gaierror() | UnicodeError():
            return Temporary(OutsideError(f"there is no mail server {server.host} to be found", _SETTINGS))
        case ConnectionRefusedError():
            failed = OutsideError(f"{server.name} refuses the connection", _SETTINGS)
        case smtplib.SMTPServerDisconnected() | ConnectionError():
            failed = OutsideError(f"{server.name} closed the connection", _SETTINGS)
        case OSError() if not isinstance(error, smtplib.SMTPException):
            failed = OutsideError(f"{server.name} cannot be reached: {error.strerror or error}", _SETTINGS)
        case _:
            return Refused(OutsideError(f"{server.name} answers in a way that makes no sense", _SETTINGS))
    return Temporary(failed) if again else Refused(failed)


def _printable(said: bytes) -> str:
    """The first line of a server's reply, without anything that a terminal would obey."""
    line = said.decode("utf-8", "replace").split("\n")[0]
    return "".join(item for item in line if item.isprintable())[:200].strip()
