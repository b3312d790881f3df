"""All pages of a site as files. Each contract's outlook is the one of the agenda: nothing is worked out twice."""

import json
from collections.abc import Iterable, Iterator
from importlib.resources import files
from typing import Any
from xml.sax.saxutils import escape

from tenderwatch import licence
from tenderwatch.calendar.events import Event, contract_events
from tenderwatch.formats.html import base_style, template
from tenderwatch.named_tuple import NamedTuple
from tenderwatch.queries.row import Row
from tenderwatch.queries.select import Agenda
from tenderwatch.site.pages.about import about_view
from tenderwatch.site.pages.board import BoardGroup, board, board_row, divide, in_order, nearest
from tenderwatch.site.pages.changes import changes_view
from tenderwatch.site.pages.contract import contract_view
from tenderwatch.site.pages.dates import month_views
from tenderwatch.site.pages.groups import by_council, by_region, by_service, group_view
from tenderwatch.site.pages.parts import Calendar, Calendars
from tenderwatch.site.pages.start import picture_of, start_view
from tenderwatch.site.pages.subscribe import subscribe_view
from tenderwatch.site.site import PAGE_POLICY, Site, board_page, contract_page
from tenderwatch.timeline.chart import timeline_of
from tenderwatch.timeline.svg import timeline_svg
from tenderwatch.timeline.svg_contract import SIZE, SMALL
from tenderwatch.timeline.svg_style import style as drawing_style

_PACKAGE = "tenderwatch.site"
# So many bars can be taken in at a glance; the whole is a picture of its own.
MOST_DRAWN = 20
# Rows of the start page, so that it stays light; the others have pages of their own.
MOST_ROWS = 300
# A timeline for phones, in pixels: its letters stay as large as those of the page.
NARROW = 360


def render_pages(site: Site) -> Iterator[tuple[str, bytes]]:
    """Every page, with style, script and picture, as (path inside the site, bytes). The same site, the same bytes."""
    fill = Filler(site)
    registry, calendars, today = site.agenda.registry, Calendars(site), site.agenda.today
    outlooks = in_order(row.outlook for row in site.agenda.rows)
    rows = {outlook.contract.id: board_row(outlook) for outlook in outlooks}
    subjects = {
        "By region": by_region(registry, outlooks),
        "By council": by_council(registry, outlooks),
        "By service": by_service(outlooks),
    }

    near = nearest(outlooks, MOST_DRAWN)
    drawn = site.agenda._replace(rows=tuple(Row(item, ()) for item in near))
    timeline = _drawn(drawn, "The nearest ends ahead")
    picture = picture_of(timeline, len(near)) if near else None
    pages = divide(board(outlooks, rows), MOST_ROWS)
    start = start_view(site, pages, subjects, picture)
    yield from _further(fill, pages[1:])
    yield fill(
        "index.html",
        "start.html",
        "Care contracts: tenders to expect, and ends",
        start,
        feeds=calendars.about("all", ("all",)),
        describe=_ABOUT,
    )
    events: list[Event] = []
    for outlook in outlooks:
        own = contract_events(outlook, base_url=site.base_url)
        events += own
        view = contract_view(outlook, calendars, own)
        about = f"{view.title}: who holds it, when it ends and when it is likely to be tendered, with the evidence."
        yield fill(contract_page(view.id), "contract.html", view.title, view, feeds=view.calendars[:1], describe=about)
    for subject in (subject for found in subjects.values() for subject in found):
        group = group_view(subject, registry, rows, calendars)
        title = f"{group.title}: care contracts"
        yield fill(
            group.path, "group.html", title, group, feeds=group.calendars, atom=group.atom, describe=group.intro
        )  # fmt: skip
    for month in month_views(events, today):
        title = f"{month.name}: dates of care contracts"
        about = f"Tenders to expect, bids due, starts and ends of care contracts in {month.name}."
        yield fill(month.path, "month.html", title, month, describe=about)
    others: tuple[tuple[str, str, Any, str], ...] = (
        ("subscribe.html", "Calendars to subscribe to", subscribe_view(calendars), CALENDARS),
        ("about.html", "About the data", about_view(site, subjects["By council"]), "How much there is, and how old."),
        ("changes.html", "What has changed", changes_view(site), "What changed lately in the dates of care contracts."),
    )
    for path, title, shown, about in others:
        yield fill(path, path, title, shown, describe=about)
    if picture:
        yield "timeline-nearest.svg", timeline.encode()
        yield "timeline-narrow.svg", _drawn(drawn, "The nearest ends ahead", width=NARROW).encode()
    yield "timeline.svg", _drawn(site.agenda, "When care contracts end").encode()
    yield "style.css", (base_style() + static_text("site.css") + drawing_style(SIZE, SMALL) + "\n").encode()
    yield "site.js", static_text("site.js").encode()
    yield "favicon.svg", static_text("favicon.svg").encode()
    yield "sitemap.xml", sitemap(fill.paths, site.base_url)


class MoreView(NamedTuple):
    """A further page of the list of contracts."""

    groups: tuple[BoardGroup, ...]
    number: int
    earlier: str
    later: str


def _further(fill: "Filler", pages: list[tuple[BoardGroup, ...]]) -> Iterator[tuple[str, bytes]]:
    """What the start page has no room for: as pages to read, and as rows for its script."""
    row = template(_PACKAGE, "parts.html").module.row  # type: ignore[attr-defined]
    found: dict[str, tuple[str, list[str]]] = {}
    for number, groups in enumerate(pages, start=2):
        later = board_page(number + 1) if number <= len(pages) else ""
        view = MoreView(groups, number, board_page(number - 1), later)
        yield fill(board_page(number), "more.html", f"All contracts, page {number}", view)
        for group in groups:
            _, held = found.setdefault(group.key, (group.name, []))
            held.extend(str(row(item, "", True)) for item in group.rows)
    if found:
        data = [{"market": market, "name": name, "rows": held} for market, (name, held) in found.items()]
        yield "rows.js", f'"use strict";\nwindow.rowsOfBoard = {json.dumps(data)};\n'.encode()


def sitemap(paths: Iterable[str], base_url: str) -> bytes:
    """The addresses of all pages, as sitemaps.org has them."""
    places = "".join(f"<url><loc>{escape(base_url + path)}</loc></url>\n" for path in sorted(paths))
    head = '<?xml version="1.0" encoding="utf-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
    return f"{head}{places}</urlset>\n".encode()


_ABOUT = (
    "Care contracts of English councils: tenders to expect and under way, who holds each contract, when it ends, "
    "and on which website it is tendered. Every date with its source."
)

CALENDARS = "Calendars of care contracts to subscribe to: by service, council, region and tendering website."


def _drawn(agenda: Agenda, title: str, width: int = 960) -> str:
    return timeline_svg(timeline_of(agenda), title=title, href=contract_page, width=width, compact=True)


def static_text(name: str) -> str:
    """A file that pages load."""
    return files(_PACKAGE).joinpath("static", name).read_text(encoding="utf-8")


class Filler:
    """Fills templates with what all pages of one site share."""

    def __init__(self, site: Site) -> None:
        self.paths: list[str] = []
        self._shared: dict[str, Any] = {
            "today": site.agenda.today,
            "edition": site.agenda.registry.edition,
            "licence": licence,
            "policy": PAGE_POLICY,
        }

    def __call__(
        self,
        path: str,
        name: str,
        title: str,
        view: Any,
        *,
        feeds: tuple[Calendar, ...] = (),
        atom: str = "",
        describe: str = "",
        **more: Any,
    ) -> tuple[str, bytes]:
        """One page. `root` leads from it to the top of the site, so that links work under any address.

        `feeds` and `atom` are what a program that follows the page is pointed to; `more` stands instead of what pages
        share.
        """
        self.paths.append(path)
        root = "../" * path.count("/")
        text = template(_PACKAGE, name).render(
            self._shared | more, path=path, root=root, title=title, view=view, feeds=feeds, atom=atom, describe=describe
        )
        return path, text.encode()
