"""What a length, a repeat or a sum is: the initial term, options, or neither, by the words before and after it."""

from __future__ import annotations

from tenderwatch.wording.atoms import Length
from tenderwatch.wording.counts import aside, break_year, count, from_to, label, numbered_years, step, total
from tenderwatch.wording.facts import Group, Total
from tenderwatch.wording.lexicon import (
    BREAK,
    CONTRACT,
    EVERY,
    EXCLUDING,
    EXTEND,
    EXTENDING,
    INCLUDING,
    INITIAL,
    LENGTH_WORDS,
    MORE,
    NOTICE,
    OTHER_LENGTHS,
    PERIODS,
    REOPEN,
    STEP_NOUNS,
    TO,
    TOTAL,
)
from tenderwatch.wording.option_groups import place_options
from tenderwatch.wording.placing import head_after
from tenderwatch.wording.quantities import Item, Quantity, plural_head, quantity_at
from tenderwatch.wording.scan import LINKS, PLUS, Mode, Scan
from tenderwatch.wording.sums import place_term
from tenderwatch.wording.ways import among_several, ways_of

_IS_FOR = frozenset({"is", "will", "shall", "be", "for", "a", "of", "the", "continue", "continues"})
_SHORTEST_TERM = 14
# Between "including options" and the length: "contract term (incl. options): 7 years".
_AFTER_COUNTED = frozenset({")", ":", "-", "is", "of", "options", "extensions", "extension", "periods", "period"})


def quantity(scan: Scan, at: int, since: int) -> int:
    """Place the quantity at an atom; `since` is the atom after the last figure. Returns the atom to go on from."""
    atom = scan.atoms[at]
    before = [word for word in scan.words[since:at] if word]
    if atom.kind == "step":
        return step(scan, at, before)
    if atom.kind == "number" and (
        break_year(scan, at) or label(scan, at) or [scan.word(at + 1), scan.word(at + 2)] == ["or", "more"]
    ):
        scan.consumed[at] = True
        return at + 1
    if atom.kind in ("number", "length") and from_to(scan, at):
        return at + 3
    if (years := numbered_years(scan, at)) and not scan.consumed[at]:
        return years
    quantity = quantity_at(scan.atoms, at)
    if quantity is None or quantity.after > scan.last:
        return count(scan, at)
    ways, after = ways_of(scan, quantity)
    if ways is None or among_several(scan, after):
        return count(scan, at)
    _place(scan, ways, quantity._replace(after=after), before)
    return after


def _is_of_a_thing(scan: Scan, quantity: Quantity, items: tuple[Item, ...]) -> bool:
    """'12 month calendars', where nothing else speaks of a contract."""
    following = scan.word(quantity.after)
    known = EXTENDING | CONTRACT | PERIODS | MORE | INITIAL | OTHER_LENGTHS | LINKS | TO | NOTICE | BREAK | TOTAL
    return items[0].singular and following.endswith("s") and following not in known and not _names_a_term(scan)


def _names_a_term(scan: Scan) -> bool:
    """Whether the sentence names the contract or its term."""
    return bool(set(scan.words[scan.first : scan.last]) & (CONTRACT | PERIODS | INITIAL | {"duration"}))


def _running(scan: Scan, before: list[str], at: int) -> Mode:
    """The mode that the words before a quantity set: the last strong word wins, a weak one only starts a term."""
    mode: Mode = ""
    near = before[-12:]
    if "(" in near and TOTAL & set(near) and not TOTAL & set(near[near.index("(") :]):
        near = near[near.index("(") :]
    for place, word in enumerate(near):
        counted = set(near[max(0, place - 3) : place])
        if word in EXTENDING and counted & INCLUDING and mode == "total":
            continue
        if word in EXTENDING and counted & (INCLUDING | EXCLUDING) and not set(near[place + 1 :]) - _AFTER_COUNTED:
            return "total" if counted & INCLUDING else "term"
        if word in INITIAL:
            mode = "initial"
        elif word in EXTENDING and scan.extending:
            mode = "total" if mode == "total" and word not in ("option", "options", "optional") else "option"
        elif (
            word in PLUS
            and (
                place == 0 == scan.sentence
                or scan.facts.terms
                or scan.facts.ranges
                or scan.facts.ends
                or scan.mode == "option"
            )
        ) or (
            word in MORE
            and place >= len(near) - 5
            and mode not in ("notice", "total")
            and (scan.extending or scan.facts.terms or _may_go_on(scan) or len(near) <= 2)
        ):
            mode = "option"
        elif word in TOTAL:
            mode = "total"
        elif word in NOTICE:
            mode = "notice"
        elif word in BREAK:
            mode = "break"
        elif word in REOPEN or word in EVERY:
            mode = "every"
    if (
        set(before[-2:]) & OTHER_LENGTHS
        or before[-1:] == ["last"]
        or (set(before[-4:]) & OTHER_LENGTHS and mode in ("", "term"))
    ):
        return "other"
    if mode:
        return mode
    if scan.mode in ("option", "initial", "total", "break"):
        return "option" if scan.mode in ("option", "total") else "term"
    if scan.about and (scan.mode == "term" or len(before) <= 2 or set(near[-7:]) & (CONTRACT | PERIODS | LENGTH_WORDS)):
        return "term"
    if (
        scan.about
        and set(near) & (TO | {"for", "of", ":", "("})
        and (scan.extending or _is_of_a_term(scan, before, at))
    ):
        return "term"
    return ""


def _is_of_a_term(scan: Scan, before: list[str], at: int) -> bool:
    """Whether a sentence names the contract or its term, or has little else in it.

    After a figure and an 'and' something new may begin: 'the contract rose by 3% and we kept records for 26 years'.
    """
    if "and" in before and not set(before) - _IS_FOR <= {"and"} and not set(before) & (CONTRACT | PERIODS | INITIAL):
        return False
    named = CONTRACT | PERIODS | INITIAL | {"duration"}
    return bool(named & set(scan.words[scan.first : at])) or scan.is_short


def _may_go_on(scan: Scan) -> bool:
    """Whether a sentence without an extending word lets the contract go on: 'may be awarded for a further year'."""
    words = set(scan.words[scan.first : scan.last])
    return scan.about and bool(words & {"may", "possible", "possibly", "can"})


def _place(scan: Scan, ways: list[tuple[Item, ...]], quantity: Quantity, before: list[str]) -> None:
    items = ways[0]
    running = _running(scan, before, quantity.first)
    head = head_after(scan.atoms, quantity.after, scan.last, extending=scan.extending)
    if any(atom.more for atom in scan.atoms[quantity.first : quantity.after]) and running in ("", "term"):
        running = "option" if scan.about else running
    role: Mode = running
    if head == "other" or (running == "other" and head not in ("option", "initial")):
        scan.consume(quantity.first, quantity.after)
        return
    if head in ("option", "initial", "notice", "break", "total"):
        role = head
        if head == "option" and running == "total" and len(ways) == 1 and len(items) == 1 and not items[0].counted:
            role = "total"
        if head == "notice" and not (
            set(before) & NOTICE or running == "notice" or scan.word(quantity.after) in NOTICE | {"'"} or scan.extending
        ):
            role = running
    elif head == "contract" and running not in ("total", "other"):
        directly = scan.word(quantity.after) in CONTRACT and not set(before[-3:]) & (MORE | EXTEND | {"optional"})
        role = "initial" if running == "initial" else "term" if running != "option" or directly else role
    if len(items) > 1 and running == "initial" and not scan.facts.groups:
        role = "initial"
    if len(items) > 1 and role in ("", "term") and scan.facts.terms and before[-1:] == ["with"]:
        role, scan.mode = "option", "option"
    elsewhere = (
        before[-1:] in (["in"], ["after"])
        or (before[-1:] == ["or"] and scan.atoms[quantity.first - 2].kind == "number")
        or before[-2:] == ["at", "least"]
        or (before[-1:] in (["to"], ["-"]) and scan.atoms[quantity.first - 2].kind == "number")
        or (before[-1:] == ["to"] and not items[0].up_to and not items[0].counted)
        or _is_of_a_thing(scan, quantity, items)
    )
    if role == "term" and (elsewhere or ((items[0].length or Length()).days or 99) < _SHORTEST_TERM):
        return
    if role == "term" and items[0].up_to and len(items) == 1 and not _names_a_term(scan) and scan.lengths == 1:
        role = "option"
    if role == "total" and (quantity.repeated or len(items) > 1):
        role = "option"
    if len(ways) == 1 and quantity.repeated and role in ("term", "", "initial") and scan.about:
        role = "option" if items[0].length else role
    if "rolling" in (scan.word(quantity.after), scan.word(quantity.first - 1)) and len(ways) == len(items) == 1:
        _add_step(scan, quantity, items[0])
        return
    if role in ("option", "total") and len(items) == 1 and len(ways) == 1 and _is_step(scan, quantity, items[0]):
        _add_step(scan, quantity, items[0])
        return
    if role == "option" and before[-1:] == ["in"] and len(items) == 1 and not items[0].counted:
        return
    twice = "twice" in before or "twice" in (scan.word(quantity.after), scan.word(quantity.after + 1))
    if role == "option" and twice and len(ways) == len(items) == 1 and not items[0].counted:
        items = (items[0]._replace(times=2, counted=True),)
        ways = [items]
    if role == "option" and _up_to_either(scan, items, before):
        return
    if role == "option" and _extended_to(items, ways, before, head):
        scan.facts.totals.append(
            Total(
                items[0].length or Length(), scan.consume(quantity.first, quantity.after), scan.sentence, of_whole=True
            )
        )
    elif role == "option":
        place_options(scan, ways, quantity, before, head)
    elif role in ("term", "initial"):
        place_term(scan, ways, quantity, initial=role == "initial", before=before)
    elif len(items) > 1 and scan.about:
        place_term(scan, ways, quantity, initial=False, before=before)
    elif role == "total":
        total(scan, items, quantity, before)
    elif role in ("notice", "break", "every") and items[0].length:
        aside(scan, role, items[0].length, quantity)


def _extended_to(items: tuple[Item, ...], ways: list[tuple[Item, ...]], before: list[str], head: str) -> bool:
    """'extend to five years': a length of the whole, not of the option."""
    return (
        len(ways) == 1
        and len(items) == 1
        and not items[0].counted
        and before[-1:] == ["to"]
        and before[-2:-1] != ["up"]
        and head == ""
    )


def _up_to_either(scan: Scan, items: tuple[Item, ...], before: list[str]) -> bool:
    """'3 years, extendable up to 5 years': five in all, or five more? 'By', 'for' or 'further' would say."""
    if len(items) != 1 or items[0].counted or len(before) < 3 or before[-2:] != ["up", "to"] or not scan.facts.terms:
        return False
    initial, length = scan.facts.terms[-1].length.months, items[0].length
    verb = before[-3] in ("extendable", "extend", "extended", "extending", "renewable")
    return bool(verb and initial and length and (length.months or 0) > initial)


def _is_step(scan: Scan, quantity: Quantity, item: Item) -> bool:
    """'in 12 month increments', 'increments of 3 months': how an option is sliced."""
    if item.counted:
        return False
    before = [scan.word(quantity.first - back) for back in (1, 2, 3)]
    after = scan.word(quantity.after)
    if after == "rolling":
        if scan.word(quantity.after + 1) in CONTRACT:
            return True
        after = scan.word(quantity.after + 1)
    if [scan.word(quantity.after + place) for place in range(3)] == ["at", "a", "time"]:
        return True
    if [scan.word(quantity.after + place) for place in range(3)] == ["at", "a", "time"]:
        return True
    return (
        after in STEP_NOUNS
        or (before[0] == "of" and before[1] in STEP_NOUNS | {"periods", "terms"})
        or plural_head(scan.atoms, quantity)
    )


def _add_step(scan: Scan, quantity: Quantity, item: Item) -> None:
    span = scan.consume(quantity.first, quantity.after)
    scan.mode = "option"
    scan.facts.groups.append(Group(((item,),), span, scan.sentence, scan.state(quantity.first), step=True))
