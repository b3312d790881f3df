"""What each upkeep command changes, line by line, and what it refuses: in block and flow style, with comments."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from support import HEAD, Answer, registry_text, run_cli
from tenderwatch.editing import files
from tenderwatch.registry import json_lines
from tenderwatch.registry.yaml_tree import read_tree

TODAY = ("--today", "2026-11-25")
HEAD_TWO = HEAD.replace(
    "\ncontracts:",
    "  - {id: minutes, title: Minutes, publisher: T, read: 2026-02-01, strength: council-page}\n\ncontracts:",
)
BLOCK = """\
id: home-care
end: 2027-03-31  # as printed
notice: 6m
# The options.
extensions:
  - months: 12
    times: 3
    state: permitted  # so far
evidence:
  - source: register
    place: row 1
    supports:
      - end  # and no more
      - notice
      - extensions
"""
FLOW = """\
id: home-care
end: 2027-03-31
extensions: [{months: 12, state: permitted}, {months: 24, state: permitted}]  # in order
evidence: [{source: register, place: row 1, supports: [end, extensions]}]
"""
PROVIDERS = """\
id: home-care
providers:
  - Alpha Care
  - Beta Care  # until May
  - Delta
end: 2027-03-31
"""
PARTS = """\
id: home-care
end: 2027-03-31
extensions:
  - {months: 36, flexible: true, state: permitted}
"""
ROLLING = """\
id: home-care
end: 2027-03-31
extensions:
  - every: 12m
    until: 2032-03-31
    state: permitted
"""
FORK = """\
id: home-care
end: 2027-03-31
extensions:
  - alternatives:
      - - months: 48
          state: permitted
      - - months: 24
          state: permitted
        - months: 24
          state: permitted
"""
YEARLY = """\
id: home-care
end: 2026-03-31
extensions:
  - every: 12m
    state: permitted
"""
AGREED = """\
id: home-care
end: 2026-03-31
extensions:
  - state: permitted
"""
TENDER = """\
id: home-care
advertised: 2026-07-01
start: 2027-04-01
end: 2031-03-31
"""
MINUTES = ("--source", "minutes", "--place", "item 4: (a)")
EVIDENCE = [
    "+        evidence:",
    "+          - source: minutes",
    '+            place: "item 4: (a)"',
    "+            supports:",
]

# The sentence | the record | the command | the lines that go and come
CHANGES: list[tuple[str, str, tuple[str, ...], list[str]]] = [
    # --- set ---
    ("a value in place of another keeps the comment behind it", BLOCK,
     ("set", "home-care", "end", "2027-04", "--was", "slip"),
     ["-    end: 2027-03-31  # as printed", "+    end: 2027-04  # as printed"]),
    ("a key that was missing comes where the format has it", BLOCK,
     ("set", "home-care", "start", "2024-04-01", "--source", "register", "--place", "row 1"),
     ["+    start: 2024-04-01", "+          - start"]),
    ("a group of keys is begun", BLOCK, ("set", "home-care", "plans.note", "to be bought anew", *MINUTES),
     ["+    plans:", "+      note: to be bought anew", "+      - source: minutes", '+        place: "item 4: (a)"',
      "+        supports:", "+          - plans"]),
    ("an item of a list in blocks", BLOCK, ("set", "home-care", "services", "--add", "reablement"),
     ["-    services: [home care]", "+    services: [home care, reablement]"]),
    ("a part of an item, counted from 1", FLOW, ("set", "home-care", "extensions.2.condition", "if: funded"),
     ["-    extensions: [{months: 12, state: permitted}, {months: 24, state: permitted}]  # in order",
      '+    extensions: [{months: 12, state: permitted}, {months: 24, state: permitted, condition: "if: funded"}]'
      "  # in order"]),
    ("a list that is put whole changes only the items that differ", PROVIDERS,
     ("set", "home-care", "providers", "Alpha Care", "Gamma: Care", "Delta", "--typo"),
     ["-      - Beta Care  # until May", '+      - "Gamma: Care"  # until May']),
    ("a list that is put whole and gets shorter", PROVIDERS, ("set", "home-care", "providers", "Beta Care", "--typo"),
     ["-      - Alpha Care", "-      - Delta"]),
    ("a text too long for a line is folded", BLOCK, ("set", "home-care", "notes", "--add", "word " * 30),
     ["+    notes:", "+      - >-", "+        " + ("word " * 20).strip(), "+        " + ("word " * 10).strip()]),
    ("a field is taken out, and so is its key in the evidence", BLOCK, ("set", "home-care", "notice", "--remove"),
     ["-    notice: 6m", "-          - notice"]),
    ("a date that moved leaves a note of what was stated", FLOW, ("set", "home-care", "end", "2027-02-28", *MINUTES),
     ["-    end: 2027-03-31", "+    end: 2027-02-28",
      "-    evidence: [{source: register, place: row 1, supports: [end, extensions]}]",
      "+    evidence: [{source: register, place: row 1, supports: [extensions]}, {source: minutes, place: "
      '"item 4: (a)", supports: [end]}]',
      "+    notes:",
      '+      - "Stated earlier: end 31 March 2027 (Register of contracts: row 1). Superseded on 25 November 2026."']),
    ("a date in dispute leaves a conflict with both readings", FLOW,
     ("set", "home-care", "end", "2027-02-28", *MINUTES, "--was", "disputed", "--because", "it is newer"),
     ["-    end: 2027-03-31", "+    end: 2027-02-28",
      "-    evidence: [{source: register, place: row 1, supports: [end, extensions]}]",
      "+    evidence: [{source: register, place: row 1, supports: [end, extensions]}, {source: minutes, place: "
      '"item 4: (a)", supports: [end]}]',
      "+    conflicts:", "+      - about: end", "+        readings:", "+          - says: end 31 March 2027",
      "+            source: register", "+            place: row 1", "+          - says: end 28 February 2027",
      "+            source: minutes", '+            place: "item 4: (a)"', "+        chosen: 28 February 2027",
      "+        because: it is newer"]),
    ("a field of a council", BLOCK, ("set", "testshire", "aliases", "--add", "Testshire, County of"),
     ["-    aliases: [Testshire, Testshire CC]", '+    aliases: [Testshire, Testshire CC, "Testshire, County of"]']),
    # --- extend ---
    ("a repeated option is divided", BLOCK,
     ("extend", "home-care", "--option", "1", "--to", "2028-03-31", "--decided", "2026-11-19", *MINUTES),
     ["-        times: 3", "-        state: permitted  # so far", "+        state: exercised  # so far",
      "+        decided: 2026-11-19", *EVIDENCE, "+              - state", "+              - decided",
      "+      - months: 12", "+        times: 2", "+        state: permitted"]),
    ("an option in flow style", FLOW, ("extend", "home-care", "--option", "1", *MINUTES),
     ["-    extensions: [{months: 12, state: permitted}, {months: 24, state: permitted}]  # in order",
      '+    extensions: [{months: 12, state: exercised, evidence: [{source: minutes, place: "item 4: (a)", supports: '
      "[state]}]}, {months: 24, state: permitted}]  # in order"]),
    ("a part of a flexible option", PARTS, ("extend", "home-care", "--option", "1", "--to", "2028-01-31", *MINUTES),
     ["-      - {months: 36, flexible: true, state: permitted}",
      "+      - {months: 36, flexible: true, state: exercised, taken_to: 2028-01-31, evidence: [{source: minutes, "
      'place: "item 4: (a)", supports: [state, taken_to]}]}']),
    ("a step of one that rolls on", ROLLING, ("extend", "home-care", "--option", "1", "--to", "2028-03-31", *MINUTES),
     ["-        state: permitted", "+        state: exercised", "+        taken_to: 2028-03-31", *EVIDENCE,
      "+              - state", "+              - taken_to"]),
    ("one of two ways", FORK, ("extend", "home-care", "--option", "2", "--to", "2029-03-31", *MINUTES),
     ["-              state: permitted", "+              state: exercised",
      *(f"+      {line[1:]}" for line in EVIDENCE), "+                    - state"]),
    ("half of an option", FLOW,
     ("extend", "home-care", "--option", "1", "--to", "2027-09-30", "--rest", "left", *MINUTES),
     ["-    extensions: [{months: 12, state: permitted}, {months: 24, state: permitted}]  # in order",
      "+    extensions: [{months: 12, state: exercised, taken_to: 2027-09-30, rest: left, evidence: [{source: minutes, "
      'place: "item 4: (a)", supports: [state, taken_to, rest]}]}, {months: 24, state: permitted}]  # in order']),
    ("half of a repeated option", BLOCK, ("extend", "home-care", "--option", "1", "--to", "2027-09-30", *MINUTES),
     ["-        times: 3", "-        state: permitted  # so far", "+        state: exercised  # so far",
      "+        taken_to: 2027-09-30", *EVIDENCE, "+              - state", "+              - taken_to",
      "+      - months: 12", "+        times: 2", "+        state: permitted"]),
    ("a year of what goes on from year to year", YEARLY,
     ("extend", "home-care", "--option", "1", "--to", "2027-03-31", *MINUTES),
     ["-        state: permitted", "+        state: exercised", "+        taken_to: 2027-03-31", *EVIDENCE,
      "+              - state", "+              - taken_to"]),
    ("a period whose length nobody states", AGREED,
     ("extend", "home-care", "--option", "1", "--to", "2027-03-31", *MINUTES),
     ["-      - state: permitted", "+      - state: exercised", "+        taken_to: 2027-03-31", *EVIDENCE,
      "+              - state", "+              - taken_to"]),
    ("an extension that was agreed without an option", FLOW,
     ("extend", "home-care", "--modification", "--to", "2027-06-30", *MINUTES),
     ["-    extensions: [{months: 12, state: permitted}, {months: 24, state: permitted}]  # in order",
      "-    evidence: [{source: register, place: row 1, supports: [end, extensions]}]",
      "+    extensions: [{until: 2027-06-30, state: exercised, modification: true, evidence: [{source: minutes, place: "
      '"item 4: (a)", supports: [until, state]}]}, {months: 12, state: permitted}, {months: 24, state: permitted}]'
      "  # in order",
      "+    evidence: [{source: register, place: row 1, supports: [end, extensions]}, {source: minutes, place: "
      '"item 4: (a)", supports: [extensions]}]']),
    # --- confirm, retire, abandon, replace, source ---
    ("a procurement that was abandoned", TENDER,
     ("abandon", "home-care", "--on", "2026-09-10", "--how", "no award", *MINUTES),
     ["-    evidence: [{source: register, place: row 1, supports: [advertised, start, end]}]", "+    abandoned:",
      "+      on: 2026-09-10", "+      how: no award",
      "+    evidence: [{source: register, place: row 1, supports: [advertised, start, end]}, {source: minutes, place: "
      '"item 4: (a)", supports: [abandoned]}]']),
    ("what was checked again says so", BLOCK, ("confirm", "home-care"), ["+        checked: 2026-11-25"]),
    ("on the day on which it was checked", BLOCK, ("confirm", "home-care", "--source", "register", "--on",
     "2026-11-20"),
     ["+        checked: 2026-11-20"]),
    ("what was checked again in flow style", FLOW, ("confirm", "home-care"),
     ["-    evidence: [{source: register, place: row 1, supports: [end, extensions]}]",
      "+    evidence: [{source: register, place: row 1, supports: [end, extensions], checked: 2026-11-25}]"]),
    ("an end that came", BLOCK, ("retire", "home-care", "--on", "2026-10", "--how", "ended early", *MINUTES),
     ["+    ended:", "+      on: 2026-10", "+      how: ended early", "+      - source: minutes",
      '+        place: "item 4: (a)"', "+        supports:", "+          - ended"]),
    ("a successor", BLOCK, ("replace", "other", "--with", "home-care"), ["+    replaces:", "+      - other"]),
    ("a source", BLOCK,
     ("source", "add", "fts-1", "--title", "Award: care", "--publisher", "FTS", "--strength", "notice", "--url",
      "https://fts.example/1", "--published", "2026-11"),
     ["+  - id: fts-1", '+    title: "Award: care"', "+    publisher: FTS", "+    url: https://fts.example/1",
      "+    published: 2026-11", "+    read: 2026-11-25", "+    strength: notice"]),
    ("a source described in the same breath", BLOCK,
     ("retire", "home-care", "--on", "2026-10-31", "--how", "expired", "--source", "fts-1", "--place", "top",
      "--new-source", "title=End", "--new-source", "publisher=FTS", "--new-source", "strength=notice"),
     ["+  - id: fts-1", "+    title: End", "+    publisher: FTS", "+    read: 2026-11-25", "+    strength: notice",
      "+    ended:", "+      on: 2026-10-31", "+      how: expired", "+      - source: fts-1", "+        place: top",
      "+        supports:", "+          - ended"]),
    ("dates as people type them", BLOCK,
     ("set", "home-care", "end", "31.3.2028", "--was", "slip"), ["-    end: 2027-03-31  # as printed",
      "+    end: 2028-03-31  # as printed"]),
    ("a length and a sum as people type them", BLOCK,
     ("set", "home-care", "notice", "3 months", "--was", "slip"), ["-    notice: 6m", "+    notice: 3m"]),
    ("an end in words", BLOCK,
     ("retire", "home-care", "--on", "Sat 31 Oct 26", "--how", "expired", "--source", "minutes", "--place", "top"),
     ["+    ended:", "+      on: 2026-10-31", "+      how: expired", "+      - source: minutes", "+        place: top",
      "+        supports:", "+          - ended"]),
    ("options as people type them", BLOCK,
     ("add", "carers", "--title", "Carers", "--service", "carers support", "--lead", "otherham",
      "--start", "1 April 24", "--end", "TBC", "--option", "2 x 12 months",
      "--option", "26 weeks", "--notice", "3 months", "--source",
      "register", "--place", "r 2"),
     ["+", "+  - id: carers", "+    title: Carers", "+    kind: contract", "+    services:",
      "+      - carers support", "+    lead: otherham", "+    start: 2024-04-01", "+    end: unknown",
      "+    notice: 3m",
      "+    extensions:", "+      - months: 12", "+        times: 2", "+        state: permitted",
      "+      - length: 26w", "+        state: permitted",
      "+    evidence:", "+      - source: register", "+        place: r 2",
      "+        supports:", "+          - start", "+          - end",
      "+          - extensions", "+          - notice"]),
    # --- add ---
    ("a contract from options", BLOCK,
     ("add", "carers", "--title", "Carers: all", "--service", "carers support", "--lead", "otherham", "--end",
      "2028-03",
      "--option", "2x12m", "--option", "until 2031", "--tender", "spring 2027", "--source", "register", "--place",
      "r 2"),
     ["+", "+  - id: carers", '+    title: "Carers: all"', "+    kind: contract", "+    services:",
      "+      - carers support", "+    lead: otherham", "+    end: 2028-03", "+    extensions:", "+      - months: 12",
      "+        times: 2", "+        state: permitted", "+      - until: 2031", "+        state: permitted",
      "+    plans:", "+      tender: spring 2027", "+    evidence:", "+      - source: register", "+        place: r 2",
      "+        supports:", "+          - end", "+          - extensions", "+          - plans"]),
]  # fmt: skip

OTHER = "id: other\nend: 2026-03-31"


@pytest.fixture
def path(tmp_path: Path) -> Callable[[str], Path]:
    """A registry of this record and another, of two sources."""

    def write(text: str) -> Path:
        file = tmp_path / "r.yaml"
        minutes = "id: notes\nend: 2026-03-31\nevidence: [{source: minutes, place: p, supports: [end]}]"
        file.write_bytes(registry_text(OTHER, minutes, text, head=HEAD_TWO).encode())
        return file

    return write


def moved(answer: Answer) -> list[str]:
    """The lines of a difference that go and come."""
    return [line for line in answer.lines[2:] if line.startswith(("-", "+"))]


@pytest.mark.parametrize(("text", "typed", "lines"), [row[1:] for row in CHANGES], ids=[row[0] for row in CHANGES])
def test_a_change(path: Callable[[str], Path], text: str, typed: tuple[str, ...], lines: list[str]) -> None:
    file = path(text)
    before = file.read_bytes()
    tried = run_cli(*typed, "--registry", str(file), "--keep-edition", "--dry-run", *TODAY)
    assert file.read_bytes() == before
    assert tried.err.startswith("nothing is written: this was a dry run\n")
    answer = run_cli(*typed, "--registry", str(file), "--keep-edition", *TODAY)
    assert (answer.code, moved(answer)) == (0, lines), answer.err
    assert tried.out == answer.out
    assert answer.err.startswith(f"written: {file}\n")
    after = file.read_text("utf-8").splitlines()
    gone, come = ([line[1:] for line in lines if line.startswith(sign)] for sign in "-+")
    assert sorted([*after, *gone]) == sorted([*before.decode().splitlines(), *come])


@pytest.mark.parametrize(("text", "typed", "_"), [row[1:] for row in CHANGES], ids=[row[0] for row in CHANGES])
def test_the_same_change_with_other_line_ends_and_a_mark(
    path: Callable[[str], Path], text: str, typed: tuple[str, ...], _: list[str]
) -> None:
    file = path(text)
    plain = file.read_text("utf-8")
    assert run_cli(*typed, "--registry", str(file), *TODAY).code == 0
    wanted = file.read_text("utf-8")
    file.write_bytes(("\ufeff" + plain.replace("\n", "\r\n")).encode())
    assert run_cli(*typed, "--registry", str(file), *TODAY).code == 0
    assert file.read_bytes().decode() == "\ufeff" + wanted.replace("\n", "\r\n")


TWICE = ("--source", "register", "--place", "row 1")
# The sentence | the record | the command | what is said, and the next step
REFUSED: list[tuple[str, str, tuple[str, ...], str, str]] = [
    ("an id that is not there", BLOCK, ("confirm", "home-caer"), "there is no contract 'home-caer'", "did you mean"),
    ("a date with two readings", BLOCK, ("set", "home-care", "end", "03/04/2028", "--was", "slip"),
     "'03/04/2028' can mean 4 March 2028 or 3 April 2028", "write 2028-03-04 or 2028-04-03"),
    ("a key that does not exist", BLOCK, ("set", "home-care", "ends", "2027"), "'ends' is not a key",
     "did you mean end"),
    ("a change of a date without a reason", BLOCK, ("set", "home-care", "end", "2027"),
     "`end` has a value already: why does it change?", "--was slip"),
    ("a new date without evidence", BLOCK, ("set", "home-care", "start", "2024"), "nothing supports `start`",
     "--source"),
    ("a source that nobody has described", BLOCK,
     ("set", "home-care", "start", "2024", "--source", "fts-1", "--place", "p"), "there is no source 'fts-1'",
     "--new-source title="),
    ("a source without a place", BLOCK, ("set", "home-care", "start", "2024", "--source", "register"),
     "--place is missing", "--place"),
    ("neither a value nor --remove", BLOCK, ("set", "home-care", "end"), "give a VALUE, or --remove", "for instance"),
    ("an id", BLOCK, ("set", "home-care", "id", "x"), "an id never changes", "tenderwatch replace OLD --with NEW"),
    ("what is said already", BLOCK, ("set", "home-care", "title", "Home care"), "this changes nothing",
     "says so already"),
    ("a dispute without a reason", BLOCK, ("set", "home-care", "end", "2028", *MINUTES, "--was", "disputed"),
     "needs its reason", "--because"),
    ("what check would refuse", BLOCK, ("set", "home-care", "lead", "nobody"),
     "nothing is written, as `check` would refuse it: there is no authority 'nobody'", "tenderwatch authority add"),
    ("an end before the start", BLOCK, ("set", "home-care", "start", "2028", *TWICE),
     "nothing is written, as `check` would refuse it", ""),
    ("a part of what has no parts", BLOCK, ("set", "home-care", "end.year", "2028"), "`end` has no parts",
     "the key alone"),
    ("an item that is not there", BLOCK, ("set", "home-care", "extensions.2.state", "declined"),
     "`extensions` has no item '2'", "its only item is 1"),
    ("a word that is none of the strengths", BLOCK,
     ("source", "add", "x", "--title", "x", "--publisher", "x", "--strength", "strong"), "'strong' is not one", ""),
    ("a source that is there", BLOCK,
     ("source", "add", "register", "--title", "x", "--publisher", "x", "--strength", "notice"),
     "there is a source 'register' already", "tenderwatch set register"),
    ("an option that does not exist", BLOCK, ("extend", "home-care", "--option", "4", *MINUTES), "has no option 4",
     "1: 12 months, to 31 March 2028, permitted\n  2: "),
    ("an end to which the option does not lead", BLOCK,
     ("extend", "home-care", "--option", "1", "--to", "2029-03-31", *MINUTES),
     "option 1 leads to 31 March 2028, not to 31 March 2029", "1: 12 months"),
    ("an option that states both its days", FLOW.replace("{months: 24,", "{since: 2028-04-01, until: 2029-03-31,"),
     ("extend", "home-care", "--option", "3", *MINUTES), "has no option 3",
     "2: 1 April 2028 to 31 March 2029, permitted"),
    ("one that is used in parts, without its new end", PARTS, ("extend", "home-care", "--option", "1", *MINUTES),
     "up to when?", "--to"),
    ("more than a flexible option holds", PARTS,
     ("extend", "home-care", "--option", "1", "--to", "2031-01-31", *MINUTES), "beyond what the option allows", "1: "),
    ("no further than the end", PARTS, ("extend", "home-care", "--option", "1", "--to", "2027-03-31", *MINUTES),
     "is not after the end as it is", "1: "),
    ("a decision that is still to come", FLOW,
     ("extend", "home-care", "--option", "1", "--decided", "2026-12-01", *MINUTES), "is still to come",
      "the day on which"),
    ("an extension without evidence", FLOW, ("extend", "home-care", "--option", "1"),
     "--source and --place are missing: nothing is recorded without evidence", "--own"),
    ("everything that an extension needs", FLOW, ("extend", "home-care"), "--option, --source and --place are missing",
     "--own"),
    ("everything that an extension needs, and of what", FLOW, ("extend",),
     "ID, --option, --source and --place are missing", "--help"),
    ("everything that a modification needs", FLOW, ("extend", "home-care", "--modification"),
     "--to, --source and --place are missing", "--own"),
    ("everything that an end needs", FLOW, ("retire", "home-care"), "--on, --how, --source and --place are missing",
     "--help"),
    ("an end without how and where", FLOW, ("retire", "home-care", "--source", "register", "--on", "2026-10"),
     "--how and --place are missing", "--help"),
    ("an end on one's own word without how", FLOW, ("retire", "home-care", "--own", "--on", "2026-10"),
     "--how is missing", "--help"),
    ("everything that a successor needs", FLOW, ("replace",), "OLD and --with are missing", "--help"),
    ("another title without a reason", BLOCK, ("set", "home-care", "title", "Care"),
     "`title` has a value already: why does it change?", "--typo"),
    ("other providers without a reason", PROVIDERS, ("set", "home-care", "providers", "Omega"),
     "`providers` has a value already: why does it change?", "--typo"),
    ("one more provider without a reason", PROVIDERS, ("set", "home-care", "providers", "Omega", "--add"),
     "`providers` has a value already: why does it change?", "--source"),
    ("first providers without a source", BLOCK, ("set", "home-care", "providers", "Omega"),
     "nothing supports `providers`", "--source"),
    ("a mistake that has moved", BLOCK, ("set", "home-care", "title", "Care", "--typo", "--was", "moved"),
     "--typo and --was both say what the old value was", "remove one"),
    ("a dispute with neither source nor reason", BLOCK, ("set", "home-care", "end", "2028", "--was", "disputed"),
     "--was disputed needs the source that says so now", "--source and --place, and --because"),
    ("more of an option than it has, in part", FLOW,
     ("extend", "home-care", "--option", "1", "--to", "2028-05-31", "--rest", "left", *MINUTES),
     "option 1 leads to 31 March 2028, not to 31 May 2028", "1: 12 months"),
    ("a rest of an option that was used whole", FLOW,
     ("extend", "home-care", "--option", "1", "--rest", "left", *MINUTES), "used in part", "--to"),
    ("a rest in other words", FLOW,
     ("extend", "home-care", "--option", "1", "--to", "2027-09-30", "--rest", "lost", *MINUTES),
     "'lost' is not a choice", "gone"),
    ("a period of unknown length without its end", AGREED, ("extend", "home-care", "--option", "1", *MINUTES),
     "up to when?", "--to"),
    ("neither an option nor a modification", FLOW, ("extend", "home-care", "--to", "2028-03-31", *MINUTES),
     "which option was used?", "--modification"),
    ("both an option and a modification", FLOW,
     ("extend", "home-care", "--option", "1", "--modification", "--to", "2028-03-31", *MINUTES),
     "--modification takes no option", "--to DATE"),
    ("a modification that leads no further", FLOW,
     ("extend", "home-care", "--modification", "--to", "2027-03-31", *MINUTES),
     "is not after the end as it is", "tenderwatch retire"),
    ("an end before the start", TENDER, ("retire", "home-care", "--on", "2026-09", "--how", "withdrawn", *MINUTES),
     "it cannot end (September 2026) before it starts (1 April 2027)", "tenderwatch abandon home-care --on 2026-09"),
    ("an end after every end that is possible", BLOCK,
     ("retire", "home-care", "--on", "2037-01-31", "--how", "notice", *MINUTES),
     "31 January 2037 is after its last possible end (31 March 2030)", "tenderwatch extend home-care --modification"),
    ("a procurement to be abandoned on a day ahead", TENDER, ("abandon", "home-care", "--on", "2026-12-01", *MINUTES),
     "is still to come", "the day on which"),
    ("a contract that runs, as abandoned", BLOCK, ("abandon", "home-care", "--on", "2026-10-01", *MINUTES),
     "its record has no tender or plan to abandon", "tenderwatch retire home-care"),
    ("a contract that was let, as abandoned", PROVIDERS, ("abandon", "home-care", "--on", "2026-10-01", *MINUTES),
     "'home-care' was let, as `providers` says", "tenderwatch retire home-care"),
    ("a check that is still to come", BLOCK, ("confirm", "home-care", "--on", "2026-12-01"), "is still to come", ""),
    ("a source on which it does not rest", BLOCK, ("confirm", "home-care", "--source", "minutes"),
     "has no evidence from 'minutes'", "it cites register"),
    ("a contract that replaces itself", BLOCK, ("replace", "home-care", "--with", "home-care"),
     "cannot replace itself", ""),
    ("a contract that is not there yet", BLOCK, ("replace", "home-care", "--with", "home-care-2"),
     "there is no contract 'home-care-2'", "did you mean home-care"),
    ("a contract that is there", BLOCK,
     ("add", "home-care", "--title", "x", "--service", "x", "--lead", "unknown", *MINUTES),
     "'home-care' is already the id", "choose another id"),
    ("a contract without a title", BLOCK, ("add", "x", "--service", "x", "--lead", "unknown", *MINUTES),
     "--title is missing", "--help"),
    ("a contract without anything", BLOCK, ("add",),
     "the ID, --title, --service, --lead, --source and --place are missing", "--own"),
    ("an option that is none", BLOCK,
     ("add", "x", "--title", "x", "--service", "x", "--lead", "unknown", "--option", "later", *MINUTES),
     "--option: 'later' is not a length of time", "12m"),
    ("options that can be months or years", BLOCK,
     ("add", "x", "--title", "x", "--service", "x", "--lead", "unknown", "--option", "6+6", *MINUTES),
     "6 months or 6 years", "24m"),
    ("a part of an option without a reason", BLOCK, ("set", "home-care", "extensions.1.state", "exercised"),
     "`extensions.1.state` has a value already: why does it change?", "--source"),
    ("a dispute of a source with itself", BLOCK,
     ("set", "home-care", "end", "2028", *TWICE, "--was", "disputed", "--because", "x"),
     "`end` has no earlier reading to disagree with", "remove --was"),
    ("a source published on a day to come", BLOCK,
     ("source", "add", "x", "--title", "x", "--publisher", "x", "--strength", "notice", "--published", "2027-01-01"),
     "published: 1 January 2027 is still to come", "leave it out"),
    ("a source read on a day to come", BLOCK,
     ("set", "home-care", "start", "2024", "--source", "x", "--place", "p", "--new-source", "read=2026-11-26"),
     "read: 26 November 2026 is still to come", "leave it out"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "typed", "fault", "step"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED]
)
def test_what_makes_no_sense_is_refused_and_nothing_is_written(
    path: Callable[[str], Path], text: str, typed: tuple[str, ...], fault: str, step: str
) -> None:
    file = path(text)
    before = file.read_bytes()
    for more in ((), ("--dry-run",)):
        answer = run_cli(*typed, "--registry", str(file), *more, *TODAY)
        assert (answer.code, answer.out) == (2, "")
        message, _, hint = answer.err.partition("\n")
        assert message.startswith("tenderwatch: ")
        assert fault in message
        assert step in hint
        assert hint.strip(), "there is always a next step"
        assert file.read_bytes() == before


def test_an_option_taken_up_leaves_the_others_open_and_moves_the_end(path: Callable[[str], Path]) -> None:
    file = path(BLOCK)
    for number, end in ((1, "2028-03-31"), (2, "2029-03-31"), (3, "2030-03-31")):
        typed = ("extend", "home-care", "--option", str(number), "--to", end, *MINUTES)
        assert run_cli(*typed, "--registry", str(file), *TODAY).code == 0
        rows = run_cli("list", "--registry", str(file), "--format", "json", *TODAY).json["rows"]
        (row,) = [row for row in rows if row["id"] == "home-care"]
        assert row["end"]["edtf"] == end
    answer = run_cli("extend", "home-care", "--option", "3", *MINUTES, "--registry", str(file), *TODAY)
    assert "has used option 3 already" in answer.err
    assert run_cli("check", str(file)).code == 0


@pytest.mark.parametrize(
    ("typed", "current", "longest"),
    [
        (("--option", "2"), "2029-03-31", "2030-03-31"),
        (("--option", "2", "--to", "2029-03-31"), "2029-03-31", "2030-03-31"),
        (("--option", "2", "--to", "2028-01-31"), "2028-01-31", "2029-01-31"),
    ],
)
def test_an_option_used_before_the_one_that_comes_first_leads_on_from_the_end_as_it_is(
    path: Callable[[str], Path], typed: tuple[str, ...], current: str, longest: str
) -> None:
    more = (*MINUTES, "--registry", str(path(FLOW)), *TODAY)
    used = run_cli("extend", "home-care", *typed, *more)
    assert (used.code, "note: option 1, which comes first in the contract, has not been used" in used.err) == (0, True)
    rows = run_cli("list", "--format", "json", *more[4:]).json["rows"]
    (row,) = [row for row in rows if row["id"] == "home-care"]
    assert (row["end"]["edtf"], row["longest_end"]["edtf"]) == (current, longest)
    assert run_cli("check", more[5]).code == 0
    again = run_cli("extend", "home-care", "--option", "1", *more)
    assert (again.code, "which comes first" in again.err) == (0, False)


def test_an_end_or_a_check_that_is_on_record_is_named_as_people_name_days(path: Callable[[str], Path]) -> None:
    more = ("--registry", str(path(BLOCK)), *TODAY)
    ended = ("retire", "home-care", "--on", "2026-10-31", "--how", "expired", *MINUTES, *more)
    assert run_cli(*ended).code == 0
    assert "'home-care' is recorded as ended (31 October 2026)\n  correct it with" in run_cli(*ended).err
    checked = ("confirm", "home-care", "--source", "register", *more)
    assert run_cli(*checked).code == 0
    assert "was checked on 25 November 2026 already" in run_cli(*checked, "--on", "2026-11-24").err


def test_a_conflict_that_an_earlier_value_had_settled_is_called_to_mind(path: Callable[[str], Path]) -> None:
    more = (*MINUTES, "--registry", str(path(BLOCK)), *TODAY)
    first = run_cli("set", "home-care", "end", "2027-04-30", "--was", "disputed", "--because", "x", *more)
    assert (first.code, "a conflict about" in first.err) == (0, False)
    assert "a conflict about" not in run_cli("set", "home-care", "title", "Care at home", *more).err
    later = run_cli("set", "home-care", "end", "2027-05-31", "--typo", *more[4:])
    said = "note: a conflict about `end` is still on record, with 30 April 2027 chosen: see whether it holds\n"
    assert (later.code, said in later.err) == (0, True), later.err


@pytest.mark.parametrize("source", ["minutes", "register", "newer"])
def test_a_conflict_that_a_source_settles_becomes_a_note(path: Callable[[str], Path], source: str) -> None:
    """Whether it is one of those that disagreed, whose last word counts, or another that overtakes them all."""
    file = path(BLOCK)
    more = ("--registry", str(file), *TODAY)
    disputed = ("set", "home-care", "end", "2027-04-30", "--was", "disputed", "--because", "x", *MINUTES, *more)
    assert run_cli(*disputed).code == 0
    new = ("--new-source", "title=New notice", "--new-source", "publisher=x", "--new-source", "strength=notice")
    cite = ("--source", source, "--place", "row 9", *(new if source == "newer" else ()))
    answer = run_cli("set", "home-care", "end", "2027-05-31", *cite, *more)
    assert answer.code == 0, answer.err
    assert "note: the conflict about `end` is settled by the new source" in answer.err
    (row,) = [item for item in run_cli("list", "--format", "json", *more).json["rows"] if item["id"] == "home-care"]
    assert row["conflicts"] == []
    assert row["end"]["edtf"] == "2027-05-31"
    (note,) = [note for note in row["notes"] if note.startswith("Sources disagreed")]
    assert "end 31 March 2027 (Register of contracts); end 30 April 2027 (Minutes)" in note
    assert "Settled on 25 November 2026 (" in note
    assert run_cli("check", str(file)).code == 0


def test_a_title_and_providers_take_a_source_or_the_word_that_they_were_mistyped(path: Callable[[str], Path]) -> None:
    file = path(PROVIDERS)
    more = ("--registry", str(file), *TODAY)
    assert run_cli("set", "home-care", "title", "Home  care and more", "--typo", *more).code == 0
    assert run_cli("set", "home-care", "providers", "Omega", "--add", *MINUTES, *more).code == 0
    assert run_cli("set", "home-care", "providers", "Omega Ltd", "--own", *more).code == 0
    assert "source: testshire-own-record" in file.read_text("utf-8")
    (row,) = [item for item in run_cli("list", "--format", "json", *more).json["rows"] if item["id"] == "home-care"]
    assert (row["title"], row["providers"]) == ("Home care and more", ["Omega Ltd"])


def test_a_source_may_wait_for_the_record_that_cites_it(path: Callable[[str], Path]) -> None:
    file = path(BLOCK)
    typed = ("source", "add", "fts-1", "--title", "x", "--publisher", "x", "--strength", "notice")
    answer = run_cli(*typed, "--registry", str(file), *TODAY)
    assert answer.code == 0
    assert "warning: source 'fts-1' is never cited [unused-source]\n" in answer.err
    cite = ("--source", "fts-1", "--place", "top")
    assert run_cli("set", "home-care", "start", "2024", *cite, "--registry", str(file), *TODAY).code == 0
    assert run_cli("check", str(file)).code == 0


def test_a_warning_is_shown_and_stops_no_change(path: Callable[[str], Path]) -> None:
    typed = ("source", "add", "x", "--title", "x", "--publisher", "x", "--strength", "notice")
    answer = run_cli(*typed, "--url", "https://x.example/?utm_source=mail", "--registry", str(path(BLOCK)), *TODAY)
    assert answer.code == 0
    assert "warning: the URL contains a tracking parameter (`utm_source`) [tracking-address]\n" in answer.err
    assert "warning: source 'x' is never cited [unused-source]\n" in answer.err


def test_faults_that_stood_there_before_hold_nothing_up(path: Callable[[str], Path]) -> None:
    file = path(BLOCK)
    file.write_text(file.read_text("utf-8").replace("end: 2026-03-31", "end: 2026-13-31", 1), encoding="utf-8")
    answer = run_cli("set", "home-care", "title", "Care", "--typo", "--registry", str(file), *TODAY)
    assert answer.code == 0
    assert "1 older fault is still in the registry: run `tenderwatch check`" in answer.err


EDITIONS = [
    ("an older one moves to the day", "2026-01-10", (), "2026-11-25"),
    ("a later one stays", "2026-12-01", (), "2026-12-01"),
    ("it stays where that is asked for", "2026-01-10", ("--keep-edition",), "2026-01-10"),
]


@pytest.mark.parametrize(("old", "more", "new"), [row[1:] for row in EDITIONS], ids=[row[0] for row in EDITIONS])
def test_the_edition_moves_forward_only(path: Callable[[str], Path], old: str, more: tuple[str, ...], new: str) -> None:
    file = path(BLOCK)
    file.write_text(file.read_text("utf-8").replace("edition: 2026-01-10", f"edition: {old}"), encoding="utf-8")
    answer = run_cli("confirm", "home-care", "--registry", str(file), *more, *TODAY)
    assert answer.code == 0
    assert file.read_text("utf-8").startswith(f"edition: {new}\n")
    assert ("the edition stays at" in answer.err) == (old > "2026-11-25")


def test_an_end_ahead_is_the_end_from_now_on_and_says_so(path: Callable[[str], Path]) -> None:
    more = ("--registry", str(path(BLOCK)), *TODAY)
    answer = run_cli("retire", "home-care", "--on", "2027-01-31", "--how", "handed back", *MINUTES, *more)
    assert (
        "note: 31 January 2027 is its end from now on, and no option leads past it; "
        "it counts as ended once that has passed\n"
    ) in answer.err
    rows = run_cli("list", "--format", "json", *more).json["rows"]
    (row,) = [row for row in rows if row["id"] == "home-care"]
    assert (row["status"], row["end"]["edtf"], row["longest_end"]["edtf"]) == ("running", "2027-01-31", "2027-01-31")


def test_what_was_abandoned_is_not_abandoned_twice(path: Callable[[str], Path]) -> None:
    more = (*MINUTES, "--registry", str(path(TENDER)), *TODAY)
    assert run_cli("abandon", "home-care", "--on", "2026-09-10", *more).code == 0
    again = run_cli("abandon", "home-care", "--on", "2026-09-11", *more)
    assert "'home-care' is recorded as abandoned (10 September 2026)" in again.err
    ended = run_cli("retire", "home-care", "--on", "2027-09-11", "--how", "x", *more)
    assert "is recorded as abandoned" in ended.err


def test_options_that_go_on_year_by_year_are_used_one_after_the_other(path: Callable[[str], Path]) -> None:
    for text in (YEARLY, AGREED):
        more = (*MINUTES, "--registry", str(path(text)), *TODAY)
        for number, end in ((1, "2027-03-31"), (2, "2028-03-31")):
            assert run_cli("extend", "home-care", "--option", str(number), "--to", end, *more).code == 0
            rows = run_cli("list", "--format", "json", *more[4:]).json["rows"]
            (row,) = [row for row in rows if row["id"] == "home-care"]
            assert (row["end"]["edtf"], row["longest_end"]) == (end, None)
            assert row["extensions"][-1]["state"] == "permitted", "a further one stays open"


def test_each_text_is_read_once(path: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch) -> None:
    """The old text and the new one, however many changes there are."""
    texts: list[str] = []

    def counted(text: str, file: str, *, spans: bool = False) -> Any:
        texts.append(text)
        return read_tree(text, file, spans=spans)

    for module in (files, json_lines):
        monkeypatch.setattr(module, "read_tree", counted)
    typed = ("extend", "home-care", "--option", "1", "--to", "2028-03-31", "--decided", "2026-11-19", *MINUTES)
    file = path(BLOCK)
    before = file.read_text("utf-8")
    assert run_cli(*typed, "--registry", str(file), *TODAY).code == 0
    assert texts == [before, file.read_text("utf-8")]
