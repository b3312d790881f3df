"""A message as bytes: plain text, HTML, and a calendar if there is one. The same parts give the same bytes."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from tenderwatch.mail.address import Address

if TYPE_CHECKING:
    from email.message import EmailMessage


class Letter(NamedTuple):
    """What is to be sent. `written` carries its time zone; `calendar` is an iCalendar file, empty if there is none."""

    sender: Address
    recipients: tuple[Address, ...]
    subject: str
    text: str
    html: str
    calendar: bytes
    written: datetime


def build(letter: Letter) -> bytes:
    """The message by RFC 5322, with CRLF line ends and lines that any server takes."""
    from email.message import EmailMessage
    from email.policy import SMTP

    mark = _mark(letter)
    message = EmailMessage(policy=SMTP.clone(max_line_length=78))
    _head(message, letter, mark)
    message.set_content(letter.text, subtype="plain", charset="utf-8", cte="quoted-printable")
    message.add_alternative(letter.html, subtype="html", charset="utf-8", cte="quoted-printable")
    message.set_boundary(f"=_alternative-{mark}")
    if letter.calendar:
        # Attached, and not an alternative: there a mail program would take it for an invitation.
        message.add_attachment(
            letter.calendar, maintype="text", subtype="calendar", filename="care-contracts.ics",
            params={"charset": "utf-8"},
        )  # fmt: skip
        message.set_boundary(f"=_mixed-{mark}")
    return message.as_bytes()


def _head(message: EmailMessage, letter: Letter, mark: str) -> None:
    from email.headerregistry import Address as Named
    from email.utils import format_datetime

    def named(address: Address) -> Named:
        return Named(address.name, address.local, address.domain)

    message["From"] = named(letter.sender)
    if letter.recipients:
        message["To"] = [named(recipient) for recipient in letter.recipients]
    message["Subject"] = letter.subject
    message["Date"] = format_datetime(letter.written)
    # The sender's domain, not the machine's name. The same letter has the same id, so that a mail program can
    # tell a copy that was sent twice.
    message["Message-ID"] = f"<digest.{letter.written:%Y%m%d}.{mark}@{letter.sender.domain}>"
    message["List-Id"] = f"Care contracts digest <care-contracts.{letter.sender.domain}>"
    # RFC 3834: holiday notices and other machines do not answer.
    message["Auto-Submitted"] = "auto-generated"


def _mark(letter: Letter) -> str:
    """A mark of what is said and to whom; the time of day is not part of it."""
    parts = (
        letter.sender.bare, *(recipient.bare for recipient in letter.recipients), letter.subject,
        f"{letter.written:%Y-%m-%d}", letter.text, letter.html,
    )  # fmt: skip
    digest = hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass"))
    digest.update(letter.calendar)
    return digest.hexdigest()[:24]
