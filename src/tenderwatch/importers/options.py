"""Printed terms to the options of a record: what the words say, judged by the dates beside them.

A wording that is not understood gives no option. Where only the longest end is stated, that much is recorded: an
option that leads there, with no word on how it is split.
"""

from contextlib import suppress
from datetime import date
from functools import lru_cache

from tenderwatch.dates import Duration, When, extend, on_day, term_end
from tenderwatch.importers.statement import Terms
from tenderwatch.named_tuple import NamedTuple
from tenderwatch.registry.checks import CHECKS, NOTHING_ELSE
from tenderwatch.registry.format.contract import CONTRACT
from tenderwatch.registry.format.faults import Faults, Unreadable
from tenderwatch.registry.model.contract import Contract, Evidence
from tenderwatch.registry.yaml_tree import Data, node_of
from tenderwatch.wording.hints import may_speak_of_options
from tenderwatch.wording.read import is_dateless, read
from tenderwatch.wording.reading import PrintedOption, Reading

Options = tuple[dict[str, Data], ...]
"""Options as a registry writes them."""

# Keys of an option that name no day; a start and an end for options whose days do not matter.
DATELESS = frozenset({"months", "times", "state", "flexible", "length", "every"})
_SOME_START, _SOME_END = on_day(date(2020, 4, 1)), on_day(date(2024, 3, 31))
# Months of first terms that a sum of options may begin with.
_TERMS = range(12, 121, 6)
# Asked twice of words that do speak of options, and again when a row that was folded is looked at.
_may_speak = lru_cache(maxsize=64)(may_speak_of_options)
_OF_OPTIONS = tuple(check for check in CHECKS if check.of == "extensions" and check.level == "error")


class Settled(NamedTuple):
    """The term of a record with its options, and what a person should look at."""

    start: When | None
    end: When | None
    term_months: int | None
    extensions: Options
    remarks: tuple[str, ...] = ()


def settle_terms(terms: Terms, words: str, *, end_may_be_longest: bool = False) -> Settled:
    """Dates and options as far as they are understood.

    `words` is a description that may state the term; the words on options themselves are in `terms`. With
    `end_may_be_longest` a printed end is the longest one where start, term and options add up to just that, and is
    left open where the words speak of options and do not settle which end it is.
    """
    start, end, longest, months, extension, _ = terms
    if longest is None and not end_may_be_longest:
        speaks, settled = _settled_anywhere(extension, months, start is not None, end is not None)
        if settled and (speaks or not words or not _may_speak(words)):
            return Settled(start, end, *settled[2:])
    return _settle(terms, words, end_may_be_longest=end_may_be_longest)


@lru_cache(maxsize=4096)
def _settled_anywhere(
    extension: str, months: int | None, has_start: bool, has_end: bool
) -> tuple[bool, Settled | None]:
    """Whether words on options speak of some, and what they come to; None where that depends on the dates."""
    dateless = _dateless_options(extension) if extension else (None, ())
    if dateless is None or "+" in extension:
        return False, None
    start, end = (_SOME_START if has_start else None), (_SOME_END if has_end else None)
    return _speaks(dateless[0]), _settle(Terms(start, end, None, months, extension), "", end_may_be_longest=False)


# A row is folded, and then looked at to see whether it is like others: no further behind than so many rows are proved.
@lru_cache(maxsize=1024)
def _settle(terms: Terms, words: str, *, end_may_be_longest: bool) -> Settled:
    remarks: list[str] = []
    end, longest = terms.end, terms.longest
    reading, options = _options_in(terms) if terms.extension else (None, ())
    if words and not _speaks(reading) and _may_speak(words):
        told = read(words, start=terms.start, end=None)
        if _speaks(told):
            reading, options = told, _options(told)
    months = terms.months or (reading.initial_months if reading else None)
    if end_may_be_longest and end and _speaks(reading):
        initial = term_end(terms.start, Duration(months, "months")) if terms.start and months else None
        total = reading.total_months if reading and options else None
        if initial and initial != end and total and extend(initial, total) == end:
            remarks.append(f"the end {end.text} is the longest one: {months} months and the options lead there")
            longest, end = end, initial
        elif initial is None or not (initial == end or _close(initial, end)):
            remarks.append(f"the end {end.text} is the first one or the longest one, and the words do not say which")
            end, months, options = None, None, ()
    if end is None and terms.start is None and reading and reading.end:
        end = reading.end
    if options and "+" in terms.extension and _counts_the_term(options, terms):
        remarks.append(f"'{terms.extension[:80]}' may count the first term among the options: left open")
        options = ()
    if options and end and longest and reading and reading.total_months:
        reached = extend(end, reading.total_months)
        if reached != longest:
            remarks.append(
                f"the options add up to {reached.text}, and {longest.text} is stated as the longest end; "
                "the stated end is taken"
            )
            options = ()
    if not options and longest and end and longest != end:
        options = ({"until": longest.written, "state": "permitted"},)
    if reading and (reading.unread or reading.conflicts) and not options:
        remarks.append(f"not understood: '{reading.text[:160]}'")
    if options and (why := _why_refused(options, terms.start, end, months)):
        remarks.append(f"the options are left open, since a registry cannot hold them: {why}")
        options = ()
    return Settled(terms.start, end, None if end else months, options, tuple(remarks))


def _options_in(terms: Terms) -> tuple[Reading, Options]:
    """What the words on options say; once for all contracts, where they state nothing that dates can change."""
    if dateless := _dateless_options(terms.extension):
        return dateless
    reading = read(terms.extension, start=terms.start, end=terms.end, options_only=True)
    return reading, _options(reading)


@lru_cache(maxsize=4096)
def _dateless_options(words: str) -> tuple[Reading, Options] | None:
    """What words on options say, whatever the dates beside them are; None where dates matter."""
    if not is_dateless(words, options_only=True):
        return None
    reading = read(words, options_only=True)
    return reading, _options(reading)


def _why_refused(options: Options, start: When | None, end: When | None, months: int | None) -> str:
    """As `_refused`, once for options that name no day: no check of them asks which days stand beside them."""
    if all(DATELESS.issuperset(option) for option in options):
        written = tuple([tuple(option.items()) for option in options])
        return _refused_anywhere(written, start is not None, end is not None, months)
    return _refused(options, start, end, months)


@lru_cache(maxsize=4096)
def _refused_anywhere(
    options: tuple[tuple[tuple[str, Data], ...], ...], has_start: bool, has_end: bool, months: int | None
) -> str:
    start, end = (_SOME_START if has_start else None), (_SOME_END if has_end else None)
    return _refused(tuple(map(dict, options)), start, end, months)


def _refused(options: Options, start: When | None, end: When | None, months: int | None) -> str:
    """Why a registry would refuse these options, by its own reader and checks; nothing where it takes them.

    Better a record without its options, and a word on that, than none.
    """
    kind, faults = CONTRACT.by_key["extensions"].type, Faults("")
    try:
        read_options = kind.plain([*options])
    except ValueError:
        with suppress(Unreadable):
            read_options = kind.read(node_of([*options], 0), faults)
        if faults.problems:
            return faults.problems[0].message
    term = Duration(months, "months") if months and not end else None
    cited = Evidence("words", "", ("start", "end", "term", "extensions"))
    contract = Contract("x", "x", "contract", (), (cited,), start=start, end=end, term=term, extensions=read_options)
    return next((finding.message for check in _OF_OPTIONS for finding in check.find(contract, NOTHING_ELSE)), "")


def _counts_the_term(options: Options, terms: Terms) -> bool:
    """Whether a sum such as 3+1+1 begins with what is the first term itself."""
    if len(options) < 2 or terms.longest:
        return False
    first = str(options[0].get("months", ""))
    if not first.isdigit():
        return False
    if terms.months == int(first):
        return True
    counted = int(first) in _TERMS and terms.start and terms.end
    return bool(counted and terms.start and term_end(terms.start, Duration(int(first), "months")) == terms.end)


def _close(first: When, second: When) -> bool:
    """A day apart: the end is printed as the day after the last, which happens often."""
    return bool(first.earliest and second.earliest and abs((first.earliest - second.earliest).days) <= 1)


def _speaks(reading: Reading | None) -> bool:
    return reading is not None and (bool(reading.options) or reading.options is None)


def _options(reading: Reading | None) -> Options:
    """The options that are still open, as a registry writes them. None at all where anything was left unread."""
    if reading is None or reading.unread or reading.conflicts or not reading.options:
        return ()
    return tuple(written for option in reading.options if (written := _written(option)))


def _written(option: PrintedOption) -> dict[str, Data] | None:
    if option.state == "exercised":
        return None
    data: dict[str, Data] = {}
    if option.months and option.up_to:
        data |= {"months": str(option.months), "flexible": "true"}
    elif option.months and option.times is None:
        data["every"] = f"{option.months}m"
        if option.until:
            data["until"] = option.until.written
    elif option.months:
        data["months"] = str(option.months)
        if option.times and option.times > 1:
            data["times"] = str(option.times)
    elif option.days:
        data["length"] = f"{option.days}d"
        if option.times and option.times > 1:
            data["times"] = str(option.times)
    elif option.until:
        data["until"] = option.until.written
    if not data:
        return None
    return {**data, "state": "permitted"}
