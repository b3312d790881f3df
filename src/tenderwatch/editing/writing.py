"""Values to YAML text: plain where that reads back the same, quoted where not, folded where a line grows too long."""

from __future__ import annotations

import re

from tenderwatch.registry.yaml_tree import Data

# The width of the registry that comes with the program.
WIDTH = 110
INDENT = 2

# Words that other YAML readers, an editor's among them, take for nothing or for true and false.
_TAKEN = re.compile(r"(?:~|null|yes|no|on|off|y|n|<<|=)", re.IGNORECASE)
_SHOWN = re.compile("[ -~\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]+")
_UNSAFE_START = re.compile(r"[-?:,\[\]{}#&*!|>'\"%@`]")
_UNSAFE = re.compile(r": | #|:$|^\s|\s$|^\.\.\.$")
_UNSAFE_IN_FLOW = re.compile(r"[,\[\]{}?]|:[,\[\]{}]")


def is_plain(text: str, *, flow: bool = False) -> bool:
    """Whether a text can stand without quotes."""
    if not text or not _SHOWN.fullmatch(text) or _TAKEN.fullmatch(text):
        return False
    if _UNSAFE_START.match(text) or _UNSAFE.search(text):
        return False
    return not (flow and _UNSAFE_IN_FLOW.search(text))


def quoted(text: str) -> str:
    """A text in quotes: double ones, or single where that spares escapes."""
    if _SHOWN.fullmatch(text) and "'" not in text and ('"' in text or "\\" in text):
        return f"'{text}'"
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    hidden = re.compile(f"(?!{_SHOWN.pattern}).", re.DOTALL)
    return '"' + hidden.sub(lambda match: f"\\U{ord(match[0]):08X}", escaped) + '"'


def scalar(text: str, *, flow: bool = False, style: str = "") -> str:
    """A text on one line. `style` keeps the quotes that stood there before."""
    if style == "'" and _SHOWN.fullmatch(text):
        return "'" + text.replace("'", "''") + "'"
    if style == '"' or not is_plain(text, flow=flow):
        return quoted(text)
    return text


def in_flow(value: Data) -> str:
    """A value on one line, with brackets and braces."""
    match value:
        case str():
            return scalar(value, flow=True)
        case list():
            return f"[{', '.join(map(in_flow, value))}]"
        case dict():
            return f"{{{', '.join(f'{key}: {in_flow(element)}' for key, element in value.items())}}}"


def entry(key: str, value: Data, column: int) -> list[str]:
    """A key and its value in blocks: lines whose indent counts from the key's `column`."""
    return _after(f"{key}:", value, column)


def item(value: Data, column: int) -> list[str]:
    """One item of a list in blocks: lines whose indent counts from the dash's `column`."""
    if isinstance(value, str) or not value:
        return _after("-", value, column)
    if isinstance(value, dict):
        inner = [line for key, element in value.items() for line in entry(key, element, column + INDENT)]
    else:
        inner = [line for element in value for line in item(element, column + INDENT)]
    return [f"- {inner[0]}", *(" " * INDENT + line for line in inner[1:])]


def _after(head: str, value: Data, column: int) -> list[str]:
    """A value after its key or dash."""
    if isinstance(value, str):
        return folded(head, value, column)
    if not value:
        return [f"{head} {in_flow(value)}"]
    if isinstance(value, list):
        inner = [line for element in value for line in item(element, column + INDENT)]
    else:
        inner = [line for key, element in value.items() for line in entry(key, element, column + INDENT)]
    return [head, *(" " * INDENT + line for line in inner)]


def folded(head: str, text: str, column: int) -> list[str]:
    """A text after its key or dash, folded over lines of `WIDTH` where one would not hold it."""
    element = f"{head} {scalar(text)}"
    if column + len(element) <= WIDTH or not foldable(text):
        return [element]
    return [f"{head} >-", *(" " * INDENT + line for line in wrapped(text, WIDTH - column - INDENT))]


def foldable(text: str) -> bool:
    """Whether a text is the same after folding: words with one space between them, all of which show."""
    words = text.split(" ")
    return len(words) > 1 and all(words) and bool(_SHOWN.fullmatch(text))


def wrapped(text: str, width: int) -> list[str]:
    """The words of a text in lines of at most `width` characters; a longer word has a line of its own."""
    from textwrap import wrap

    return wrap(text, width, break_long_words=False, break_on_hyphens=False)
