"""The program calls nothing that Windows lacks: the main commands run with those names taken away."""

from __future__ import annotations

from pathlib import Path

import pytest

from support import registry_text, run_process

# Names of the standard library that Windows does not have, from its documentation ("Availability: Unix").
OS = (
    "sync", "fork", "getuid", "geteuid", "getgid", "getegid", "chown", "lchown", "fchown", "fchmod", "mkfifo", "mknod",
    "listxattr", "getxattr", "setxattr", "statvfs", "getpgid", "setsid", "killpg", "uname", "nice", "getloadavg",
    "wait4", "O_NOFOLLOW", "O_NONBLOCK", "O_CLOEXEC", "O_DIRECTORY", "posix_fallocate", "sendfile", "pread",
)  # fmt: skip
# Not fcntl, which the lock of tenderwatch.cli.files uses beside the msvcrt of Windows.
MODULES = ("pwd", "grp", "resource", "termios", "pty", "tty", "syslog")
SIGNALS = ("SIGKILL", "SIGPIPE", "SIGHUP", "SIGALRM", "SIGUSR1", "alarm", "setitimer", "pthread_sigmask")


PROGRAM = f"""
import os, shutil, signal, socket, sys
import typer, rich, jinja2, icalendar, yaml  # other people's code may ask what it likes
for module, names in ((os, {OS}), (signal, {SIGNALS}), (socket, ("AF_UNIX",))):
    for name in names:
        if hasattr(module, name):
            delattr(module, name)
sys.modules.update(dict.fromkeys({MODULES}))
shutil._use_fd_functions = False  # nor does Python on Windows, whose own code takes the names above for granted here
from tenderwatch.cli.main import run
run()
"""


@pytest.mark.parametrize(
    "typed",
    [
        ("due",), ("list", "--format", "json"), ("show", "home-care"), ("why", "home-care"), ("check",), ("config",),
        ("plan", "home-care"), ("coverage",), ("timeline",), ("ical", "-o", "OUT/care.ics"), ("fmt", "--check", "FILE"),
        ("report", "due", "-o", "OUT/due.md"), ("digest", "--state", "OUT/state.json"),
        ("publish", "OUT/site", "--base-url", "https://example.org/"),
    ],
    ids=lambda typed: typed[0],
)  # fmt: skip
def test_it_runs_without_what_windows_lacks(typed: tuple[str, ...], tmp_path: Path) -> None:
    registry = tmp_path / "contracts.yaml"
    registry.write_text(registry_text("id: home-care\nend: 2026-05-31\nextensions: [{months: 12}]"))
    env = {
        "TENDERWATCH_REGISTRY": str(registry), "TENDERWATCH_TODAY": "2026-01-10",
        "TENDERWATCH_CACHE": str(tmp_path / "cache"),
    }  # fmt: skip
    words = [word.replace("OUT", str(tmp_path)).replace("FILE", str(registry)) for word in typed]
    for _ in range(2):  # the second finds a copy in the cache, and what the first has written
        answer = run_process(*words, program=("-c", PROGRAM), env=env)
        assert answer.code == (1 if typed[0] == "fmt" else 0), answer.err
