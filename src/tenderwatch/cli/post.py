"""A digest on its way out as mail: the letter, the events that go with it, and the server that takes it."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from tenderwatch.agenda import Agenda
from tenderwatch.cli.settings import value_of
from tenderwatch.digest import Digest
from tenderwatch.errors import UnreadableError, UsageError
from tenderwatch.mail.address import Address, one_line, parse_address
from tenderwatch.newsletter import render
from tenderwatch.newsletter.words import subject

if TYPE_CHECKING:
    from tenderwatch.mail.message import Letter
    from tenderwatch.mail.smtp import Secret, Server


def addresses(to: list[str] | None, from_: str | None) -> tuple[Address, tuple[Address, ...]]:
    """The sender and the recipients. Raises UsageError."""
    if not from_:
        raise UsageError("a mail needs a sender", "give --from, or set mail.from in tenderwatch.toml")
    sender = parse_address(from_, "--from")
    found = {address.bare.casefold(): address for address in (parse_address(one, "--to") for one in to or ())}
    return sender, tuple(found.values())


def letter(
    digest: Digest, sender: Address, recipients: tuple[Address, ...], title: str | None,
    written: datetime, agenda: Agenda | None,
) -> Letter:  # fmt: skip
    """The digest as a letter; with an agenda, the events of the contracts concerned go with it."""
    from tenderwatch.mail.message import Letter

    if title is not None and not title.strip():
        raise UsageError("--subject is empty", "leave it out for one that counts what there is to know")
    return Letter(
        sender=sender,
        recipients=recipients,
        subject=one_line(title, "--subject") if title is not None else subject(digest),
        text=render(digest, "txt"),
        html=render(digest, "html"),
        calendar=events_concerned(digest, agenda) if agenda else b"",
        written=written,
    )


def events_concerned(digest: Digest, agenda: Agenda) -> bytes:
    """The events of the contracts that a digest names, as a calendar; nothing if they have none."""
    from tenderwatch.calendar.events import agenda_events
    from tenderwatch.calendar.ics import render as render_calendar

    named = {item.contract for item in digest.items}
    events = agenda_events(agenda._replace(rows=tuple(row for row in agenda.rows if row.outlook.contract.id in named)))
    about = "Dates of the contracts that a digest names"
    return render_calendar(events, name="Care contracts", about=about, edition=digest.edition) if events else b""


def mail_server(*, password: bool = True) -> Server:
    """The mail server by the settings in force, and its password unless it is not wanted. Raises UsageError."""
    from tenderwatch.mail.smtp import PORTS, Server

    host = value_of("mail.host")
    if host is None:
        raise UsageError("no mail server is set", "set mail.host in tenderwatch.toml, or TENDERWATCH_MAIL_HOST")
    security, user = value_of("mail.security"), value_of("mail.user")
    return Server(
        host=one_line(host, "mail.host"),
        port=value_of("mail.port") or PORTS[security],
        security=security,
        user=user,
        password=_password() if user and password else None,
        ca_file=value_of("mail.ca_file"),
        timeout=value_of("mail.timeout"),
    )


def _password() -> Secret:
    from tenderwatch.mail.smtp import Secret

    given, file = value_of("mail.password"), value_of("mail.password_file")
    if given is not None:
        return Secret(given)
    if file is None:
        raise UsageError(
            "mail.user is set, but no password", "set TENDERWATCH_MAIL_PASSWORD, or mail.password_file to a file with it"
        )
    try:
        text = Path(file).read_text(encoding="utf-8").rstrip("\r\n")
    except OSError as error:
        raise UnreadableError(f"cannot read the password in {file}: {error.strerror}", "check mail.password_file") from None
    except UnicodeDecodeError:
        raise UnreadableError(f"the password in {file} is not UTF-8 text", "check mail.password_file") from None
    if not text.strip() or "\n" in text:
        raise UnreadableError(f"{file} should hold the password on one line", "check mail.password_file")
    return Secret(text)
