"""Registries written in every way that people write them, and what an edit may touch, worked out apart from it."""

from __future__ import annotations

from typing import Any

import yaml

from support import ROOT

NORTHSHIRE = (ROOT / "docs" / "examples" / "northshire.yaml").read_text(encoding="utf-8")

# Flow style, comments in every corner, folded and quoted text, an odd indent, lists level with their key.
ODD = """\
# A registry as several hands have left it.
edition:   2026-11-22   # agreed by all
sources:
- {id: register, title: "Register: all contracts", publisher: Testshire, read: 2026-01-05, strength: council-page} # one
- id: minutes   # two
  title: >-
    Minutes of a long meeting that went on and on, about everything that
    the council buys, sells and keeps
  publisher: 'Testshire''s council'

  read: 2026-02-01
  strength: council-page
# The councils.
authorities: [{id: testshire, name: Testshire County Council, kind: council, aliases: [Testshire, "Testshire CC"]},
  {id: otherham, name: Otherham, kind: council}]
portals:
  - id: nepo
    name: NEPO
contracts:
    # The first of them.
    - id: home-care
      title: "Home care: everywhere"      # a title
      kind: contract
      services: [home care, reablement]   # both
      lead: testshire
      # The end is what it is.
      end: 2027-03-31                     # certain
      notice: 6m
      extensions: [{months: 12, state: permitted}, {months: 12, times: 3, state: permitted}]
      evidence:
      - source: register   # row
        place: >-   # folded, with a remark
          a place that is described at such great length that nobody would ever want to
          see it on one line

        supports: [end, notice, extensions]   # all three
      - {source: minutes, place: "item 3", supports: [end]}
      # TODO: find the notice
      notes:
        - |
          A note of
          two lines.
        - another note   # short

    - id: carers
      title: Carers
      kind: framework
      services:
      - carers support
      lead: otherham
      start: 2024-04
      term: 36m
      extensions:
      -   months: 24
          flexible: true
          state: permitted
      -   every: 12m
          until: 2032-03-31
          state: permitted
      plans:
          tender: spring 2027   # so they say
          note: a plan that is told in words enough to fill the line to its very end and then some more of them
      evidence:
      - {source: register, place: row 2, supports: [start, term, extensions, plans]}
    - {id: flow, title: Flow, kind: spot, services: [care homes], lead: testshire, end: 2026-12,
       evidence: [{source: register, place: row 9, supports: [end]}]}
    - id: ways
      title: One way or another
      kind: contract
      services: [advocacy]
      lead: unknown
      end: "2027-06"
      extensions:
      - alternatives:
          - - months: 48
              state: permitted
          - - months: 24
              state: permitted
            - months: 24
              state: permitted
      evidence: [{source: register, place: row 4, supports: [end,
        extensions]}]   # over two lines
# The end."""

STYLES = {
    "the example": NORTHSHIRE,
    "every style": ODD,
    "Windows line ends": ODD.replace("\n", "\r\n") + "\r\n",
    "old Macintosh line ends": NORTHSHIRE.replace("\n", "\r"),
    "no line end at the end": NORTHSHIRE.rstrip("\n"),
}


def _end(node: Any, text: str) -> int:
    """Where a node's own text ends."""
    if isinstance(node, yaml.ScalarNode):
        start, end = node.start_mark.index, node.end_mark.index
        return start + len(text[start:end].rstrip()) if node.style in ("|", ">") else int(end)
    if node.flow_style or not node.value:
        return int(node.end_mark.index)
    last = node.value[-1]
    return _end(last[1] if isinstance(last, tuple) else last, text)


def _line(text: str, place: int) -> int:
    return len((text[:place] + ".").splitlines()) - 1


def touched(text: str, section: str, name: str, path: tuple[str | int, ...], *, new: bool) -> set[int]:
    """The lines that a change at this path of a record may alter, counted from 0; `new` where something comes in."""
    root: Any = yaml.compose(text, Loader=yaml.CSafeLoader)
    records = next(value for key, value in root.value if key.value == section)
    node = next(item for item in records.value if any(k.value == "id" and v.value == name for k, v in item.value))
    begin, parent, brackets = node.start_mark.index, records, None
    for step in path:
        if brackets is None and node.flow_style:
            brackets = node
        found = None
        if isinstance(node, yaml.MappingNode):
            found = next(((key, value) for key, value in node.value if key.value == step), None)
        elif isinstance(step, int) and step < len(node.value):
            found = (node.value[step], node.value[step])
        if found is None:
            break
        parent, node = node, found[1]
        begin = found[0].start_mark.index
    else:
        if not new or isinstance(parent, yaml.MappingNode):
            last = _line(text, _end(node, text))
            # What follows a first key takes its place behind the dash.
            behind = text[:begin].splitlines(keepends=True)[-1].lstrip(" ").startswith("-")
            # So does what follows the first item between brackets.
            behind = behind or (isinstance(parent, yaml.SequenceNode) and bool(parent.flow_style))
            return set(range(_line(text, begin), last + (2 if behind else 1)))
    if brackets is None and parent.flow_style:
        brackets = parent
    if brackets is None and not isinstance(node, yaml.ScalarNode) and node.flow_style:
        brackets = node
    if brackets is None:
        return set()
    return set(range(_line(text, brackets.start_mark.index), _line(text, _end(brackets, text)) + 1))


def said(text: str) -> Any:
    """What a text says by another reading of YAML than ours, every word as text with single spaces between words."""

    def read(node: Any) -> Any:
        if isinstance(node, yaml.MappingNode):
            return {key.value: read(value) for key, value in node.value}
        if isinstance(node, yaml.SequenceNode):
            return [read(item) for item in node.value]
        return " ".join(node.value.split())

    return read(yaml.compose(text, Loader=yaml.SafeLoader))


def is_subsequence(few: list[str], many: list[str]) -> bool:
    """Whether all of the few stand in the many, in their order."""
    rest = iter(many)
    return all(item in rest for item in few)
