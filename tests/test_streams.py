"""Where the answer goes: pipes that close, full disks, terminals, no locale, and files written whole or not at all."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from support import on_a_terminal, record, run_cli, run_process

DAY = ("--today", "2026-01-10")
COMMAND = [sys.executable, "-m", "tenderwatch"]


@pytest.fixture
def path(registry: Callable[..., str]) -> str:
    return registry("title: Café au lait, £5\nend: 2026-05-31", "id: other\nend: 2026-06-30")


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A registry whose answer is larger than any pipe holds."""
    file = tmp_path_factory.mktemp("large") / "contracts.yaml"
    from support import HEAD

    file.write_text(
        HEAD + "".join(record(f"id: c-{n}\ntitle: {'Home care ' * 20}\nend: 2026-05-31") for n in range(800))
    )
    return str(file)


@pytest.mark.parametrize(
    "typed",
    [("list", "--format", "csv"), ("list",), ("due", "--format", "json"), ("list", "--format", "table"), ("ical",)],
)
@pytest.mark.parametrize("lines", [0, 1])
def test_a_reader_may_leave_at_any_time(large: str, typed: tuple[str, ...], lines: int) -> None:
    with subprocess.Popen(
        [*COMMAND, *typed, "--registry", large, *DAY], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        for _ in range(lines):
            assert process.stdout.readline()
        process.stdout.close()
        said = process.stderr.read().decode()
    assert (
        process.returncode,
        [line for line in said.splitlines() if " due " not in line and "contracts" not in line],
    ) == (0, [])


def test_a_reader_may_leave_before_a_short_answer(path: str) -> None:
    with subprocess.Popen(
        [*COMMAND, "list", "--registry", path, *DAY], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 0


ANSWERS = ("list", "show home-care", "report due", "digest", "check", "config", "schema", "ical", "timeline", "--help")


FULL = b"tenderwatch: No space left on device\n  free some space, or write somewhere else\n"


def in_a_shell(line: str, **env: str | None) -> subprocess.CompletedProcess[str]:
    """A command with its streams as a shell sets them up, buffered or not."""
    names = {**os.environ, **env, "tenderwatch": f"{sys.executable} -m tenderwatch"}
    kept = {key: value for key, value in names.items() if value is not None}
    return subprocess.run(["sh", "-c", line], env=kept, capture_output=True, text=True, check=False, timeout=60)


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs /dev/full")
@pytest.mark.parametrize(
    ("stream", "reason", "step"),
    [
        (">/dev/full", "No space left on device", "free some space, or write somewhere else"),
        (">&-", "Bad file descriptor", "its standard output or input is closed: leave out `>&-` or `<&-`"),
    ],
)
@pytest.mark.parametrize("typed", ANSWERS)
def test_an_answer_that_cannot_be_written_is_one_message(
    registry: Callable[..., str], typed: str, stream: str, reason: str, step: str
) -> None:
    path = registry("end: 2026-05-31") if typed != "check" else registry("end: soon")
    line = f"$tenderwatch {typed} {stream}"
    done = in_a_shell(line, PYTHONUNBUFFERED=None, TENDERWATCH_REGISTRY=path, TENDERWATCH_TODAY="2026-01-10")
    assert (done.returncode, done.stdout) == (3, "")
    assert done.stderr == f"tenderwatch: {reason}\n  {step}\n"


@pytest.mark.parametrize("stream", ["2>&-", "2>/dev/full"])
@pytest.mark.parametrize(("typed", "code"), [("list", 0), ("list --council Mars", 2), ("check no-such", 2)])
def test_where_nobody_hears_the_messages_the_exit_code_stands(path: str, typed: str, code: int, stream: str) -> None:
    if "full" in stream and not os.path.exists("/dev/full"):
        pytest.skip("needs /dev/full")
    done = in_a_shell(f"$tenderwatch {typed} {stream}", TENDERWATCH_REGISTRY=path, PYTHONUNBUFFERED=None)
    assert (done.returncode, done.stderr) == (code, "")


def test_interrupted_while_it_starts() -> None:
    """The interrupt comes with the first import that a command needs."""
    program = (
        "import signal, sys, os\n"
        "class Interrupt:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        "        if name == 'typer':\n"
        "            signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "            os.kill(os.getpid(), signal.SIGINT)\n"
        "sys.meta_path.insert(0, Interrupt())\n"
        "from tenderwatch.cli.main import run\n"
        "run()\n"
    )
    answer = run_process("list", program=("-c", program))
    assert (answer.code, answer.out, answer.err) == (130, "", "tenderwatch: interrupted\n")


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs /dev/full")
@pytest.mark.parametrize("typed", ["list", "ical", "schema"])
def test_a_full_disk_is_a_failure_outside(path: str, large: str, typed: str) -> None:
    for registry in (path, large):
        more = [] if typed == "schema" else ["--registry", registry, *DAY]
        with open("/dev/full", "w") as full:
            done = subprocess.run(
                [*COMMAND, typed, *more], stdout=full, stderr=subprocess.PIPE, check=False, timeout=60
            )
        assert (done.returncode, done.stderr) == (3, FULL)


@pytest.mark.parametrize(
    "env",
    [
        {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        {"LC_ALL": "POSIX", "PYTHONIOENCODING": "ascii"},
        {"LANG": "en_GB.ISO-8859-1", "PYTHONUTF8": "0"},
    ],
    ids=["C", "ascii", "Latin-1"],
)
@pytest.mark.parametrize("form", ["plain", "table", "csv", "json", "md"])
def test_without_a_locale_every_character_still_comes_out(path: str, env: dict[str, str], form: str) -> None:
    answer = run_process("list", "--registry", path, "--format", form, *DAY, env=env)
    assert answer.code == 0
    assert "Café au lait" in " ".join(answer.out.split())
    assert "£5" in answer.out


def test_a_file_name_that_is_not_utf_8(tmp_path: Path) -> None:
    file = os.fsencode(tmp_path) + b"/caf\xe9.yaml"
    with open(file, "wb") as out:
        out.write(b"contracts: 1\n")
    done = subprocess.run([*COMMAND, "check", file], capture_output=True, check=False, timeout=60)
    assert (done.returncode, done.stdout.split(b":")[0], done.stderr) == (1, file, b"")
    done = subprocess.run([*COMMAND, "list", "--registry", file], capture_output=True, check=False, timeout=60)
    assert done.returncode == 0
    assert done.stderr.startswith(b"warning: 2 faults in the registry")


def test_a_terminal_gets_a_table_and_a_pipe_gets_lines(path: str) -> None:
    typed = ("due", "--registry", path, *DAY)
    shown = on_a_terminal(*typed, env={"TERM": "xterm", "COLUMNS": "120"})
    assert "what to act on" in shown
    assert "What to do" in shown
    assert "\x1b[" in shown
    dumb = on_a_terminal(*typed, env={"TERM": "dumb"})
    piped = run_process(*typed)
    assert dumb.replace("\r\n", "\n") == piped.out + piped.err
    assert "\x1b" not in piped.out
    assert "What to do" not in piped.out


def test_interrupted_while_reading(path: str) -> None:
    """The interrupt comes at the moment when the registry is opened."""
    program = (
        "import os, signal, sys\n"
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "def interrupt(event, details):\n"
        f"    if event == 'open' and str(details[0]) == {path!r}:\n"
        "        os.kill(os.getpid(), signal.SIGINT)\n"
        "sys.addaudithook(interrupt)\n"
        "from tenderwatch.cli.main import run\n"
        "run()\n"
    )
    answer = run_process("list", "--registry", path, program=("-c", program))
    assert (answer.code, answer.out, answer.err) == (130, "", "tenderwatch: interrupted\n")


def test_a_calendar_file_is_written_and_left_alone_when_nothing_changed(path: str, tmp_path: Path) -> None:
    file = tmp_path / "care.ics"
    first = run_cli("ical", "--registry", path, *DAY, "-o", str(file))
    assert (first.code, first.out) == (0, "")
    assert first.err.endswith(f"events written to {file}\n")
    assert file.read_bytes() == run_cli("ical", "--registry", path, *DAY).raw
    os.utime(file, (1, 1))
    again = run_cli("ical", "--registry", path, *DAY, "-o", str(file))
    assert again.err.endswith(f"events unchanged in {file}\n")
    assert file.stat().st_mtime == 1
    file.chmod(0o600)
    changed = run_cli("ical", "--registry", path, "--council", "Testshire", "--today", "2026-06-10", "-o", str(file))
    assert (changed.code, file.stat().st_mode & 0o777) == (0, 0o600)
    assert sorted(item.name for item in tmp_path.iterdir()) == ["care.ics", "contracts.yaml"]


def test_a_new_file_has_the_rights_of_any_new_file(path: str, tmp_path: Path) -> None:
    (tmp_path / "plain").touch()
    run_cli("ical", "--registry", path, *DAY, "-o", str(tmp_path / "care.ics"))
    assert (tmp_path / "care.ics").stat().st_mode == (tmp_path / "plain").stat().st_mode


def test_a_failed_write_leaves_the_last_good_file_and_nothing_else(path: str, tmp_path: Path) -> None:
    file = tmp_path / "care.ics"
    file.write_bytes(b"the last good one")
    program = (
        "import resource, sys\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100))\n"
        "from tenderwatch.cli.main import run\n"
        "run()\n"
    )
    answer = run_process("ical", "--registry", path, *DAY, "-o", str(file), program=("-c", program))
    assert (answer.code, answer.out) == (3, "")
    assert answer.err == f"tenderwatch: cannot write {file}: File too large\n  check the folder's rights and space\n"
    assert file.read_bytes() == b"the last good one"
    assert sorted(item.name for item in tmp_path.iterdir()) == ["care.ics", "contracts.yaml"]


@pytest.mark.skipif(not os.path.isdir("/proc/self"), reason="needs a folder in which nobody can write")
def test_a_folder_that_cannot_be_written(path: str) -> None:
    answer = run_cli("ical", "--registry", path, *DAY, "-o", "/proc/self/care.ics")
    assert (answer.code, answer.out) == (3, "")
    assert answer.err.startswith("tenderwatch: cannot write in /proc/")
    assert answer.err.endswith("\n  check the folder's rights\n")


def test_a_link_keeps_pointing_to_its_file_and_a_pipe_stays_a_pipe(path: str, tmp_path: Path) -> None:
    (tmp_path / "link.ics").symlink_to("care.ics")
    run_cli("ical", "--registry", path, *DAY, "-o", str(tmp_path / "link.ics"))
    expected = run_cli("ical", "--registry", path, *DAY).raw
    assert (tmp_path / "link.ics").is_symlink()
    assert (tmp_path / "care.ics").read_bytes() == expected
    fifo = tmp_path / "pipe.ics"
    os.mkfifo(fifo)
    received: list[bytes] = []
    reader = threading.Thread(target=lambda: received.append(fifo.read_bytes()))
    reader.start()
    run_cli("ical", "--registry", path, *DAY, "-o", str(fifo))
    reader.join(timeout=30)
    assert received == [expected]
    assert fifo.is_fifo()


def test_a_calendar_to_standard_output_is_bytes_as_they_are(path: str) -> None:
    for flags in ((), ("-o", "-")):
        answer = run_process("ical", "--registry", path, *DAY, *flags)
        assert (answer.code, answer.err) == (0, "")
        assert answer.raw.count(b"\n") == answer.raw.count(b"\r\n") > 10


@pytest.mark.parametrize("typed", ["import -", "wording -", "add --from -", "backtest -", "add --interactive"])
def test_an_input_that_is_closed_is_one_message(typed: str, path: str) -> None:
    done = in_a_shell(f"$tenderwatch {typed} <&-", TENDERWATCH_REGISTRY=path)
    assert (done.returncode, done.stdout) == (3, "")
    assert done.stderr.splitlines()[-2].endswith("tenderwatch: Bad file descriptor")
    assert "standard output or input is closed" in done.stderr.splitlines()[-1]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_a_pipe_is_read_like_a_file(path: str, tmp_path: Path) -> None:
    """As a shell hands over the output of another command: it can be read only once."""
    (tmp_path / "r.csv").write_text("Contract title,Supplier,Start,End\nHome care,Care Ltd,01/04/2024,31/03/2027\n")
    os.mkfifo(tmp_path / "p")
    line = f"$tenderwatch import {tmp_path}/{{}} --lead testshire"
    plain = in_a_shell(line.format("r.csv"), TENDERWATCH_REGISTRY=path)
    piped = in_a_shell(f"cat {tmp_path}/r.csv > {tmp_path}/p & {line.format('p')}", TENDERWATCH_REGISTRY=path)
    assert piped.returncode == 0, piped.stderr
    assert "1 row: " in piped.stdout
    assert piped.stdout.replace("\np: a", "\nr.csv: a").replace(" p, row", " r.csv, row") == plain.stdout
