"""The words for people are plain: none of the stock phrases below is in a string of the source, or on a page."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from support import ROOT

SRC = ROOT / "src" / "tenderwatch"
SCRIPTS = sorted((ROOT / "scripts").glob("*.py"))
MODULES = sorted([*SRC.rglob("*.py"), *SRC.rglob("*.html")])
PAGES = sorted(
    [
        *ROOT.glob("*.md"),
        *(ROOT / "docs").rglob("*.md"),
        ROOT / "data" / "LICENCE.md",
        *(ROOT / ".github").rglob("*.yml"),
    ]
)


class Phrase(NamedTuple):
    """A stock phrase, what to write in its place, and a sentence that has it."""

    pattern: str
    better: str
    example: str
    # Docstrings may name the codes of the format; messages and pages say them in words.
    docstrings: bool = True


PHRASES = (
    Phrase(r"faults? of our own", "internal error: please report this bug", "a fault of our own (ValueError)"),
    Phrase(r"follows its reader", "the URL contains a tracking parameter", "the address follows its reader"),
    Phrase(r"(?:rests?|rested|resting) on", "is based on, comes from, cites", "nothing rests on the source"),
    Phrase(r"anew", "again", "the key cannot be set anew"),
    Phrase(r"(?:is|are|was|were|be|been) told", "is shown, is marked, is reported", "it is told as cancelled"),
    Phrase(r"lest|wherefrom|whereof|wherein|thereof", "so that ... not, from which", "lest it be lost"),
    Phrase(r"reckon(?:s|ed|ing)?", "calculate, work out", "the day to reckon from"),
    Phrase(r"left out by the filters", "not shown", "3 records left out by the filters"),
    Phrase(r"could run to", "can be extended to", "ends in June; could run to 2029"),
    Phrase(r"last agreed", "last updated", "the registry was last agreed in May"),
    Phrase(r"(?:somebody|someone) else's (?:summary|account)", "a second-hand source", "somebody else's summary alone"),
    Phrase(r"past and not resolved", "overdue, or: no news since", "Past and not resolved (3)"),
    Phrase(r"(?:nothing|none) (?:has been |was )?(?:seen|known) since", "no news since", "nothing seen since"),
    Phrase(r"(?<!what )would change it", "What would change it", "Would change it: an option"),
    Phrase(r"to be followed by", "followed by", "--to is to be followed by a date"),
    Phrase(r"leave -\S+ out", "remove --add", "leave --add out"),
    Phrase(r"where there (?:is|are) none", "if there is none", "empty where there is none"),
    Phrase(r"permitted|exercised", "allowed, used", "option 1 is permitted", docstrings=False),
    # What may be one: 'COUNT_OF' stands for a call of `count` in a string. "Of them" may be of another number.
    Phrase(
        r"COUNT_OF[^.]*? (?<!of )(?:are|were|have|they|them|these|those)", "plural(number, 'it', '...')",
        "COUNT_OF on how it was read: `import` lists them",
    ),
)  # fmt: skip
_ANY = re.compile(rf"(?i)\b(?:{'|'.join(phrase.pattern for phrase in PHRASES)})\b")

# Their strings are the words of contracts, to be recognised and not shown.
READ = frozenset(
    {"wording/deeds.py", "wording/lexicon.py", "wording/mood.py", "wording/sentences.py", "wording/speaking.py"}
)


def found_in(text: str, *, docstring: bool = False) -> list[str]:
    """Each stock phrase in a text, with what to write instead. A single word is a code, and so is one in backticks."""
    plain = " ".join(re.sub(r"`[^`]*`", "", text).split())
    if re.fullmatch(r"[\w-]*", plain) or not _ANY.search(plain):
        return []
    hits = []
    for phrase in PHRASES:
        if docstring and not phrase.docstrings:
            continue
        hits += [f"'{hit[0]}': write {phrase.better}" for hit in re.finditer(rf"(?i)\b(?:{phrase.pattern})\b", plain)]
    return hits


def strings_of(path: Path) -> Iterator[tuple[int, str, bool]]:
    """Every string of a module: its line, its text, and whether it is a docstring. A template is one string a line."""
    source = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        for number, line in enumerate(source.splitlines(), start=1):
            yield number, re.sub(r"\{[{%#].*?[}%#]\}|<[^>]*>", " ", line), False
        return
    tree = ast.parse(source)
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    docstrings = {
        node.body[0].value
        for node in ast.walk(tree)
        if isinstance(node, documented) and node.body and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.lineno, node.value, node in docstrings
        elif isinstance(node, ast.JoinedStr):
            yield node.lineno, "".join(map(_shape, node.values)), False


def _shape(part: ast.expr) -> str:
    """A part of an f-string: its text, or what stands for a value."""
    if isinstance(part, ast.Constant):
        return str(part.value)
    called = part.value.func if isinstance(part, ast.FormattedValue) and isinstance(part.value, ast.Call) else None
    return "COUNT_OF" if isinstance(called, ast.Name) and called.id == "count" else "VALUE"


def name_of(path: Path) -> str:
    """A module's name as a test shows it."""
    return str(path.relative_to(SRC if path.is_relative_to(SRC) else ROOT))


def faults_of(path: Path) -> list[str]:
    """The stock phrases of a module, each with its line."""
    if name_of(path) in READ:
        return []
    return [
        f"{path.relative_to(ROOT)}:{line}: {hit}"
        for line, text, docstring in strings_of(path)
        for hit in found_in(text, docstring=docstring)
    ]


def prose_of(page: Path) -> str:
    """A page without what is generated (its words come from the source) and without code."""
    text = page.read_text(encoding="utf-8")
    text = re.sub(
        r"^<!-- (?!end )[a-z]+(?:: [^\n]+?)? -->\n.*?<!-- end -->\n", "", text, flags=re.DOTALL | re.MULTILINE
    )
    return re.sub(r"^```.*?^```$", "", text, flags=re.DOTALL | re.MULTILINE)


@pytest.mark.parametrize("phrase", PHRASES, ids=[phrase.pattern for phrase in PHRASES])
def test_each_phrase_is_found_and_what_replaces_it_is_not(phrase: Phrase) -> None:
    assert any(phrase.better in hit for hit in found_in(phrase.example))
    assert found_in(phrase.better) == []
    assert found_in(phrase.example, docstring=True) == [] or phrase.docstrings


@pytest.mark.parametrize("path", [*MODULES, *SCRIPTS], ids=name_of)
def test_the_strings_of_the_source_are_plain(path: Path) -> None:
    assert faults_of(path) == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_the_pages_are_plain(page: Path) -> None:
    assert found_in(prose_of(page)) == []
