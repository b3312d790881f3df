"""Manual pages for `man`, made from docs/reference/commands.md: one for the program and one for each command.

    python scripts/man_pages.py FOLDER     writes them into a folder

The wheel is built with them (see hatch_build.py). That needs nothing but this file and the page of commands, which
holds the help of each command as the program prints it.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
_USAGE = "Usage: "


def pages(commands: str, version: str) -> dict[str, str]:
    """The pages by their file names, from the page of commands as text."""
    found = {}
    # What stands before a code block since the one before: a heading, or nothing for the program itself.
    for heading, text in re.findall(
        r"(?:^## ([a-z -]+)$\n+|^<!-- commands -->$\n)```text\n(.*?)^```$", commands, re.M | re.S
    ):
        name = "-".join(["tenderwatch", *heading.split()])
        found[f"{name}.1"] = _page(name, text, version)
    others = sorted(name.removesuffix(".1") for name in found)
    for name in found:
        refer = [f"\\fB{_plain(other)}\\fP(1)" for other in others if f"{other}.1" != name]
        if name != "tenderwatch.1":
            refer = ["\\fBtenderwatch\\fP(1)"]
        found[name] += f".SH SEE ALSO\n{', '.join(refer)}\n"
    return found


def _page(name: str, text: str, version: str) -> str:
    usage, _, rest = text.partition("\n\n")
    about = re.split(r"\n(?=\S|  Examples:)", rest, maxsplit=1)[0]
    paragraphs = [" ".join(part.split()) for part in about.split("\n\n") if part.strip()]
    lines = [
        f'.TH "{name.upper()}" 1 "" "tenderwatch {version}" "User commands"',
        ".SH NAME",
        f"{_plain(name)} \\- {_plain(paragraphs[0].rstrip('.'))}",
        ".SH SYNOPSIS",
        ".nf",
        _plain(usage.removeprefix(_USAGE)),
        ".fi",
        ".SH DESCRIPTION",
        "\n.PP\n".join(map(_plain, paragraphs)),
    ]
    for heading, block in _sections(rest):
        lines += [f".SH {heading.upper()}", ".nf", *map(_plain, block), ".fi"]
    return "\n".join(lines) + "\n"


def _sections(rest: str) -> Iterator[tuple[str, list[str]]]:
    """What stands under a heading such as `Options:`, line by line as it is laid out."""
    heading, block = "", list[str]()
    for line in rest.splitlines():
        if match := re.fullmatch(r"(?:  )?([A-Z][A-Za-z ]+):", line):
            if heading:
                yield heading, block
            heading, block = match[1], []
        elif heading:
            block.append(line)
    if heading:
        yield heading, block


def _plain(text: str) -> str:
    """Text that roff shows as it is: hyphens that can be copied, and no line that it would obey."""
    text = text.replace("\\", "\\e").replace("-", "\\-").replace("'", "\\(aq").replace("`", "\\(ga")
    return re.sub(r"^(?=\.)", r"\\&", text, flags=re.M)


def write(folder: Path) -> list[Path]:
    """Write the pages of this checkout into a folder; their paths."""
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    version = re.search(r'^version = "(.+)"$', project, re.M)
    assert version  # noqa: S101 - pyproject.toml states one
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name, text in pages((ROOT / "docs/reference/commands.md").read_text(encoding="utf-8"), version[1]).items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")
        written.append(folder / name)
    return written


if __name__ == "__main__":
    for path in write(Path(sys.argv[1])):
        print(path)
