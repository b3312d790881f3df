"""`tenderwatch timeline`: what it refuses, where it writes, and when it draws in ASCII."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from support import ROOT, run_cli, run_process
from tenderwatch.cli.context import speaks_utf8

CASES = ("--registry", str(ROOT / "tests" / "cases" / "timeline.yaml"), "--today", "2026-01-10")

REFUSED = [
    (("--from", "soon"), "--from: 'soon' is not a date", "write one of"),
    (("--to", "unknown"), "--to: the day has to be known", "give a date, a month or a year"),
    (("--from", "2027", "--to", "2026"), "--from 2027-01-01 lies after --to 2026-12-31", "exchange the two"),
    (("--group", "counsil"), "--group: 'counsil' is not a choice", "did you mean council?"),
    (("--format", "gif"), "--format: there is no format 'gif' here", "write one of plain, svg, png"),
    (("-o", "drawing.pdf"), "the ending of drawing.pdf names no format", "end it with one of .txt, .svg, .png"),
    (("--width", "39"), "--width: 39 is not between 40 and 1000 columns", "leave it out"),
    (("--width", "100", "--format", "svg"), "--width: 100 is not between 320 and 4000 pixels", "leave it out"),
    (("nobody",), "there is no contract 'nobody'", "run `tenderwatch list`"),
    (("carers", "--council", "testshire"), "one contract is drawn whole", "leave out --from, --to and the filters"),
    (("carers", "--to", "2030"), "one contract is drawn whole", "leave out --from, --to and the filters"),
    (("--council", "nowhere"), "there is no council 'nowhere' in the registry", "known: otherham"),
    (("-o", "/"), "/ is a folder", "name a file"),
    (("-o", "no/such/folder.svg"), "there is no folder no/such", "make it first"),
]


@pytest.mark.parametrize(("typed", "fault", "hint"), REFUSED, ids=[" ".join(row[0]) for row in REFUSED])
def test_what_is_refused(typed: tuple[str, ...], fault: str, hint: str) -> None:
    answer = run_cli("timeline", *typed, *CASES)
    assert (answer.code, answer.out) == (2, "")
    first, second = answer.err.splitlines()
    assert first == f"tenderwatch: {fault}"
    assert second.strip().casefold().startswith(hint.casefold())


def test_a_file_is_written_once_and_then_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "timeline.svg"
    first = run_cli("timeline", "-o", str(path), *CASES)
    assert (first.code, first.out, first.err) == (0, "", f"written to {path}\n")
    assert path.read_text().startswith("<svg ")
    assert path.read_text() == run_cli("timeline", "--format", "svg", *CASES).out
    assert run_cli("timeline", "-o", str(path), *CASES).err == f"unchanged in {path}\n"
    assert [path.name for path in tmp_path.iterdir()] == ["timeline.svg"]


def png_size(data: bytes) -> tuple[int, int]:
    assert data.startswith(b"\x89PNG\r\n\x1a\n")
    return int.from_bytes(data[16:20], "big"), int.from_bytes(data[20:24], "big")


@pytest.mark.parametrize("typed", [(), ("carers",), ("--width", "1200")], ids=["all", "one contract", "wider"])
def test_a_png_is_the_same_drawing_twice_as_fine(typed: tuple[str, ...], tmp_path: Path) -> None:
    pytest.importorskip("resvg_py", reason="drawings as PNG need the extra 'png'")
    path = tmp_path / "drawing.png"
    answer = run_cli("timeline", *typed, "-o", str(path), *CASES)
    assert answer.code == 0, answer.err
    svg = run_cli("timeline", *typed, "--format", "svg", *CASES).out
    size = re.search(r'width="([0-9]+)" height="([0-9.]+)"', svg)
    assert size
    wide, high = png_size(path.read_bytes())
    assert wide == 2 * int(size[1])
    assert abs(high - 2 * float(size[2])) <= 2
    assert run_cli("timeline", *typed, "--format", "png", *CASES).raw == path.read_bytes()


def test_a_png_has_its_colours_and_its_words() -> None:
    """The library knows no variables: a drawing that kept them would be black, and one without a font has no words."""
    resvg = pytest.importorskip("resvg_py", reason="drawings as PNG need the extra 'png'")
    from tenderwatch.timeline.png import png_of
    from tenderwatch.timeline.svg_style import plain_svg

    svg = run_cli("timeline", "--format", "svg", *CASES).out
    plain = plain_svg(svg)
    assert not re.search(r"var\(|--tw-|@media|system-ui", plain)
    assert re.sub(r"<style>.*?</style>", "", svg, flags=re.DOTALL).count("<text") == plain.count("<text")
    drawn = png_of(svg)
    assert drawn != bytes(resvg.svg_to_bytes(svg_string=svg, zoom=2))
    assert drawn != png_of(re.sub(r"<text.*?</text>", "", svg))


def test_without_the_library_it_says_how_to_get_it(tmp_path: Path) -> None:
    missing = "import sys\nsys.modules['resvg_py'] = None\n"
    program = f"{missing}from tenderwatch.cli.main import main\nsys.exit(main(sys.argv[1:]))"
    path = tmp_path / "drawing.png"
    answer = run_process("timeline", "-o", str(path), *CASES, program=("-c", program))
    assert (answer.code, answer.out, path.exists()) == (2, "", False)
    assert answer.err.splitlines() == [
        "tenderwatch: the format png needs a library that is not installed",
        "  install it with: pip install 'tenderwatch[png]', or draw it as svg",
    ]


def test_without_a_font_it_is_no_picture_without_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("resvg_py", reason="drawings as PNG need the extra 'png'")
    monkeypatch.setattr("tenderwatch.timeline.png._FONTS", ("No Such Letters",))
    answer = run_cli("timeline", "-o", str(tmp_path / "drawing.png"), *CASES)
    assert answer.code == 3
    assert "no font was found" in answer.err
    assert [*tmp_path.iterdir()] == []


def test_another_ending_is_text(tmp_path: Path) -> None:
    path = tmp_path / "timeline.txt"
    run_cli("timeline", "-o", str(path), "--width", "80", "--ascii", *CASES)
    assert path.read_text() == run_cli("timeline", "-o", "-", "--width", "80", "--ascii", *CASES).out


# LC_ALL, LC_CTYPE, LANG | whether a terminal shows more than ASCII.
LOCALES = [
    ("", "", "en_GB.UTF-8", True),
    ("", "", "C.utf8", True),
    ("", "UTF-8", "", True),
    ("", "en_GB.ISO-8859-1", "en_GB.UTF-8", False),
    ("C", "", "en_GB.UTF-8", False),
    ("", "", "en_GB", False),
    ("", "", "", False),
    ("", "C.UTF-8", "", False),
    ("", "C.UTF-8", "en_GB.UTF-8", True),
]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such settings")
@pytest.mark.parametrize(("everywhere", "letters", "usual", "speaks"), LOCALES)
def test_what_a_locale_says(
    monkeypatch: pytest.MonkeyPatch, everywhere: str, letters: str, usual: str, speaks: bool
) -> None:
    for name, value in (("LC_ALL", everywhere), ("LC_CTYPE", letters), ("LANG", usual)):
        monkeypatch.setenv(name, value)
    assert speaks_utf8() is speaks


@pytest.mark.parametrize(("locale", "plain"), [("C", True), ("POSIX", True), ("", True), ("C.UTF-8", False)])
def test_ascii_where_the_locale_has_no_utf8(locale: str, plain: bool) -> None:
    env = {"LC_ALL": locale, "LC_CTYPE": "", "LANG": "", "COLUMNS": "70"}
    typed = ("timeline", "--council", "testshire", *CASES)
    answer = run_process(*typed, env=env)
    assert answer.code == 0, answer.err
    assert answer.out.isascii() is plain
    assert max(map(len, answer.lines)) <= 70
    assert run_process(*typed, "--no-ascii" if plain else "--ascii", env=env).out.isascii() is not plain


def test_nothing_to_draw_is_said() -> None:
    answer = run_cli("timeline", "--text", "nothing is known", "--width", "80", *CASES)
    assert answer.code == 0
    assert answer.lines[0] == "No contract, 10 January 2025 to 10 January 2027, as known on 10 January 2026."
    assert answer.lines[-1] == "Not drawn: 1 without any known date; 9 filtered out."


def test_services_asked_for_are_the_only_headings() -> None:
    typed = ("--group", "service", "--service", "home care", "--width", "80")
    answer = run_cli("timeline", *typed, *CASES)
    assert "Home care (1)" in answer.lines
    assert "Reablement (1)" not in answer.lines


@pytest.mark.parametrize("form", ["plain", "svg"])
def test_the_same_day_and_registry_give_the_same_bytes(form: str) -> None:
    typed = ("timeline", "--format", form, *CASES)
    first, second = (run_process(*typed, env={"PYTHONHASHSEED": seed}) for seed in ("1", "2"))
    assert first.raw == second.raw
    assert first.code == 0


def test_a_reader_that_leaves_is_no_fault() -> None:
    typed = [sys.executable, "-m", "tenderwatch", "timeline", "--format", "svg", *CASES]
    with subprocess.Popen(typed, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        assert running.stdout
        assert running.stderr
        running.stdout.close()
        assert running.stderr.read() == b""
    assert running.returncode == 0
