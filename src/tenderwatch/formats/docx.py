"""An answer as a Word document: A4, wide, with headings, tables whose first row repeats, and the notes at the end.

Nothing in it is a link, a field of data or a macro. The same answer gives the same bytes.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from datetime import datetime, time
from typing import TYPE_CHECKING, Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from tenderwatch.answers.answer import Answer, Block, Cell, Column, Entry, Facts, Reference, Section, Table
from tenderwatch.dates.words import day_text
from tenderwatch.formats import Screen
from tenderwatch.formats.cells import Below, pieces, stacked, words

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import _Cell
    from docx.text.paragraph import Paragraph

_WIDTH, _HEIGHT, _MARGIN = 297, 210, 12  # millimetres: A4 on its side
# How much of the width each kind of cell takes, against the others.
_SHARES = {"contract": 5, "text": 4, "list": 4, "money": 3, "date": 3, "day": 3, "code": 3, "count": 2}
_LONG = 60  # letters; a column with longer cells takes more
_INK, _QUIET, _LATE, _SOON = "1A1A1A", "555555", "9C2A10", "7A4B00"
# What XML cannot hold.
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


def render(answer: Answer, screen: Screen) -> Iterator[bytes]:  # noqa: ARG001 - one shape for all
    """The document."""
    from docx import Document

    document = Document()
    _page(document, answer)
    _line(document.add_heading(level=0), answer.title)
    for text, style in ((answer.subtitle, _QUIET), (answer.summary, _INK), *((text, _INK) for text in answer.lead)):
        if text:
            _prose(document.add_paragraph(), text, style)
    for section in answer.sections():
        _section(document, section)
    for text in answer.closing:
        _prose(document.add_paragraph(), text, _QUIET)
    if answer.notes:
        _line(document.add_heading(level=1), "Notes")
        for note in answer.notes:
            _prose(document.add_paragraph(style="List Bullet"), note, _QUIET, size=8)
    out = io.BytesIO()
    document.save(out)
    yield _undated(out.getvalue())


def _page(document: Document, answer: Answer) -> None:
    """Paper, margins, letters, language, and the number of each page."""
    from docx.enum.section import WD_ORIENT
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls
    from docx.shared import Mm, Pt, RGBColor

    page = document.sections[0]
    page.orientation, page.page_width, page.page_height = WD_ORIENT.LANDSCAPE, Mm(_WIDTH), Mm(_HEIGHT)
    page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = Mm(_MARGIN)
    sizes = {"Normal": 9, "Title": 18, "Heading 1": 13, "Heading 2": 11, "List Bullet": 9}
    for name, size in sizes.items():
        style: Any = document.styles[name]
        style.font.name, style.font.size, style.font.color.rgb = "Arial", Pt(size), RGBColor.from_string(_INK)
        style.paragraph_format.space_after = Pt(3)
        # A theme's letters would win over the name.
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for key in [key for key in fonts.attrib if "Theme" in str(key)]:
            del fonts.attrib[key]
    language = parse_xml(f'<w:lang {nsdecls("w")} w:val="en-GB"/>')
    document.styles["Normal"].element.get_or_add_rPr().append(language)
    foot = page.footer.paragraphs[0]
    foot.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    for part in ("PAGE", " of ", "NUMPAGES"):
        if part.isupper():
            foot._p.append(
                parse_xml(f'<w:fldSimple {nsdecls("w")} w:instr="{part}"><w:r><w:t>1</w:t></w:r></w:fldSimple>')
            )
        else:
            foot.add_run(part)
    about = document.core_properties
    about.title, about.author, about.comments = f"{answer.title}, {day_text(answer.today)}", "tenderwatch", ""
    # The day calculated for, so that the bytes repeat.
    about.created = about.modified = datetime.combine(answer.today, time())
    about.language, about.last_modified_by, about.revision = "en-GB", "tenderwatch", 1


def _section(document: Document, section: Section) -> None:
    if section.heading:
        style = _LATE if section.late else _SOON if section.soon else _INK
        _line(document.add_heading(level=1), section.title, style)
    if section.advice:
        _prose(document.add_paragraph(), section.advice, _QUIET)
    for block in section.blocks:
        _block(document, block)


def _block(document: Document, block: Block) -> None:
    match block:
        case str():
            _prose(document.add_paragraph(), block, _QUIET)
        case Facts():
            for name, text in block.pairs:
                paragraph = document.add_paragraph(style="List Bullet")
                _line(paragraph, f"{name}: " if name else "", bold=True)
                _prose(paragraph, text)
        case Table():
            _table(document, block)
        case _:
            for entry in block:
                _entry(document, entry)


def _entry(document: Document, entry: Entry) -> None:
    _line(document.add_heading(level=2), entry.name)
    _line(document.add_paragraph(), " · ".join(filter(None, (entry.about, entry.code))), _QUIET)
    for item in entry.items:
        _line(document.add_paragraph(style="List Bullet"), item)


def _table(document: Document, block: Table) -> None:
    """A table with lines between its rows. Its head repeats on each page, and no row is cut in two."""
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls
    from docx.shared import Mm

    heads, rows = stacked(block)
    lines = list(rows)
    if not lines:
        return
    table: Any = document.add_table(rows=1 + len(lines), cols=len(heads))
    table.style, table.autofit = "Table Grid", False
    edges = "".join(f'<w:{edge} w:val="nil"/>' for edge in ("left", "right", "insideV"))
    # Word reads these in one order only: borders come before the layout.
    layout = next(part for part in table._tbl.tblPr if part.tag.endswith("}tblLayout"))
    layout.addprevious(parse_xml(f"<w:tblBorders {nsdecls('w')}>{edges}</w:tblBorders>"))
    widths = [Mm(width) for width in _widths([column for column, _ in heads], lines)]
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    grid = [list(row.cells) for row in table.rows]
    for cell, (column, below), width in zip(grid[0], heads, widths, strict=True):
        cell.width = width
        _fill(cell, column.name, below, bold=True)
    for cells, line in zip(grid[1:], lines, strict=True):
        for cell, (column, _), (value, below), width in zip(cells, heads, line, widths, strict=True):
            cell.width = width
            lead = isinstance(value, Reference)
            _fill(cell, value.title if isinstance(value, Reference) else words(value), below, bold=lead,
                  code=value.id if isinstance(value, Reference) else "", right=column.kind == "count")  # fmt: skip
    for row in table.rows:
        row._tr.get_or_add_trPr().append(parse_xml(f"<w:cantSplit {nsdecls('w')}/>"))
    table.rows[0]._tr.get_or_add_trPr().append(parse_xml(f"<w:tblHeader {nsdecls('w')}/>"))
    document.add_paragraph()


def _widths(columns: list[Column], lines: list[list[tuple[Cell, Below]]]) -> list[float]:
    """Millimetres for each column, by what it holds; one with long cells takes half as much again."""
    shares = [
        _SHARES[column.kind] * (1.5 if any(len(words(line[place][0])) > _LONG for line in lines) else 1)
        for place, column in enumerate(columns)
    ]
    return [(_WIDTH - 2 * _MARGIN) * share / sum(shares) for share in shares]


def _fill(cell: _Cell, text: str, below: Below, *, bold: bool = False, code: str = "", right: bool = False) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    paragraph = cell.paragraphs[0]
    if right:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    _line(paragraph, text, bold=bold, size=8)
    for small in (code, *(text for _, text in below)):
        if small:
            _line(cell.add_paragraph(), small, _QUIET, size=7)


def _prose(paragraph: Paragraph, text: str, colour: str = "", *, size: int = 0) -> None:
    """A sentence of ours, in which what stands between backquotes is to be typed."""
    for part, typed in pieces(text):
        _line(paragraph, part, colour, size=size, typed=typed)


def _line(
    paragraph: Paragraph, text: str, colour: str = "", *, bold: bool = False, size: int = 0, typed: bool = False
) -> None:
    """Text as it is."""
    from docx.shared import Pt, RGBColor

    paragraph.paragraph_format.space_after = Pt(1 if size else 3)
    if not text:
        return
    run = paragraph.add_run(_NOT_XML.sub("\N{REPLACEMENT CHARACTER}", text))
    if bold:
        run.bold = True
    if size:
        run.font.size = Pt(size)
    if colour:
        run.font.color.rgb = RGBColor.from_string(colour)
    if typed:
        run.font.name = "Courier New"


def _undated(data: bytes) -> bytes:
    """The same package without the time at which it was packed."""
    out = io.BytesIO()
    with ZipFile(io.BytesIO(data)) as packed, ZipFile(out, "w", ZIP_DEFLATED) as package:
        # The list of content types first, as readers expect it.
        for name in sorted(packed.namelist(), key=lambda name: (name != "[Content_Types].xml", name)):
            entry = ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type = ZIP_DEFLATED
            package.writestr(entry, packed.read(name))
    return out.getvalue()
