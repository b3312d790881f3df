"""The pages of a site of many contracts as files, each with the day for which it was worked out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Any

from tenderwatch.calendar.events import Event, contract_events
from tenderwatch.formats.html import base_style
from tenderwatch.labels.records import REGION
from tenderwatch.labels.standing import STATUS
from tenderwatch.outlook import Outlook
from tenderwatch.queries.backtest.predict import shipped_backtest
from tenderwatch.queries.backtest.result import held_text
from tenderwatch.site.large.listed import Listed
from tenderwatch.site.large.pages import (
    CouncilsView,
    Summary,
    council_rows,
    council_views,
    place_of,
    regions_of,
    service_rows,
    services,
    start_view,
)
from tenderwatch.site.large.shard import Shard, shard_path
from tenderwatch.site.pages.about import AboutView, links_of, tally
from tenderwatch.site.pages.changes import changes_view
from tenderwatch.site.pages.contract import ContractView, contract_view
from tenderwatch.site.pages.dates import month_views
from tenderwatch.site.pages.parts import Calendars, Link, council_link
from tenderwatch.site.pages.render import CALENDARS, Filler, sitemap, static_text
from tenderwatch.site.pages.start import account
from tenderwatch.site.pages.subscribe import subscribe_view
from tenderwatch.site.site import (
    LARGE_POLICY,
    Site,
    atom_path,
    contract_page,
    region_page,
    service_page,
)
from tenderwatch.text import capital
from tenderwatch.timeline.svg_contract import SIZE, SMALL
from tenderwatch.timeline.svg_style import style as drawing_style

Page = tuple[str, bytes]
_START = "Care contracts: what ends, and what is tendered when"
_ABOUT = "Care contracts of English councils, by council: who holds each, and when it ends."
_AGES = "How much there is, and how old."
_KEPT = "Only the contracts that are kept by hand are here; all others are listed by council."


class LargePages:
    """Makes the pages of one build."""

    def __init__(self, site: Site, paged: frozenset[str], most_rows: int) -> None:
        """`paged` are the contracts that have a page."""
        self.site, self._paged, self._most = site, paged, most_rows
        self._fill = Filler(site)
        self._calendars = Calendars(site)
        self._atoms = {atom_path(feed.group, feed.key) for feed in site.feeds}

    def _atom(self, group: Any, key: str) -> str:
        path = atom_path(group, key)
        return path if path in self._atoms else ""

    def _page(self, path: str, name: str, title: str, view: Any, describe: str, **more: Any) -> Page:
        return self._fill(path, name, title, view, describe=describe, policy=LARGE_POLICY, **more)

    @cached_property
    def _regions(self) -> frozenset[Any]:
        return frozenset(body.region for body in self.site.agenda.registry.authorities.values() if body.region)

    def council(self, shard: Shard) -> Iterator[Page]:
        """The pages of a council."""
        calendars = self._calendars.about("council", (shard.council,))
        atom = self._atom("council", shard.council)
        for view in council_views(shard, self.site.agenda.registry, calendars, atom, self._regions, self._most):
            title = f"{view.title}: care contracts" if view.number == 1 else view.title
            yield self._page(
                view.path, "large_council.html", title, view, view.intro, feeds=view.calendars, atom=view.atom,
                today=view.day, until=view.until,
            )  # fmt: skip

    def contract(self, outlook: Outlook, row: Listed, events: tuple[Event, ...]) -> Page:
        """The page of a contract that is kept by hand, as it stands from the day of its row on."""
        view = self._contract_view(outlook, events)
        about = f"{view.title}: who holds it, when it ends and when it is likely to be tendered, with the evidence."
        return self._page(
            contract_page(view.id), "large_contract.html", view.title, view, about, today=row.day, until=row.until
        )

    def _contract_view(self, outlook: Outlook, events: tuple[Event, ...]) -> ContractView:
        contract, registry = outlook.contract, outlook.registry
        view = contract_view(outlook, Calendars(self.site._replace(feeds=())), events, counted=False)
        services = (Link(name, service_page(name)) for name in contract.services)
        councils = (council_link(registry, name) for name in contract.authorities)
        follow = tuple(Link(link.text, f"{link.path}#calendars") for link in (*services, *councils) if events)
        data = shard_path(next(iter(contract.authorities), ""))
        return view._replace(
            data=data, follow=follow,
            before=self._related(contract.replaces), after=self._related(new.id for new in outlook.successors),
        )  # fmt: skip

    def _related(self, names: Iterable[str]) -> tuple[Link, ...]:
        """Contracts before and after one, each with its page or its row."""
        registry = self.site.agenda.registry
        titles = {name: contract.title if (contract := registry.by_id.get(name)) else name for name in names}
        return tuple(Link(title, place_of(registry, name, self._paged)) for name, title in titles.items())

    def others(self, summaries: tuple[Summary, ...], outlooks: Iterable[Outlook], with_page: int) -> Iterator[Page]:
        """The start page, regions and services, months, calendars, changes and what pages load."""
        total = sum(item.own for item in summaries)
        start = start_view(summaries, account(self.site, total), total, with_page)
        yield self._page("index.html", "large_start.html", _START, start, _ABOUT)
        yield from self._groups(summaries)
        outlooks = tuple(outlooks)
        events = [event for item in outlooks for event in contract_events(item, base_url=self.site.base_url)]
        for month in month_views(events, self.site.agenda.today):
            title = f"{month.name}: dates of care contracts"
            yield self._page(month.path, "month.html", title, month._replace(note=_KEPT), f"{title}. {_KEPT}")
        others: tuple[tuple[str, str, Any, str], ...] = (
            ("subscribe.html", "Calendars to subscribe to", subscribe_view(self._calendars), CALENDARS),
            (
                "about.html",
                "About the data",
                self._about(summaries, outlooks, total),
                "How much there is, and how old.",
            ),
            ("changes.html", "What has changed", changes_view(self.site), "What changed lately in dates of contracts."),
        )
        for path, title, view, about in others:
            yield self._page(path, path, title, view, about)
        style = base_style() + static_text("site.css") + static_text("large.css") + drawing_style(SIZE, SMALL)
        yield "style.css", f"{style}\n".encode()
        for name in ("site.js", "large.js", "favicon.svg"):
            yield name, static_text(name).encode()

    @property
    def paths(self) -> list[str]:
        """The pages made so far; those that are taken over are added to them."""
        return self._fill.paths

    def sitemap(self) -> Page:
        """The addresses of all pages."""
        return "sitemap.xml", sitemap(self.paths, self.site.base_url)

    def _groups(self, summaries: tuple[Summary, ...]) -> Iterator[Page]:
        for key, found in regions_of(summaries).items():
            name = REGION[key]
            intro = f"Contracts of councils in this region: {name}."
            yield self._group("region", key, region_page(key), name, intro, council_rows(found))
        for service, (name, _) in services(summaries).items():
            intro = f"Contracts for {name}, by council."
            yield self._group("service", service, service_page(service), name, intro, service_rows(summaries, service))

    def _group(self, group: Any, key: str, path: str, name: str, intro: str, rows: Any) -> Page:
        calendars = self._calendars.about(group, (key,))
        view = CouncilsView(path, capital(name), intro, rows, calendars, self._atom(group, key))
        return self._page(
            path, "large_group.html", f"{view.title}: care contracts", view, intro, feeds=calendars, atom=view.atom
        )

    def _about(self, summaries: tuple[Summary, ...], outlooks: tuple[Outlook, ...], total: int) -> AboutView:
        statuses: Counter[str] = Counter()
        for item in summaries:
            statuses.update(item.own_statuses)
        old = sum(item.old for item in summaries)
        ages = [("evidence that still serves", total - old), ("evidence older than it serves", old)]
        disputed, stale = links_of(outlooks)
        return AboutView(
            account=account(self.site, total),
            tallies=(
                tally("Contracts by status", "Status", [(words, statuses[item]) for item, words in STATUS.items()]),
                tally("Contracts by whether their evidence still serves", "Evidence", ages),
            ),
            councils=(),
            disputed=disputed,
            stale=stale,
            unknown=statuses["unknown"],
            sources=len(self.site.agenda.registry.sources),
            windows=capital(held_text(shipped_backtest().overall)),
        )
