"""Handing a message to a mail server: encrypted unless told otherwise, within a time, with few and bounded retries."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Sequence
from contextlib import suppress

from tenderwatch.errors import OutsideError, UsageError
from tenderwatch.mail.faults import Refused, Temporary, check, told
from tenderwatch.mail.line import Clock, clock_for, connect
from tenderwatch.mail.login import log_in
from tenderwatch.mail.server import Server

# Seconds to wait before the second and the third attempt, and for a farewell.
_WAITS = (1, 3)
_FAREWELL = 2
_LOOPBACK = ("localhost", "127.0.0.1", "::1")


def send(message: bytes, sender: str, recipients: Sequence[str], server: Server, helo: str) -> None:
    """Send one message to all recipients. `helo` is the name that we give ourselves.

    It goes to all or to none: a server that refuses one of them is not given the message. Raises UsageError for
    settings that cannot be used, and OutsideError in one line. A temporary failure is tried again, unless the
    message may have been taken already.
    """
    context = _context(server)
    with clock_for(server) as clock:
        for wait in (*_WAITS, None):
            client = smtplib.SMTP(local_hostname=helo, timeout=server.timeout)
            try:
                _attempt(client, message, sender, recipients, server, context, clock)
            except Temporary as failed:
                if wait is None or clock.expired.wait(wait):
                    raise failed.error from None
            except Refused as failed:
                raise failed.error from None
            else:
                return
            finally:
                client.close()


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
    client: smtplib.SMTP, message: bytes, sender: str, recipients: Sequence[str], server: Server,
    context: ssl.SSLContext | None, clock: Clock,
) -> None:  # fmt: skip
    """One conversation. Raises Refused and Temporary."""
    handing_over = False
    try:
        _open(client, server, context, clock)
        if server.user:
            log_in(client, server)
        check(*client.mail(sender), f"{server.name} does not take mail from {sender}")
        for recipient in recipients:
            check(*client.rcpt(recipient), f"{server.name} does not take mail for {recipient}")
        handing_over = True
        check(*client.data(message), f"{server.name} did not take the message")
    except (OSError, smtplib.SMTPException, ValueError, Refused) as error:
        raise told(error, server, late=clock.expired.is_set(), again=not handing_over) from None
    # It has been taken: what becomes of the farewell changes nothing.
    with suppress(OSError, smtplib.SMTPException):
        if client.sock:
            client.sock.settimeout(_FAREWELL)
        client.quit()


def _open(client: smtplib.SMTP, server: Server, context: ssl.SSLContext | None, clock: Clock) -> None:
    """Connect and encrypt."""
    client.sock = connect(server, clock)
    if context and server.security == "tls":
        client.sock = context.wrap_socket(client.sock, server_hostname=server.host)
    check(*client.getreply(), f"{server.name} does not take mail now")
    client.ehlo_or_helo_if_needed()
    if context and server.security == "starttls":
        if not client.has_extn("starttls"):
            hint = "if it never does, set mail.security to tls, or to none"
            raise Refused(OutsideError(f"{server.name} offers no encryption by STARTTLS", hint))
        check(*client.docmd("STARTTLS"), f"{server.name} does not begin encryption")
        client.sock = context.wrap_socket(client.sock, server_hostname=server.host)
        # What was said before counts for nothing: anybody on the way could have said it.
        client.file = None
        client.ehlo_resp = client.helo_resp = None
        client.esmtp_features, client.does_esmtp = {}, False
        client.ehlo_or_helo_if_needed()
