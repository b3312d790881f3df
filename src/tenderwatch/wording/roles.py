"""What a length is, by the words around it: a table of productions over rows of letters (see `letters`).

Each production reads the row from the figure before to the figure after, with '@' for the length itself. The first that
fits decides. Where none does, the length stays unread: nothing is placed because it must be something.
"""

import re
from typing import Literal

from tenderwatch.named_tuple import NamedTuple
from tenderwatch.wording.row_pattern import RowPattern

Role = Literal[
    "", "unread", "both", "term", "initial", "option", "total", "options-total", "whole-total", "including",
    "excluding", "step", "notice", "break", "reopen", "every", "other",
]  # fmt: skip


class Production(NamedTuple):
    """A role, the row that tells it, and words that it reads. `single`: of a length that no count goes with."""

    role: Role
    row: RowPattern
    example: str
    single: bool = False


# A for what speaks of options, N for the nouns among it, and the same as what a row must not have in between.
_SHORT = {"{A}": "edEoOwV", "{N}": "dEoO"}


def _production(role: Role, row: str, example: str, *, single: bool = False) -> Production:
    for name, letters in _SHORT.items():
        row = row.replace(name, letters)
    return Production(role, RowPattern(row), example, single)


# A noun after a length is its own, unless a length of the noun's own follows: '3 years, option of 12 months'.
_OWN = r"(?![{N}:yfFu2pPmi]*(?:\(\))?[QN])"

PRODUCTIONS = (
    _production("unread", r"N[2&|-]@|^@!Z", "3 to 5 years"),
    _production("other", r"(?<![yp])@2S(?!.*g)", "has two years to run"),
    _production("other", r"@5", "6 months early"),
    _production("other", r"Y[_y]*@", "moved forward by 3 months"),
    _production("other", r"h[_fpPt:2qyu]{0,3}@", "within 30 days"),
    _production("other", r"@-?_?h(?!.*n)", "12 months' experience"),
    _production("other", r"6_?p?@(?!-?_?c)", "procurement takes 9 months", single=True),
    _production("other", r"@-?_?6", "a six-month implementation period"),
    _production("other", r"X@(?=_?[cp])", "the remaining two years of the contract"),
    _production("other", r"c,?%?@(?=X(?!2?[edEoO]))", "a contract, which had six weeks left", single=True),
    _production("notice", r"@[pk]?n", "6 months' notice"),
    _production("notice", r"@<", "3 months before the end"),
    _production("notice", r"n[pthy:%D2]{0,3}_?[pthy:%D2]{0,3}@", "notice period: 3 months"),
    _production("notice", r"(?:hn|npy|ny)dp?[:_2]{0,2}@", "minimum notice of extension: 3 months"),
    _production("unread", r"D[pcf]{0,2}@", "at least 2 years"),
    _production("break", r"mz[^@QN]*x<_?z?@", "may terminate not earlier than the end of 6 months"),
    _production("other", r"x[^{A}cpi@QN]{0,4}<_?z?@", "not terminated before 6 months"),
    _production("break", r"@p?[:-]?b", "6 month break clause"),
    _production("break", r"bo?[^{A}fF+i&@QN]*@", "break clause at 24 months"),
    _production("break", r"mz[a_]?@", "may terminate at 24 months"),
    _production("reopen", r"r[^a{A}fF+i@]*@", "reopening every 24 months"),
    _production("break", r"W2?z[^{A}@QN,]*@", "option to terminate at 24 months"),
    _production("other", r"W[^{A}@Q,iz]*@(?!-?_?c)", "option to add further lots within 2 years"),
    _production("unread", r"a[_pP]*@(?!-?c)", "after 12 months", single=True),
    _production("other", r"@a_?c?s", "30 days after commencement", single=True),
    _production("every", r"v@", "every 3 months", single=True),
    _production("term", r"c[^{A}@QN]*@-?=%", "let on a three-year basis with"),
    _production("option", r"^&@-?~", "in two-year and one-year tranches", single=True),
    _production("step", r"@[f-]?p?d?[~=]", "in 12 month increments", single=True),
    _production("step", r"~@", "increments of 6 months", single=True),
    _production("step", r"@[-(]?(?:R|T)|R[(]?@", "12 month rolling contract", single=True),
    _production("excluding", r"k[^@QN]*[{A}][^@QNfF+]*@", "term excl. options: 3 years", single=True),
    _production("option", r"j_?[mo]{0,2}2e_?c?y[fu2]*@", "includes provision to extend for 2 years", single=True),
    _production(
        "including", r"[cpt][^@QN]*j[^@QN]*[{A}][^@QNfF+]*@(?![-fp]*[{N}])", "term incl. options: 7 years", single=True
    ),
    _production("option", r"(?:P|[*]pP?)[^@QN]*u2[&j]*@", "a period or periods of up to 2 years", single=True),
    _production("initial", r"i[pPc:_|m-]*@(?![-f]?[{N}]" + _OWN + ")", "an initial period of 3 years"),
    _production("initial", r"@[-(]?p?c?i" + _OWN, "3 years initial"),
    _production("whole-total", r"t[cp]+(?:%[{N}])?[^@%(fF]*(?<!B)@", "maximum contract length: 8 years", single=True),
    _production(
        "options-total", r"[{A}][pPm]*x?t@|t[Bmf]*[{A}]p?[:_zjm]*(?:xt)?@", "extensions totalling 3 years", single=True
    ),
    _production(
        "whole-total",
        r"[cp][^@QN{A}]*@[,:(]*[_uj]*%?i[pc]*[2lz]+Z",
        "a contract for 5 years: core term to",
        single=True,
    ),
    _production("whole-total", r"[ewV][^@QNyfFuP]*2t?[pc]*@|e2u2@", "extendable to 5 years", single=True),
    _production("total", r"t[^{A}fF+i@(QN]*@", "a maximum of 5 years", single=True),
    _production("total", r"@p?q?t", "5 years in total", single=True),
    _production("term", r"(?:^|[^{A}fF+])@-?p?c(?![{N}])", "option to extend the 3 year contract"),
    _production("step", r"P[:]?@", "extension in periods of 12 months", single=True),
    _production("step", r"@[f-]?(?:p|[do](?=[EOP]))?[EOP](?!p)" + _OWN, "12 month extensions", single=True),
    _production("option", r"@-?[fFmpP]*c?[{N}]" + _OWN, "12 month extension"),
    _production("option", r"@[(][{N}][)]", "1 year (optional)"),
    _production("option", r"@[fF]" + _OWN, "two years more"),
    _production("unread", r"[{A}][^@QN]*!@", "extensions over 17 years"),
    _production("option", r"[{A}][^@]*@", "option to extend for 12 months"),
    _production("option", r"[fF][pP_]?@|[+][^_@]*@", "a further 12 months"),
    _production("option", r">y?u2@", "then up to 2 years"),
    _production("option", r"[fF]pu2@", "a further period of up to 9 months"),
    _production("term", r"[cpsSC](?:[^@]*[^_@])?@", "contract for 3 years"),
    _production("term", r"@-?[pPf(]?_?c", "3 year contract"),
    _production("term", r"(?:^|[y!,:(])@,?%(?:[^@QN]*[{A}]|[fp]?[QN])", "for 3 years with an option"),
    _production("term", r"(?:^|[y!,:(])@,?%[^@QN]*W", "3 years with an option to buy"),
    _production("term", r"@-?[pP]", "3 year term"),
    _production("term", r":@s?g?Z", "Meals: 3 years from"),
)


DateRole = Literal[
    "", "start", "from", "end", "until", "latest", "option", "option-start", "break", "reopen", "other", "was", "moved",
    "now", "untied",
]  # fmt: skip


class DateProduction(NamedTuple):
    """What the row before a date makes of it, and in a sentence or clause of options."""

    row: RowPattern
    role: DateRole
    of_options: DateRole
    example: str


def _dates(row: str, role: DateRole, of_options: DateRole, example: str) -> DateProduction:
    for name, letters in _SHORT.items():
        row = row.replace(name, letters)
    return DateProduction(RowPattern(row), role, of_options, example)


DATE_PRODUCTIONS = (
    _dates(r"r[^sz@]*@", "reopen", "reopen", "reopens on"),
    _dates(r"W2?z[^{A}@]*@", "break", "break", "option to terminate on"),
    _dates(r"W[^{A}@]*@", "other", "other", "option to buy until"),
    _dates(r"Jy?[dEO][_:]*@", "other", "other", "decision on extension due"),
    _dates(r"mzc_?5?@|mz[^szl2J&{A}@]*g@", "break", "break", "may end the contract early on"),
    _dates(r"bo?(?:(?!,g)[^sz{A})@])*@", "break", "break", "break clause on"),
    _dates(r"e[_q]q?@|eq@", "", "other", "extended in"),
    _dates(r"[)]q@|ecq@", "", "other", "an extension (...) is expected in"),
    _dates(r"[{A}]_?uq@", "other", "other", "option taken up in"),
    _dates(r"z[^l2@]*%_?g@", "end", "end", "ended with effect from"),
    _dates(
        r"(?<!Y)z_?c(?:y_?c)?[^szclCSYJ&{A}@-]*g@",
        "end",
        "end",
        "terminates the contract, its services going to the council from",
    ),
    _dates(
        r"(?<!Y)z_?c(?:y_?c)?[^szclCSYJ{A}@]*g@",
        "untied",
        "untied",
        "terminates the contract and delivers the services from",
    ),
    _dates(r"z[^2lg@{A}:]{0,3}s[g]?@", "end", "end", "terminated with effect from"),
    _dates(r"K(?:2z)?[^2l@]{0,5}@|K_?S?2@", "was", "was", "instead of"),
    _dates(r"[HhJ][^szl2gp{A}@]{0,4}@|H_?g@|M(?!:_?c?p)[^szl2g{A}@]*@", "other", "other", "published on"),
    _dates(r"R[A_]{0,2}s@", "other", "other", "rolling monthly since"),
    _dates(r"qt,?g@", "from", "from", "in total, from"),
    _dates(r"[&,|]_?c_?z[:_]*@", "end", "end", "... and the contract ends on"),
    _dates(r"U_?s[gq]?@", "start", "option", "now starts on"),
    _dates(r"U[^@]*@", "now", "until", "now ends on"),
    _dates(r"k[m*]?[dEoO]{1,2}p?[),:_]*@", "end", "end", "end excluding any extensions,"),
    _dates(r"(?:x|z[(:,]*<)[m*]?[dEoO]{1,2}p?[):_]*@", "end", "end", "end without possible extensions"),
    _dates(r"z[(]%[B_]{0,2}[dEoO]{1,2}p?[)][:_]*@", "latest", "latest", "end (with extensions)"),
    _dates(r"j[dEoO][):_]*@", "latest", "latest", "end including extensions"),
    _dates(r"i[^{A}@]*(?:z|2|l)[:_cq]*@", "end", "end", "initial term ends on"),
    _dates(r"t[^{A}@]*z[^@]*@|z[^{A}@]*t[^@]*@|L@|tp?[:_2l]*@|t[^2l@sg]*@", "latest", "latest", "maximum end date"),
    _dates(r"[mo]2[SC][_,]{0,2}[2l]@", "latest", "latest", "potential to run to"),
    _dates(r"[,(|&]m@", "latest", "latest", "to D, possibly"),
    _dates(r"(?:^|[_HM])q@", "other", "other", "approval in"),
    _dates(r"G[^@]*z[^@]*@|G[:]?@", "end", "latest", "final end date"),
    _dates(r"Y[^@]*g@", "moved", "moved", "changed from"),
    _dates(r"s[^zl2t@]*@", "start", "start", "starting on"),
    _dates(r"z[:_]?g@", "moved", "moved", "end date from"),
    _dates(r"g:?@", "from", "option", "from"),
    _dates(r"5,?@", "end", "end", "6 months early on"),
    _dates(r"(?:u?2|-|l|u)[:D]?@", "end", "until", "until"),
    _dates(r"[{A}]y@|V@|^[oO]:@", "", "until", "option for"),
    _dates(r"[dEe][z:]*@", "until", "until", "extension date"),
    _dates(r"cq@", "other", "other", "let a contract in"),
    _dates(r"zi?[pc]+q?[(]?@", "end", "end", "the end of its term on"),
    _dates(r"z[^{A}sg@]*@", "end", "until", "ends on"),
)


# 'a break clause', 'option to terminate', 'may terminate the contract', with no option between it and a year.
BREAKS = re.compile("b|W2?z|mz[^edEoOwV]*$")


def date_role_of(row: str, *, of_options: bool) -> DateRole:
    """What a date is, by the row before it."""
    for production in DATE_PRODUCTIONS:
        if production.row.search(row):
            return production.of_options if of_options else production.role
    return "option" if of_options else ""


def role_of(row: str, *, single: bool) -> Role:
    """The role that a row gives its length, if any."""
    for production in PRODUCTIONS:
        if (single or not production.single) and production.row.search(row):
            return production.role
    return ""
