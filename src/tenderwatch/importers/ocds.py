"""Releases of the Open Contracting Data Standard, as Find a Tender, Contracts Finder and others publish them.

A release is one notice. What it says of a contract stands in different places by its kind: in lots before an
award (UK1 to UK4), in awards (UK5, UK6), in contracts (UK7). UK10, UK11 and UK12 amend what was published
before under the same ocid, and say little else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from tenderwatch.importers.json_blocks import Json, group_in, groups_in, names_in, text_of
from tenderwatch.importers.own_releases import OURS, own_release
from tenderwatch.importers.periods import day_of, terms_of, value_of
from tenderwatch.importers.release_parts import (
    buyers_of,
    categories_of,
    codes_of,
    kind_of,
    link_of,
    notice_of,
    planning_processes,
    portal_of,
    prior_processes,
    reference_of,
    regime_of,
    route_of,
)
from tenderwatch.importers.scope import NOT_CARE, care_in
from tenderwatch.importers.statement import Aside, Place, Reading, Reject, Stage, Statement, Terms

_TEST = re.compile(r"\W*(?:this is a )?test(?:ing)?(?: notice| only| please ignore)?\W*", re.IGNORECASE)
# Where contracts stand that a notice states one by one.
_STATED_IN = {"award": "awards", "contract": "contracts", "change": "contracts", "termination": "contracts"}
_STAGES: tuple[tuple[str, Stage], ...] = (
    ("contractTermination", "termination"),
    ("tenderCancellation", "cancellation"),
    ("awardCancellation", "cancellation"),
    ("contractAmendment", "change"),
    ("implementation", "performance"),
    ("implementationUpdate", "performance"),
    ("contract", "contract"),
    ("contractUpdate", "contract"),
    ("award", "award"),
    ("awardUpdate", "award"),
    ("tender", "tender"),
    ("tenderUpdate", "tender"),
    ("tenderAmendment", "tender"),
    ("planning", "planning"),
    ("planningUpdate", "planning"),
)

_BEFORE_AWARD: tuple[Stage | None, ...] = ("planning", "tender")
_RANKS = {tag: rank for rank, (tag, _) in enumerate(_STAGES)}


def read_release(release: Any, place: Place) -> tuple[Reading, ...]:
    """What one release states: a statement for each contract whose term differs, or why there is none."""
    if not isinstance(release, dict):
        return (Reject(place, "", str(release)[:80], "a release is a group of keys"),)
    known_as = name_of(release)
    if not text_of(release.get("ocid")):
        return (Reject(place._replace(path="ocid"), known_as, "", "a release has an `ocid`"),)
    if known_as.startswith(OURS):
        return tuple(own_release(release, place))
    tender = group_in(release, "tender")
    stage = _stage(release)
    if reason := _left_out(_title(release, tender), stage):
        return (Aside(place, known_as, reason),)
    if stage is None:
        return (Reject(place._replace(path="tag"), known_as, str(release.get("tag"))[:80], "no kind of notice"),)
    return tuple(_statements(release, tender, stage, place))


def name_of(release: Json) -> str:
    """What a release is known as: its number, else its process."""
    return text_of(release.get("id")) or text_of(release.get("ocid"))


def not_of_care(release: Json) -> str:
    """Why a release is set aside, if only care is wanted; nothing where it is to be read, or cannot be.

    It looks at few keys. `glancing` has the same by fewer still.
    """
    tender, stage = group_in(release, "tender"), _stage(release)
    title = _title(release, tender)
    if reason := _left_out(title, stage):
        return reason
    return NOT_CARE if stage and _plainly_not_care(release, tender, title, stage) else ""


def _left_out(title: str, stage: Stage | None) -> str:
    """Why a release is set aside by rule."""
    if "test" in title.lower() and _TEST.fullmatch(title):
        return "a test notice"
    return "a notice of performance states no term" if stage == "performance" else ""


def _title(release: Json, tender: Json) -> str:
    return text_of(tender.get("title")) or text_of(release.get("title"))


def _plainly_not_care(release: Json, tender: Json, title: str, stage: Stage) -> bool:
    """Whether all that a release states would be set aside as something else than care."""
    parts = _STATED_IN.get(stage)
    stated = groups_in(release, parts) if parts else []
    if parts and (not stated or stated[0].get("status") == "unsuccessful"):
        return False  # it may state nothing at all, which is another reason
    others = [block["title"] for block in (*stated, *groups_in(tender, "lots")) if block.get("title")]
    if others:
        title = "\n".join((title, *map(text_of, others)))
    return not care_in(tuple(codes_of(release, tender)), title)


def _statements(release: Json, tender: Json, stage: Stage, place: Place) -> Iterator[Statement]:
    remarks: list[str] = []
    notice, url = notice_of(release)
    published = day_of(release.get("date"), remarks, "date of publication")
    words = " ".join(part for part in (text_of(tender.get("description")), text_of(release.get("description"))) if part)
    common = Statement(
        place=place, stage=stage, number=text_of(release.get("id")) or None, notice=notice,
        published=published.earliest if published else None, url=url or link_of(release),
        ocid=text_of(release.get("ocid")), contract="", reference=reference_of(tender, release),
        buyers=buyers_of(release), title=_title(release, tender), words=words,
        kind=kind_of(tender), regime=regime_of(tender, words), route=route_of(tender, words),
        categories=categories_of(release, tender), portal=portal_of(tender), terms=Terms(), providers=(), value=None,
        prior_ocids=prior_processes(release), corrects=_corrects(release), planned_in=planning_processes(release),
    )  # fmt: skip
    match stage:
        case "planning" | "tender":
            yield from _before_award(common, tender, remarks)
        case "award":
            yield from _awarded(common, release, groups_in(release, "awards"), "contractPeriod", remarks)
        case "contract":
            yield from _awarded(common, release, groups_in(release, "contracts"), "period", remarks)
        case "change":
            yield from _changed(common, release, remarks)
        case "termination":
            yield from _terminated(common, release, remarks)
        case _:
            ended = day_of(_last_day(tender, release), remarks, "day of the decision") or published
            how = text_of(tender.get("statusDetails")) or "procurement ended without a contract"
            yield common._replace(ended=ended, how=how, remarks=tuple(remarks))


def _before_award(common: Statement, tender: Json, remarks: list[str]) -> Iterator[Statement]:
    """A procurement that is planned or advertised: one statement for each term among its lots."""
    currency = text_of(group_in(tender, "value").get("currency")) or "GBP"
    value = value_of(tender.get("value"), remarks, currency if currency == "GBP" else "GBP")
    deadline = day_of(group_in(tender, "tenderPeriod").get("endDate"), remarks, "deadline for tenders")
    future = day_of(group_in(tender, "communication").get("futureNoticeDate"), remarks, "date of the next notice")
    lots = groups_in(tender, "lots") or [tender]
    scheme = group_in(group_in(group_in(tender, "techniques"), "frameworkAgreement"), "period")
    groups: dict[Terms, list[str]] = {}
    renewals: dict[Terms, str] = {}
    for lot in lots:
        if text_of(group_in(lot, "value").get("currency")) not in ("", "GBP"):
            remarks.append(f"lot {text_of(lot.get('id'))} gives its value in {group_in(lot, 'value')['currency']}")
        period = group_in(lot, "contractPeriod") or group_in(tender, "contractPeriod") or scheme
        terms = terms_of(period, remarks)
        # Lots of one term differ in the wording of their options, if only in its full stop: the fullest counts.
        renewals[terms] = max(renewals.get(terms, ""), _renewal(lot), key=len)
        groups.setdefault(terms, []).append(text_of(lot.get("title")) or text_of(lot.get("id")))
    for number, (terms, names) in enumerate(_merge_alike(groups)):
        yield common._replace(
            contract="" if number == 0 else str(number + 1), value=value if number == 0 else None,
            terms=terms._replace(extension=renewals[terms]),
            title=_titled(common.title, names, alone=len(groups) == 1), deadline=deadline, planned_tender=future,
            remarks=tuple(dict.fromkeys(remarks)),
        )  # fmt: skip


def _awarded(
    common: Statement, release: Json, entries: list[Json], period_key: str, remarks: list[str]
) -> Iterator[Statement]:
    """What was let: contracts, or awards that are to become contracts, one statement for each term among them."""
    awards = {text_of(award.get("id")): award for award in groups_in(release, "awards")}
    lots = {text_of(lot.get("id")): lot for lot in groups_in(group_in(release, "tender"), "lots")}
    groups: dict[Terms, list[tuple[Json, Json]]] = {}
    renewals: dict[Terms, str] = {}
    for entry in entries:
        award = entry if period_key == "contractPeriod" else awards.get(text_of(entry.get("awardID")), {})
        if text_of(award.get("status")) == "unsuccessful":
            continue
        related = lots.get(next(iter(names_in(award, "relatedLots")), ""), {})
        period = group_in(entry, period_key) or group_in(award, "contractPeriod") or group_in(related, "contractPeriod")
        renewal = _renewal(entry) or _renewal(award) or _renewal(related)
        terms = terms_of(period, remarks)
        renewals[terms] = max(renewals.get(terms, ""), renewal, key=len)
        groups.setdefault(terms, []).append((entry, award))
    for number, (terms, pairs) in enumerate(groups.items()):
        titles = [text_of(entry.get("title")) for entry, _ in pairs]
        values = [value for entry, _ in pairs if (value := value_of(entry.get("value"), remarks))]
        signed = [day_of(entry.get("dateSigned"), remarks, "day of signature") for entry, _ in pairs]
        decided = [day_of(award.get("date"), remarks, "day of the award") for _, award in pairs]
        providers = dict.fromkeys(
            name
            for _, award in pairs
            for party in groups_in(award, "suppliers")
            if (name := text_of(party.get("name")))
        )
        own = next((title for title in titles if title), "")
        yield common._replace(
            contract="" if len(groups) == 1 else text_of(pairs[0][0].get("id")) or str(number + 1),
            title=own if own and len(pairs) == 1 and len(groups) == 1 else _titled(common.title, titles, alone=True),
            terms=terms._replace(extension=renewals[terms]), providers=tuple(providers),
            value=values[0] if len(values) == 1 and len(pairs) == 1 else _sum(values, len(pairs)),
            awarded=next((day for day in (*decided, *signed) if day), None),
            remarks=tuple(dict.fromkeys(remarks)),
        )  # fmt: skip


def _changed(common: Statement, release: Json, remarks: list[str]) -> Iterator[Statement]:
    """UK10: a new term, new money or a new supplier. Its `period.startDate` is the day of the change, no start."""
    for entry in groups_in(release, "contracts"):
        amendments = groups_in(entry, "proposedAmendments")
        proposed = next((group_in(change, "period") for change in amendments if change.get("period")), {})
        terms = terms_of({**proposed, "startDate": None}, remarks)._replace(extension=_renewal(entry))
        why = [
            text_of(change.get("description") or change.get("rationale")) for change in groups_in(entry, "amendments")
        ]
        providers = [
            text_of(party.get("name"))
            for award in groups_in(release, "awards")
            for party in groups_in(award, "suppliers")
        ]
        yield common._replace(
            contract=text_of(entry.get("id")), terms=terms, providers=tuple(filter(None, providers)),
            value=value_of(entry.get("value"), remarks), how="; ".join(filter(None, why)),
            remarks=tuple(dict.fromkeys(remarks)),
        )  # fmt: skip


def _terminated(common: Statement, release: Json, remarks: list[str]) -> Iterator[Statement]:
    """UK11: the end of one contract of the process; on a framework that supplier leaves and the rest runs on."""
    for entry in groups_in(release, "contracts"):
        implementation = group_in(entry, "implementation")
        ended = day_of(implementation.get("endDate"), remarks, "end")
        reasons = [text_of(reason.get("id")) for reason in groups_in(entry, "terminationRationaleClassifications")]
        details = text_of(entry.get("statusDetails"))
        said = [] if details.upper() in ("", "N/A", "NONE") else [details]
        yield common._replace(
            contract=text_of(entry.get("id")), ended=ended, terms=Terms(end=ended),
            how=": ".join(filter(None, (_spoken(reasons[0]) if reasons else "", *said))) or "terminated",
            value=value_of(implementation.get("finalValue"), remarks), remarks=tuple(dict.fromkeys(remarks)),
        )  # fmt: skip


def _stage(release: Json) -> Stage | None:
    """The kind of notice: by its tags, and where these say 'award and contract', by the block that it fills."""
    tags = names_in(release, "tag")
    stage = stage_of(tuple(tags))
    if stage in _BEFORE_AWARD:
        return stage
    if stage == "contract" and not any(
        group_in(entry, "period") or entry.get("dateSigned") for entry in groups_in(release, "contracts")
    ):
        stage = "award"
    if stage is None and "compiled" in tags:
        blocks: tuple[tuple[str, Stage], ...] = (("contracts", "contract"), ("awards", "award"), ("tender", "tender"))
        stage = next((stage for key, stage in blocks if release.get(key)), None)
    return "cancellation" if stage in ("award", "contract") and _only_unsuccessful(release) else stage


@lru_cache(maxsize=256)
def stage_of(tags: tuple[str, ...]) -> Stage | None:
    """The kind of notice by its tags alone."""
    ranks = [_RANKS[tag] for tag in tags if tag in _RANKS]
    return _STAGES[min(ranks)][1] if ranks else None


def _corrects(release: Json) -> bool:
    """Whether it says again, with changes, what an earlier notice said, or merges several."""
    tags = names_in(release, "tag")
    return "compiled" in tags or (bool(tags) and all(tag.endswith(("Update", "Amendment")) for tag in tags))


def _only_unsuccessful(release: Json) -> bool:
    awards = groups_in(release, "awards")
    return bool(awards) and all(text_of(award.get("status")) in ("unsuccessful", "cancelled") for award in awards)


def _last_day(tender: Json, release: Json) -> Any:
    blocks = (tender, *groups_in(release, "contracts"), *groups_in(release, "awards"))
    return next((block["finalStatusDate"] for block in blocks if block.get("finalStatusDate")), None)


def _renewal(block: Json) -> str:
    """The words on options to extend. `hasOptions` is a right to buy more, not longer, and is not looked at."""
    return text_of(group_in(block, "renewal").get("description"))


def _merge_alike(groups: dict[Terms, list[str]]) -> list[tuple[Terms, list[str]]]:
    """Terms with nothing in them belong to any other: a lot without dates shares those of its neighbours."""
    stated = {terms: names for terms, names in groups.items() if terms != Terms()}
    return list((stated or groups).items())


def _titled(title: str, names: list[str], *, alone: bool) -> str:
    if alone or not any(names):
        return title or next((name for name in names if name), "")
    return f"{title}: {', '.join(name for name in names if name)}"[:300]


def _sum(values: list[Any], contracts: int) -> Any:
    """The value of several contracts together, where each states one on the same basis."""
    if not values or len(values) != contracts or len({value.basis for value in values}) > 1:
        return None
    return values[0]._replace(amount=round(sum(value.amount for value in values), 2))


def _spoken(code: str) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", code).lower()
