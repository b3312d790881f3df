"""What each word does in a printed term, as one letter: the terminals of the grammar. Any other word is not known.

A sentence becomes a row of such letters with its figures between them, and the productions in `roles` read that row.
"""

from __future__ import annotations

from tenderwatch.wording.atoms import Atom
from tenderwatch.wording.lexicon import word_set

UNKNOWN = "_"
_LETTERS = {
    "e": "extend extends extending extended extendable extendible prolong prolonged",
    "d": "extension ext extn renewal rollover prolongation",
    "E": "extensions exts extns renewals",
    "o": "option optional optionally discretionary",
    "V": "ote",
    "O": "options",
    "w": "renew renews renewed renewing renewable",
    "i": "initial initially fixed core base guaranteed primary firm",
    "c": "contract contracts contractual agreement agreements framework frameworks dps pdps arrangement arrangements "
    "lot lots tenancy call-off calloff concession market lease licence subscription pilot purchasing",
    "p": "period term duration length lifetime life",
    "P": "periods terms occasion occasions",
    "C": "continue continues continued continuing",
    "f": "further additional extra more added subsequent",
    "F": "another second third fourth fifth sixth",
    "+": "+ plus",
    "&": "and &",
    ">": "then followed thereafter subsequently following",
    "t": "total totals totalling overall maximum max exceed exceeding exceeds cumulative aggregate altogether "
    "combined longer beyond latest longest ultimate longstop",
    "B": "all both",
    "~": "increment increments interval intervals step steps tranche tranches slice slices block blocks "
    "instalment instalments stages",
    "=": "basis",
    "X": "remaining remains remain left unused",
    "R": "rolling rolls roll rolled",
    "T": "time",
    "j": "include includes including included inclusive inc incl comprising",
    "k": "excluding excl exclusive excludes",
    "n": "notice notify notified notifying notification prior advance",
    "b": "break breaks break-clause brk",
    "r": "reopen reopens reopened reopening re-open re-opened re-opens re-opening refresh refreshed refreshes opens",
    "v": "every each",
    "s": "commence commences commencing commencement commenced start starts starting started begin begins beginning "
    "began effective wef since",
    "S": "run runs running",
    "z": "exp end ends ending ended expire expires expiring expired expiry completion complete concludes concluding "
    "conclude finish finishes finishing terminate terminates terminated terminating termination cease ceases",
    "l": "until untill till til",
    "2": "to through thru",
    "g": "from between",
    "u": "up upto",
    "y": "by for over",
    "q": "in",
    "a": "after",
    "m": "may can could might possible possibly potential potentially possibility right ability able available "
    "provision scope opportunity",
    "x": "no not nil none cannot never neither nor without",
    "|": "or either",
    "%": "with",
    "<": "before",
    "D": "least",
    "K": "previously originally original formerly rather instead earlier",
    "Y": "forward changed moved amended revised varied",
    "L": "later",
    "U": "now",
    "G": "final",
    "M": "approved agreed authorised decided resolved met considered noted",
    "H": "publish published publication meeting dated deadline closing closes submitted submission submissions "
    "consultation bid bids question questions clarification clarifications holiday event inspection "
    "interview interviews census born opened received minutes report funds reference "
    "opening closed returned",
    "J": "tender tenders signed decision awarded award",
    "h": "minimum within aged age experience warranty guarantee payment invoice invoices old ago previous past "
    "review reviewed reviews respond response responses retention retained mobilisation probation trial defects "
    "turnover handover lead accounts standstill recur recurs insurance strategy training waiting trading",
}  # fmt: skip
_FILLERS = word_set(
    "word set a an the of is are be been being will shall would should must has have had it its this that these "
    "which their our on at as so s t he they there where if subject council authority trust buyer client x whole "
    "part written next yes estimated estimate value approx approximately expected proposed anticipated likely "
    "about around circa c planned only also such any same date dates due day year years yearly month months week "
    "weeks day days nr i ie e eg let last lasts lasting calendar"
)
LETTER_OF = {word: letter for letter, words in _LETTERS.items() for word in words.split()}
_MARKS = {",": ",", "(": "(", ")": ")", ":": ":", "/": ",", ";": ",", "-": "-"}
_FIGURES = {"length": "Q", "number": "N", "date": "Z", "step": "A"}


def letter(atom: Atom, word: str) -> str:
    """The letter of an atom, whose word may have been blanked; empty for what says nothing."""
    if atom.kind in _FIGURES:
        return "" if atom.ordinal else _FIGURES[atom.kind]
    if atom.kind == "mark":
        return LETTER_OF.get(word) or _MARKS.get(word, "")
    if atom.kind == "other":
        return "#"
    if word in _FILLERS:
        return ""
    return LETTER_OF.get(word, UNKNOWN)
