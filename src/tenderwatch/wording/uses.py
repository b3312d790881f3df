"""How many of a repeat have been used: 'the first of the two', '2 x 12 months (1 used)', 'one of which was taken'."""

from __future__ import annotations

from tenderwatch.wording.deeds import is_deed
from tenderwatch.wording.facts import Dated
from tenderwatch.wording.items import Item, Quantity
from tenderwatch.wording.lexicon import EXTENSION_NOUNS, ORDER, word_set
from tenderwatch.wording.reading import Span
from tenderwatch.wording.scan import Scan

_NOT, _LEFT = word_set("not neither none no"), word_set("remaining left")
_IN_BRACKET = (
    EXTENSION_NOUNS
    | _NOT
    | _LEFT
    | word_set("+ , ' s the of which in on from has have been was were now already yet up year years period")
)
_UNTIL = word_set("to until till")
_COUNTED = ("one", "two", "three", "four", "five")


def used_of(scan: Scan, quantity: Quantity, item: Item) -> int | None:
    """How many of a repeat the sentence says were used. None: it says nothing of the number."""
    if item.times < 2:
        return None
    near = " ".join(scan.words[max(scan.first, quantity.first - 4) : quantity.first])
    ordinal = next((at for at, word in enumerate(ORDER, 1) if f"{word} of" in near), 0)
    ordinal = item.times if near.endswith(("last of", "final of")) else ordinal
    named = scan.facts.groups[-1].state if scan.facts.groups else "permitted"
    if told := _told_after(scan, quantity.after):
        return min(told + (named == "proposed"), item.times)  # the next one is asked for
    if "proposed" in (scan.state(quantity.first), named):
        return ordinal or None  # 'to extend by a year, the second of three one-year extensions'
    if (used := sum_used(scan, quantity)) is not None:
        return used
    if scan.state(quantity.first) != "exercised" or scan.word(quantity.first - 1) == "first":
        return None  # 'the first two extensions': both of them
    if 0 < ordinal < item.times:
        return ordinal  # 'the second of the three extensions has been agreed'
    others = [place for place in range(scan.first, scan.last)
              if scan.atoms[place].kind == "number" and not quantity.first <= place < quantity.after]  # fmt: skip
    if len(others) == 1 and 0 < scan.atoms[others[0]].number < item.times:
        scan.consumed[others[0]] = True
        return scan.atoms[others[0]].number
    return 1 if "first" in scan.words[scan.first : scan.last] else None


def sum_used(scan: Scan, quantity: Quantity) -> int | None:
    """'3+1+1 (first +1 activated in D)', '3 x 1 year, 2 used': how many options the words after them say were used."""
    at = quantity.after
    while scan.word(at) in EXTENSION_NOUNS:
        at += 1
    closing = ")" if scan.word(at) == "(" else "."
    last = next((place for place in range(at, scan.last) if scan.words[place] == closing), scan.last)
    inside = range(at + 1, last)
    if scan.word(at) not in ("(", ",", "-", ":") or not any(is_deed(scan.words[place]) for place in inside):
        return None
    options = [item for item in quantity.items[1:] or quantity.items for _ in range(item.times)]
    parts = [item.number or (item.length.months or 0) // 12 for item in options if item.length]
    used, figures, until = 0, list[int](), list[int]()
    for place in inside:
        atom, word = scan.atoms[place], scan.words[place]
        if word in ORDER or atom.ordinal:
            used = max(used, ORDER.index(word) + 1 if word in ORDER else atom.number)
        elif word in ("both", "all"):
            used = len(options)
        elif atom.kind == "number":
            part = scan.word(place - 1) == "+"
            if part and (parts[:1] != [atom.number] if not used else atom.number not in parts):
                return None  # '4+2+1 (+1 used)'
            if scan.word(place + 1) in _LEFT and used + atom.number != len(options):
                return None
            used = used or (1 if part else atom.number)
            figures.append(place)
        elif word in _UNTIL and place + 1 < last and scan.atoms[place + 1].kind == "date":
            until.append(place + 1)
        elif not (word in _IN_BRACKET or is_deed(word) or atom.kind == "date"):
            return None
        else:
            figures += [place] if atom.kind == "date" else []
    said = set(scan.words[at:last])
    if said & _NOT or [scan.words[place] for place in figures] in (["0"], ["zero"]):
        used = 0 if used < 2 or "neither" in said or len(options) == 1 else -1
    elif used == 0 or ({"year", "years"} & said and not said & (EXTENSION_NOUNS | {"+"})):
        return None  # '3+1+1, first year approved'
    if not 0 <= used <= len(options) or (until and (used != 1 or len(until) > 1)):
        return None
    for place in figures:
        scan.consumed[place] = True
    _note_until(scan, until)
    return used


def _note_until(scan: Scan, places: list[int]) -> None:
    """'1+1 (first +1 taken to D)': the end of the option that was used."""
    for atom in (scan.atoms[place] for place in places):
        if atom.when is None:
            continue
        dated = Dated(atom.when, Span(atom.start, atom.end), scan.sentence, state="exercised")
        if dated not in scan.facts.untils:
            scan.facts.untils.append(dated)


def _told_after(scan: Scan, after: int) -> int:
    """'..., the first of which has been approved': how many, by a clause of its own; 0 without one."""
    which = next((at for at in range(after, min(after + 7, scan.last)) if scan.words[at] == "which"), None)
    if which is None or scan.word(which - 1) != "of":
        return 0
    said = scan.words[which + 1 : min(which + 9, scan.last)]
    if "not" in said or not {"has", "have", "was", "were"} & set(said) or not any(is_deed(word) for word in said):
        return 0
    return _number(scan, which - 2)


def _number(scan: Scan, at: int) -> int:
    word = scan.word(at)
    if scan.atoms[at].kind == "number":
        scan.consumed[at] = True
        return scan.atoms[at].number
    return ORDER.index(word) + 1 if word in ORDER else _COUNTED.index(word) + 1 if word in _COUNTED else 0
