"""All pages of a site as files. Each contract's outlook is the one of the agenda: nothing is worked out twice."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files
from typing import Any

from tenderwatch import licence
from tenderwatch.formats.template import base_style, template
from tenderwatch.queries.select import Agenda, Row
from tenderwatch.site.pages.about import about_view
from tenderwatch.site.pages.changes import changes_view
from tenderwatch.site.pages.coming import in_order, line, nearest
from tenderwatch.site.pages.contract import contract_view
from tenderwatch.site.pages.groups import GroupView, by_council, by_service, council_view, service_view
from tenderwatch.site.pages.parts import Calendars
from tenderwatch.site.pages.start import picture_of, start_view
from tenderwatch.site.pages.subscribe import subscribe_view
from tenderwatch.site.site import PAGE_POLICY, Site, contract_page
from tenderwatch.timeline.svg import registry_svg
from tenderwatch.timeline.svg_contract import SIZE, SMALL
from tenderwatch.timeline.svg_style import style as drawing_style

_PACKAGE = "tenderwatch.site"
# So many bars can be taken in at a glance; the whole is a picture of its own.
MOST_DRAWN = 20


def render_pages(site: Site) -> Iterator[tuple[str, bytes]]:
    """Every page, with style, script and picture, as (path inside the site, bytes). The same site, the same bytes."""
    fill = _Filler(site)
    registry, calendars = site.agenda.registry, Calendars(site)
    outlooks = in_order(row.outlook for row in site.agenda.rows)
    lines = {outlook.contract.id: line(outlook) for outlook in outlooks}
    councils, services = by_council(registry, outlooks), by_service(outlooks)

    near = nearest(outlooks, MOST_DRAWN)
    timeline = _drawn(site.agenda._replace(rows=tuple(Row(item, ()) for item in near)), "The nearest dates ahead")
    picture = picture_of(timeline, len(near)) if near else None
    start = start_view(site, tuple(lines.values()), councils, services, calendars, picture)
    yield fill("index.html", "start.html", "When care contracts end and are tendered", start)
    for outlook in outlooks:
        view = contract_view(outlook, calendars)
        yield fill(contract_page(view.id), "contract.html", view.title, view)
    for subject in councils:
        yield _group(fill, council_view(subject, registry, lines, calendars))
    for subject in services:
        yield _group(fill, service_view(subject, lines, calendars))
    yield fill("subscribe.html", "subscribe.html", "Subscribe to the dates", subscribe_view(calendars))
    yield fill("about.html", "about.html", "About the data", about_view(site, councils))
    yield fill("changes.html", "changes.html", "What has changed", changes_view(site))
    if picture:
        yield "timeline-nearest.svg", timeline.encode()
    yield "timeline.svg", _drawn(site.agenda, "When care contracts end").encode()
    yield "style.css", (base_style() + _static("site.css") + drawing_style(SIZE, SMALL) + "\n").encode()
    yield "site.js", _static("site.js").encode()
    yield "favicon.svg", _static("favicon.svg").encode()


def _drawn(agenda: Agenda, title: str) -> str:
    return registry_svg(agenda, title=title, href=contract_page)


def _group(fill: _Filler, view: GroupView) -> tuple[str, bytes]:
    return fill(view.path, "group.html", view.title, view)


def _static(name: str) -> str:
    return files(_PACKAGE).joinpath("static", name).read_text(encoding="utf-8")


class _Filler:
    """Fills templates with what all pages of one site share."""

    def __init__(self, site: Site) -> None:
        self._shared: dict[str, Any] = {
            "today": site.agenda.today,
            "edition": site.agenda.registry.edition,
            "licence": licence,
            "policy": PAGE_POLICY,
        }

    def __call__(self, path: str, name: str, title: str, view: Any) -> tuple[str, bytes]:
        """One page. `root` leads from it to the top of the site, so that links work under any address."""
        root = "../" * path.count("/")
        text = template(_PACKAGE, name).render(self._shared, path=path, root=root, title=title, view=view)
        return path, text.encode()
