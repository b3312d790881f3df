"""A watch file to a value: YAML with a few lists. Every fault is collected, none is raised."""

from __future__ import annotations

from tenderwatch.problems import Place, Problem
from tenderwatch.registry.decoding import decode
from tenderwatch.registry.format.contract import WORDS
from tenderwatch.registry.format.faults import Faults, Unreadable
from tenderwatch.registry.format.fields import Field, ListOf, Record, Slug, Text
from tenderwatch.registry.format.written import DAY
from tenderwatch.registry.model.registry import Aside, Watch
from tenderwatch.registry.yaml_tree import read_tree

ASIDE = Record(
    "contract set aside",
    Aside,
    (
        Field("id", Slug(), "the contract's id", required=True),
        Field("until", DAY, "the last day on which it is off the board", required=True),
        Field("why", Text("a reason", most=200), "the reason, as the board shows it", required=True),
    ),
)
WATCH = Record(
    "watch file",
    dict,
    (
        Field("contracts", WORDS, "ids of contracts"),
        Field("councils", WORDS, "councils, as lead or partner: name, alias or id"),
        Field("services", WORDS, "services, or parts of their names"),
        Field("words", WORDS, "words in title, services, providers or notes"),
        Field("aside", ListOf(ASIDE), "contracts to leave off the board for a time: each with `id`, `until` and `why`"),
    ),
)
_EXAMPLE = "list what to watch, for example `councils: [Durham]` or `words: [dementia]`"


def read_watch(data: bytes, file: str, name: str) -> tuple[Watch | None, list[Problem]]:
    """The watch list in these bytes, under a name; None with every fault where it cannot be used."""
    text, problems = decode(data, file)
    if text is None:
        # An empty file is told what a watch file holds, not what a registry does.
        return None, [problem._replace(hint=_EXAMPLE) if problem.code == "empty" else problem for problem in problems]
    tree, problems = read_tree(text, file)
    if tree is None:
        return None, problems or [Problem(Place(file), "empty", "the file holds no data", _EXAMPLE)]
    faults = Faults(file)
    try:
        lists = WATCH.read(tree, faults)
    except Unreadable:
        return None, sorted(problems + faults.problems)
    if problems:
        return None, problems
    watch = Watch(name, **{key: tuple(words) for key, words in lists.items()})
    if not any(watch[1:]):
        return None, [Problem(Place(file), "empty", "the file names nothing to watch", _EXAMPLE)]
    return watch, []
