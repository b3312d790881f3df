"""The role of a date by the words before it, and by what the rest of its sentence makes of it."""

from __future__ import annotations

import re

from tenderwatch.wording.deeds import USED
from tenderwatch.wording.facts import Dated
from tenderwatch.wording.lexicon import EXTENDING, ORDER, word_set
from tenderwatch.wording.roles import DateRole, date_role_of
from tenderwatch.wording.scan import Scan

WHOLE_RANGE = re.compile("t[cp]+(?:[(]?[j%][Bm]?[dEoO]+[)]?)?[:(-]?$")  # 'Maximum contract term: D to D'
_BEYOND = frozenset({"before", "beyond", "past", "from", "after", "following"})
_CURRENT = re.compile(
    r"\b(?:current|currently|existing|present|presently)\b(?: due to| contract| term)*"
    r" (?:end|ends|expiry|expires|finish|finishes)\b[^,;]{0,40}$"
)
_FORMER = re.compile(r"\b(?:previous|former|old)\b(?: contract)? (?:end|expiry)(?: date)? ?:? ?$")
_AHEAD = re.compile(r"\b(?:ahead|in advance) of (?:the|its|their) [a-z ]*\b(?:expiry|end)\b")
_LETS = word_set("recommission recommissioning reprocure reprocurement procure procurement tender retender new let")
_DONE = USED | {"approved", "agreed", "signed", "granted", "up"}
_NONE_USED = re.compile("x[dEoO]+[^dEoO2l]*,[^dEoO2l]*z[^dEoO2l]*$")
_ALL_USED = re.compile("B_?[dEO][^dEoO2l]*z[^dEoO2l]*$")
_TURNED_DOWN = frozenset({"rejected", "refused", "declined"})
_MEETINGS = word_set("cabinet committee executive board meeting mayor")
_CONDITIONS = frozenset({"if", "should", "assuming", "where"})
_OF_PARTS = frozenset({"start", "from", "end", "until", "latest", "other"})
_PART = re.compile(r"\b(?:lots?|phase|part|package|zone|tranche|north|south|east|west|other|second|latter)\b")
_ELLIPSIS = re.compile("[&,#()c_:yqF~-]*")
_NUMBERED_YEAR = re.compile(
    rf"end of (?:the )?(?:year (?:\d\d?|one|two|three|four|five)|(?:{'|'.join(ORDER)}|\d[a-z]{{2}}) year)[ (,]*"
)
_LOOKS_BACK = word_set("note noted performance report review")
_NOT_STARTED = word_set("new extend extending")
# Between the ends of two options: 'to 31 March 2029 and the second on 31 March 2030'.
_NEXT_ONE = frozenset({"and", "or", ",", "&", "the", "second", "third", "other", "on", "to", "then"})


def printed_role(scan: Scan, at: int, since: int, left: str, *, ranged: bool) -> DateRole:
    """What a date is: what the table says, and what the rest of the sentence makes of it. `ranged`: it opens a span."""
    options = scan.mode == "option" or (scan.extending and bool(set(left) & set("edEoOwV")))
    if left.startswith(")") and scan.facts.terms and not set(left) & set("edEoOwV"):
        options = False  # '3 years (with an option of 2) from D'
    role = date_role_of(f"{left}@", of_options=options)
    if role in ("end", "untied") and left.endswith("g") and "%" not in left and _at_the_end_of(scan, since, at):
        role = "from"  # 'on expiry of the contract, to commission a service from'
    before = [word for word in scan.words[since:at] if word]
    if before == ["on"] and scan.atoms[at - 2].kind == "date":
        return "other"  # 'approved an extension until D on D'
    if before and set(before) <= _NEXT_ONE and scan.last_role in ("until", "latest", "break"):
        return scan.last_role
    if role in ("", "option") and not ranged and scan.last_role in _OF_PARTS and _is_of_next_part(scan, at, since):
        return scan.last_role
    if not ranged and _is_of_a_meeting(scan, at, since):
        return "other"
    if scan.word(at - 1) in ("of", "dated") and scan.atoms[at - 2].kind == "other" and _is_minute(scan, at - 2):
        return "other"  # 'minute 64 of D'
    if role == "end" and ranged and re.fullmatch("[^z]+-", left):
        role = ""  # 'Contract dates - D to D': the dash only parts
    if ranged and re.search("g_?z$", left):
        return "moved"  # 'extended from its current end date of D to D'
    if ranged and re.search("s&zc?:?$", left):
        return "from"  # 'start and end dates: D and D'
    if scan.word(at - 1) == "on" and re.match("yp?_?(?:l|u?2)Z", scan.ahead(at + 1, dates=True)):
        return "start"  # 'was procured on D for a period until D'
    if scan.mode == "every":
        return "reopen"
    if role == "until" and scan.word(at - 1) == "on" and left.endswith(("d", "e", "E", "o", "O")):
        return "other"  # 'to consider the extension on'
    if _when_to_decide(scan, at):
        return "other"
    if "during" in scan.words[max(since, at - 4) : at] and not _LOOKS_BACK.isdisjoint(scan.words[scan.first : at]):
        return "other"  # 'to note the performance during the period D to D'
    whole = scan.facts.terms[-1] if role == "end" and scan.facts.terms else None
    if whole and whole.includes and since > scan.first and whole.span.end == scan.atoms[since - 1].end:
        return "latest"  # 'with all extensions 7 years, ending'
    if role == "end" and _is_of_a_year(scan, at):
        return "other"
    if role == "end" and re.match("[_h]{0,2}Y[^g@]*2", scan.ahead(at + 1, dates=True)):
        return "was"  # 'the end date of D was moved to'
    if role == "end" and _lets_ahead(scan, at):
        return "other"
    if role == "reopen" and "opens" in scan.words[since:at] and not scan.may_let_in:
        return "other"  # 'the hub opens on'
    if scan.words[at - 2 : at] == ["to", "be"]:
        return "start" if re.search("s[^z]*2$", left) else "untied"  # 'the start, which is expected to be D'
    if scan.word(at - 1) == "not":
        return "other"  # 'from D to D (not D to D as stated before)'
    if scan.word(at - 1) == "was":
        return "was"  # 'end date D (was D before)'
    if scan.word(at - 1) == "on" and scan.word(at - 2) == "notice":
        return "other"  # 'gave six months' notice on D'
    if ["would", "have"] in [scan.words[place : place + 2] for place in range(max(since, at - 5), at - 2)]:
        return "was"  # 'which would have run to D'
    done = scan.word(at - 1) in _DONE and (scan.word(at - 1) != "up" or scan.word(at - 2) in USED)
    if done and role in ("", "end", "until", "option"):
        return "other"  # 'option exercised Jan 2026', 'extension taken up 1/4/26'
    if role == "" and re.search("zi?Q-?i?[pc]+$", scan.row(scan.first, at, dates=True)):
        return "end"  # 'at the end of the four-year term on D'
    if scan.word(at - 1) == "before" and scan.words[at + 1 : at + 3] == ["to", "extend"]:
        return "other"
    if role == "" and not ranged and scan.word(at - 1) == "for" and scan.atoms[at - 2].kind == "other":
        return "other"  # 'an uplift of 5% for 2027/28'
    if scan.word(at - 1) == "by" and not left.endswith("zy"):
        return "other"
    if scan.word(at + 1) == "to" and scan.word(at + 2) in ("exercise", "decide", "give", "notify"):
        return "other"  # 'has until D to exercise'
    sentence = set(scan.row(scan.first, scan.last, dates=True))
    if (
        scan.word(at - 1) == "on"
        and not set(left) & set("szlb2rg5")
        and (sentence & set("MH") or scan.sentence_state != "permitted")
    ):
        return "other"  # 'approved an extension on 3 March'
    moved = "Y" in scan.row(scan.first, at, dates=True) and scan.last_role in ("end", "until")
    if moved and role in ("from", "start", "option"):
        return "was"  # 'brought forward to 30 June from 30 November'
    if role == "" and scan.word(at + 1) == "start" and scan.word(at + 2) in ("", ".", ",", ")", ";"):
        return "start"  # '4 years, 1 October 2026 start'
    if role == "" and scan.atoms[at].word == "end" and scan.facts.starts:
        return "end"
    if role in ("end", "until") and scan.denied and re.search("[dEe][^z]*[2l]$", left) and _is_turned_down(scan):
        return "other"  # 'that the proposed extension to D be rejected'
    if (scan.denied and role in ("latest", "until")) or scan.word(at - 1) in ("beyond", "past"):
        return "end"
    if role == "until" and left.rstrip("_").endswith("z") and _BEYOND & set(scan.words[max(since, at - 7) : at]):
        return "end"  # 'may extend beyond its expiry on'
    if role == "end" and re.search("m_?[SC][,_]?(?:u?2|l)$", left) and _ends(scan):
        return "latest"  # 'ends on D (could run to D)'
    if role in ("end", "until") and _FORMER.search(" ".join(before)):
        return "was"  # 'extended to D (previous end D)'
    if role == "until" and scan.state(at) != "exercised" and _CURRENT.search(" ".join(before)):
        return "end"  # 'so the current end date is', 'extension requested to D (current end D)'
    if role == "until" and (_NONE_USED.search(left) or (_ALL_USED.search(left) and scan.state(at) == "exercised")):
        return "end"  # 'no extensions used, expires D', 'both extensions used, expires D': no one option's own
    if role in ("end", "until") and (_if_used(scan, at + 1) or _once_used(scan)):
        return "latest"  # 'until D, assuming all options are used'
    if role == "end" and "G" in left and (scan.facts.groups or any(end.initial for end in scan.facts.ends)):
        return "latest"
    if role == "start" and "first" in before and (scan.mode == "option" or scan.facts.groups):
        return ""  # 'two options, the first starting 1 April'
    if role in ("start", "from") and scan.denied and not _NOT_STARTED.isdisjoint(scan.words[scan.first : at]):
        return "other"  # 'was not extended and a new provider started on', 'refused to extend the contract from'
    if role == "end" and ranged and "k" in left and "z" not in left:
        return ""  # 'contract dates (excluding extensions): D to D'
    if role == "latest" and ranged and WHOLE_RANGE.search(left):
        return role
    if role in ("until", "latest") and ranged and left[-1:] in set("dEoO:"):
        return "option"
    return role


def _is_of_next_part(scan: Scan, at: int, since: int) -> bool:
    """'Lot 1 starts on D and Lot 2 on D', 'start: D (Lot 1), D (Lot 2)': the same of another part."""
    printed = scan.text[scan.atoms[since].start : scan.atoms[at].start].lower()
    return _PART.search(printed) is not None and _ELLIPSIS.fullmatch(scan.row(since, at, dates=True)) is not None


def _at_the_end_of(scan: Scan, since: int, at: int) -> bool:
    ends = (place for place in range(at - 1, since - 1, -1) if scan.letters[place] == "z")
    return scan.word(next(ends, at) + 1) == "of"


def _is_of_a_year(scan: Scan, at: int) -> bool:
    """'reviewed at the end of year two (D)': what runs or ends then, or is extended, would say so."""
    end = next((place for place in range(at - 1, max(scan.first, at - 7), -1) if scan.words[place] == "end"), at)
    printed = scan.text[scan.atoms[end].start : scan.atoms[at].start].lower()
    named = _NUMBERED_YEAR.fullmatch(" ".join(printed.split()))
    return named is not None and not scan.extending and not set(scan.row(scan.first, end)) & set("zSsl2")


def _lets_ahead(scan: Scan, at: int) -> bool:
    """'to recommission, ahead of the expiry date of D, for four years': the day is that of the contract before."""
    near = " ".join(scan.words[max(scan.first, at - 9) : at])
    if not _AHEAD.search(near) or _LETS.isdisjoint(scan.words[scan.first : scan.last]):
        return False
    return any(atom.kind == "length" for atom in scan.atoms[at : scan.last])


def _is_turned_down(scan: Scan) -> bool:
    return not _TURNED_DOWN.isdisjoint(scan.words[scan.first : scan.last])


def _is_of_a_meeting(scan: Scan, at: int, since: int) -> bool:
    """'Cabinet (D, minute 37) approved', 'Executive Board D: agreed'."""
    opening = next((place for place in range(at - 1, since - 1, -1) if scan.words[place] == "("), at)
    return scan.word(opening - 1) in _MEETINGS and (opening < at or scan.word(at + 1) in (":", "-", "("))


def _is_minute(scan: Scan, at: int) -> bool:
    return scan.text[scan.atoms[at].start :][:6].lower() == "minute"


def _ends(scan: Scan) -> list[Dated]:
    return scan.facts.ends + scan.facts.ranges


def _when_to_decide(scan: Scan, at: int) -> bool:
    """'must be exercised between D and D', 'has to be triggered before D'."""
    if "exercisable" in scan.words[max(scan.first, at - 10) : at] and "b" not in scan.row(scan.first, at):
        return True
    if scan.word(at - 1) not in ("between", "before"):
        return False
    return bool(
        {"exercised", "exercise", "triggered", "invoked", "activated", "served"} & set(scan.words[at - 4 : at - 1])
    )


def _once_used(scan: Scan) -> bool:
    """'If extended, the contract ends on': a sentence that begins with a condition, unless it is denied."""
    near = scan.words[scan.first : min(scan.first + 9, scan.last)]
    return near[0] in _CONDITIONS and bool(EXTENDING & set(near)) and not {"not", "no"} & set(near)


def _if_used(scan: Scan, after: int) -> bool:
    near = scan.words[after : min(after + 8, scan.last)]
    return bool(
        {"if", "assuming", "should", "where"} & set(near[:3])
        and {"all", "both", "any"} & set(near)
        and (EXTENDING & set(near) or (scan.extending and near[1:3] in (["both", "are"], ["all", "are"])))
    )
