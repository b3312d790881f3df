"""Everything that the page of one contract shows, as values."""

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import groupby

from markupsafe import Markup

from tenderwatch.answers.phrases import is_notice_to_extend, joining_words, replaces_words, status_text
from tenderwatch.answers.why import COMMON, parts_of
from tenderwatch.calendar.events import Event
from tenderwatch.dates.words import day_text
from tenderwatch.labels.label import label
from tenderwatch.labels.records import KEY, KIND, KIND_MEANING, REGIME
from tenderwatch.labels.standing import REASON_BASIS
from tenderwatch.named_tuple import NamedTuple
from tenderwatch.outlook import Outlook
from tenderwatch.outlook.moments_stated import event_text
from tenderwatch.queries.explain import Explanation, explain
from tenderwatch.queries.freshness import Freshness, evidence_text, freshness
from tenderwatch.registry.model.contract import PLAIN_KEYS
from tenderwatch.site.pages.board import portal_of
from tenderwatch.site.pages.dates import DateRow, date_rows
from tenderwatch.site.pages.ends import EndRow, OptionRow, WindowRow, end_rows, option_rows, window_rows
from tenderwatch.site.pages.history import Happening, after, before, happenings
from tenderwatch.site.pages.parts import Calendar, Calendars, Fact, Link, council_link
from tenderwatch.site.pages.sources import Dispute, Proof, disputes, proofs
from tenderwatch.site.pages.steps import Steps, steps
from tenderwatch.site.site import API, service_page, slug
from tenderwatch.text import capital, listing, pounds, sentence, uncapital
from tenderwatch.timeline.svg_contract import contract_svg

# Narrow enough for its text to be read on a phone.
DRAWN_WIDTH = 340


class WhyRow(NamedTuple):
    """One date and everything behind it, in words. `also` are kinds of others that are the same."""

    kind: str
    name: str
    when: str
    parts: tuple[tuple[str, str], ...]
    also: tuple[str, ...] = ()


class WhyGroup(NamedTuple):
    """Dates one after the other, and the parts that they have in common, which none of them repeats."""

    common: tuple[tuple[str, str], ...]
    rows: tuple[WhyRow, ...]


class ContractView(NamedTuple):
    """One contract for people. Lists are empty where there is nothing to say.

    `data` is the file that holds it for programs. `follow` are the pages with the calendars that hold its dates, where
    these are not named here.
    """

    id: str
    title: str
    warnings: tuple[str, ...]
    brief: tuple[Fact, ...]
    facts: tuple[Fact, ...]
    dates: tuple[DateRow, ...]
    ends: tuple[EndRow, ...]
    drawing: Markup
    options: tuple[OptionRow, ...]
    windows: tuple[WindowRow, ...]
    plans: tuple[Fact, ...]
    joining: tuple[str, ...]
    due: tuple[str, ...]
    steps: Steps | None
    why: tuple[WhyGroup, ...]
    disputes: tuple[Dispute, ...]
    proofs: tuple[Proof, ...]
    evidence: str
    before: tuple[Link, ...]
    replaces: str
    after: tuple[Link, ...]
    history: tuple[Happening, ...]
    notes: tuple[str, ...]
    calendars: tuple[Calendar, ...]
    data: str
    follow: tuple[Link, ...] = ()


def contract_view(
    outlook: Outlook, calendars: Calendars, events: tuple[Event, ...], *, counted: bool = True
) -> ContractView:
    """The page of one contract as values; `events` are its own. Without `counted`, no days are counted from today."""
    contract = outlook.contract
    facts = _facts(outlook)
    aged = freshness(outlook)
    return ContractView(
        id=contract.id,
        title=contract.title,
        warnings=_warnings(outlook, aged),
        brief=tuple(fact for fact in facts if fact.name in _BRIEF),
        facts=tuple(fact for fact in facts if fact.name not in _BRIEF),
        dates=date_rows(events, outlook.today),
        ends=end_rows(outlook),
        drawing=_drawing(outlook),
        options=option_rows(outlook),
        windows=window_rows(outlook),
        plans=_plans(outlook),
        joining=_joining(outlook),
        due=tuple(f"{capital(reason.text)}. {capital(REASON_BASIS[reason.basis])}." for reason in outlook.reasons),
        steps=steps(outlook, counted=counted),
        why=tuple(_grouped(_whys(explain(outlook)))),
        disputes=disputes(outlook),
        proofs=proofs(outlook),
        evidence=sentence(evidence_text(outlook)),
        before=before(outlook),
        replaces=capital(replaces_words(outlook)),
        after=after(outlook),
        history=happenings(outlook),
        notes=contract.notes,
        calendars=(
            *calendars.about("contract", (contract.id,)),
            *calendars.about("service", map(slug, contract.services)),
            *calendars.about("council", contract.authorities),
            *calendars.about("portal", (contract.portal,) if contract.portal else ()),
        ),
        data=f"{API}/contracts/{contract.id}.json",
    )


def _whys(items: Iterable[Explanation]) -> Iterator[WhyRow]:
    """The explanations; of several of one kind each further one has a number, as links lead to them.

    What differs in name alone, such as the current end that is also the next, is explained once.
    """
    seen: Counter[str] = Counter()
    alike: dict[Explanation, list[tuple[Explanation, str]]] = {}
    for item in items:
        seen[item.kind] += 1
        bare = item._replace(kind="", name="", reason="", due="")
        key = item if item.due and bare in alike else bare
        kind = item.kind if seen[item.kind] == 1 else f"{item.kind}.{seen[item.kind]}"
        alike.setdefault(key, []).append((item, kind))
    for (item, kind), *others in alike.values():
        name = listing((item.name, *(uncapital(other.name) for other, _ in others)))
        when = item.when.text if item.when else "not known"
        yield WhyRow(kind, name, when, parts_of(item), tuple(other for _, other in others))


def _grouped(rows: Iterable[WhyRow]) -> Iterator[WhyGroup]:
    """The explanations, with what several that come one after the other have in common said once, before them."""
    for common, run in groupby(rows, lambda row: tuple(part for part in row.parts if part[0] in COMMON)):
        group = tuple(run)
        if common and len(group) > 2:
            rest = (row._replace(parts=tuple(part for part in row.parts if part not in common)) for row in group)
            yield WhyGroup(common, tuple(rest))
        else:
            yield WhyGroup((), group)


def _drawing(outlook: Outlook) -> Markup:
    """The option tree drawn, to stand within the page; nothing where no end and no option is known.

    It is markup of our own, in which every text of the registry has been escaped. A page may hold no style of its
    own, so its rules stand in the style sheet of the site.
    """
    if not (outlook.ends.current or outlook.ends.longest or outlook.ends.steps):
        return Markup("")
    return Markup(contract_svg(outlook, width=DRAWN_WIDTH))  # noqa: S704 - our own, texts escaped


def _warnings(outlook: Outlook, aged: Freshness) -> tuple[str, ...]:
    """What a reader must know before relying on the dates."""
    found = []
    ends = outlook.ends
    if outlook.status == "unconfirmed" and ends.current:
        found.append(
            f"The end has passed ({ends.current.when.text}). The contract could be extended, "
            "and no source that we have seen says whether it was."
        )
    elif outlook.status == "overrun" and ends.current:
        last = (ends.longest or ends.current).when.text
        found.append(f"The last known end has passed ({last}), and no source that we have seen says what followed.")
    elif outlook.end_unknown and outlook.status not in ("planned", "tendering"):
        found.append("No source that we have seen says when this contract ends.")
    if aged.stale:
        found.append(f"The evidence is old: {evidence_text(outlook)}. Ask the council before you rely on these dates.")
    if aged.weak:
        found.append("Everything here comes from second-hand sources, not from a notice or the council itself.")
    found += [sentence(reason.text) for reason in outlook.reasons if reason.kind == "authority-ceases"]
    return tuple(found)


# What a provider asks first.
_BRIEF = ("Status", "Held by", "Council", "Tendering website")


def _facts(outlook: Outlook) -> tuple[Fact, ...]:
    contract, registry = outlook.contract, outlook.registry
    unstated = (Link("Not stated"),)
    value = contract.value
    facts = [
        Fact("Status", (Link(capital(status_text(outlook))),)),
        Fact("Held by", tuple(Link(provider) for provider in contract.providers) or unstated),
        Fact("Council", (council_link(registry, contract.lead),)),
        Fact("Together with", tuple(council_link(registry, partner) for partner in contract.partners)),
        Fact("Service", tuple(Link(service, service_page(service)) for service in contract.services)),
        Fact("For", tuple(Link(group) for group in contract.user_groups)),
        _portal(outlook),
        Fact("Value", (Link(pounds(value.amount)),) if value else unstated, value.basis if value else ""),
        Fact("Started" if _has_begun(outlook) else "Starts", (Link(contract.start.text),) if contract.start else ()),
        Fact("Kind", (Link(capital(_kind(contract.kind))),)),
        Fact("Law it was let under", (Link(capital(REGIME[contract.regime])),)),
        Fact(
            "Notice to extend" if is_notice_to_extend(contract) else "Notice",
            (Link(contract.notice.text),) if contract.notice else (),
        ),
        Fact(
            "Break dates",
            tuple(Link(item.on.text) for item in contract.breaks),
            "not an end" if contract.breaks else "",
        ),
        Fact(
            "Reviews",
            tuple(Link(review.on.text) for review in contract.reviews),
            "not an end" if contract.reviews else "",
        ),
        Fact("Call-offs may run until", (Link(contract.calloffs_until.text),) if contract.calloffs_until else ()),
        *(
            Fact("Outside the contract", (Link(event_text(event), address=registry.sources[event.source].url or ""),))
            for event in outlook.events
        ),
        Fact("Procurement id", tuple(Link(ocid) for ocid in (contract.ocid, *contract.related_ocids) if ocid)),
        *(Fact(capital(label(KEY, key)), tuple(map(Link, contract.texts(key)))) for key in PLAIN_KEYS),
    ]
    return tuple(fact for fact in facts if fact.links)


def _kind(kind: str) -> str:
    meaning = KIND_MEANING.get(kind)
    return f"{KIND[kind]}: {meaning}" if meaning else KIND[kind]


def _has_begun(outlook: Outlook) -> bool:
    start = outlook.contract.start
    return start is not None and start.passed(outlook.today)


def _portal(outlook: Outlook) -> Fact:
    """Where it is tendered: the website stated for it, else the one that its council usually uses, called so."""
    contract, registry = outlook.contract, outlook.registry
    name = "Tendering website"
    portal, usual = portal_of(outlook)
    if portal is None:
        return Fact(name, (Link("Not stated"),))
    lead = registry.authorities.get(contract.lead or "")
    stated = contract.portal_checked if contract.portal else lead.portal_checked if lead else None
    checked = stated or portal.checked
    remarks = [f"checked on {day_text(checked)}" if checked else "not checked since it was stated"]
    if usual and lead:
        remarks.insert(0, f"not stated for this contract; the one that {lead.name} usually uses")
    if portal.replaced_by and portal.replaced_by in registry.portals:
        remarks.append(f"being replaced by {registry.portals[portal.replaced_by].name}")
    if portal.until:
        remarks.append(f"closes or closed: {portal.until.text}")
    return Fact(name, (Link(portal.name, address=portal.url or ""),), "; ".join(remarks))


def _plans(outlook: Outlook) -> tuple[Fact, ...]:
    plans = outlook.contract.plans
    if plans is None:
        return ()
    dates = (
        ("Tender", plans.tender), ("Tenders due", plans.tender_deadline),
        ("Award", plans.award), ("New start", plans.start),
        ("New end", plans.end), ("Longest new end", plans.longest_end),
    )  # fmt: skip
    facts = [Fact(name, (Link(when.text),)) for name, when in dates if when]
    return tuple([*facts, Fact("Also", (Link(plans.note),))] if plans.note else facts)


def _joining(outlook: Outlook) -> tuple[str, ...]:
    return tuple(
        " ".join(sentence(part) for part in (joining_words(item), item.note) if part)
        for item in outlook.contract.joining
    )
