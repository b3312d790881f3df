"""What one pass over a text keeps at hand: the atoms, the sentence it is in, and what it has stated so far."""

from __future__ import annotations

import re
from functools import cached_property
from itertools import pairwise, takewhile
from typing import Literal

from tenderwatch.wording import mood, speaking
from tenderwatch.wording.atoms import Atom
from tenderwatch.wording.facts import Facts
from tenderwatch.wording.lexicon import CONTRACT, UNITS
from tenderwatch.wording.printed_words import PREMISES, letters_of, words_of
from tenderwatch.wording.reading import Span, State
from tenderwatch.wording.references import reference_numbers
from tenderwatch.wording.roles import DateRole

Mode = Literal["", "term", "initial", "option", "total", "notice", "break", "every", "other"]
_TERM_DATES = {("end", "date"), ("start", "date"), ("commencement", "date")}
_SMALL = UNITS.keys() | {"and", "plus", "then", "followed"}

_INCLUDES = re.compile("[^,%QNZ)&]*j[^,%QNZ)]*[NQ]*[^,%QNZ)]*[edEoOwV]")
_ADDED = re.compile("Q,?[gs2l]{1,2}Z,?[%&]?[mu2y_]{0,3}[fF+]Q(?![hH])")  # '26 weeks from D, with a further 13'
_BOTH_DAYS = re.compile(",_?2sZ,?&zZ")  # ', set to begin on D and conclude on D'
_CALLED_OFF = frozenset({"under", "from", "via", "through", "using"})
_ONLY_FOR_DATES = str.maketrans({**dict.fromkeys("KLUGMHJ", "_"), "#": ""})
_SAID = ("s", "z", "t")  # start, end, maximum
_LEADS = ("g", "2", "y", "l")  # from, to, for, until
_FARTHEST = 150


class Scan:
    """One pass over the atoms of a text. `facts` holds what they state.

    `mode` is what the words before set for the figures to come; `consumed` marks the atoms that a production took;
    `about` says that the text is of a contract at all; `extending` that this sentence is of its options.
    """

    def __init__(self, atoms: list[Atom], text: str, *, options_only: bool = False) -> None:
        self.atoms = atoms
        self.text = text
        self.facts = Facts()
        self.options_only = options_only
        self.words = words_of(atoms)
        self.letters, labels = letters_of(atoms, self.words)
        self.about = self.context()
        self.mode: Mode = ""
        self.last_role: DateRole = ""
        self.first = 0
        self.last = 0
        self.sentence = 0
        self.sentence_state: State = "permitted"
        self.consumed = [
            atom.kind in ("word", "mark", "other") or (atom.ordinal and atom.kind == "number") for atom in atoms
        ]
        references = reference_numbers(atoms, self.words)
        for at in references:
            self.letters[at] = ""
            self.words[at] = self.words[at] if atoms[at].kind == "number" else ""
        for at in (*labels, *references):
            self.consumed[at] = True
        self.extending = False
        self.denied = False
        self.floor = -1  # the sentence whose options are 'of not less than' a length

    def row(self, first: int, after: int, *, dates: bool = False) -> str:
        """The letters of these atoms, words that are not known as one; so are those that only matter to `dates`."""
        letters = "".join(self.letters[max(first, after - _FARTHEST) : after])
        if not dates:
            letters = letters.translate(_ONLY_FOR_DATES)
        while "__" in letters:
            letters = letters.replace("__", "_")
        return letters

    def ahead(self, at: int, *, dates: bool = False) -> str:
        """The letters from an atom on, in this sentence."""
        return self.row(at, min(at + _FARTHEST, self.last), dates=dates)

    @property
    def is_bare(self) -> bool:
        """Whether the sentence has hardly a word that is not known; none, where it is not the only one."""
        letters = "".join(self.letters[self.first : self.last]).translate(_ONLY_FOR_DATES)
        alone = self.last - self.first == len(self.atoms) or self.atoms[self.first].kind in ("length", "number")
        return letters.count("_") <= (1 if alone else 0)

    def may_extend(self, left: str) -> bool:
        """Whether the sentence can speak of options of time."""
        return self.extending or self.mode == "option" or (self.about and (not set(left) & set("edEoOw")))

    @property
    def may_go_on(self) -> bool:
        """Whether 'further' or 'plus' adds to a term: there is one before it, or nothing else."""
        facts = self.facts
        if facts.terms or facts.ranges or facts.ends or facts.groups or self.mode == "option":
            return True
        left_open = "m" in self.row(self.first, self.last) or "discretion" in self.words[self.first : self.last]
        return self.is_bare or (self.about and left_open)

    def is_after_a_term(self, at: int) -> bool:
        """Whether the sentence has stated a term or an end before an atom, or begins with it and goes on with one."""
        facts = self.facts
        stated = [fact.sentence for some in (facts.terms, facts.ends, facts.ranges, facts.groups) for fact in some]
        return self.sentence in stated or (at - self.first <= 1 and self.sentence - 1 in stated)

    @property
    def may_repeat(self) -> bool:
        """Whether a repeat without a head can be of options: the text speaks of them or of a contract, or is short."""
        return self.is_bare or bool(set("".join(self.letters)) & set("cedEoOwV"))

    def context(self) -> bool:
        """Whether the text is of a contract's term: it says so, or there is little else in it."""
        known, letters = set(self.words), set("".join(self.letters))
        if letters & set("cpPibVW") or (letters & set("edEoOw") and not speaking.is_of_something_else(self.words)):
            return True
        if "open" in known and known & {"list", "panel", "market"}:
            return True
        if _ADDED.search(row := "".join(self.letters)) or _BOTH_DAYS.search(row):
            return True
        if "expiry" in known or "forward" in known or not _TERM_DATES.isdisjoint(pairwise(self.words)):
            return True
        if letters & set("fF") and "m" in letters and known & {"awarded", "let", "continue", "run"}:
            return True
        return (
            sum(
                atom.kind == "word" and len(atom.word) > 2 and atom.word not in _SMALL and letter not in _SAID
                for atom, letter in zip(self.atoms, self.letters, strict=True)
            )
            <= 4
        )

    @cached_property
    def lengths(self) -> int:
        """How many lengths and counts the text has."""
        return sum(1 for atom in self.atoms if atom.kind in ("length", "number"))

    @cached_property
    def is_called_off(self) -> bool:
        """Whether the text is of a contract that is called off from a framework, whose own days are another matter."""
        place = next((at for at, word in enumerate(self.words) if word == "framework"), 0)
        before = self.words[:place]
        named = not CONTRACT.isdisjoint(before) or ("call", "off") in pairwise(before)
        return named and not _CALLED_OFF.isdisjoint(before[-4:])

    def is_of_premises(self, at: int) -> bool:
        """'The lease of the house will run for 15 years from D.'"""
        before = self.words[self.first : at]
        return PREMISES in before and CONTRACT.isdisjoint(before[before.index(PREMISES) :])

    @property
    def may_let_in(self) -> bool:
        """Whether the sentence is of something that suppliers join."""
        words = set(self.words[self.first : self.last])
        return bool(CONTRACT & words or {"list", "panel", "market", "round", "applications"} & words)

    def word(self, at: int) -> str:
        """The word of an atom of this sentence; empty outside it."""
        return self.words[at] if self.first <= at < self.last else ""

    def consume(self, first: int, after: int) -> Span:
        """Mark atoms as understood; their place."""
        for place in range(first, after):
            self.consumed[place] = True
        return Span(self.atoms[first].start, self.atoms[after - 1].end)

    def state(self, at: int | None = None) -> State:
        """What the sentence, or the clause around an atom, says of its options."""
        if at is None:
            return self.sentence_state
        words = self.words[self.first : self.last]
        return mood.clause_state(words, at - self.first, self.sentence_state)

    def includes(self, after: int) -> bool:
        """Whether what stands before counts the options: '... including extensions'."""
        return bool(_INCLUDES.match(self.ahead(after)))

    def unit_before(self, at: int) -> str:
        """The unit of the length before a bracket: '8 months (6+2)'; years where they make it: '60 months (3+2)'."""
        length = self.atoms[at - 2].length if at >= 2 and self.word(at - 1) == "(" else None
        if length is None:
            return ""
        inside = takewhile(lambda atom: atom.word != ")", self.atoms[at : self.last])
        if sum(atom.number for atom in inside if atom.kind == "number") * 12 == length.months:
            return "years"
        return self.words[at - 2] if self.words[at - 2] in UNITS else ""

    def speaks_of_a_contract(self, *, short: bool) -> bool:
        """Whether the sentence is of a contract, or too short to be of anything else."""
        words = self.words[self.first : self.last]
        known, letters = set(words), set("".join(self.letters[self.first : self.last]))
        if not self.about or speaking.is_of_something_else(words):
            return False
        if (
            letters & set("cpPiedEoOwV")
            or self.mode
            or known & {"expiry", "forward", "terminated"}
            or not _TERM_DATES.isdisjoint(pairwise(words))
        ):
            return True
        if "open" in known and known & {"list", "panel", "market"}:
            return True
        here = zip(self.atoms[self.first : self.last], self.letters[self.first : self.last], strict=True)
        plain = sum(1 for atom, letter in here if atom.kind == "word" and len(atom.word) > 1 and letter not in _LEADS)
        return plain <= (4 if short else 9)
