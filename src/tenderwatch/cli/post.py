"""A digest on its way out as mail: the letter, the events that go with it, and the server that takes it."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tenderwatch.cli.context import put
from tenderwatch.cli.in_force import in_force
from tenderwatch.errors import UnreadableError, UsageError
from tenderwatch.mail.address import Address, one_line, parse_address
from tenderwatch.newsletter import render
from tenderwatch.newsletter.words import subject
from tenderwatch.outputs.words import count
from tenderwatch.queries.digest import Digest
from tenderwatch.queries.select import Agenda

if TYPE_CHECKING:
    from tenderwatch.mail.message import Letter
    from tenderwatch.mail.server import Secret, Server


def addresses(to: list[str] | None, from_: str | None) -> tuple[Address, tuple[Address, ...]]:
    """The sender and the recipients. Raises UsageError."""
    if not from_:
        raise UsageError("a mail needs a sender", "give --from, or set mail.from in tenderwatch.toml")
    sender = parse_address(from_, "--from")
    found = {address.bare.casefold(): address for address in (parse_address(item, "--to") for item in to or ())}
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
    from tenderwatch.calendar.events import choose, contract_events
    from tenderwatch.calendar.feed import carry_over, write_feed
    from tenderwatch.calendar.ics import write_event, write_head

    named = {item.contract for item in digest.items}
    found = (event for row in agenda.rows if row.outlook.contract.id in named for event in contract_events(row.outlook))
    bodies = [write_event(event) for event in choose(found, digest.audience)]
    if not bodies:
        return b""
    registry = agenda.registry
    fresh = carry_over(bodies, None, today=digest.today, edition=registry.edition, contracts=registry.by_id)
    head = write_head("Care contracts", "Dates of the contracts that a digest names. Est. marks a date not certain.")
    return write_feed(head, fresh.events)


def post(made: Letter, target: Path | None, *, sending: bool, dry_run: bool) -> None:
    """Send a letter, or write it. A dry run shows it, and by which server it would go; it asks for no password."""
    from tenderwatch.mail.message import build

    if not sending:
        put(build(made), target, dry_run=dry_run)
        return
    if not made.recipients:
        raise UsageError("a mail needs somebody to go to", "give --to")
    server = mail_server(password=not dry_run)
    if dry_run:
        put(_shown(made, server).encode("utf-8", "surrogateescape"), None)
        return
    from tenderwatch.mail.smtp import send

    send(build(made), made.sender.bare, [recipient.bare for recipient in made.recipients], server, made.sender.domain)
    sys.stderr.write(f"digest sent to {count(len(made.recipients), 'address', 'addresses')}\n")


def _shown(made: Letter, server: Server) -> str:
    login = f", as {server.user}" if server.user else ""
    lines = [
        f"Would be sent by {server.name} ({server.security}{login})",
        f"From: {made.sender.text}",
        f"To: {', '.join(recipient.text for recipient in made.recipients)}",
        f"Subject: {made.subject}",
        f"Attached: {'care-contracts.ics' if made.calendar else 'nothing'}",
    ]
    return "\n".join(lines) + f"\n\n{made.text}"


def mail_server(*, password: bool = True) -> Server:
    """The mail server by the settings in force, and its password unless it is not wanted. Raises UsageError."""
    from tenderwatch.mail.server import PORTS, Server

    values: dict[str, Any] = {item.setting.name: item.value for item in in_force()}
    host, security, user = (values[f"mail.{name}"] for name in ("host", "security", "user"))
    if host is None:
        raise UsageError("no mail server is set", "set mail.host in tenderwatch.toml, or TENDERWATCH_MAIL_HOST")
    return Server(
        host=one_line(host, "mail.host"),
        port=values["mail.port"] or PORTS[security],
        security=security,
        user=one_line(user, "mail.user") if user else None,
        password=_password(values["mail.password"], values["mail.password_file"]) if user and password else None,
        ca_file=values["mail.ca_file"],
        timeout=values["mail.timeout"],
    )


def _password(given: str | None, file: str | None) -> Secret:
    from tenderwatch.mail.server import Secret

    if given is not None:
        return Secret(given)
    if file is None:
        hint = "set TENDERWATCH_MAIL_PASSWORD, or mail.password_file to a file that holds it"
        raise UsageError("mail.user is set, but no password", hint)
    check = "check mail.password_file with `tenderwatch config`"
    try:
        text = Path(file).read_text(encoding="utf-8").rstrip("\r\n")
    except OSError as error:
        raise UnreadableError(f"cannot read the password in {file}: {error.strerror}", check) from None
    except UnicodeDecodeError:
        raise UnreadableError(f"the password in {file} is not UTF-8 text", check) from None
    if not text.strip() or "\n" in text:
        raise UnreadableError(f"{file} should hold the password on one line", check)
    return Secret(text)
