"""The drawings themselves: golden files, widths, hostile words, and SVG as a screen reader and a dark page need it."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable, Iterator
from datetime import date
from xml.etree import ElementTree

import pytest
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from support import GOLDEN, ROOT, registry_text, run_cli, shown_text
from tenderwatch.outlook import Outlook, look_at
from tenderwatch.queries.filters import Filters
from tenderwatch.queries.select import full_agenda
from tenderwatch.registry.load import load
from tenderwatch.registry.parse import parse_files
from tenderwatch.timeline.axis import Axis
from tenderwatch.timeline.bars import bar_of
from tenderwatch.timeline.cells import ASCII, UNICODE, Glyphs, bar_cells
from tenderwatch.timeline.chart import Timeline, drawing_of, timeline_of
from tenderwatch.timeline.svg import timeline_svg
from tenderwatch.timeline.svg_contract import contract_svg, drawing_svg
from tenderwatch.timeline.svg_shapes import cut, fold, width_of
from tenderwatch.timeline.svg_style import DARK, LIGHT
from tenderwatch.timeline.text import render, render_one
from test_any_record import records, text_of
from test_formats import TITLES

TODAY = date(2026, 1, 10)
CASES = str(ROOT / "tests" / "cases" / "timeline.yaml")
DRAWN = {
    "60-columns.txt": ("--width", "60", "--no-ascii"),
    "80-columns.txt": ("--width", "80", "--no-ascii"),
    "120-columns.txt": ("--width", "120", "--no-ascii"),
    "80-columns-ascii.txt": ("--width", "80", "--ascii"),
    "120-columns-ascii.txt": ("--width", "120", "--ascii"),
    "by-service.txt": ("--width", "100", "--no-ascii", "--group", "service", "--from", "2026", "--to", "2028"),
    "one-contract.txt": ("home-care", "--width", "80", "--no-ascii"),
    "one-contract-ascii.txt": ("advocacy", "--width", "60", "--ascii"),
    "registry.svg": ("--format", "svg"),
    "by-service.svg": ("--format", "svg", "--group", "service", "--width", "700", "--from", "2026", "--to", "2028"),
    "one-contract.svg": ("home-care", "--format", "svg"),
}
WORD_SIZES = {"h": 17.0, "s": 12.0}


@pytest.mark.parametrize("name", DRAWN)
def test_golden(golden: Callable[[str, str], None], name: str) -> None:
    answer = run_cli("timeline", *DRAWN[name], "--registry", CASES, "--today", str(TODAY))
    assert (answer.code, answer.err) == (0, "")
    golden(f"timeline/{name}", answer.out)


def test_no_golden_file_is_an_orphan() -> None:
    assert {path.name for path in (GOLDEN / "timeline").iterdir()} == set(DRAWN)


def read(*texts: str, faults: bool = False) -> list[Outlook]:
    """The outlooks of these records; with `faults` of the sound ones among them."""
    registry, problems, _ = parse_files([("f", registry_text(*texts).encode())], "f")
    assert faults or [problem for problem in problems if problem.level == "error"] == []
    return [look_at(contract, registry, TODAY) for contract in registry.contracts]


def chart(*texts: str) -> Timeline:
    return chart_of(read(*texts))


def chart_of(found: list[Outlook]) -> Timeline:
    registry = found[0].registry
    return timeline_of(full_agenda(registry, TODAY, Filters().resolve(registry)))


def titled(*titles: str) -> list[str]:
    return [
        f"id: c-{number}\ntitle: {json.dumps(title, ensure_ascii=False)}\nstart: 2024\nend: 2027-03\n"
        "extensions: [{months: 12, state: permitted}]\nplans: {tender: autumn 2026}"
        for number, title in enumerate(titles)
    ]


def columns(line: str) -> int:
    """How wide a terminal shows a line, counted apart from the library that the program uses."""
    line = re.sub("\u200d.", "", line)  # joined to the character before
    wide = sum(2 for char in line if unicodedata.east_asian_width(char) in "WF")
    none = sum(1 for char in line if unicodedata.category(char) in ("Mn", "Me", "Cf"))
    return len(line) + wide // 2 - none


# --- Text ---


@pytest.mark.parametrize("width", [40, 60, 87, 88, 120, 200])
@pytest.mark.parametrize("ascii_only", [False, True])
def test_no_line_is_wider_than_asked(width: int, ascii_only: bool) -> None:
    drawn = render(chart(*titled(*TITLES)), width, ascii_only=ascii_only)
    ones = [render_one(drawing_of(item), width, ascii_only=ascii_only) for item in read(*titled(*TITLES))]
    for text in (drawn, *ones):
        assert [line for line in text.splitlines() if max(cell_len(line), columns(line)) > width] == []


@pytest.mark.parametrize("title", TITLES)
def test_every_title_can_be_read_in_the_text(title: str) -> None:
    squeezed = re.sub(r"\s", "", title)
    assert squeezed in re.sub(r"\s", "", render(chart(*titled(title)), 60))
    assert squeezed in re.sub(r"\s", "", render_one(drawing_of(read(*titled(title))[0]), 60))


def test_ascii_is_ascii() -> None:
    for typed in DRAWN.values():
        if "--ascii" in typed:
            drawn = run_cli("timeline", *typed, "--registry", CASES, "--today", str(TODAY)).out
            assert drawn.replace("日本語のタイトル", "").isascii()


@pytest.mark.parametrize("glyphs", [UNICODE, ASCII], ids=["unicode", "ascii"])
def test_every_sign_is_one_column_and_unlike_the_others(glyphs: Glyphs) -> None:
    others = [sign for sign in glyphs if isinstance(sign, str)]
    assert all(cell_len(sign) == 1 for sign in (*glyphs.inks.values(), *others))
    on_a_bar = [*glyphs.inks.values(), glyphs.end, glyphs.earlier, glyphs.later, glyphs.today]
    assert len(set(on_a_bar)) == len(on_a_bar)


def test_every_sign_that_is_drawn_is_explained() -> None:
    drawn = render(chart(*titled("a")), 80)
    legend, _, bars = drawn.partition("Testshire")
    for sign in set(bars.split("\n", 5)[5]) & {"█", "░", "≈", "╌", "T", "t"}:
        assert f"{sign} " in legend


@given(
    record=records,
    width=st.integers(1, 400),
    first=st.dates(date(2000, 1, 1), date(2040, 1, 1)),
    days=st.integers(0, 9000),
)
@settings(max_examples=100, suppress_health_check=[HealthCheck.too_slow])
def test_a_column_shows_the_least_certain_of_its_days(
    record: dict[str, object], width: int, first: date, days: int
) -> None:
    found = read(text_of(record), faults=True)
    assume(found)
    bar = bar_of(found[0])
    axis = Axis(first, date.fromordinal(first.toordinal() + days), width)
    line = bar_cells(bar.pieces, bar.ends, axis, UNICODE, TODAY).ljust(width)
    assert len(line) == width
    for day in range(first.toordinal(), first.toordinal() + days + 1, max(1, days // 50)):
        on = date.fromordinal(day)
        inks = {piece.ink for piece in bar.pieces if (piece.first or on) <= on <= (piece.last or on)}
        if "uncertain" in inks:
            assert line[int(axis.at(on))] == UNICODE.inks["uncertain"]
        elif inks:
            assert line[int(axis.at(on))] not in (" ", UNICODE.today)
        if "open" in inks:
            assert line[int(axis.at(on))] not in (UNICODE.inks["initial"], UNICODE.inks["exercised"])


# --- SVG ---


def element(svg: str) -> ElementTree.Element:
    return ElementTree.fromstring(svg)  # noqa: S314 - our own text, which is what is tested


def texts(root: ElementTree.Element) -> Iterator[tuple[float, float, float, str]]:
    """Every line of words that is drawn: x, y, class and words, with the groups' shifts applied."""

    def walk(node: ElementTree.Element, x: float, y: float) -> Iterator[tuple[float, float, float, str]]:
        shift = re.fullmatch(r"translate\(([-\d.]+) ([-\d.]+)\)", node.get("transform", ""))
        if shift:
            x, y = x + float(shift[1]), y + float(shift[2])
        name = node.tag.rpartition("}")[2]
        if name == "text":
            size = float(node.get("font-size", WORD_SIZES.get(node.get("class", ""), 14)))
            yield x + float(node.get("x", 0)), y + float(node.get("y", 0)), size, node.text or ""
        for child in node:
            if name == "text":
                assert child.tag.endswith("tspan")
                yield x + float(child.get("x", 0)), y + float(node.get("y", 0)), WORD_SIZES["s"], child.text or ""
            else:
                yield from walk(child, x, y)

    return walk(root, 0, 0)


def assert_sound(svg: str) -> None:
    """It parses, names itself, keeps its words inside, and asks for nothing outside."""
    root = element(svg)
    width, height = float(root.get("width", 0)), float(root.get("height", 0))
    assert root.get("role") == "img"
    assert [child.tag.rpartition("}")[2] for child in root][:2] == ["title", "desc"]
    for x, y, size, words in texts(root):
        assert x >= 0
        assert 0 <= y <= height
        assert x + width_of(words, size) * 0.86 <= width + 1, words
    for node in root.iter():
        kind = node.tag.rpartition("}")[2]
        assert kind in ("svg", "title", "desc", "style", "defs", "pattern", "path", "g", "text", "tspan", "use", "a")
        for key, value in node.attrib.items():
            assert not key.lower().startswith("on")
            if key.endswith("href"):
                assert value.startswith("#") or kind == "a"
    assert "http" not in re.sub(
        r'xmlns="http://www.w3.org/2000/svg"', "", re.sub(r"<(title|desc|text).*?</\1>", "", svg)
    )


@pytest.mark.parametrize("width", [320, 520, 960, 2000])
def test_hostile_titles_stay_words_in_svg(width: int) -> None:
    svg = timeline_svg(chart(*titled(*TITLES)), width=width)
    assert_sound(svg)
    names = [title.text or "" for title in element(svg).iter("{http://www.w3.org/2000/svg}title")]
    for title in TITLES:
        shown = " ".join(title.split())
        assert any(name.startswith(f"{shown}: ") for name in names)
    for item in read(*titled(*TITLES)):
        assert_sound(drawing_svg(drawing_of(item), width=width, headed=True))


@given(st.lists(shown_text(60).map(lambda text: " ".join(text.split())).filter(bool), min_size=1, max_size=3))
@settings(max_examples=60)
def test_any_title_makes_sound_svg(titles: list[str]) -> None:
    assert_sound(timeline_svg(chart(*titled(*titles))))


@given(record=records, other=records)
@example(record={"start": "1900-01-01", "open_ended": True}, other={"end": "2199"})
@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
def test_any_registry_can_be_drawn(record: dict[str, object], other: dict[str, object]) -> None:
    outlooks = read("id: one\n" + text_of(record), "id: two\nreplaces: [one]\n" + text_of(other), faults=True)
    assume(outlooks)
    found = chart_of(outlooks)
    for width, ascii_only in ((40, False), (100, True)):
        text = render(found, width, ascii_only=ascii_only)
        assert all(cell_len(line) <= width for line in text.splitlines())
    assert_sound(timeline_svg(found))
    for outlook in outlooks:
        assert_sound(contract_svg(outlook))
        assert all(cell_len(line) <= 40 for line in render_one(drawing_of(outlook), 40).splitlines())


def test_a_link_is_escaped() -> None:
    svg = timeline_svg(chart("end: 2027"), href=lambda name: f'contracts/{name}.html?a=1&b="2"')
    assert 'href="contracts/home-care.html?a=1&amp;b=&quot;2&quot;"' in svg
    assert_sound(svg)


def test_without_a_style_element_the_page_has_to_style_it() -> None:
    assert "<style>" not in contract_svg(read("end: 2027")[0])


def test_a_dated_uncertainty_is_a_shape_of_its_own() -> None:
    certain, uncertain = (timeline_svg(chart(f"start: 2024-04-01\nend: {end}")) for end in ("2027-03-31", "2027-03"))
    assert 'class="u"' not in certain
    assert 'class="u"' in uncertain


def luminance(colour: str) -> float:
    """Relative luminance, as WCAG 2.2 defines it."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
def test_contrast(palette: dict[str, str]) -> None:
    paper = luminance(palette["paper"])
    for name, colour in palette.items():
        light, dark = sorted((luminance(colour), paper), reverse=True)
        wanted = {"paper": 1, "grid": 1, "text": 4.5, "soft": 4.5}.get(name, 3)
        assert (light + 0.05) / (dark + 0.05) >= wanted, name


@given(shown_text(80), st.integers(60, 600))
def test_cut_and_folded_text_fits(text: str, width: int) -> None:
    assert width_of(cut(text, 13, width), 13) <= width
    lines = fold(text, 13, width)
    assert all(width_of(line, 13) <= width for line in lines)
    assert "".join("".join(lines).split()) == "".join(text.split())


def test_the_shipped_registry_is_light() -> None:
    registry = load(ROOT / "data").registry
    agenda = full_agenda(registry, date(2026, 11, 22), Filters().resolve(registry))
    svg = timeline_svg(timeline_of(agenda), compact=True)
    assert_sound(svg)
    drawn = svg.count("<g><title>")
    assert drawn > 20
    assert len(svg.encode()) < 8_000 + 350 * drawn
