"""Digests sent to real servers on loopback, good and bad: what arrives, what is said, and what is remembered."""

from __future__ import annotations

import json
import os
import signal
import socket
import ssl
import subprocess
import sys
import threading
import time
from base64 import b64encode
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import trustme

from mail_support import PASSWORD, USER, Box, Line, free_port, mail_server, scripted_server
from support import Answer, run_cli
from tenderwatch.mail import Secret, Server

# The tests' own server warns of what is tested on purpose: a login without encryption.
pytestmark = pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")

NOW = "2026-02-09"
PATIENCE = 120
TO = ("--to", "list@council.example", "--from", "Care <care@council.example>")


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def ca_file(authority: trustme.CA, tmp_path: Path) -> str:
    path = tmp_path / "ca.pem"
    authority.cert_pem.write_to_path(str(path))
    return str(path)


def context(authority: trustme.CA, *names: str) -> ssl.SSLContext:
    """The server's side of encryption, with a certificate for these names."""
    made = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert(*(names or ("localhost", "127.0.0.1"))).configure_cert(made)
    return made


class Desk:
    """Somebody who sends the same digest with a memory, by settings in the environment."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, registry: str, state: Path) -> None:
        self._patch, self.registry, self.state = monkeypatch, registry, state

    def set(self, **settings: object) -> None:
        for name, value in settings.items():
            self._patch.setenv(f"TENDERWATCH_MAIL_{name.upper()}", str(value))

    def typed(self, *more: str) -> list[str]:
        memory = ["--state", str(self.state)]
        return ["digest", "--registry", self.registry, "--today", NOW, *memory, *(more or TO)]

    def send(self, *more: str) -> Answer:
        return run_cli(*self.typed(*more))

    def fails(self, message: str, code: int = 3, *more: str) -> str:
        """One clear line and a hint, nothing on standard output, nothing remembered, and no password anywhere."""
        before = self.state.read_bytes() if self.state.exists() else None
        told = self.send(*more)
        first, hint = told.err.splitlines()
        assert first.startswith("tenderwatch: ")
        assert message in first
        assert hint.startswith("  ")
        assert (told.code, told.out) == (code, "")
        assert (self.state.read_bytes() if self.state.exists() else None) == before
        for form in (PASSWORD, b64encode(PASSWORD.encode()).decode()):
            assert form not in told.err
        return first


@pytest.fixture
def desk(registry: Callable[..., str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Desk:
    made = Desk(monkeypatch, registry("title: Home care & more\nend: 2026-02-24"), tmp_path / "state.json")
    # Long enough for a busy machine; what is about time sets its own.
    made.set(host="localhost", security="none", timeout=PATIENCE)
    monkeypatch.setattr("tenderwatch.mail._WAITS", (0.05, 0.1))
    return made


# --- It arrives ---

WAYS = [("none", False), ("none", True), ("starttls", False), ("starttls", True), ("tls", False), ("tls", True)]


@pytest.mark.parametrize(("security", "login"), WAYS)
def test_it_arrives(desk: Desk, authority: trustme.CA, ca_file: str, security: str, login: bool) -> None:
    box = Box()
    secured = {security: context(authority)} if security != "none" else {}
    with mail_server(box, **secured, auth_required=login) as port:
        desk.set(port=port, security=security, ca_file=ca_file)
        if login:
            desk.set(user=USER, password=PASSWORD)
        told = desk.send()
    assert (told.code, told.out, told.err) == (0, "", "digest sent to 1 address\n")
    [message], [envelope] = box.messages(), box.taken
    assert (envelope.mail_from, envelope.rcpt_tos) == ("care@council.example", ["list@council.example"])
    assert box.logins == (["PLAIN"] if login else [])
    assert message["Subject"] == "Care contracts: 3 items, 1 to decide (9 February 2026)"
    assert message["Auto-Submitted"] == "auto-generated"
    body = message.get_body(("plain",))
    assert body is not None
    digest = body.get_content().replace("\r\n", "\n")
    assert digest == run_cli(*desk.typed("--state", f"{desk.state}.other")).out
    assert json.loads(desk.state.read_text())["digests"]["for=all"]["last"] == NOW


def test_what_arrives_is_what_eml_writes(desk: Desk) -> None:
    box = Box()
    written = desk.send("--format", "eml", *TO, "--ics", "--dry-run").raw
    with mail_server(box) as port:
        desk.set(port=port)
        assert desk.send(*TO, "--ics").code == 0
    assert box.taken[0].original_content == written


def test_it_goes_once_to_each_of_several(desk: Desk) -> None:
    box = Box()
    more = ("--to", "Jo <jo@council.example>", "--to", "LIST@council.example", "--subject", "Dates – für alle")
    with mail_server(box) as port:
        desk.set(port=port)
        assert desk.send(*TO, *more).err == "digest sent to 2 addresses\n"
        assert desk.send(*TO, "--quiet-if-empty").err == ""
        assert "digest sent" in desk.send(*TO).err, "an empty one is sent, and says so"
    first, second = box.messages()
    assert sorted(box.taken[0].rcpt_tos) == ["LIST@council.example", "jo@council.example"]
    assert first["Subject"] == "Dates – für alle"
    assert second["Subject"] == "Care contracts: nothing new (9 February 2026)"


def test_login_by_the_older_way(desk: Desk) -> None:
    box = Box()
    with mail_server(box, auth_required=True, auth_exclude_mechanism=["PLAIN"]) as port:
        desk.set(port=port, user=USER, password=PASSWORD)
        assert desk.send().code == 0
    assert box.logins == ["LOGIN"]


def test_the_password_in_a_file(desk: Desk, tmp_path: Path) -> None:
    secret = tmp_path / "password"
    secret.write_text(f"{PASSWORD}\n")
    box = Box()
    with mail_server(box, auth_required=True) as port:
        desk.set(port=port, user=USER, password_file=secret)
        assert desk.send().code == 0
    for content, message in (("", "one line"), ("a\nb\n", "one line"), (None, "No such file")):
        secret.unlink()
        if content is not None:
            secret.write_text(content)
        desk.fails(message, 2)


def test_a_dry_run_shows_what_would_be_sent_and_asks_for_no_password(desk: Desk) -> None:
    desk.set(port=free_port(), user=USER)
    told = desk.send(*TO, "--dry-run")
    assert (told.code, told.err) == (0, "")
    assert told.lines[0].startswith("Would be sent by the mail server localhost:")
    assert told.lines[0].endswith(f"(none, as {USER})")
    assert "To: list@council.example" in told.lines
    assert not desk.state.exists()


# --- It is refused ---


def test_wrong_logins(desk: Desk) -> None:
    box = Box()
    with mail_server(box, auth_required=True) as port:
        desk.set(port=port)
        desk.fails("does not take mail from care@council.example: 530")
        desk.set(user=USER)
        desk.fails("mail.user is set, but no password", 2)
        desk.set(password="not this one")  # noqa: S106 - it is wrong
        assert "(535)" in desk.fails(f"refuses the login of {USER}")
        desk.set(host="mail.example", password=PASSWORD)
        desk.fails("a password is not sent to a mail server without encryption", 2)
    assert box.taken == []
    assert box.logins == ["PLAIN"], "tried once: more could lock the account"


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_certificates_that_cannot_be_trusted(
    desk: Desk, authority: trustme.CA, ca_file: str, tmp_path: Path, security: str
) -> None:
    box = Box()
    empty = tmp_path / "empty.pem"
    empty.write_text("no certificate")
    with mail_server(box, **{security: context(authority)}) as port:
        desk.set(port=port, security=security, user=USER, password=PASSWORD)
        desk.fails("cannot be trusted")
        desk.set(ca_file=tmp_path / "none.pem")
        desk.fails("holds no certificates", 2)
        desk.set(ca_file=empty)
        desk.fails("holds no certificates", 2)
    with mail_server(box, **{security: context(authority, "other.example")}) as port:
        desk.set(port=port, ca_file=ca_file)
        desk.fails("cannot be trusted")
    assert (box.taken, box.logins) == ([], [])


def test_encryption_that_is_not_there(desk: Desk) -> None:
    box = Box()
    with mail_server(box) as port:
        desk.set(port=port, security="starttls", user=USER, password=PASSWORD)
        desk.fails("offers no encryption by STARTTLS")
        desk.set(security="tls")
        desk.fails("cannot agree on encryption")
    assert (box.taken, box.logins) == ([], [])


def test_one_address_refused_and_nobody_gets_it(desk: Desk) -> None:
    box = Box(refuses=frozenset({"gone@council.example"}))
    with mail_server(box) as port:
        desk.set(port=port)
        desk.fails("does not take mail for gone@council.example: 550", 3, *TO, "--to", "gone@council.example")
    assert box.taken == []


@pytest.mark.parametrize(
    ("answers", "sent"),
    [
        (["451 later"], True),
        (["451 later", "452 full"], True),
        (["451 later"] * 3, False),
        (["552 too large"], False),
    ],
    ids=["busy once", "busy twice", "busy all the time", "refused for good"],
)
def test_a_busy_server_is_asked_again_and_not_for_ever(desk: Desk, answers: list[str], sent: bool) -> None:
    box = Box(answers=list(answers))
    with mail_server(box) as port:
        desk.set(port=port)
        if sent:
            assert desk.send().code == 0
        else:
            desk.fails(f"did not take the message: {answers[-1]}")
    assert box.answers == []
    assert len(box.taken) == sent


# --- Servers that misbehave ---


def silent(line: Line, _: int) -> None:
    line.silence()


def one_letter_at_a_time(line: Line, _: int) -> None:
    while True:
        line.connection.sendall(b"2")
        time.sleep(0.05)


def greeting_without_end(line: Line, _: int) -> None:
    while True:
        line.say("220-still here")
        time.sleep(0.05)


def closes_at_once(_line: Line, _: int) -> None:
    pass


def half_closed(line: Line, _: int) -> None:
    line.say("220 mail.example ready")
    line.connection.shutdown(socket.SHUT_WR)
    line.silence()


def silent_after_the_message(line: Line, _: int) -> None:
    line.take_message()
    line.silence()


def closes_after_the_message(line: Line, _: int) -> None:
    line.take_message()


def babble(line: Line, _: int) -> None:
    line.say("HTTP/1.1 400 Bad Request", "", "\x1b[31mred\x07")
    line.silence()


def long_line(line: Line, _: int) -> None:
    line.say("220 " + "x" * 100_000)
    line.silence()


def not_now(line: Line, _: int) -> None:
    line.say("421 \x1b[31mtoo many\x07 connections")


def never_again(line: Line, _: int) -> None:
    line.say("554 no service")


# The script | what is said of it | how often it is tried: a message that may have been taken is not sent again.
BAD: list[tuple[Callable[[Line, int], None], str, int]] = [
    (silent, "did not answer within 1 second", 1),
    (one_letter_at_a_time, "did not answer within 1 second", 1),
    (greeting_without_end, "did not answer within 1 second", 1),
    (closes_at_once, "closed the connection", 3),
    (half_closed, "closed the connection", 3),
    (silent_after_the_message, "did not answer within 1 second", 1),
    (closes_after_the_message, "closed the connection", 1),
    (babble, "does not take mail now: its answer makes no sense", 1),
    (long_line, "500 Line too long", 1),
    (not_now, "does not take mail now: 421 [31mtoo many connections", 3),
    (never_again, "does not take mail now: 554 no service", 1),
]


@pytest.mark.parametrize(("script", "message", "tries"), BAD, ids=[row[0].__name__ for row in BAD])
def test_a_server_that_misbehaves(desk: Desk, script: Callable[[Line, int], None], message: str, tries: int) -> None:
    assert run_cli("digest", "--registry", desk.registry, "--today", "2026-02-02", "--state", str(desk.state)).code == 0
    if "within 1 second" in message:  # only these end by the clock
        desk.set(timeout=1)
    with scripted_server(script) as (port, seen):
        desk.set(port=port)
        desk.fails(message)
    assert len(seen) == tries


def test_nobody_there(desk: Desk) -> None:
    desk.set(port=free_port())
    desk.fails("refuses the connection")
    desk.set(host="no-such-host.invalid")
    desk.fails("there is no mail server no-such-host.invalid to be found")
    desk.set(host="x" * 80)
    desk.fails("to be found")


@pytest.mark.skipif(sys.platform != "linux", reason="how a full queue behaves is the system's own")
def test_a_server_too_busy_to_take_the_line(desk: Desk) -> None:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(0)
        waiting = [socket.socket() for _ in range(4)]
        for item in waiting:  # its queue is full
            item.setblocking(False)
            item.connect_ex(listener.getsockname())
        desk.set(host="127.0.0.1", port=listener.getsockname()[1], timeout=1)
        desk.fails("did not answer within 1 second")
        for item in waiting:
            item.close()


def test_a_farewell_that_never_comes_is_not_waited_for(desk: Desk) -> None:
    def stays(line: Line, _: int) -> None:
        line.take_message()
        line.say("250 taken")
        waited.append(sent.wait(PATIENCE))

    sent, waited = threading.Event(), list[bool]()
    with scripted_server(stays) as (port, _):
        desk.set(port=port)
        assert desk.send().code == 0
        assert waited == [], "the server still holds the line"
        sent.set()
    assert desk.state.exists()


# --- Between sending and remembering ---


@pytest.mark.skipif(sys.platform == "win32", reason="processes are killed by signals")
def test_killed_between_sending_and_remembering_it_tells_again(desk: Desk) -> None:
    def kill() -> None:
        if running:
            os.kill(running[0].pid, signal.SIGKILL)

    running: list[subprocess.Popen[bytes]] = []
    box = Box(before_answer=kill)
    with mail_server(box) as port:
        desk.set(port=port)
        with subprocess.Popen([sys.executable, "-m", "tenderwatch", *desk.typed()], stderr=subprocess.PIPE) as process:
            running.append(process)
            assert process.wait(PATIENCE) == -signal.SIGKILL
        assert not desk.state.exists()
        running.clear()
        assert desk.send().code == 0
        first, again = box.messages()
        assert first["Message-ID"] == again["Message-ID"], "a mail program can tell that they are the same"
        assert desk.send(*TO, "--quiet-if-empty").err == ""
    assert len(box.taken) == 2


def test_a_state_that_cannot_be_written_is_said_before_anything_is_sent(desk: Desk, tmp_path: Path) -> None:
    box = Box()
    with mail_server(box) as port:
        desk.set(port=port)
        desk.state = tmp_path / "nowhere" / "state.json"
        desk.fails("there is no folder", 2)
        desk.state = tmp_path / "spoilt.json"
        desk.state.write_text("{}")
        desk.fails("it is not a state of a digest", 2)
    assert box.taken == []


# --- Nothing is smuggled, nothing is shown ---

SMUGGLED = [
    "a@b.example\r\nBcc: x@y.example", "a@b.example\nX: y", "a@b.example\rX", "a@b.example\x00", "a@b.example\u2028x",
    "A\r\nBcc: x@y.example <a@b.example>", "a@b.example>\r\nRCPT TO:<x@y.example", "a b@c.example", "<a@b.example",
    "a@b.example, c@d.example", "a@b..example", "@b.example", "a@", "a", "", "a@-b.example", f"{'a' * 65}@b.example",
    f"a@{'b' * 260}.example", "a@[127.0.0.1]", '"a b"@c.example', "a@b.example x", "a@bé.example",
    "\udcff <a@b.example>",
]  # fmt: skip


@pytest.fixture
def listening(desk: Desk) -> Iterator[list[int]]:
    with scripted_server(silent) as (port, seen):
        desk.set(port=port)
        yield seen


@pytest.mark.parametrize("address", SMUGGLED)
@pytest.mark.parametrize("flag", ["--to", "--from"])
def test_addresses_that_are_none_are_refused(desk: Desk, listening: list[int], flag: str, address: str) -> None:
    other = "--from" if flag == "--to" else "--to"
    desk.fails("" if flag == "--from" and not address else flag, 2, flag, address, other, "ok@council.example")
    assert listening == []


@pytest.mark.parametrize("subject", ["a\r\nBcc: x@y.example", "a\nb", "a\x00b", "a\x85b", "a\u2029b", "\udcff", " "])
def test_subjects_that_could_end_a_header_are_refused(desk: Desk, listening: list[int], subject: str) -> None:
    desk.fails("--subject", 2, *TO, "--subject", subject)
    assert listening == []


def test_a_password_shows_itself_nowhere(desk: Desk) -> None:
    server = Server("h", 25, "none", USER, Secret(PASSWORD))
    assert PASSWORD not in f"{server!r} {server} {server.password!r} {server.password}"
    desk.set(user=USER, password=PASSWORD)
    for form in ("plain", "json"):
        told = run_cli("config", "--format", form)
        assert PASSWORD not in told.out
        assert "TENDERWATCH_MAIL_PASSWORD" in told.out
