"""Messages as bytes: lines and headers that every server takes, whatever is in them."""

from __future__ import annotations

from datetime import UTC, datetime
from email import message_from_bytes
from email.headerregistry import Address
from email.policy import SMTP

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support import run_cli
from tenderwatch.mail import Letter, write_message

WRITTEN = datetime(2026, 2, 9, 8, 30, tzinfo=UTC)
# Letters, spaces and signs that quoted-printable writes as one, three, six or nine characters.
TEXTS = st.text(st.sampled_from("ab .=\t\n£é€😀'-"), max_size=600)


def letter(text: str = "Text\n", subject: str = "Dates", sender: str = "Care", recipients: int = 1) -> Letter:
    to = tuple(Address(f"Team {number}", f"team{number}", "council.example") for number in range(recipients))
    return Letter(
        Address(sender, "care", "council.example"), to, subject, text, f"<p>{text}</p>", b"BEGIN\r\n" * 50, WRITTEN
    )


@given(TEXTS)
def test_no_line_is_longer_than_quoted_printable_allows(text: str) -> None:
    """RFC 2045, section 6.7: at most 76 characters, not counting the line end."""
    data = write_message(letter(text))
    assert max(map(len, data.split(b"\r\n"))) <= 76
    body = message_from_bytes(data, policy=SMTP).get_body(("plain",))
    assert body is not None
    assert body.get_content().replace("\r\n", "\n").rstrip("\n") == text.rstrip("\n")


@pytest.mark.parametrize("words", ["x" * 200, "é" * 200, "word " * 40, "a-b" * 66], ids=["letters", "é", "words", "-"])
def test_no_header_line_is_longer_than_a_server_takes(words: str) -> None:
    """RFC 5322, section 2.1.1: at most 998 octets."""
    head = write_message(letter(subject=words, sender=words.strip(), recipients=50)).split(b"\r\n\r\n")[0]
    assert max(map(len, head.split(b"\r\n"))) <= 998
    message = message_from_bytes(head + b"\r\n\r\n", policy=SMTP)
    assert " ".join(message["Subject"].split()) == words.strip()
    assert len(message["To"].addresses) == 50


@pytest.mark.parametrize("flag", ["--to", "--from", "--subject"])
def test_words_too_long_for_a_header_are_refused(flag: str) -> None:
    words = "x" * 2_000
    given_words = words if flag == "--subject" else f"{words} <team@council.example>"
    rest = {"--to": "a@b.example", "--from": "a@b.example", "--subject": "Dates"} | {flag: given_words}
    answer = run_cli("digest", "--format", "eml", *(part for pair in rest.items() for part in pair))
    assert (answer.code, answer.out) == (2, "")
    assert f"{flag}: it is longer than 200 characters" in answer.err
    assert max(map(len, answer.err.splitlines())) < 300
