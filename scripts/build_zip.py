"""Assemble a zip that runs without installing: unpack it anywhere, and start `tenderwatch` in it.

    python scripts/build_zip.py                                  needs Python 3.11 on the machine that it runs on
    python scripts/build_zip.py --embedded python-3.12.10-embed-amd64.zip
                                                                 brings the Python for Windows that you name with it,
                                                                 the "embeddable package" of python.org

The libraries in it are those that pip finds here. Their compiled parts are left out, as they would fit one system
only: each has a way without. The same inputs give the same bytes.
"""

from __future__ import annotations

import argparse
import io
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
# Compiled for one system, or of no use to a program that runs.
_LEFT_OUT = (".so", ".pyd", ".pyc", ".pxd", ".pyx", ".c", ".h")
_WHEN = (2020, 1, 1, 0, 0, 0)

_START = """\
\"\"\"Starts tenderwatch from the folder that this file is in.\"\"\"

import sys
from pathlib import Path

if sys.version_info < (3, 11):
    sys.exit("tenderwatch needs Python 3.11 or newer; this is " + sys.version.split()[0])
sys.path.insert(0, str(Path(__file__).resolve().parent / "lib"))

from tenderwatch.cli.main import run  # noqa: E402

run()
"""
_UNIX = """\
#!/bin/sh
exec "${PYTHON:-python3}" "$(dirname "$0")/start.py" "$@"
"""
_WINDOWS = """\
@echo off
if exist "%~dp0python\\python.exe" (
  "%~dp0python\\python.exe" "%~dp0start.py" %*
) else (
  py -3 "%~dp0start.py" %*
)
"""
_README = """\
tenderwatch {version}

Unpack this folder anywhere. Nothing has to be installed.

Windows:          tenderwatch.cmd due
Linux and macOS:  ./tenderwatch due

{python}

To keep your own register: tenderwatch.cmd init my-register
To remove it all, delete the folder. `tenderwatch.cmd doctor` says where compiled copies are kept.
"""


def contents(libraries: Path, embedded: Path | None, version: str) -> dict[str, bytes]:
    """Every file of the zip by its path in the folder."""
    brought = embedded is not None
    python = "It brings its own Python." if brought else "It needs Python 3.11 or newer on this machine."
    files = {
        "start.py": _START.encode(),
        "tenderwatch": _UNIX.encode(),
        "tenderwatch.cmd": _WINDOWS.replace("\n", "\r\n").encode(),
        "README.txt": _README.format(version=version, python=python).replace("\n", "\r\n").encode(),
    }
    for path in libraries.rglob("*"):
        name = path.relative_to(libraries)
        if path.is_file() and path.suffix not in _LEFT_OUT and name.parts[0] not in ("bin", "share"):
            files[f"lib/{name.as_posix()}"] = path.read_bytes()
    return files | dict(_python(embedded) if embedded else ())


def _python(embedded: Path) -> Iterator[tuple[str, bytes]]:
    """The files of an embeddable Python."""
    with zipfile.ZipFile(embedded) as archive:
        names = archive.namelist()
        if "python.exe" not in names:
            sys.exit(f"{embedded} is no embeddable package of Python for Windows: it has no python.exe")
        for name in names:
            if not name.endswith("/"):
                yield f"python/{name}", archive.read(name)


def packed(files: dict[str, bytes], folder: str) -> bytes:
    """The files as a zip with one folder in it."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in sorted(files.items()):
            entry = zipfile.ZipInfo(f"{folder}/{name}", _WHEN)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = (0o755 if name == "tenderwatch" else 0o644) << 16
            archive.writestr(entry, data)
    return held.getvalue()


def build(target: Path, embedded: Path | None = None) -> Path:
    """Write the zip into a folder; its path."""
    from tenderwatch import __version__

    with tempfile.TemporaryDirectory() as libraries:
        command = [
            sys.executable,
            "-m",
            "pip",
            "install",
            "--quiet",
            "--disable-pip-version-check",
            "--no-compile",
            "--no-warn-conflicts",
        ]
        # Windows has no time zones of its own.
        subprocess.run([*command, "--target", libraries, str(ROOT), "tzdata"], check=True)
        files = contents(Path(libraries), embedded, __version__)
    folder = f"tenderwatch-{__version__}" + ("-windows" if embedded else "")
    target.mkdir(parents=True, exist_ok=True)
    path = target / f"{folder}.zip"
    path.write_bytes(packed(files, folder))
    return path


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--embedded", type=Path, metavar="ZIP", help="an embeddable Python for Windows to bring along")
    parser.add_argument("--into", type=Path, default=ROOT / "dist", metavar="FOLDER")
    given = parser.parse_args()
    print(build(given.into, given.embedded))
