"""Programs that serve calendars, started and stopped by a test, on loopback alone; and a client that syncs them."""

from __future__ import annotations

import socket
import subprocess
import threading
import time
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path

from tenderwatch.site.serving import HOST, SiteServer

from .programs import EDGE, PYTHON, run

VDIRSYNCER = EDGE / "venv" / "bin" / "vdirsyncer"
RADICALE = EDGE / "venv" / "bin" / "radicale"
PATIENCE = 30.0
# Radicale wants to know who asks, and takes any word for it.
READER, PASSWORD = "reader", "any"
RADICALE_CONFIGURATION = """\
[server]
hosts = {host}:{port}
[auth]
type = none
[rights]
type = authenticated
[storage]
filesystem_folder = {folder}/collections
[web]
type = none
"""
VDIRSYNCER_CONFIGURATION = """\
[general]
status_path = "{folder}/status"
[pair feed]
a = "published"
b = "kept"
collections = null
[storage published]
type = "http"
url = "{url}"
[storage kept]
{kept}
"""


def servers_missing() -> str:
    """What is not installed, or nothing."""
    return "" if RADICALE.exists() and VDIRSYNCER.exists() else "radicale and vdirsyncer in .edge/venv"


def ask(address: str, method: str, path: str, body: bytes | None = None) -> tuple[int, bytes]:
    """One request to the CalDAV server: the status and the body of its answer."""
    connection = HTTPConnection(address, timeout=PATIENCE)
    word = b64encode(f"{READER}:{PASSWORD}".encode()).decode()
    try:
        connection.request(
            method, path, body, {"Authorization": f"Basic {word}", "Content-Type": "text/calendar; charset=utf-8"}
        )
        answer = connection.getresponse()
        return answer.status, answer.read()
    finally:
        connection.close()


@contextmanager
def radicale(folder: Path) -> Iterator[str]:
    """A CalDAV server that keeps its collections in the folder: its host and port."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port = probe.getsockname()[1]
    configuration = folder / "radicale.conf"
    configuration.write_text(RADICALE_CONFIGURATION.format(host=HOST, port=port, folder=folder))
    log = folder / "radicale.log"
    with log.open("wb") as output:
        command = (PYTHON, "-m", "radicale", "--config", configuration)
        server = subprocess.Popen(command, cwd=folder, stdin=subprocess.DEVNULL, stdout=output, stderr=output)
    try:
        _wait_for(server, port, log)
        yield f"{HOST}:{port}"
    finally:
        server.terminate()
        server.wait(PATIENCE)


def _wait_for(server: subprocess.Popen[bytes], port: int, log: Path) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        assert server.poll() is None, log.read_text(encoding="utf-8")
        try:
            socket.create_connection((HOST, port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise AssertionError(f"radicale did not answer: {log.read_text(encoding='utf-8')}")


@contextmanager
def serving(site: Path) -> Iterator[str]:
    """The site as `tenderwatch serve` gives it: its address."""
    with SiteServer(site, 0) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield server.address
        finally:
            server.shutdown()
            thread.join(PATIENCE)


def synchronise(url: str, kept: str, folder: Path) -> str:
    """Have vdirsyncer bring what it keeps (the lines of a storage) into line with a feed: what it says of that."""
    folder.mkdir(exist_ok=True)
    configuration = folder / "vdirsyncer.conf"
    configuration.write_text(VDIRSYNCER_CONFIGURATION.format(folder=folder, url=url, kept=kept))
    run(VDIRSYNCER, "--config", configuration, "discover", folder=folder)
    return run(VDIRSYNCER, "--config", configuration, "sync", folder=folder)
