"""What is built beside the wheel: manual pages, the zip that runs without installing, and the container."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from support import ROOT, run_cli

sys.path.insert(0, str(ROOT / "scripts"))
import build_zip
import man_pages

PAGE = (ROOT / "docs" / "reference" / "commands.md").read_text("utf-8")
MANUAL = man_pages.pages(PAGE, "1.2.3")


def test_there_is_a_manual_page_for_the_program_and_each_command_that_is_documented() -> None:
    documented = re.findall(r"^## ([a-z ]+)$\n+```text", PAGE, re.MULTILINE)
    assert len(documented) > 30
    assert set(MANUAL) == {"tenderwatch.1", *(f"tenderwatch-{name.replace(' ', '-')}.1" for name in documented)}


@pytest.mark.parametrize("name", list(MANUAL))
def test_a_manual_page_says_what_help_says(name: str, tmp_path: Path) -> None:
    text = MANUAL[name]
    order = re.findall(r"^\.SH (.+)$", text, re.MULTILINE)
    assert order[:3] == ["NAME", "SYNOPSIS", "DESCRIPTION"]
    assert order[-1] == "SEE ALSO"
    assert "OPTIONS" in order
    if not shutil.which("groff"):
        return
    (tmp_path / name).write_text(text, encoding="utf-8")
    done = subprocess.run(
        ["groff", "-man", "-ww", "-Tutf8", "-P-cbou", tmp_path / name], capture_output=True, text=True, check=True
    )
    assert done.stderr == ""
    shown = " ".join(done.stdout.replace("\u2010\n", "").split())
    for option in re.findall(r"--[a-z-]+", text.replace("\\-", "-")):
        assert option in shown


def test_a_manual_page_obeys_nothing_that_help_says() -> None:
    hostile = "<!-- commands -->\n```text\nUsage: x\n\n  .so /etc/passwd \\n 'a' `b`.\n\nOptions:\n  --x  y\n```\n"
    text = man_pages.pages(hostile, "1")["tenderwatch.1"]
    assert "\n\\&.so /etc/passwd \\en \\(aqa\\(aq \\(gab\\(ga" in text


@pytest.fixture
def libraries(tmp_path: Path) -> Path:
    made = tmp_path / "libraries"
    for name in ("tenderwatch/data/contracts.yaml", "yaml/__init__.py", "yaml/_yaml.cpython-311-x86_64-linux-gnu.so",
                 "bin/tenderwatch", "share/man/man1/x.1", "yaml/__pycache__/x.pyc"):  # fmt: skip
        (made / name).parent.mkdir(parents=True, exist_ok=True)
        (made / name).write_text(name, encoding="utf-8")
    return made


def test_the_zip_holds_libraries_without_compiled_parts_and_ways_to_start(libraries: Path) -> None:
    files = build_zip.contents(libraries, None, "1.2.3")
    assert set(files) == {
        "README.txt", "start.py", "tenderwatch", "tenderwatch.cmd", "lib/tenderwatch/data/contracts.yaml",
        "lib/yaml/__init__.py",
    }  # fmt: skip
    assert b"needs Python 3.11" in files["README.txt"]
    data = build_zip.packed(files, "tenderwatch-1.2.3")
    assert data == build_zip.packed(dict(reversed(list(files.items()))), "tenderwatch-1.2.3")
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        rights = {entry.filename: entry.external_attr >> 16 for entry in archive.infolist()}
    assert rights["tenderwatch-1.2.3/tenderwatch"] == 0o755
    assert set(rights.values()) == {0o755, 0o644}
    assert files["tenderwatch.cmd"].count(b"\r\n") == files["tenderwatch.cmd"].count(b"\n")


def test_an_embedded_python_is_brought_along(libraries: Path, tmp_path: Path) -> None:
    embedded = tmp_path / "python-embed.zip"
    with zipfile.ZipFile(embedded, "w") as archive:
        archive.writestr("python.exe", "MZ")
        archive.writestr("python312._pth", "python312.zip\n.\n")
    files = build_zip.contents(libraries, embedded, "1")
    assert {"python/python.exe", "python/python312._pth"} <= set(files)
    assert b"brings its own Python" in files["README.txt"]
    assert b"python\\python.exe" in files["tenderwatch.cmd"]
    with zipfile.ZipFile(embedded, "w") as archive:
        archive.writestr("x", "y")
    with pytest.raises(SystemExit, match="no embeddable package"):
        build_zip.contents(libraries, embedded, "1")


def test_the_container_is_ten_lines_of_files_that_are_sent_to_it() -> None:
    lines = (ROOT / "Dockerfile").read_text("utf-8").splitlines()
    assert len(lines) <= 10
    assert lines[-2:] == ['ENTRYPOINT ["tenderwatch"]', 'CMD ["due"]']
    sent = [line[1:] for line in (ROOT / ".dockerignore").read_text("utf-8").splitlines() if line.startswith("!")]
    assert all((ROOT / name).exists() for name in sent)
    # What the wheel is built from.
    project = (ROOT / "pyproject.toml").read_text("utf-8")
    needed = {"pyproject.toml", "hatch_build.py", "scripts/man_pages.py", "README.md", "LICENSE", "src", "data"}
    needed |= set(re.findall(r'^"(docs/[^"]+)" = ', project, re.MULTILINE)) | {"docs/reference/commands.md"}
    assert [name for name in needed if not any(f"{name}/".startswith(f"{part}/") for part in sent)] == []
    assert run_cli("due", "--today", "2026-11-28").code == 0
