"""Logging in: user and password as UTF-8, by the two ways that mail servers offer over an encrypted line.

The library's own way takes ASCII only, and tries one way after the other, which can lock an account.
"""

from __future__ import annotations

from base64 import b64encode
from typing import TYPE_CHECKING

from tenderwatch.errors import OutsideError
from tenderwatch.mail.faults import Refused, Temporary
from tenderwatch.mail.server import Server

if TYPE_CHECKING:
    import smtplib

_GO_ON, _LOGGED_IN = 334, 235


def log_in(client: smtplib.SMTP, server: Server) -> None:
    """Log in by PLAIN (RFC 4616), or by LOGIN where there is nothing else. Raises Refused and Temporary."""
    user, password = server.user or "", server.password.reveal() if server.password else ""
    offered = client.esmtp_features.get("auth", "").upper().split()
    if "PLAIN" in offered:
        code, _ = client.docmd("AUTH", f"PLAIN {_coded(f'{chr(0)}{user}{chr(0)}{password}')}")
    elif "LOGIN" in offered:
        code, _ = client.docmd("AUTH", "LOGIN")
        for word in (user, password):
            if code == _GO_ON:
                code, _ = client.docmd(_coded(word))
    else:
        raise Refused(
            OutsideError(f"{server.name} offers no login that we know", "leave mail.user out if none is needed")
        )
    if code != _LOGGED_IN:
        # The server's words are not shown: it could repeat the password in them.
        error = OutsideError(
            f"{server.name} refuses the login of {server.user} ({code})", "check mail.user and the password"
        )
        raise Temporary(error) if 400 <= code < 500 else Refused(error)


def _coded(text: str) -> str:
    return b64encode(text.encode()).decode("ascii")
