"""Questions on the terminal, for those who ask for them with --interactive."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

from tenderwatch.cli.streams import say
from tenderwatch.errors import UsageError
from tenderwatch.registry.draft import Cited

if TYPE_CHECKING:
    from tenderwatch.editing.files import Files


def ask(question: str, read: Callable[[str], str], *, needed: bool) -> str:
    """The answer, as `read` takes it; asked again while `read` refuses it, or while one is needed and none comes.

    Questions go to stderr, as stdout is for data. Raises UsageError when the answers end.
    """
    while True:
        sys.stderr.write(f"{question}: ")
        sys.stderr.flush()
        line = sys.stdin.readline()
        if not line:
            sys.stderr.write("\n")
            raise UsageError(f"no answer to '{question}'; nothing is written", "give what you know as options instead")
        answer = line.strip()
        if not answer:
            if not needed:
                return ""
            continue
        try:
            return read(answer)
        except UsageError as error:
            say(f"  {error}: {error.hint}")


_LISTS = ("services", "providers", "extensions")
# The key, the question, and whether there has to be an answer.
_CONTRACT = (
    ("id", "Its id (small letters, digits and hyphens: the council, then the service)", True),
    ("title", "Title", True),
    ("services", "Services, with commas between them", True),
    ("lead", "Id of the authority that leads, or unknown", True),
    ("providers", "Providers, with commas between them (empty if not stated)", False),
    ("start", "Start, as exactly as the source says (empty if it does not)", False),
    ("end", "End as first let, options apart (empty if not stated)", False),
    ("extensions", "Options to extend, in order, such as 12m, 12m (empty if none)", False),
    ("notice", "Notice by which an option must be taken up, such as 3m (empty if not stated)", False),
)
_SOURCE = (
    ("title", "It is not in the registry yet. What is it called", True),
    ("publisher", "Who published it", True),
    ("url", "Its address (empty if none)", False),
    ("published", "When it was published (empty if not stated)", False),
    ("strength", "notice, notice-data, council-page, own-record or secondary-summary", True),
)


def ask_contract(given: dict[str, str | list[str] | None], files: Files) -> None:
    """Ask for what a contract needs and `given` does not have yet, and put it in there. Raises UsageError as `ask`."""
    for key, question, needed in _CONTRACT:
        if not given[key]:
            said = ask(question, _reader("contracts", key, files), needed=needed)
            given[key] = _several(said) if key in _LISTS else said


def ask_source(cited: Cited | None, files: Files) -> Cited:
    """A source, the place in it, and its description where it is new; what is `cited` already is not asked for.

    Raises as `ask` does.
    """
    named = cited.source if cited else ask("Id of the source", _reader("sources", "id", files), needed=True)
    about = list(cited.about) if cited else []
    if not (about or files.knows("sources", named)):
        for key, question, needed in _SOURCE:
            if said := ask(question, _reader("sources", key, files), needed=needed):
                about.append((key, said))
    place = (cited.place if cited else "") or ask("Where in it (page, item, row)", str, needed=True)
    return Cited(named, place, tuple(about))


def _several(answer: str) -> list[str]:
    return [part.strip() for part in answer.split(",") if part.strip()]


def _reader(section: str, key: str, files: Files) -> Callable[[str], str]:
    """What an answer has to pass: the format's own reading of it, and, in these files, ids that are free or known."""
    from tenderwatch.editing.add import read_option
    from tenderwatch.editing.fields import read_value
    from tenderwatch.registry.format.paths import kind_at

    kind = kind_at(section, (key,))
    assert kind is not None  # noqa: S101 - the questions are about keys of the format

    def read(answer: str) -> str:
        words = tuple(_several(answer)) if key in _LISTS else (answer,)
        if key == "extensions":
            for word in words:
                read_option(word)
        else:
            read_value(kind, words, key)
        if key == "lead" and answer != "unknown":
            files.draft("authorities", answer)
        if key == "id" and section == "contracts" and files.knows(section, answer):
            raise UsageError(f"'{answer}' is taken", "choose another")
        return answer

    return read
