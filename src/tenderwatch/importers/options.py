"""Printed terms to the options of a record: what the words say, judged by the dates beside them.

A wording that is not understood gives no option. Where only the longest end is stated, that much is recorded: an
option that leads there, with no word on how it is split.
"""

from functools import lru_cache

from tenderwatch.dates import Duration, When, extend, term_end
from tenderwatch.importers.plain_records import PlainRecords, node_of
from tenderwatch.importers.statement import Terms
from tenderwatch.named_tuple import NamedTuple
from tenderwatch.registry.checks import CHECKS, NOTHING_ELSE
from tenderwatch.registry.format.contract import CONTRACT, EXTENSION
from tenderwatch.registry.format.fields import Faults, Unreadable
from tenderwatch.registry.model.contract import Contract, Evidence
from tenderwatch.registry.yaml_tree import Data
from tenderwatch.wording.hints import may_speak_of_options
from tenderwatch.wording.read import is_dateless, read, says_nothing
from tenderwatch.wording.reading import PrintedOption, Reading

_LONGEST_KEPT = 500
_PLAIN = PlainRecords()
_OF_OPTIONS = tuple(check for check in CHECKS if check.of == "extensions" and check.level == "error")


class Settled(NamedTuple):
    """The term of a record with its options, and what a person should look at."""

    start: When | None
    end: When | None
    term_months: int | None
    extensions: tuple[dict[str, Data], ...]
    remarks: tuple[str, ...] = ()


def settle_terms(terms: Terms, words: str, *, end_may_be_longest: bool = False) -> Settled:
    """Dates and options as far as they are understood.

    `words` is a description that may state the term; the words on options themselves are in `terms`. With
    `end_may_be_longest` a printed end is the longest one where start, term and options add up to just that, and is
    left open where the words speak of options and do not settle which end it is.
    """
    if words and (not may_speak_of_options(words) or (len(words) <= _LONGEST_KEPT and says_nothing(words))):
        words = ""
    settle = _settle_once if len(words) + len(terms.extension) <= _LONGEST_KEPT else _settle
    return settle(terms, words, end_may_be_longest)


def _settle(terms: Terms, words: str, end_may_be_longest: bool) -> Settled:
    remarks: list[str] = []
    end, longest = terms.end, terms.longest
    reading = _options_in(terms) if terms.extension else None
    told = read(words, start=terms.start, end=None) if words and not _speaks(reading) else None
    reading = reading if _speaks(reading) or told is None or not _speaks(told) else told
    months = terms.months or (reading.initial_months if reading else None)
    options = _options(reading)
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
    if options and (why := _refused(options, terms.start, end, months)):
        remarks.append(f"the options are left open, since a registry cannot hold them: {why}")
        options = ()
    return Settled(terms.start, end, None if end else months, options, tuple(remarks))


def _options_in(terms: Terms) -> Reading:
    """What the words on options say; once for all contracts, where they state nothing that dates can change."""
    if is_dateless(terms.extension, options_only=True):
        return read(terms.extension, options_only=True)
    return read(terms.extension, start=terms.start, end=terms.end, options_only=True)


def _refused(options: tuple[dict[str, Data], ...], start: When | None, end: When | None, months: int | None) -> str:
    """Why a registry would refuse these options, by its own reader and checks; nothing where it takes them.

    Better a record without its options, and a word on that, than none.
    """
    faults = Faults("")
    try:
        read_options = tuple(filter(None, (_PLAIN.record(EXTENSION, option) for option in options)))
        if len(read_options) < len(options):
            read_options = CONTRACT.by_key["extensions"].type.read(node_of([*options], 0), faults)
    except Unreadable:
        return faults.problems[0].message
    term = Duration(months, "months") if months and not end else None
    cited = Evidence("words", "", ("start", "end", "term", "extensions"))
    contract = Contract("x", "x", "contract", (), (cited,), start=start, end=end, term=term, extensions=read_options)
    return next((finding.message for check in _OF_OPTIONS for finding in check.find(contract, NOTHING_ELSE)), "")


# A register repeats its terms and its words on options.
_settle_once = lru_cache(maxsize=4096)(_settle)


def _counts_the_term(options: tuple[dict[str, Data], ...], terms: Terms) -> bool:
    """Whether a sum such as 3+1+1 begins with what is the first term itself."""
    months = {str(terms.months)} if terms.months else set()
    if terms.start and terms.end:
        months |= {str(n) for n in range(12, 121, 6) if term_end(terms.start, Duration(n, "months")) == terms.end}
    return len(options) > 1 and options[0].get("months") in months and not terms.longest


def _close(first: When, second: When) -> bool:
    """A day apart: the end is printed as the day after the last, which happens often."""
    return bool(first.earliest and second.earliest and abs((first.earliest - second.earliest).days) <= 1)


def _speaks(reading: Reading | None) -> bool:
    return reading is not None and (bool(reading.options) or reading.options is None)


def _options(reading: Reading | None) -> tuple[dict[str, Data], ...]:
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
