"""A mail server as a value: where it is, how to speak to it, and a password that shows itself nowhere."""

from typing import Literal, NamedTuple

Security = Literal["starttls", "tls", "none"]
PORTS: dict[Security, int] = {"starttls": 587, "tls": 465, "none": 25}


class Secret:
    """A password that shows itself nowhere: not in a message, not in a `repr`."""

    def __init__(self, text: str) -> None:
        self._text = text

    def reveal(self) -> str:
        """The password itself."""
        return self._text

    def __repr__(self) -> str:
        return "Secret(...)"


class Server(NamedTuple):
    """A mail server and how to speak to it. `timeout` is in seconds and bounds the whole sending, retries included."""

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
