"""What the documentation says of a fault code, an exit code or a word of the field: read from its pages, offline."""

from __future__ import annotations

import re
from pathlib import Path

from tenderwatch.errors import UnreadableError
from tenderwatch.labels import answers, records, renewal, standing
from tenderwatch.labels.label import Labels
from tenderwatch.text import sentence

# What a code of each vocabulary is: the glossary and the fault codes say more of those that they have.
_TABLES: tuple[tuple[str, Labels], ...] = (
    ("a status of a contract", standing.STATUS),
    ("a group of the board (`due`)", standing.GROUP),
    ("what can still be done (`feasible`)", renewal.FEASIBLE),
    ("a reason to be due", standing.REASON),
    ("a stage of a procurement (`plan`)", renewal.STAGE),
    ("a date of a contract (`why`)", standing.MOMENT),
    ("what sets a stage", renewal.STAGE_BASIS),
    ("how a date is known", standing.REASON_BASIS),
    ("how the next end comes about", standing.NEXT_END),
    ("the case of a tender window", standing.SCENARIO),
    ("how a tender window is known", standing.WINDOW_BASIS),
    ("the procurements that a tender window is taken from", standing.WINDOW_CLASS),
    ("a group of procurements in `backtest`", standing.BACKTEST_GROUP),
    ("what has become of an option", records.OPTION_STATE_MEANING),
    ("whose choice an option is", records.DISCRETION),
    ("what is left of an option", records.REST),
    ("the law of a contract (`regime`)", records.REGIME),
    ("how it was awarded (`route`)", records.ROUTE),
    ("how providers can join", records.JOINING),
    ("what a source is (`strength`)", records.STRENGTH),
    ("whether evidence is new enough", standing.VERDICT),
    ("what a gap in `coverage` means", standing.SILENCE),
    ("why a record is not in an answer", answers.LEFT_OUT),
    ("why a procurement is not in `backtest`", standing.NOT_BACKTESTED),
    ("what has become of an event outside the contracts", records.EVENT_STATE),
    ("what a file is (`import --as`)", answers.IMPORT_KIND),
    ("what `import` makes of a row", answers.IMPORT_OUTCOME),
)
_PAGES = ("reference/check-codes.md", "reference/exit-codes.md", "explanation/glossary.md")


def explanations() -> dict[str, str]:
    """Everything that can be explained, by its code or word as the pages write it, in plain text.

    Raises UnreadableError where the pages are missing from the installation.
    """
    codes, exits, glossary = (_page(name) for name in _PAGES)
    known: dict[str, str] = {}
    parts = re.split(r"^### (.+)$", codes, flags=re.MULTILINE)
    for code, text in zip(parts[1::2], parts[2::2], strict=True):
        known[code] = _plain(re.split(r"^## ", text, flags=re.MULTILINE)[0])
    for code, text in re.findall(r"^\| ([0-9]+) \| (.+) \|$", exits, re.MULTILINE):
        known[code] = f"Exit code {code}. {_plain(text)}"
    for paragraph in re.split(r"\n\n+", glossary):
        if match := re.match(r"\*\*(.+?)\.\*\*", paragraph):
            words = _plain(paragraph)
            # Words in italics or code are explained in the paragraph of a greater one.
            inner = re.findall(r"\*([A-Za-z][^*]+)\*(?!\*)|`([a-z0-9-]+)`", paragraph[match.end() :])
            for term in (*match[1].split(", "), *(a or b for a, b in inner)):
                known.setdefault(term.casefold() if term not in known else term, words)
    spoken = {name.casefold().replace(" ", "-") for name in known}
    return known | {code: text for code, text in _of_answers().items() if code not in spoken}


def _of_answers() -> dict[str, str]:
    """The codes that answers, calendars and imports use, each with every meaning that it has."""
    meanings: dict[str, list[str]] = {}
    for what, table in _TABLES:
        for code, words in table.items():
            text = sentence(f"{what}: {words or code}")
            if text not in meanings.setdefault(code, []):
                meanings[code].append(text)
    return {code: "\n".join(texts) for code, texts in meanings.items()}


def _page(name: str) -> str:
    package = Path(__file__).resolve().parent.parent
    for path in (package / "help" / Path(name).name, package.parent.parent / "docs" / name):
        if path.is_file():
            return path.read_text(encoding="utf-8")
    raise UnreadableError(f"the page {Path(name).name} is missing from the installation", "install tenderwatch again")


def _plain(text: str) -> str:
    """Markdown as plain text: no marks, no comments, links as their words; what stands in fences stays."""
    text = re.sub(r"<!--.*?-->\n?", "", text, flags=re.DOTALL)
    pieces = re.split(r"```([a-z ]*)\n(.*?)```\n?", text, flags=re.DOTALL)
    plain: list[str] = []
    for number, piece in enumerate(pieces):
        if number % 3 == 1:
            continue
        if number % 3 == 2:
            heading = {"yaml wrong": "Wrong:\n", "yaml right": "Right:\n"}.get(pieces[number - 1], "")
            plain.append(heading + "".join(f"  {line}\n" for line in piece.splitlines()))
        else:
            words = re.sub(r"\[([^\]]+)\]\([^)]+\)", r"\1", piece)
            words = re.sub(r"\*+([^*]+)\*+", r"\1", words)
            plain.append("\n\n".join(_joined(part) for part in re.split(r"\n\n+", words.strip())))
    return "\n\n".join(part.rstrip("\n") for part in plain if part.strip())


def _joined(paragraph: str) -> str:
    """A paragraph on one line; lists and tables keep their lines."""
    if re.match(r"[-|] ?", paragraph):
        return paragraph
    return re.sub(r"\s*\n\s*", " ", paragraph)
