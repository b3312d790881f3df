"""A strict reader of our own pages: what is not well formed is an error, and everything that tests ask for is kept."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"meta", "link", "br", "img", "input", "hr"}
SVG_ALONE = {"path", "rect", "use", "line", "circle"}


@dataclass
class Element:
    """One element: its attributes, and the text within it."""

    tag: str
    attributes: dict[str, str]
    line: int
    text: str = ""
    path: tuple[str, ...] = ()
    holds_picture: bool = False

    def get(self, name: str) -> str:
        return self.attributes.get(name, "")


@dataclass
class Page(HTMLParser):
    """A page, read. Raises AssertionError for a tag that is not closed, or closed out of turn."""

    source: str
    elements: list[Element] = field(default_factory=list)
    open: list[Element] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.feed(self.source)
        self.close()
        assert not self.open, f"never closed: {[item.tag for item in self.open]}"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        assert len(names) == len(set(names)), f"{tag} has an attribute twice: {names}"
        path = tuple(item.tag for item in self.open)
        element = Element(tag, {name: value or "" for name, value in attrs}, self.getpos()[0], "", path)
        self.elements.append(element)
        if tag == "img" and element.get("alt"):
            for item in self.open:
                item.holds_picture = True
        if tag not in VOID:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        assert tag in SVG_ALONE, f"<{tag}/> is not closed in HTML"
        self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        assert self.open, f"</{tag}> closes nothing"
        assert self.open[-1].tag == tag, f"</{tag}> in line {self.getpos()[0]} closes <{self.open[-1].tag}>"
        self.open.pop()

    def handle_data(self, data: str) -> None:
        for item in self.open:
            item.text += data

    def all(self, *tags: str) -> list[Element]:
        return [element for element in self.elements if element.tag in tags]

    def one(self, tag: str) -> Element:
        (found,) = self.all(tag)
        return found

    @property
    def ids(self) -> list[str]:
        return [element.get("id") for element in self.elements if element.get("id")]

    @property
    def text(self) -> str:
        """What a reader sees, with single spaces."""
        return " ".join(self.one("main").text.split())
