"""One contract as a row of its council's table and data, on one day; and where the row stands."""

from datetime import date, timedelta
from typing import Literal, get_args
from zlib import crc32

from tenderwatch.answers.phrases import why_text
from tenderwatch.answers.todo import is_doubtful, shown_date, to_do
from tenderwatch.dates.arithmetic import clamp_months
from tenderwatch.dates.short import short_month, short_when
from tenderwatch.labels.records import OPTION_STATE_MEANING
from tenderwatch.law.terms import End, Step
from tenderwatch.named_tuple import NamedTuple
from tenderwatch.outlook import Outlook
from tenderwatch.queries.freshness import freshness, whole_months
from tenderwatch.queries.row import Row
from tenderwatch.queries.steady import DUE_WITHIN, steady_until
from tenderwatch.site.pages.board import portal_of
from tenderwatch.text import pounds

Standing = Literal[
    "exception", "in-time", "late", "coming", "awaiting", "no-news", "later", "unknown", "outside", "over", "unread"
]
STANDINGS: tuple[Standing, ...] = get_args(Standing)
# Those that `due` shows for the next twelve months.
DUE: tuple[Standing, ...] = STANDINGS[:6]
_LOOK_AGAIN = 28


class Listed(NamedTuple):
    """A contract as it is listed on a day. Texts are as people read them, '' or empty where nothing is known.

    `rank` orders the rows of one standing. `shown` is the date that `due` shows first, `act` the last day to act,
    `todo` what to do, `why` the reasons. `sources` are title, place and address; `notices` number, kind and date;
    `before` and `after` what it replaces and what replaces it: id, title and the id of its council. `page` says that it
    has a page of its own. `mark` stands for the record. From `day` on it stands as it is; `until` is the first day on
    which the passing of days may change it.
    """

    id: str
    title: str
    standing: Standing
    rank: int
    shown: str
    todo: str
    status: str
    kind: str
    services: tuple[str, ...]
    providers: tuple[str, ...]
    evidence: str
    old: bool
    mark: str
    day: date
    until: date
    start: str
    end: str
    how: str
    portal: str
    why: str
    sources: tuple[tuple[str, str, str], ...]
    value: str
    basis: str
    reference: str
    act: str
    tender: str
    longest: str
    options: tuple[str, ...]
    lead: str
    ocids: tuple[str, ...]
    notices: tuple[tuple[str, str, str], ...]
    partners: tuple[str, ...]
    usual: bool
    before: tuple[tuple[str, str, str], ...]
    after: tuple[tuple[str, str, str], ...]
    users: tuple[str, ...]
    notes: tuple[str, ...]
    page: bool

    @property
    def due(self) -> bool:
        """Whether it is due within the next twelve months, or passed without news."""
        return self.standing in DUE


def listed(outlook: Outlook, mark: str, *, page: bool) -> Listed:
    """A contract as a row, on the day of its outlook."""
    contract, registry, ends = outlook.contract, outlook.registry, outlook.ends
    row = Row(outlook, outlook.due(clamp_months(outlook.today, DUE_WITHIN)))
    standing = _standing(row)
    portal, usual = portal_of(outlook)
    return Listed(
        id=contract.id,
        title=contract.title,
        standing=standing,
        rank=_rank(row, standing),
        shown=_shown(row, standing),
        todo=to_do(row) if standing in DUE else "",
        status=outlook.status,
        kind=contract.kind,
        services=contract.services,
        providers=contract.providers,
        evidence=short_month(registry.newest_evidence(contract)),
        old=freshness(outlook).stale,
        mark=mark,
        day=outlook.today,
        until=_until(outlook, page=page),
        start=contract.start.text if contract.start else "",
        end=_text(ends.current),
        how=ends.current.how if ends.current else "",
        portal=portal.name if portal else "",
        usual=usual,
        why=why_text(row) if row.due else "",
        sources=tuple(
            (source.title, piece.place, source.url or "")
            for piece in contract.all_evidence
            for source in (registry.sources[piece.source],)
        ),
        value=pounds(contract.value.amount) if contract.value else "",
        basis=contract.value.basis if contract.value else "",
        reference=contract.reference or "",
        act=_act(outlook),
        tender=_tender(outlook),
        longest=_text(ends.longest) if ends.longest != ends.current else "",
        options=tuple(f"{step.text}: {_state(outlook, step)}" for step in ends.steps),
        lead=contract.lead or "",
        ocids=tuple(ocid for ocid in (contract.ocid, *contract.related_ocids) if ocid),
        notices=tuple(
            (notice.number or "", notice.kind or "", notice.date.text if notice.date else "")
            for notice in contract.notices
        ),
        partners=contract.partners,
        before=tuple(
            (name, old.title if old else name, (old.lead if old else "") or "")
            for name in contract.replaces
            for old in (registry.by_id.get(name),)
        ),
        after=tuple((new.id, new.title, new.lead or "") for new in outlook.successors),
        users=contract.user_groups,
        notes=contract.notes,
        page=page,
    )


def _until(outlook: Outlook, *, page: bool) -> date:
    """The first day on which the row may be another; with a page, also on which the age of some evidence is."""
    today = outlook.today
    # However quiet it is, each is looked at again after some weeks, not all of them on the same day.
    turn = (today.toordinal() + crc32(outlook.contract.id.encode())) % _LOOK_AGAIN
    until = steady_until(outlook, today + timedelta(_LOOK_AGAIN - turn))
    if not page:
        return until
    evidence = {outlook.registry.evidence_day(piece) for piece in outlook.contract.all_evidence}
    return min(until, *(day if day > today else clamp_months(day, whole_months(day, today) + 1) for day in evidence))


def _standing(row: Row) -> Standing:
    """Where it stands: under a heading of `due`, or what it is instead."""
    outlook = row.outlook
    if outlook.contract.outside_scope:
        return "outside"
    if outlook.over:
        return "over"
    if not row.due:
        return "later" if outlook.next_end or not outlook.end_unknown else "unknown"
    match outlook.group:
        case "decide" if outlook.feasible == "short-by-exception":
            return "exception"
        case "decide":
            return "late" if outlook.feasible == "hold-over" else "in-time"
        case other:
            return other or "no-news"


def _rank(row: Row, standing: Standing) -> int:
    """Where it stands among its like: what comes first, first; of what has passed, the newest."""
    outlook, far = row.outlook, date.max.toordinal()
    when = shown_date(row)
    match standing:
        case "exception" | "in-time" | "late":
            days = [(outlook.act_by or row.due[0].when).earliest]
        case "coming":
            days = [reason.when.earliest for reason in row.due if not reason.when.passed(outlook.today)]
        case "awaiting" | "no-news" | "over":
            last = when if standing != "over" else outlook.ends.current and outlook.ends.current.when
            return -last.latest.toordinal() if last and last.latest else 0
        case _:
            days = []
    days = [day for day in days if day] or [outlook.next_end.when.earliest if outlook.next_end else None]
    return min((day.toordinal() for day in days if day), default=far)


def _shown(row: Row, standing: Standing) -> str:
    """The date that stands first, with a question mark where it holds only if it was extended or let."""
    outlook = row.outlook
    if standing == "over":
        return short_when(outlook.ends.current.when) if outlook.ends.current else ""
    when = shown_date(row) if row.due else outlook.next_end and outlook.next_end.when
    if when is None:
        return {"planned": "Not let yet", "open-ended": "Open-ended"}.get(outlook.status, "Not known")
    doubt = "?" if outlook.group in ("decide", "coming") and is_doubtful(outlook) else ""
    return f"{short_when(when)}{doubt}"


def _act(outlook: Outlook) -> str:
    ahead = outlook.group in ("decide", "coming")
    return short_when(outlook.act_by) if ahead and outlook.act_by else ""


def _tender(outlook: Outlook) -> str:
    """When to expect the next tender: the first window that has not gone by."""
    for window in outlook.tender_windows:
        case = " if competed" if window.if_competed else ""
        if not window.when.passed(outlook.today):
            return f"Tender {'planned' if window.basis == 'stated' else 'likely'} {short_when(window.when)}{case}"
        if not window.possible.passed(outlook.today) and window.possible.latest:
            return f"Tender possible to {short_month(window.possible.latest)}{case}"
    return ""


def _text(end: End | None) -> str:
    return end.when.text if end else ""


def _state(outlook: Outlook, step: Step) -> str:
    closed = outlook.why_closed(step)
    return f"closed, as {closed}" if closed else OPTION_STATE_MEANING[step.state]
