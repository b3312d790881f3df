"""What a date is: a start, an end, a span, the end of an option, or a day that has to do with something else."""

from __future__ import annotations

import re

from tenderwatch.dates import When, from_bounds
from tenderwatch.wording.asides import dates_the_break, dates_the_option
from tenderwatch.wording.atoms import Atom
from tenderwatch.wording.date_roles import WHOLE_RANGE, printed_role
from tenderwatch.wording.facts import Dated
from tenderwatch.wording.governed import governed
from tenderwatch.wording.lexicon import word_set
from tenderwatch.wording.options import months_between
from tenderwatch.wording.reading import Break, Reopening, Span
from tenderwatch.wording.roles import DateRole
from tenderwatch.wording.scan import Scan

_PLUS = re.compile(r"[,(]?(?:[+]|>[RA])")
_MOST = re.compile(r"[(,]?tp?[:]?Z|[(,][|]?Z[%m_]?[edo]")
_IS_OPTION = re.compile(r"[(][dEo]{1,2}[)]")  # 'D to D (extension)'
_CELL = re.compile(r"[(][NQ+mdoEO_]*[)]")
_THEN = tuple("%VedoO")
_INITIAL = re.compile("i[pcm_Q-]{0,4}[zl2:][^&,]{0,3}$|i[pc]*_?y?Q,?&z_?$|zi[pc]*q?[(]?$")
_AGREED = word_set("agreed agrees approved approves resolved authorised")
_EXISTING = word_set("existing current original present initial")
_TERM = word_set("contract agreement framework term period duration length dates")
_BEFORE_SPAN = word_set(": - ( from of is was")


def date(scan: Scan, at: int, since: int) -> int:
    """Place the date at an atom; `since` is the atom after the last figure. Returns the atom to go on from."""
    atom = scan.atoms[at]
    if atom.when is None:
        return at + 1
    if scan.word(at + 1) == "and" and scan.word(at + 3) == "respectively":
        return at + 3  # 'on D and D respectively': neither is the day of both
    if dates_the_break(scan, at, atom.when):
        return at + 1
    left = scan.row(since, at, dates=True)
    partner = range_partner(scan, at, left)
    if partner and _between(scan, at, left) and (when := _either(atom.when, scan.atoms[partner].when)):
        span = scan.consume(at, partner + 1)
        _add_end(scan, Dated(when, span, scan.sentence, state=scan.state(at)), "end")
        return partner + 1
    role = printed_role(scan, at, since, left, ranged=partner is not None)
    role, described, named = governed(scan, at, since, role, ranged=partner is not None or atom.second is not None)
    scan.last_role = role
    named = named or scan.speaks_of_a_contract(short=role != "start")
    if role == "untied":
        return (partner or at) + 1
    if atom.second and named and role not in ("other", "was", "break", "reopen", "moved"):
        span = scan.consume(at, at + 1)
        _range(scan, Dated(atom.second, span, scan.sentence, atom.when), role, at + 1)
        return at + 1
    if role == "start" and partner and _as_long_as_the_option(scan, atom.when, scan.atoms[partner].when):
        role = "option"  # 'a 12 month extension, effective from D to D'
    own_verb = role == "" and partner is not None and "cz" in scan.row(at + 1, partner, dates=True)
    if role == "latest" and partner and named and WHOLE_RANGE.search(left):
        scan.facts.starts.append(Dated(atom.when, scan.consume(at, at + 1), scan.sentence))
        length, until = scan.atoms[min(partner + 2, scan.last - 1)].length, scan.atoms[partner].when
        if until and length and months_between(atom.when, until) == length.months:
            scan.consume(partner + 2, partner + 3)  # 'D to D (5 years)'
        return date(scan, partner, since)
    if role in ("end", "until", "latest", "was") or own_verb:
        partner = None  # 'was taken on D and the contract ends on D'
    if role == "other":
        spanned = partner if scan.word(at - 1) != "on" else None  # not 'was extended on D to D'
        last = spanned if spanned and re.fullmatch("[2l&-]|u2", scan.row(at + 1, spanned)) else at
        scan.consume(at, last + 1)
        return last + 1
    if partner and not named:
        return partner + 1  # both days stay unread
    end = scan.atoms[partner] if partner else None
    later = end.when if end else atom.second
    if role == "moved" and later:
        place = Span((end or atom).start, (end or atom).end)
        scan.consume(at, (partner or at) + 1)
        _moved(scan, atom, Dated(later, place, scan.sentence, state=scan.state(at)), left)
        return (partner or at) + 1
    if partner and end and end.when and _may_be_range(scan, role, at, partner):
        span = scan.consume(at, partner + 1)
        role = "option" if left.endswith("+") else role
        named_initial = "i" in scan.row(scan.first, at)[-12:]
        dated = Dated(end.when, span, scan.sentence, atom.when, initial=named_initial)
        if _is_existing_term(scan, at, since):
            scan.facts.ranges.append(dated)
        else:
            _range(scan, dated, role, partner + 1)
        return partner + 1
    _single(scan, at, role, described=described, named=named)
    if described:
        scan.mode = "option"  # 'to extend the contract, which started on D, by 12 months'
    if scan.word(at - 1) == "beyond" and scan.extending:
        scan.mode = "option"  # 'beyond D for up to 24 months'
    return at + 1


def _is_existing_term(scan: Scan, at: int, since: int) -> bool:
    """'Existing contract term: D to D' in a sentence of an extension: the days are the contract's own."""
    first = max(since, at - 5)
    label = next((place for place in range(at - 1, first - 1, -1) if scan.words[place] in _EXISTING), at)
    named = scan.words[label + 1 : at]
    if "d" in scan.letters[max(since, label - 3) : label]:
        return False  # 'extension of the initial term from D to D'
    return bool(_TERM & set(named)) and set(named) <= _TERM | _BEFORE_SPAN


def _as_long_as_the_option(scan: Scan, since: When, until: When | None) -> bool:
    group = scan.facts.groups[-1] if scan.facts.groups else None
    if group is None or until is None or group.sentence != scan.sentence or scan.facts.terms:
        return False
    length = group.ways[0][0].length
    return length is not None and length.months is not None and months_between(since, until) == length.months


def _moved(scan: Scan, first: Atom, later: Dated, left: str) -> None:
    """'The end date has been changed from D to D': the later counts. 'To extend the end date from D to D' allows it."""
    if "s" in left and "z" not in left:
        scan.facts.starts.append(later)
    elif "cz" in left and set(left) & set("et"):
        scan.facts.untils.append(later)
    elif scan.extending and first.when:
        scan.facts.ends.append(Dated(first.when, Span(first.start, first.end), scan.sentence))
        scan.facts.untils.append(later)
    elif "Y" in left and "proposed" in scan.words[scan.first : scan.first + 4] and first.when:
        scan.facts.unread.append((later.span, scan.sentence))  # 'it is proposed to bring the end forward from D to D'
        scan.facts.ends.append(Dated(first.when, Span(first.start, first.end), scan.sentence))
    else:
        _add_end(scan, later, "moved")


def _may_be_range(scan: Scan, role: DateRole, at: int, partner: int) -> bool:
    first, second = scan.atoms[at].when, scan.atoms[partner].when
    in_order = first is not None and second is not None and first.sort_key < second.sort_key
    return in_order and role in ("start", "from", "option", "")


_BETWEEN = re.compile(r"[,(:&c)j]*(?:[2l-]|u2|z)[2lz:,c()jtu]*|,?&?[>]?z[:]*")


def range_partner(scan: Scan, at: int, left: str) -> int | None:
    """The atom of the date that closes a span which begins at `at`: 'D to D', 'D - D', 'D, ending on D'."""
    for place in range(at + 1, min(at + 12, scan.last)):
        atom = scan.atoms[place]
        if atom.kind == "date":
            between = scan.row(at + 1, place, dates=True)
            joined = _BETWEEN.fullmatch(between) or (between == "&" and re.search("(?:g|s&zc?:?)$", left))
            return place if joined else None
        if atom.kind not in ("word", "mark", "other"):
            return None
    return None


def _between(scan: Scan, at: int, left: str) -> bool:
    """'ends between D and D': one end, on a day that is not known."""
    return scan.word(at - 1) == "between" and "z" in left[-3:] and scan.speaks_of_a_contract(short=True)


def _either(first: When | None, last: When | None) -> When | None:
    if first is None or last is None or first.earliest is None or last.latest is None:
        return None
    return from_bounds(first.earliest, last.latest) if first.earliest <= last.latest else None


def _range(scan: Scan, dated: Dated, role: DateRole, after: int) -> None:
    dated = dated._replace(includes=scan.includes(after), state=scan.state(after - 1))
    option = scan.mode == "option" or role == "option" or _IS_OPTION.match(scan.ahead(after)) is not None
    shared_year = role == "start" and not option and scan.atoms[after - 1].second
    if shared_year and (when := _either(dated.since, dated.when)):
        scan.facts.starts.append(Dated(when, dated.span, scan.sentence))
        return
    if option and role != "start":
        scan.facts.option_ranges.append(dated)
        scan.mode = "option"
    else:
        scan.facts.ranges.append(dated)
        scan.mode = scan.mode or "term"


def _single(scan: Scan, at: int, role: DateRole, *, described: bool, named: bool) -> None:
    atom = scan.atoms[at]
    if atom.when is None:
        return
    dated = Dated(atom.when, Span(atom.start, atom.end), scan.sentence, state=scan.state(at))
    if role == "end" and "latest" in [scan.word(at + ahead) for ahead in (1, 2, 3)]:
        role = "latest"
    if role == "until" and scan.state(at) == "exercised" and _from_its_end(scan, at):
        role = "end"
    match role:
        case "start" if (
            scan.extending
            and not described
            and scan.state(at) != "permitted"
            and not scan.facts.terms
            and not re.search("(?:c[_,]{0,2}|[(])s[^s]*$", scan.row(scan.first, at))
        ):
            _option_start(scan, at, dated)
        case "start" | "from":
            if named:
                scan.consumed[at] = True
                scan.facts.starts.append(dated)
                scan.mode = scan.mode or "term"
        case "option" if "from" in scan.words[max(scan.first, at - 3) : at] or scan.word(at - 1) == "from":
            _option_start(scan, at, dated)
        case "end" if (
            atom.when.precision == "year"
            and scan.word(at - 1) == "to"
            and not scan.mode
            and scan.letters[at - 2] != "S"
            and scan.words[:-1] != ["up", "to"]
        ):
            pass  # 'targets to 2040' in a text that also speaks of a contract
        case "now":
            scan.consumed[at] = True
            scan.facts.ends[:] = [end for end in scan.facts.ends if end.sentence != scan.sentence]
            _add_end(scan, dated, "end")
        case "end" | "until" | "latest" | "option":
            if role != "option" and named:
                scan.consumed[at] = True
                before = _INITIAL.search(scan.row(scan.first, at)) or described or _was_due(scan, at)
                dated = dated._replace(initial=bool(before))
                _add_end(scan, dated._replace(latest=role == "latest", includes=scan.includes(at + 1)), role)
            elif dates_the_option(scan, at) or (role == "option" and _yearly(scan, at)):
                scan.consumed[at] = True
        case "option-start":
            scan.consumed[at] = True
            scan.facts.option_starts.append(dated)
            scan.mode = "option"
        case "break":
            scan.consumed[at] = True
            scan.facts.breaks.append((Break(on=atom.when), dated.span))
        case "reopen":
            scan.consumed[at] = True
            scan.mode = "every"
            scan.facts.reopenings.append((Reopening(on=(atom.when,)), dated.span))
        case "other" | "was":
            scan.consumed[at] = True
        case _:
            if at == scan.first and scan.word(at + 1) == "for" and named:
                scan.consumed[at] = True
                scan.facts.starts.append(dated)
            elif at == scan.first and (
                _CELL.fullmatch(scan.ahead(at + 1))
                or _PLUS.match(scan.ahead(at + 1))
                or _MOST.match(scan.ahead(at + 1))
                or (scan.ahead(at + 1).lstrip(",(-")[:1] in _THEN and scan.extending)
                or (scan.denied and re.match("[,(-]*x[dEoO]", scan.ahead(at + 1)))
            ):
                scan.consumed[at] = True
                scan.facts.ends.append(dated)
            elif _alternative_end(scan, at):
                scan.consumed[at] = True


def _from_its_end(scan: Scan, at: int) -> bool:
    """'extended by nine months from its expiry on D'."""
    said = scan.words[max(scan.first, at - 7) : at]
    return "from" in said and re.search("g_?z$", scan.row(scan.first, at)) is not None


def _was_due(scan: Scan, at: int) -> bool:
    """'the contract due to end on D has been extended', not 'is now due to end on'."""
    if _from_its_end(scan, at):
        return scan.state(at) != "permitted"  # 'agreed to extend it from its current end date of D'
    if scan.word(at + 1) == "and" and _AGREED & set(scan.words[at + 2 : at + 6]):
        return scan.sentence_state == "exercised"  # 'noted that it ends on D and agreed that it be extended'
    due = next((place for place in range(at - 1, max(scan.first, at - 6), -1) if scan.words[place] == "due"), None)
    return due is not None and scan.words[due - 1] not in ("is", "are", "now", "be")


def _option_start(scan: Scan, at: int, dated: Dated) -> None:
    """'from' after an option: the start of the contract where a sum names its term, else of the option."""
    group = scan.facts.groups[-1] if scan.facts.groups else None
    if group is not None and group.summed and group.sentence == scan.sentence and not scan.facts.starts:
        scan.consumed[at] = True
        scan.facts.starts.append(dated)
    elif scan.word(at - 2) == "," and not scan.facts.starts and scan.facts.terms[-1:] and group is not None:
        scan.consumed[at] = True  # '3 years, with an option of two, from D': the contract's, as most print it
        scan.facts.starts.append(dated)
    elif not scan.facts.terms or any(dated.when == start.when for start in scan.facts.starts):
        scan.consumed[at] = True
        scan.facts.option_starts.append(dated)
        scan.mode = "option"


def _add_end(scan: Scan, dated: Dated, role: DateRole) -> None:
    if role in ("until", "latest") or dated.latest:
        scan.facts.untils.append(dated)
        scan.mode = "option" if scan.extending else scan.mode
    else:
        scan.facts.ends.append(dated)
        scan.mode = scan.mode or "term"


def _yearly(scan: Scan, at: int) -> bool:
    """'annual renewals in 2024 and 2025': a step for each year named."""
    when = scan.atoms[at].when
    if when is None or when.precision != "year" or not scan.facts.groups or not scan.facts.groups[-1].step:
        return False
    group = scan.facts.groups[-1]
    item = group.ways[0][0]
    times = item.times + 1 if item.counted else 1
    scan.facts.groups[-1] = group._replace(ways=((item._replace(times=times, counted=True),),))
    return True


def _alternative_end(scan: Scan, at: int) -> bool:
    """'July 2022, or July 2024 if the options are taken up'."""
    atom = scan.atoms[at]
    if atom.when is None or not scan.extending:
        return False
    span = Span(atom.start, atom.end)
    if scan.word(at + 1) == "or" and at + 2 < scan.last and scan.atoms[at + 2].kind == "date":
        scan.facts.ends.append(Dated(atom.when, span, scan.sentence))
        return True
    if scan.word(at - 1) in ("or", "(") and scan.word(at + 1) in ("if", "with") and scan.facts.ends:
        scan.facts.untils.append(Dated(atom.when, span, scan.sentence, latest=True))
        scan.mode = "option"
        return True
    return False
