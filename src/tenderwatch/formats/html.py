"""HTML: one page that needs nothing else, to read on a screen, to print on A4, to send as a file or as a mail.

Templates are filled with registry text: everything is escaped, and a name that is not given is an error.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from tenderwatch.answers.answer import Answer, Block, Facts, Table
from tenderwatch.dates.words import day_text, month_text
from tenderwatch.formats import Screen
from tenderwatch.formats.cells import pieces, stacked, words
from tenderwatch.text import pounds

if TYPE_CHECKING:
    from jinja2 import Environment, Template

_STYLE = """\
main { max-width: 110rem; margin: 0 auto; padding: 0 1.5rem 2rem; }
h1 { margin-bottom: 0.25rem; }
h2, section > p { break-after: avoid; break-inside: avoid; }
.summary { font-size: 1.1875rem; }
table { font-size: 0.9375rem; line-height: 1.4; }
thead th { border-bottom: 2px solid var(--ink); vertical-align: bottom; }
td, th { padding: 0.4rem 0.9rem 0.4rem 0; }
td { overflow-wrap: break-word; }
.date { min-width: 8.5rem; }
.contract { min-width: 13rem; }
.text { min-width: 8rem; }
.long { min-width: 18rem; overflow-wrap: anywhere; }
.count { text-align: right; }
@media screen and (max-width: 90rem) {
  table { font-size: 0.875rem; }
  td, th { padding: 0.35rem 0.6rem 0.35rem 0; }
  .date, .text { min-width: 5.5rem; }
  .contract { min-width: 9.5rem; }
  .long { min-width: 11rem; }
}
.entries, .facts { list-style: none; padding: 0; }
.entries > li { padding: 0.6rem 0; border-top: 1px solid var(--line); break-inside: avoid; }
.entries h3 { font-size: 1.0625rem; margin: 0; }
.entries p { margin: 0; }
small, code { display: block; color: var(--quiet); font-size: 0.8125rem; font-weight: normal; }
code { overflow-wrap: anywhere; }
.typed { display: inline; }
footer { border-top: 2px solid var(--line); margin-top: 2rem; }
footer h2 { font-size: 1.125rem; margin-top: 1rem; }
@page {
  size: A4 landscape;
  margin: 12mm 10mm 14mm;
  @bottom-right { content: counter(page) " of " counter(pages); font: 8pt system-ui, Arial, sans-serif; }
}
@media print {
  main { max-width: none; padding: 0; }
  h1 { margin-top: 0; font-size: 16pt; }
  h2 { font-size: 12pt; margin: 5mm 0 2mm; }
  .summary { font-size: 11pt; }
  .wide { overflow: visible; }
  table { font-size: 8pt; line-height: 1.3; }
  td, th { padding: 1mm 2.5mm 1mm 0; }
  .date { min-width: 20mm; }
  .contract { min-width: 34mm; }
  .text { min-width: 20mm; }
  .long { min-width: 36mm; }
  small, code { font-size: 7pt; }
}
"""


def render(answer: Answer, screen: Screen) -> Iterator[str]:  # noqa: ARG001 - one shape for all
    """The page. Its policy lets it use its own style, by digest, and nothing else from anywhere."""
    style = base_style() + _STYLE
    yield template("tenderwatch.formats", "answer.html").render(
        answer=answer,
        style=style,
        digest=base64.b64encode(hashlib.sha256(style.encode()).digest()).decode(),
        stacked=stacked,
        kind=_kind,
        words=words,
        pounds=pounds,
        pieces=pieces,
    )


def _kind(block: Block) -> str:
    match block:
        case str():
            return "text"
        case Table():
            return "table"
        case Facts():
            return "facts"
        case _:
            return "entries"


def template(package: str, name: str) -> Template:
    """A template of ours: `name` in the folder `templates` of a package, such as `tenderwatch.site`."""
    return _environment(package).get_template(name)


def base_style() -> str:
    """The style that all our pages begin from: type, colours for light and dark, tables, print."""
    return files("tenderwatch.formats").joinpath("base.css").read_text(encoding="utf-8")


@cache
def _environment(package: str) -> Environment:
    from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=ChoiceLoader([PackageLoader(package), PackageLoader("tenderwatch.formats")]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["day"] = day_text
    environment.filters["month"] = month_text
    return environment
