"""A digest on its way out as mail: the letter, the events that go with it, and the server that takes it."""

from __future__ import annotations

import re
from datetime import datetime
from email.headerregistry import Address
from pathlib import Path
from typing import Any

from tenderwatch.answers.digest import digest_answer, subject
from tenderwatch.cli.files import write_atomically
from tenderwatch.cli.settings import in_force
from tenderwatch.cli.streams import say, worded, write_bytes
from tenderwatch.errors import UnreadableError, UsageError
from tenderwatch.formats import render
from tenderwatch.mail import PORTS, Letter, Secret, Server, send, write_message
from tenderwatch.queries.digest.item import Digest
from tenderwatch.queries.select import Agenda
from tenderwatch.text import count

# RFC 5321 and 5322, without quoted local parts and literal addresses, which no mailing list has.
_LOCAL = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_LABEL = r"[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_DOMAIN = re.compile(rf"{_LABEL}(\.{_LABEL})*")
_NAMED = re.compile(r"(?P<name>[^<>]*)<(?P<address>[^<>]*)>")
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_LONGEST, _LONGEST_LOCAL = 254, 64
# A header line may hold 998 octets, and a letter can take a dozen of them.
_LONGEST_WORDS = 200


def addresses(to: list[str] | None, from_: str | None) -> tuple[Address, tuple[Address, ...]]:
    """The sender and the recipients. Raises UsageError."""
    if not from_:
        raise UsageError("a mail needs a sender", "give --from, or set mail.from in tenderwatch.toml")
    sender = parse_address(from_, "--from")
    recipients = {
        address.addr_spec.casefold(): address for address in (parse_address(item, "--to") for item in to or ())
    }
    return sender, tuple(recipients.values())


def parse_address(text: str, flag: str) -> Address:
    """Read 'team@council.example' or 'Care team <team@council.example>'. Raises UsageError."""
    _one_line(text, flag)
    shown = text if len(text) <= 100 else f"{text[:97]}..."
    named = _NAMED.fullmatch(text.strip())
    name, bare = (named["name"].strip().strip('"'), named["address"].strip()) if named else ("", text.strip())
    local, at, domain = bare.rpartition("@")
    if "," in bare or ";" in bare or ("," in name and not named):
        raise UsageError(f"{flag}: '{shown}' looks like several addresses", f"write {flag} once for each")
    fits = len(bare) <= _LONGEST and len(local) <= _LONGEST_LOCAL
    if not (at and fits and _LOCAL.fullmatch(local) and _DOMAIN.fullmatch(domain)):
        raise UsageError(f"{flag}: '{shown}' is not a mail address", "write one like team@council.example")
    return Address(_short(name, flag), local, domain)


def _one_line(text: str, flag: str) -> str:
    """The text, if nothing in it could end a header or cannot be written in one. Raises UsageError."""
    if _CONTROLS.search(text):
        raise UsageError(f"{flag}: line breaks and control characters are not allowed", "write it on one line")
    if any("\ud800" <= character <= "\udfff" for character in text):
        raise UsageError(f"{flag}: it holds bytes that are not UTF-8", "write it as UTF-8")
    return text


def _short(text: str, flag: str) -> str:
    """Words for a header, if they are no longer than a reader would take in. Raises UsageError."""
    if len(text) > _LONGEST_WORDS:
        raise UsageError(f"{flag}: it is longer than {_LONGEST_WORDS} characters", "write something shorter")
    return text


def write_letter(
    digest: Digest, sender: Address, recipients: tuple[Address, ...], title: str | None,
    written: datetime, agenda: Agenda | None,
) -> Letter:  # fmt: skip
    """The digest as a letter; with an agenda, the events of the contracts concerned go with it."""
    if title is not None and not title.strip():
        raise UsageError("--subject is empty", "remove it for one that counts what there is to know")
    return Letter(
        sender=sender,
        recipients=recipients,
        subject=_short(_one_line(title, "--subject"), "--subject") if title is not None else subject(digest),
        text=_text(digest, "plain"),
        html=_text(digest, "html"),
        calendar=events_concerned(digest, agenda) if agenda else b"",
        written=written,
    )


def _text(digest: Digest, name: str) -> str:
    return worded(b"".join(render(digest_answer(digest), name)).decode("utf-8", "surrogateescape"))


def events_concerned(digest: Digest, agenda: Agenda) -> bytes:
    """The events of the contracts that a digest names, as a calendar; nothing if they have none."""
    from tenderwatch.calendar.carry import carry_over
    from tenderwatch.calendar.events import choose, contract_events
    from tenderwatch.calendar.feed import write_feed
    from tenderwatch.calendar.ics import write_event, write_head

    named = {item.contract for item in digest.items}
    found = (event for row in agenda.rows if row.outlook.contract.id in named for event in contract_events(row.outlook))
    bodies = [write_event(event) for event in choose(found, digest.audience)]
    if not bodies:
        return b""
    registry = agenda.registry
    fresh = carry_over(bodies, None, today=digest.today, edition=registry.edition)
    head = write_head("Care contracts", "Dates of the contracts that a digest names. Est. marks a date not certain.")
    return write_feed(head, fresh.events)


def post(letter: Letter, target: Path | None, *, sending: bool, dry_run: bool) -> None:
    """Send a letter, or write it. A dry run shows it, and by which server it would go; it asks for no password."""
    if not sending:
        message = write_message(letter)
        write_atomically(target, message) if target and not dry_run else write_bytes(message)
        return
    if not letter.recipients:
        raise UsageError("a mail needs a recipient", "give --to")
    server = mail_server(password=not dry_run)
    if dry_run:
        write_bytes(_shown(letter, server).encode("utf-8", "surrogateescape"))
        return
    send(letter, server)
    say(f"digest sent to {count(len(letter.recipients), 'address', 'addresses')}")


def _shown(letter: Letter, server: Server) -> str:
    login = f", as {server.user}" if server.user else ""
    lines = [
        f"Would be sent by {server.name} ({server.security}{login})",
        f"From: {letter.sender}",
        f"To: {', '.join(str(recipient) for recipient in letter.recipients)}",
        f"Subject: {letter.subject}",
        f"Attached: {'care-contracts.ics' if letter.calendar else 'nothing'}",
    ]
    return "\n".join(lines) + f"\n\n{letter.text}"


def mail_server(*, password: bool = True) -> Server:
    """The mail server by the settings in force, and its password unless it is not wanted. Raises UsageError."""
    values: dict[str, Any] = {item.setting.name: item.value for item in in_force()}
    host, security, user = (values[f"mail.{name}"] for name in ("host", "security", "user"))
    if host is None:
        raise UsageError("no mail server is set", "set mail.host in tenderwatch.toml, or TENDERWATCH_MAIL_HOST")
    return Server(
        host=_one_line(host, "mail.host"),
        port=values["mail.port"] or PORTS[security],
        security=security,
        user=_one_line(user, "mail.user") if user else None,
        password=_password(values["mail.password"], values["mail.password_file"]) if user and password else None,
        ca_file=values["mail.ca_file"],
        timeout=values["mail.timeout"],
    )


def _password(given: str | None, file: str | None) -> Secret:
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
