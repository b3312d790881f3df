"""Lots with terms of their own: what is printed of one of them holds for no other."""

from __future__ import annotations

import re
from bisect import bisect
from collections import defaultdict
from operator import itemgetter

from tenderwatch.named_tuple import NamedTuple
from tenderwatch.wording.facts import Facts

# 'Lot 2', 'Lots A and B'; without a number what follows is of all of them: 'both lots', 'both with', 'to extend each'.
_LABEL = re.compile(
    r"\blots?\b\s*(?:no\.?\s*)?(?P<which>\d+|[a-h]\b|one\b|two\b|three\b)?|\bextend\s+each\b"
    r"|\b(?:both|all)\b(?!\s+(?:extensions|options))",
    re.IGNORECASE,
)
_NONE = re.compile(r"\b(?:no|without)\b[^.;]{0,20}\b(?:ext|opt|renew)", re.IGNORECASE)


class Differences(NamedTuple):
    """Whether lots have other terms, and other options, than each other."""

    terms: bool = False
    options: bool = False


def differences(text: str, facts: Facts) -> Differences:
    """What is not the same for each lot that the text states a term or an option of."""
    labels = [(match.start(), (match["which"] or "").lower()) for match in _LABEL.finditer(text)]
    if len({which for _, which in labels if which}) < 2:
        return Differences()
    terms: defaultdict[str, set[object]] = defaultdict(set)
    options: defaultdict[str, set[object]] = defaultdict(set)

    def lot(start: int) -> str:
        at = bisect(labels, start, key=itemgetter(0)) - 1
        return labels[at][1] if at >= 0 else ""

    for term in facts.terms:
        terms[lot(term.span.start)].add(term.length)
    for span, _ in facts.unread:
        terms[lot(span.start)].add(text[span.start : span.end])
    for group in facts.groups:
        options[lot(group.span.start)].update((item.length, item.times) for way in group.ways for item in way)
    for denied in _NONE.finditer(text):
        options[lot(denied.start())].add("none")
    stated = (terms.keys() | options.keys()) - {""}
    return Differences(*(len({frozenset(each[at]) for at in stated}) > 1 for each in (terms, options)))
