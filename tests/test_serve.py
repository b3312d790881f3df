"""`serve` answers as a web host would, to this machine alone, and gives nothing but the site."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import threading
from collections.abc import Iterator
from email.utils import formatdate
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path

import pytest

from support import INTERRUPTIBLE, run_cli
from tenderwatch.site.serving import HOST, SiteServer
from tenderwatch.site.site import DRAWING_POLICY, LARGE_POLICY

PATIENCE = 30.0
SECRET = b"not for readers"
CHANGED = 1_790_000_000


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site with everything in and around it that must not be given."""
    top = tmp_path_factory.mktemp("serve")
    site = top / "site"
    files = {
        "index.html": b"<p>start</p>", "style.css": b"p {}", "site.js": b"1", "timeline.svg": b"<svg/>",
        "changes.atom": b"<feed/>", "contracts.csv": b"id\r\n", "api/index.json": b"{}", "feeds/all.ics": b"BEGIN\r\n",
        "odd.unknown": b"?", "councils/index.html": b"<p>councils</p>", "councils/a b.html": b"<p>spaced</p>",
        ".secret": SECRET, ".git/config": SECRET, "empty/nothing.txt": b"",
    }  # fmt: skip
    for name, data in files.items():
        path = site / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    os.utime(site / "index.html", (CHANGED, CHANGED))
    (top / "outside.html").write_bytes(SECRET)
    (top / "site-twin").mkdir()
    (top / "site-twin" / "index.html").write_bytes(SECRET)
    (site / "out.html").symlink_to(top / "outside.html")
    (site / "twin").symlink_to(top / "site-twin")
    (site / "dotted.html").symlink_to(site / ".secret")
    (site / "inside.html").symlink_to(site / "index.html")
    (site / "round.html").symlink_to(site / "round.html")
    return site


@pytest.fixture(scope="module")
def port(folder: Path) -> Iterator[int]:
    with SiteServer(folder, 0) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield server.server_port
        server.shutdown()
        thread.join(PATIENCE)


def ask(port: int, target: str, method: str = "GET", **headers: str) -> tuple[HTTPResponse, bytes]:
    """One request, its target sent as written."""
    connection = HTTPConnection(HOST, port, timeout=PATIENCE)
    try:
        connection.request(method, target, headers={name.replace("_", "-"): text for name, text in headers.items()})
        answer = connection.getresponse()
        return answer, answer.read()
    finally:
        connection.close()


@pytest.mark.parametrize(
    ("target", "media_type"),
    [
        ("/", "text/html; charset=utf-8"),
        ("/index.html", "text/html; charset=utf-8"),
        ("/index.html?a=b", "text/html; charset=utf-8"),
        ("/inside.html", "text/html; charset=utf-8"),
        ("/councils/", "text/html; charset=utf-8"),
        ("/councils/a%20b.html", "text/html; charset=utf-8"),
        ("/style.css", "text/css; charset=utf-8"),
        ("/site.js", "text/javascript; charset=utf-8"),
        ("/feeds/all.ics", "text/calendar; charset=utf-8"),
        ("/changes.atom", "application/atom+xml; charset=utf-8"),
        ("/api/index.json", "application/json"),
        ("/contracts.csv", "text/csv; charset=utf-8"),
        ("/timeline.svg", "image/svg+xml; charset=utf-8"),
        ("/odd.unknown", "application/octet-stream"),
    ],
)
def test_each_file_has_its_media_type_and_may_load_no_more_than_its_page_says(
    port: int, target: str, media_type: str
) -> None:
    answer, data = ask(port, target)
    assert (answer.status, answer.headers["Content-Type"]) == (200, media_type)
    assert answer.headers["Content-Length"] == str(len(data))
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == (DRAWING_POLICY if target.endswith(".svg") else LARGE_POLICY)


def test_a_folder_is_asked_for_with_a_slash_so_that_its_links_hold(port: int) -> None:
    answer, _ = ask(port, "/councils")
    assert (answer.status, answer.headers["Location"]) == (301, "/councils/")


@pytest.mark.parametrize(
    "target",
    [
        pytest.param("/nothing.html", id="no such file"),
        pytest.param("/index.html/", id="a file as a folder"),
        pytest.param("/empty/", id="a folder without a page"),
        pytest.param("/../outside.html", id="up"),
        pytest.param("/councils/../../outside.html", id="down and up"),
        pytest.param("/%2e%2e/outside.html", id="up, encoded"),
        pytest.param("/..%2foutside.html", id="up, with the slash encoded"),
        pytest.param("/..%5coutside.html", id="up, as on Windows"),
        pytest.param("/%252e%252e/outside.html", id="up, encoded twice"),
        pytest.param("//etc/passwd", id="from the root"),
        pytest.param("/%2fetc%2fpasswd", id="from the root, encoded"),
        pytest.param("/out.html", id="a link that leads out"),
        pytest.param("/twin/", id="a link to a folder whose name begins alike"),
        pytest.param("/twin/index.html", id="through a link that leads out"),
        pytest.param("/round.html", id="a link to itself"),
        pytest.param("/.secret", id="a name with a dot"),
        pytest.param("/%2esecret", id="a name with a dot, encoded"),
        pytest.param("/.git/config", id="in a folder with a dot"),
        pytest.param("/dotted.html", id="a link to a name with a dot"),
        pytest.param("/index.html%00", id="a null"),
        pytest.param("/%0d%0aSet-Cookie:%20a", id="line ends"),
        pytest.param("/" + "a" * 5000, id="a name too long"),
        pytest.param("/%ff", id="not UTF-8"),
    ],
)
def test_nothing_else_is_given(port: int, target: str) -> None:
    for method in ("GET", "HEAD"):
        answer, data = ask(port, target, method)
        assert answer.status == 404
        assert SECRET not in data
        assert "Set-Cookie" not in answer.headers


def test_head_is_get_without_its_body(port: int) -> None:
    with_body, data = ask(port, "/feeds/all.ics")
    without, nothing = ask(port, "/feeds/all.ics", "HEAD")
    assert data
    assert nothing == b""
    assert without.status == 200
    names = set(with_body.headers) - {"Date"}
    assert {name: without.headers[name] for name in names} == {name: with_body.headers[name] for name in names}


def test_what_the_reader_has_is_not_sent_again(port: int) -> None:
    tag = ask(port, "/")[0].headers["ETag"]
    assert re.fullmatch(r'"[0-9a-f]{32}"', tag), "a strong tag"
    for known in (tag, f"W/{tag}", f'"other", {tag}', "*"):
        answer, data = ask(port, "/", If_None_Match=known)
        assert (answer.status, data, answer.headers["ETag"]) == (304, b"", tag)
    assert ask(port, "/", If_None_Match='"other"')[0].status == 200


@pytest.mark.parametrize(
    ("since", "status"),
    [
        (formatdate(CHANGED, usegmt=True), 304),
        (formatdate(CHANGED + 60, usegmt=True), 304),
        (formatdate(CHANGED - 1, usegmt=True), 200),
        ("yesterday", 200),
        ("Sun, 99999999999999999999 Sep 2026 00:00:00 GMT", 200),
        ("Sun, 20 Sep 99999 00:00:00 GMT", 200),
        ("Sun, 20 Sep 2026 99:99:99 GMT", 200),
        ("Fri, 31 Dec 9999 23:59:59 GMT", 304),
        ("", 200),
    ],
)
def test_a_time_serves_where_there_is_no_tag(port: int, since: str, status: int) -> None:
    answer, _ = ask(port, "/", If_Modified_Since=since)
    assert (answer.status, answer.headers["Last-Modified"]) == (status, formatdate(CHANGED, usegmt=True))
    # A tag counts before a time.
    assert ask(port, "/", If_Modified_Since=since, If_None_Match='"other"')[0].status == 200


def test_a_file_that_changes_has_another_tag(tmp_path: Path) -> None:
    page = tmp_path / "index.html"
    page.write_text("one")
    with SiteServer(tmp_path, 0) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        tag = ask(server.server_port, "/")[0].headers["ETag"]
        page.write_text("two")
        answer, data = ask(server.server_port, "/", If_None_Match=tag)
        server.shutdown()
    assert (answer.status, data) == (200, b"two")


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "PROPFIND", "BREW"])
def test_other_methods_are_refused(port: int, method: str) -> None:
    answer, _ = ask(port, "/index.html", method)
    assert (answer.status, answer.headers["Allow"]) == (405, "GET, HEAD")


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("127.0.0.1", 200), ("localhost", 200), ("LOCALHOST:8000", 200), ("[::1]:1", 200), ("evil.example", 421),
        ("evil.example:8000", 421), ("127.0.0.1.evil.example", 421), ("localhost@evil.example", 421), (" ", 200),
    ],
)  # fmt: skip
def test_only_the_names_of_this_machine_are_answered(port: int, host: str, status: int) -> None:
    """A page elsewhere could give its own name the address of this machine, and read what is served."""
    answer, data = ask(port, "/", Host=host)
    assert (answer.status, b"start" in data) == (status, status == 200)


def test_a_request_of_today_must_name_its_host(port: int) -> None:
    for version, status in ((b"1.1", b"421"), (b"1.0", b"200")):
        with socket.create_connection((HOST, port), PATIENCE) as line:
            line.sendall(b"GET / HTTP/%b\r\n\r\n" % version)
            line.shutdown(socket.SHUT_WR)
            assert line.makefile("rb").readline().split()[1] == status


def test_one_connection_too_many_is_hung_up_on_and_the_others_go_on(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tenderwatch.site.serving.MOST_CONNECTIONS", 2)
    with SiteServer(folder, 0) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        held = [HTTPConnection(HOST, server.server_port, timeout=PATIENCE) for _ in range(2)]
        for connection in held:
            connection.request("GET", "/")
            assert connection.getresponse().read() == b"<p>start</p>"
        with socket.create_connection((HOST, server.server_port), PATIENCE) as line:
            assert line.recv(1) == b"", "hung up on"
        held[0].request("GET", "/style.css")
        assert held[0].getresponse().read() == b"p {}"
        for connection in held:
            connection.close()
        server.shutdown()


def test_a_body_is_not_taken_for_the_next_request(port: int) -> None:
    with socket.create_connection((HOST, port), PATIENCE) as line:
        line.sendall(b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 22\r\n\r\nGET /style.css HTTP/1.1")
        answered = b"".join(iter(lambda: line.recv(4096), b""))
    assert answered.count(b"HTTP/1.1 ") == 1


def test_a_browser_that_leaves_early_is_no_fault(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "index.html").write_bytes(bytes(20_000_000))
    with SiteServer(tmp_path, 0) as server:
        server.daemon_threads = False  # so that leaving the block waits for what they have to say
        threading.Thread(target=server.serve_forever, daemon=True).start()
        with socket.create_connection((HOST, server.server_port), PATIENCE) as line:
            line.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
            assert line.recv(10)
        server.shutdown()
    assert capfd.readouterr().err == ""


def test_only_this_machine_can_reach_it() -> None:
    with SiteServer(Path(), 0) as server:
        assert server.socket.getsockname()[0] == "127.0.0.1"


def test_a_port_in_use_is_said_with_the_next_step(folder: Path, port: int) -> None:
    answer = run_cli("serve", str(folder), "--port", str(port))
    assert (answer.code, answer.out) == (3, "")
    assert f"port {port} is in use" in answer.err
    assert "--port 0" in answer.err


@pytest.mark.parametrize(
    ("name", "said"),
    [("nowhere", "there is no folder"), ("empty", "there is no index.html"), ("index.html", "there is no folder")],
)
def test_what_is_no_site_is_refused(folder: Path, name: str, said: str) -> None:
    answer = run_cli("serve", str(folder / name))
    assert answer.code == 2
    assert said in answer.err
    assert "publish" in answer.err


def test_it_says_its_address_and_ctrl_c_ends_it_quietly(folder: Path) -> None:
    command = [*INTERRUPTIBLE, "serve", str(folder), "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as server:
        try:
            assert server.stderr
            said = server.stderr.readline()
            found = re.search(r" is at http://127\.0\.0\.1:(\d+)/ \(stop with Ctrl-C\)$", said.rstrip())
            assert found, said
            assert ask(int(found[1]), "/")[1] == b"<p>start</p>"
            server.send_signal(signal.SIGINT)
            out, err = server.communicate(timeout=PATIENCE)
        finally:
            server.kill()
    assert (server.returncode, out, err) == (0, "", "\n")
