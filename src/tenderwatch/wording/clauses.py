"""From sentences to facts.

A quantity or date that no rule places stays unread: nothing is placed because it must be something.
"""

from __future__ import annotations

from tenderwatch.wording import mood, sentences, speaking
from tenderwatch.wording.amounts import amount
from tenderwatch.wording.asides import passed_over
from tenderwatch.wording.atoms import Atom
from tenderwatch.wording.contracts import parts_of_one
from tenderwatch.wording.days import date
from tenderwatch.wording.deeds import USED
from tenderwatch.wording.facts import Dated, Facts
from tenderwatch.wording.lexicon import (
    EXTENDING,
    EXTENSION_NOUNS,
    MORE,
    ORDER,
    ROLLING,
    word_set,
)
from tenderwatch.wording.like_terms import LIKE, place_like
from tenderwatch.wording.numbered_years import ORDINALS, numbered_ordinals
from tenderwatch.wording.reading import Span
from tenderwatch.wording.scan import Mode, Scan

_LEFT = frozenset({"left", "remaining", "remain"})

# Without one of these, and without a figure, a sentence states nothing.
_LOUD = (
    EXTENDING
    | ROLLING
    | MORE
    | ORDINALS
    | USED
    | frozenset({"resolved", "remaining", "remains", "remain", "yes", "expiry", "available"})
)
_SHORT = 3
_FIGURES = frozenset({"date", "length", "number", "step"})


_LETS = word_set("award procure recommission retender tender")
_UNITS = word_set("days weeks months years")


def clauses(atoms: list[Atom], text: str, *, options_only: bool = False) -> Facts:
    """The facts that a text's sentences state. `options_only`: it stands in a field of options."""
    scan = Scan(atoms, text, options_only=options_only)
    carried: Mode = ""
    said: set[str] = set()
    before = ""
    parts, dropped = parts_of_one(atoms, scan.words, sentences.split(atoms, text))
    choices = [
        number for number, part in enumerate(parts) if atoms[part.first].word == "option" and not scan.words[part.first]
    ]
    lets = (parts[at] for at in choices if not _LETS.isdisjoint(scan.words[parts[at].first + 3 :][:1]))
    if len(choices) > 1 and any(
        atom.kind in ("date", "length") for part in lets for atom in atoms[part.first : part.last]
    ):
        dropped.update(choices)  # 'Option 1 - extend to D. Option 2 - tender for 5 years': which one is not said
        scan.facts.mentions.append(Span(atoms[parts[choices[0]].first].start, atoms[parts[choices[-1]].last - 1].end))
    for number, (first, last, _) in enumerate(parts):
        if number in dropped:
            scan.consume(first, last)
            continue
        printed = " ".join(text[atoms[first].start : atoms[last - 1].end].lower().rstrip(" .;").split())
        listed = printed == before and atoms[first - 1].word == ";"  # 'opt. 1 yr; opt. 1 yr' are two
        next_entry = listed and atoms[first].word in EXTENSION_NOUNS
        before = printed
        if printed in said and not next_entry:
            scan.consume(first, last)
            continue
        said.add(printed)
        scan.sentence, scan.first, scan.last = number, first, last
        words = scan.words[first:last]
        if _LOUD.isdisjoint(words) and _FIGURES.isdisjoint([atom.kind for atom in atoms[first:last]]):
            scan.mode = carried = "option" if options_only else ""
            continue  # plain prose, as most of a description is
        scan.extending = speaking.is_about_extending(words)
        starts_with_figure = atoms[first].kind in ("date", "length", "number", "step")
        goes_on = atoms[first - 1].word in (";", ",", "and") and "s" not in scan.letters[first:last]
        listed = starts_with_figure and (atoms[first].fresh or goes_on)
        scan.mode = carried if listed else ""
        if options_only and not scan.mode:
            scan.mode = "option"
        _sentence(scan, words)
        carried = scan.mode if scan.mode == "option" else ""
    return scan.facts


def _sentence(scan: Scan, words: list[str]) -> None:
    if words[:2] in (["used", ":"], ["remaining", ":"]):
        scan.extending, scan.mode = True, "option"
    if speaking.says_unused(words):
        scan.consume(scan.first, scan.last)
        return
    if words[:1] == ["resolved"] and len(words) <= _SHORT:
        scan.facts.decide()  # '...; RESOLVED accordingly'
    if "why" in words:
        scan.consume(scan.first + words.index("why"), scan.last)  # a question states nothing
        words = words[: words.index("why")]
    kept = speaking.without_exchanged(words)
    if len(kept) < len(words):
        first, last = scan.first, scan.last
        scan.first, scan.last = first + kept.start, first + kept.stop
        for place in (*range(first, scan.first), *range(scan.last, last)):
            scan.consumed[place] = True
        words = scan.words[scan.first : scan.last]
    declined = speaking.says_declined(words) or words[:2] == ["if", "no"]
    state = "permitted" if declined else mood.state_of(words)
    if speaking.is_only_a_use(words):
        state, scan.extending = "exercised", True
    scan.sentence_state = state
    says_none = speaking.says_none(words)
    if says_none and _is_of_two_ways(scan, words):
        span = scan.consume(scan.first, scan.last)
        scan.facts.unread.append((span, scan.sentence))
        scan.facts.mentions.append(span)
        return
    if says_none and not declined and state == "permitted" and _LEFT & set(words[-3:]) and {"until", "to"} & set(words):
        state = scan.sentence_state = "exercised"  # 'second extension to D, none left'
    if scan.extending and state != "permitted":
        scan.facts.state = state
    if scan.extending and not says_none:
        scan.facts.extending = True
        scan.facts.extending_sentences.add(scan.sentence)
    scan.denied = says_none and state == "permitted"
    if says_none and state == "permitted":
        scan.extending = False
    if says_none:
        scan.facts.none_left = True
        for at in range(scan.first, scan.last):
            _denied(scan, at)
    if words[:1] == ["yes"] and (_figures(scan) or {"until", "to"} & set(words[1:4])):
        scan.mode, scan.extending = "option", True
    if scan.extending and state == "permitted" and (mood.is_unsure(words) or speaking.caps_each(words)):
        span = scan.consume(scan.first, scan.last)
        scan.facts.unread.append((span, scan.sentence))
        scan.facts.mentions.append(span)
        return
    if speaking.is_only_an_occasion(scan.words):
        scan.facts.mentions.append(Span(scan.atoms[scan.first].start, scan.atoms[scan.last - 1].end))
    if scan.facts.groups and speaking.says_one_more(words):
        scan.facts.unread.append((scan.consume(scan.first, scan.last), scan.sentence))
        scan.facts.unread_amounts = True
    if scan.about and not says_none and _more_time(scan):
        scan.facts.mentions.append(Span(scan.atoms[scan.first].start, scan.atoms[scan.last - 1].end))
    dated = any(atom.kind in _FIGURES for atom in scan.atoms[scan.first : scan.last])
    if (
        scan.about
        and not says_none
        and speaking.says_that_options_exist(words)
        and not (dated and state == "exercised")
    ):
        scan.facts.mentions.append(Span(scan.atoms[scan.first].start, scan.atoms[scan.last - 1].end))
    at = scan.first
    since = scan.first
    while at < scan.last:
        atom = scan.atoms[at]
        if (atom.ordinal or atom.word in ORDINALS) and atom.kind != "date":
            after = numbered_ordinals(scan, at)
            since = since if after == at + 1 else after
            at = after
        elif scan.consumed[at] and atom.kind not in ("word", "mark"):
            at += 1
        elif atom.kind == "date":
            after = date(scan, at, since)
            since = since if passed_over(scan, at, after, since) else after
            at = after
        elif atom.kind in ("number", "length", "step"):
            after = amount(scan, at, since)
            since = since if atom.kind == "number" and after == at + 1 else after
            at = after
        else:
            if atom.word in LIKE:
                place_like(scan, at)
            at += 1
    if scan.denied and speaking.says_declined(words):
        scan.facts.groups[:] = [group for group in scan.facts.groups if group.sentence != scan.sentence]
    if state == "exercised" and scan.extending and not says_none:
        _note_use(scan, words)
    for place in range(scan.first, scan.last):
        if not scan.consumed[place]:
            atom = scan.atoms[place]
            scan.facts.unread.append((Span(atom.start, atom.end), scan.sentence))
            if atom.when is not None and len(words) - words.count("|") == 1:
                scan.facts.cells.append(Dated(atom.when, Span(atom.start, atom.end), scan.sentence))
            scan.facts.unread_amounts = scan.facts.unread_amounts or atom.kind != "date"
            if atom.kind == "length" and _adds(scan, place, words):
                scan.facts.mentions.append(Span(atom.start, atom.end))


def _is_of_two_ways(scan: Scan, words: list[str]) -> bool:
    """'either 3 years with an extension of one, or 5 years with no extension': only one of them has none."""
    at = words.index("or") if "or" in words else 0
    figures = [place - scan.first for place in range(scan.first, scan.last) if scan.atoms[place].kind == "length"]
    apart = figures[:1] != [] and figures[0] < at < figures[-1]
    return apart and speaking.says_none(words[:at]) != speaking.says_none(words[at:])


def _more_time(scan: Scan) -> bool:
    """'with additional weeks as agreed': how many is not said."""
    units = (
        at for at in range(scan.first + 1, scan.last) if scan.atoms[at].kind == "word" and scan.words[at] in _UNITS
    )
    return any(scan.words[at - 1] in MORE for at in units)


def _adds(scan: Scan, at: int, words: list[str]) -> bool:
    """Whether a length that was not understood may be of an option: 'with a further 13 weeks if needed'."""
    before = scan.row(scan.first, at)
    if scan.about:
        return bool(set(before[-3:]) & set("fF+>"))
    more = before[-1:] in ("f", "F") or scan.ahead(at + 1)[:1] == "f" or scan.atoms[at].more
    return more and not speaking.is_of_something_else(words)


def _note_use(scan: Scan, words: list[str]) -> None:
    """'First extension taken.', 'Both used.': a sentence that reports a use and states no option of its own."""
    facts = scan.facts
    dated = {fact.sentence for fact in (*facts.untils, *facts.option_ranges)}
    ends = {fact.sentence for fact in (*facts.ends, *facts.ranges)}
    which = next(
        (at for at, word in enumerate(words) if word in ORDER and EXTENSION_NOUNS & set(words[at + 1 : at + 3])), -1
    )
    used = 1 if {"first", "1st"} & set(words) else 2 if "both" in words else 0
    stated = {group.sentence for group in facts.groups} | (set() if used else ends)
    allowed = facts.groups and all(group.state == "permitted" for group in facts.groups)
    if scan.sentence in dated - stated and which >= 0 and allowed:
        facts.used = ORDER.index(words[which]) + 1
        return  # 'the first extension was taken up and the contract now runs to D'
    if scan.sentence in dated | stated:
        return
    if facts.groups:  # else options that are named later are those that are left
        listed = sum(item.times for item in facts.groups[-1].ways[0])
        facts.used = listed if listed == 1 or {"final", "last", "full"} & set(words) else used
    spans = facts.option_ranges or facts.untils
    if spans and (not facts.groups or (facts.used == len(spans) == 1)):
        spans[: used or 1] = [span._replace(state="exercised") for span in spans[: used or 1]]


def _figures(scan: Scan) -> int:
    """How many lengths and counts the sentence has."""
    return sum(1 for atom in scan.atoms[scan.first : scan.last] if atom.kind in ("length", "number"))


def _denied(scan: Scan, at: int) -> None:
    """Counts and lengths in 'no 12 month extension' say nothing."""
    if scan.atoms[at].kind in ("length", "step") and set(scan.words[max(scan.first, at - 3) : at]) & {
        "no",
        "nil",
        "without",
    }:
        scan.consumed[at] = True
