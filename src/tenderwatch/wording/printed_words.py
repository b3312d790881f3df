"""The words of a text as they are read: compounds and phrases with a meaning of their own, and a letter for each."""

from __future__ import annotations

from tenderwatch.wording.atoms import Atom
from tenderwatch.wording.choices import CHOICE, choices
from tenderwatch.wording.deeds import decides
from tenderwatch.wording.how_far import say_how_far
from tenderwatch.wording.lexicon import EXTEND, EXTENDING, FILLERS, LETTER_OF, UNITS, word_set

# Terms that are not of a contract: long-term, the spring term.
_OTHER_TERMS = word_set("longer long shorter short medium mid near school spring summer autumn")
_COMPOUNDS = frozenset(
    {
        ("extra", "care"),
        ("early", "years"),
        ("short", "breaks"),
        ("carers", "breaks"),
        ("carer", "breaks"),
        ("'", "breaks"),
        ("extended", "family"),
        ("extended", "families"),
        ("extended", "hours"),
        ("extended", "opening"),
        ("extended", "warranty"),
        ("further", "education"),
        ("prior", "publication"),
        ("prior", "information"),
        ("prior", "approval"),
        ("housing", "options"),
        ("options", "appraisal"),
        ("option", "appraisal"),
        ("within", "it"),
        ("within", "this"),
        ("within", "its"),
    }
)
_CONDITIONS = word_set(
    "same similar identical existing current standard agreed such these its their commercial payment"
)
# Stands where the word 'lease' stood in a text about a contract. Nobody prints it.
PREMISES = "lease-of-premises"
_LEASES = word_set("lease leases tenancy tenancies licence licences")
_CONTRACTS = word_set("contract contracts agreement agreements framework")
_VARIED = {"variation": "extension", "modification": "extension", "vary": "extend", "modify": "extend"}
_OF_A_TIME = word_set("a another the further additional period term of")
_TO_DO = word_set("to let allow do award extend procure recommission retender tender continue cease end")
_PRINTED_NOTICES = word_set("this decision award tender transparency modification change planning pipeline")
_NOTICE_SAYS = word_set("is advises relates refers confirms covers")
# Said in several words what the vocabulary has in one.
_PHRASES = {
    ("out", "of", "contract"): ("expired", "", "contract"),
    ("vary", "the", "end"): ("changed", "the", "end"),
    ("put", "back"): ("moved", ""),
    ("to", "not", "later", "than"): ("to", "", "", ""),
    ("to", "no", "later", "than"): ("to", "", "", ""),
    ("until", "not", "later", "than"): ("until", "", "", ""),
    ("until", "no", "later", "than"): ("until", "", "", ""),
    ("pushed", "back"): ("moved", ""),
    ("rolling", "break"): ("break", ""),
    ("long", "-", "stop"): ("longstop", "", ""),
    ("long", "stop"): ("longstop", ""),
    ("backstop", "date"): ("longstop", "date"),
    ("stay", "open"): ("", "open"),
    ("stays", "open"): ("", "open"),
    ("go", "out", "to"): ("tender", "", ""),
    ("block", "contract"): ("", "contract"),
    ("block", "contracts"): ("", "contracts"),
    ("block", "agreement"): ("", "agreement"),
    ("block", "arrangement"): ("", "arrangement"),
    ("block", "beds"): ("", "beds"),
    ("block", "booking"): ("", "booking"),
    ("block", "purchase"): ("", "purchase"),
    ("block", "purchased"): ("", "purchased"),
    ("block", "provision"): ("", ""),
    ("block", "funded"): ("", ""),
    ("direct", "award"): ("direct", "contract"),
    (",", "unless", "extended", ","): (",", "", "", ","),
    ("y", "-"): ("yes", "-"),
    ("dynamic", "purchasing", "system"): ("dps", "", ""),
    ("term", "time"): ("", ""),
    ("o", "/", "t", "/", "e"): ("ote", "", "", "", ""),
    ("further", "than"): ("", "beyond"),
    ("not", "including"): ("excluding", ""),
    ("key", "decision"): ("", "meeting"),
    ("to", "be", "on"): ("", "be", "on"),
    ("set", "up", "on"): ("established", "", "on"),
    ("set", "up", "in"): ("established", "", "in"),
    ("take", "effect"): ("commence", ""),
    ("takes", "effect"): ("commences", ""),
    ("took", "effect"): ("commenced", ""),
    ("taking", "effect"): ("commencing", ""),
    ("come", "into", "force"): ("commence", "", ""),
    ("comes", "into", "force"): ("commences", "", ""),
    ("came", "into", "force"): ("commenced", "", ""),
    ("come", "into", "effect"): ("commence", "", ""),
    ("came", "into", "effect"): ("commenced", "", ""),
    ("call", "-", "in"): ("decision", "", ""),
    ("go", "live"): ("commencement", ""),
    ("go", "-", "live"): ("commencement", "", ""),
    ("goes", "live"): ("commences", ""),
    ("going", "live"): ("commencing", ""),
    ("went", "live"): ("commenced", ""),
    ("from", "and", "including"): ("from", "", ""),
    ("to", "and", "including"): ("to", "", ""),
    ("until", "and", "including"): ("until", "", ""),
    ("on", "and", "including"): ("on", "", ""),
    ("from", "(", "and", "including", ")"): ("from", "", "", "", ""),
    ("to", "(", "and", "including", ")"): ("to", "", "", "", ""),
    ("co", "-", "terminous"): ("ending", "", ""),
    ("co", "-", "terminously"): ("ending", "", ""),
    ("co", "-", "terminus"): ("ending", "", ""),
    ("coterminous",): ("ending",),
    ("coterminously",): ("ending",),
    ("determine", "the", "contract"): ("terminate", "the", "contract"),
    ("determine", "this", "contract"): ("terminate", "this", "contract"),
    ("determine", "the", "agreement"): ("terminate", "the", "agreement"),
    ("determine", "this", "agreement"): ("terminate", "this", "agreement"),
    ("determine", "the", "lease"): ("terminate", "the", "lease"),
    ("be", "determined", "by", "either"): ("be", "terminated", "by", "either"),
    ("be", "determined", "by", "giving"): ("be", "terminated", "by", "giving"),
    ("be", "determined", "not"): ("be", "terminated", "not"),
    ("be", "determined", "earlier"): ("be", "terminated", "earlier"),
    ("be", "determined", "before"): ("be", "terminated", "before"),
    ("to", "no", "more", "than"): ("to", "", "", ""),
    ("to", "not", "more", "than"): ("to", "", "", ""),
    ("cooling", "-", "off"): ("probation", "", ""),
    ("practical", "completion"): ("", "handover"),
    ("recommended", "option"): ("recommended", ""),
    ("preferred", "option"): ("", ""),
    ("extension", "of", "time", "under"): ("", "", "", "under"),
    ("initial", "period", "closes", "on"): ("initial", "period", "ends", "on"),
    ("first", "period", "closes", "on"): ("first", "period", "ends", "on"),
    ("initial", "term", "closes", "on"): ("initial", "term", "ends", "on"),
    ("first", "term", "closes", "on"): ("first", "term", "ends", "on"),
    ("at", "first"): ("initially", ""),
    ("initially", "for"): ("initially", ""),
    ("years", "in", "all"): ("years", "in", "total"),
    ("months", "in", "all"): ("months", "in", "total"),
    ("holding", "over"): ("rolling", ""),
    ("hold", "over"): ("rolling", ""),
    ("held", "over"): ("rolling", ""),
}
for _verb in ("served", "issued", "given"):
    _PHRASES["notice", "of", "extension", _verb] = ("", "", "extension", "exercised")
    _PHRASES["extension", "notice", _verb] = ("extension", "", "exercised")
_PHRASES_BY_WORD = {
    word: [(phrase, meaning) for phrase, meaning in _PHRASES.items() if phrase[0] == word]
    for word in {phrase[0] for phrase in _PHRASES}
}
# Words that are not always taken as they stand.
_BLANKED = frozenset(
    {"may", "term", "terms", "notice", "combined", "option", "options", *(word for pair in _COMPOUNDS for word in pair)}
)
_COMBINED = word_set("total term period length duration maximum extension extensions option options")
_LABELLED = frozenset({"option", "extension", "renewal", "period", "year"})
_MOST_LABELS = 12


def words_of(atoms: list[Atom]) -> list[str]:
    """The word of each atom; blank where it means nothing here."""
    words = [
        atom.word
        if atom.word not in _BLANKED and (atom.kind != "date" or not atom.word.isalpha())
        else _word(atoms, at)
        for at, atom in enumerate(atoms)
    ]
    _join_phrases(words)
    for at in choices(atoms, words):
        words[at] = CHOICE
    for at in _headings(atoms, words):
        words[at] = ""
    for at in _other_deeds(words):
        words[at] = PREMISES
    if not EXTEND.isdisjoint(words):
        _say_what_is_varied(atoms, words)
    say_how_far(atoms, words)
    return words


def _say_what_is_varied(atoms: list[Atom], words: list[str]) -> None:
    """'Meals - extension. Approved a variation to the contract for a period of': the one extension, said twice."""
    for at, word in enumerate(words):
        if word in _VARIED and not _CONTRACTS.isdisjoint(words[at + 1 : at + 5]):
            last = next((place for place in range(at, len(words)) if words[place] == "."), len(words))
            time = next((place for place in range(at, last) if words[place] in ("for", "by")), last) + 1
            while time < last and words[time] in _OF_A_TIME:
                time += 1
            if time < last and atoms[time].kind == "length" and EXTENDING.isdisjoint(words[at:last]):
                words[at] = _VARIED[word]


def _headings(atoms: list[Atom], words: list[str]) -> list[int]:
    """The word of 'Option 2, to let a contract' and 'Option 1 - let it lapse': a choice of what to do."""
    places = [at for at, word in enumerate(words[:-3]) if word == "option" and atoms[at + 1].kind == "number"]
    marked = [at for at in places if words[at + 2] in (",", "-", ":") and atoms[at + 3].kind == "word"]
    return [at for at in marked if words[at + 3] in _TO_DO]


def _other_deeds(words: list[str]) -> list[int]:
    """The places of 'lease' in a text that also names a contract: the building's days are not the contract's."""
    leases = [at for at, word in enumerate(words) if word in _LEASES]
    if not leases or _CONTRACTS.isdisjoint(words):
        return []
    return [at for at in leases if (_CONTRACTS | {"with"}).isdisjoint(words[max(0, at - 3) : at + 2])]


def letters_of(atoms: list[Atom], words: list[str]) -> tuple[list[str], list[int]]:
    """The letter of each atom, and the places of numbers that only name an option."""
    letters = [
        _LETTER_OF_WORD.get(word, "_") if atom.kind == "word" else letter(atom, word)
        for atom, word in zip(atoms, words, strict=True)
    ]
    for first, last in _asides(atoms, words, letters):
        words[first:last] = letters[first:last] = [""] * (last - first)
    for at, following in enumerate(words[1:]):
        if letters[at] == "F" and following in UNITS and atoms[at + 1].kind == "word":
            letters[at] = ""  # 'in the second year of'
    for at, atom in enumerate(atoms[1:]):
        if letters[at] == "+" and atom.kind == "other":
            letters[at] = ""  # '£100k + £20k'
    for at in range(1, len(atoms) - 1):
        if atoms[at].word == "/" and atoms[at - 1].kind == atoms[at + 1].kind == "date":
            letters[at] = "-"
    for at, word in enumerate(words):
        if word in ("service", "services") and _has_days(atoms, letters, at):
            letters[at] = "c"  # 'services will commence on D'
    labels = [at for at in range(2, len(atoms) - 1) if atoms[at].kind == "number" and _is_label(atoms, words, at)]
    for at in labels:
        letters[at - 1 : at + 2] = "", "", ""
    return letters, labels


def _word(atoms: list[Atom], at: int) -> str:
    """The word of an atom; none for the 'term' of 'long-term' or 'spring term', nor for the 'extra' of 'extra care'."""
    if atoms[at].kind == "date":
        return "1"  # the month of May
    if (atoms[at].word, atoms[at + 1].word if at + 1 < len(atoms) else "") in _COMPOUNDS:
        return ""
    if at and (atoms[at - 1].word, atoms[at].word) in _COMPOUNDS:
        return atoms[at].word if atoms[at].word == "appraisal" else ""  # an appraisal has days of its own
    if at and atoms[at - 1].word == "break" and atoms[at].word in ("option", "options"):
        return ""
    following = atoms[at + 1].word if at + 1 < len(atoms) else ""
    if atoms[at].word == "combined" and following not in _COMBINED:
        return ""  # 'a combined service'
    if atoms[at].word == "terms" and at:
        conditions = atoms[at - 1].word in _CONDITIONS or [word.word for word in atoms[at + 1 : at + 3]] == [
            "and",
            "conditions",
        ]
        return "" if conditions else "terms"
    if (
        atoms[at].word == "notice"
        and at
        and atoms[at - 1].kind != "length"
        and atoms[at - 1].word != "written"
        and (atoms[at - 1].word in _PRINTED_NOTICES or following in _NOTICE_SAYS)
    ):
        return ""
    if atoms[at].word == "term" and at > 1:
        before = atoms[at - (2 if atoms[at - 1].word == "-" else 1)].word
        return "" if before in _OTHER_TERMS else "term"
    return atoms[at].word


def _join_phrases(words: list[str]) -> None:
    for at, word in enumerate(words):
        for phrase, meaning in _PHRASES_BY_WORD.get(word, ()):
            if tuple(words[at : at + len(phrase)]) == phrase:
                words[at : at + len(phrase)] = meaning


# What an aside may have in it: words that are not known, and those of other matters.
_SAYS_NOTHING = frozenset("_hHJ6&,-j%qD")
_MARKS = {",": ",", "(": "(", ")": ")", ":": ":", "/": ",", ";": ",", "-": "-"}
_LETTER_OF_WORD = LETTER_OF | dict.fromkeys((*FILLERS, ""), "")
_FIGURES = {"length": "Q", "number": "N", "date": "Z", "step": "A", "other": "#"}


def letter(atom: Atom, word: str) -> str:
    """The letter of an atom, whose word may have been blanked; empty for what says nothing."""
    if atom.kind in _FIGURES:
        return "" if atom.ordinal or atom.word == "noon" else _FIGURES[atom.kind]
    if atom.kind == "mark":
        return LETTER_OF.get(word) or _MARKS.get(word, "")
    return _LETTER_OF_WORD.get(word, "_")


def _asides(atoms: list[Atom], words: list[str], letters: list[str]) -> list[tuple[int, int]]:
    """'5 years (including annual review) with': asides in brackets that say nothing of a term part no words."""
    asides = []
    opening: int | None = None
    for at, atom in enumerate(atoms):
        if atom.word == "(":
            opening = at
        elif atom.word == ")" and opening is not None:
            inside = set("".join(letters[opening + 1 : at]))
            if inside & set("_h") and inside <= _SAYS_NOTHING and not any(map(decides, words[opening:at])):
                asides.append((opening, at + 1))
            opening = None
    return asides


def _is_label(atoms: list[Atom], words: list[str], at: int) -> bool:
    """'Extension (1): two years'."""
    named = words[at - 2] in _LABELLED and atoms[at].number <= _MOST_LABELS
    return named and words[at - 1] == "(" and words[at + 1] == ")"


def _has_days(atoms: list[Atom], letters: list[str], at: int) -> bool:
    """Whether a noun starts or ends on a date that follows."""
    verb = next((place for place in range(at + 1, min(at + 6, len(atoms))) if letters[place]), at)
    near = atoms[verb + 1 : verb + 4]
    return letters[verb] in ("s", "z") and any(atom.kind == "date" for atom in near)
