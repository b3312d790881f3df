"""A digest made: what stands and is not reported yet, and what has changed. An `Entry` is all that it remembers."""

from collections.abc import Iterable
from datetime import date, timedelta
from itertools import groupby

from tenderwatch.dates import Duration
from tenderwatch.dates.arithmetic import shift
from tenderwatch.dates.when import on_day
from tenderwatch.dates.words import day_text
from tenderwatch.named_tuple import NamedTuple
from tenderwatch.outlook import Outlook, look_at
from tenderwatch.queries.changes.compare import Change, change_text, compare_facts
from tenderwatch.queries.changes.facts import facts_of
from tenderwatch.queries.digest.item import Digest, Item, Section, Unit, choose, count_left, in_order, is_urgent
from tenderwatch.queries.digest.memory import Entry, keyed, remember
from tenderwatch.queries.digest.standing import Standing, standing
from tenderwatch.queries.filters import Audience, ResolvedFilters
from tenderwatch.registry.model import Registry

_WEEK = timedelta(days=7)
_CONTRACT_CHANGES = frozenset(
    {"new", "entered", "left", "removed", "replaced", "successor", "ended", "abandoned", "resumed"}
)


class Baseline(NamedTuple):
    """Against what a digest is made: the memory of earlier ones; or a day, and an old registry if there is one.

    With neither memory nor old registry changed facts cannot be known. An empty memory makes a first digest.
    """

    remembers: bool = False
    entry: Entry | None = None
    since: date | None = None
    old: Registry | None = None


def make_digest(
    registry: Registry,
    today: date,
    filters: ResolvedFilters,
    baseline: Baseline,
    *,
    audience: Audience = "all",
    ahead: Duration,
    limit: int | None = None,
    whole: bool = True,
) -> tuple[Digest, Entry]:
    """The digest for a day, of at most so many items, and what to remember once it has been delivered.

    Only what is reported is remembered: what is left follows in later ones. The first of a memory is a baseline, which
    tells what is urgent. Contracts set aside are named, and their dates wait until they are back.

    `whole` says that every file of the registry could be read without a fault: only then does a contract that is
    not there count as taken out.
    """
    chosen = [item for item in (look_at(contract, registry, today) for contract in registry.contracts)
              if filters.match(item)]  # fmt: skip
    first = baseline.remembers and baseline.entry is None
    entry = baseline.entry
    if not baseline.remembers:
        then = baseline.since or today - _WEEK
        entry = _as_of(then, baseline.old or registry, {item.contract.id for item in chosen}, filters, audience, ahead)
    since = entry.last if entry else None
    aside = [(item, held) for item in chosen if (held := filters.aside(item.contract.id, item.today))]
    off = {item.contract.id for item, _ in aside}
    stands = {item.contract.id: standing(item, ahead, audience, since)
              for item in chosen if item.contract.id not in off}  # fmt: skip
    near = shift(on_day(today), ahead).latest or today
    again = None if baseline.remembers else near
    changes = compare_facts(entry.before, chosen, registry, today, whole=whole) if entry else ()
    missing = _missing(entry, registry, whole=whole)
    units = [
        *_standing_units(chosen, stands, entry, again, audience),
        *_change_units(changes, registry, today),
    ]
    if entry and entry.waiting:
        units = _mark_waited(units, chosen, entry, ahead, audience)
    now = [not first or all(is_urgent(item, near) for item in unit.items) for unit in units]
    told, left = choose((unit for unit, urgent in zip(units, now, strict=True) if urgent), limit)
    left += [unit for unit, urgent in zip(units, now, strict=True) if not urgent]
    digest = Digest(
        today=today,
        since=since,
        audience=audience,
        ahead=ahead,
        edition=registry.edition,
        records=registry.records,
        considered=len(chosen),
        filtered=registry.count - len(chosen),
        faulty=registry.faulty,
        changes="against" if baseline.old else "state" if baseline.entry else "not-known",
        items=in_order(item for unit in told for item in unit.items),
        notes=tuple(_notes(baseline, chosen, since=since, missing=missing)),
        left=count_left(left),
        first=first,
        aside=tuple((item.contract.title, held) for item, held in aside),
    )
    return digest, remember(
        stands, {item.contract.id: facts_of(item) for item in chosen}, registry, today, entry, told, left, whole=whole
    )


def _as_of(
    then: date, old: Registry, now: set[str], filters: ResolvedFilters, audience: Audience, ahead: Duration
) -> Entry:
    """What would be remembered had there been a digest on an earlier day, of the registry as it was.

    Contracts that are chosen now count as chosen then, so that what brought them among the chosen can be reported.
    """
    looks = [look_at(contract, old, then) for contract in old.contracts]
    looks = [look for look in looks if look.contract.id in now or filters.match(look)]
    stood = {look.contract.id: standing(look, ahead, audience, None) for look in looks}
    facts = {look.contract.id: facts_of(look) for look in looks}
    told = [Unit(name, (), tuple(keys)) for name, things in stood.items() for _, keys in keyed(things)]
    return remember(stood, facts, old, then, None, told, (), whole=True)


def _standing_units(
    chosen: list[Outlook],
    stands: dict[str, tuple[Standing, ...]],
    entry: Entry | None,
    again: date | None,
    audience: Audience,
) -> Iterable[Unit]:
    """What stands and has not been reported; with `again`, also every date that lies ahead and not after it."""
    for outlook in chosen:
        name = outlook.contract.id
        known = entry.told.get(name, {}) if entry else {}
        # The day to act is the council's.
        decide = outlook.group == "decide" and audience != "provider"
        act_by, feasible = (outlook.act_by, outlook.feasible) if decide else (None, None)
        for item, keys in keyed(stands.get(name, ())):
            if any(key not in known for key in keys) or (again and _ahead(item, outlook.today, again)):
                made = Item(
                    item.section, item.kind, name, outlook.contract.title, outlook.lead_name,
                    item.text, item.when, item.crossed[-1], item.basis,
                    group=outlook.group, act_by=act_by, feasible=feasible,
                )  # fmt: skip
                yield Unit(name, (made,), tuple(keys))


def _change_units(changes: Iterable[Change], registry: Registry, today: date) -> Iterable[Unit]:
    """The changes of each contract, which are reported together: the facts of it are remembered as a whole."""
    for name, own in groupby(changes, key=lambda change: change.contract):
        yield Unit(name, tuple(_change_item(change, registry, today) for change in own))


def _mark_waited(
    units: list[Unit], chosen: list[Outlook], entry: Entry, ahead: Duration, audience: Audience
) -> list[Unit]:
    """The same, with what stood at the last digest already marked: it was left out then, and gives way to news."""
    by_id = {item.contract.id: item for item in chosen}
    stood: dict[str, set[str]] = {}
    for name in {unit.contract for unit in units if unit.keys}:
        then = look_at(by_id[name].contract, by_id[name].registry, entry.last)
        stood[name] = {key for _, keys in keyed(standing(then, ahead, audience, None)) for key in keys}
    return [unit._replace(waited=bool(unit.keys) and stood[unit.contract] >= set(unit.keys)) for unit in units]


def _ahead(item: Standing, today: date, until: date) -> bool:
    """Whether a date is still to come, and near: of tenders that may have begun already, the reader knows."""
    earliest = item.when.earliest if item.when else None
    if earliest is None or earliest > until:
        return False
    return item.section == "coming" or (item.section == "tenders" and earliest >= today)


def _change_item(change: Change, registry: Registry, today: date) -> Item:
    contract = registry.by_id.get(change.contract)
    outlook = look_at(contract, registry, today) if contract else None
    section: Section = "contracts" if change.kind in _CONTRACT_CHANGES else "changed"
    return Item(
        section, change.kind, change.contract, change.title, outlook.lead_name if outlook else "",
        change_text(change, outlook), fact=change.fact, before=change.before, after=change.after, source=change.source,
        group=outlook.group if outlook else None,
    )  # fmt: skip


def _missing(entry: Entry | None, registry: Registry, *, whole: bool) -> int:
    """How many contracts known before are not there while the registry has faults."""
    return 0 if whole or entry is None else sum(1 for name in entry.before.facts if name not in registry.by_id)


def _notes(baseline: Baseline, chosen: list[Outlook], *, since: date | None, missing: int) -> Iterable[str]:
    if not baseline.remembers:
        if baseline.old is None:
            yield (
                "Whether dates or other facts have changed is not known: that needs ⟨state⟩, to remember the last "
                "digest, or ⟨against⟩, to name an older registry."
            )
        if baseline.since is None and since:
            yield f"Since {day_text(since)}, a week ago: ⟨since⟩ names another day, ⟨state⟩ remembers the last digest."
        if unknown := sum(item.end_unknown for item in chosen):
            has = "contract looked at has" if unknown == 1 else "contracts looked at have"
            yield f"{unknown} {has} no known end: `tenderwatch due` names {'it' if unknown == 1 else 'them'}."
    if missing:
        was, they = ("that was", "it was") if missing == 1 else ("that were", "they were")
        yield (
            f"{missing} contract{'s' if missing > 1 else ''} {was} known before cannot be found, but the registry "
            f"has faults: whether {they} taken out is not known."
        )
