"""A site made in memory from a registry, with its pages read."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

from html_reader import Page
from tenderwatch.queries.filters import Filters
from tenderwatch.queries.select import full_agenda
from tenderwatch.registry.load import load
from tenderwatch.registry.model import Registry
from tenderwatch.site.pages import render_pages
from tenderwatch.site.plans import plan_feeds
from tenderwatch.site.site import Change, Feed, Site

DAY = date(2026, 1, 10)
BASE = "https://care.example.org/dates/"


def site_of(registry: Registry, today: date = DAY, changes: Iterable[Change] = ()) -> Site:
    """The site of a registry, with every feed that it would have."""
    agenda = full_agenda(registry, today, Filters().resolve(registry), sort="id")
    plans = plan_feeds(agenda, {}) if agenda.rows else ()
    feeds = tuple(
        Feed(plan.path, plan.title, plan.group, plan.key, plan.audience, len(plan.contracts)) for plan in plans
    )
    return Site(agenda, BASE, feeds, tuple(changes))


def read_registry(path: Path | str) -> Registry:
    loaded = load(Path(path))
    assert not loaded.unreadable, loaded.problems
    return loaded.registry


def pages_of(site: Site) -> dict[str, Page]:
    """Every page of a site, read strictly."""
    return {path: Page(data.decode("utf-8")) for path, data in render_pages(site) if path.endswith(".html")}


def target(path: str, href: str) -> tuple[str, str]:
    """Where a link of a page leads within the site: the file, and the place in it."""
    parts = urlsplit(href)
    file = posixpath.normpath(posixpath.join(posixpath.dirname(path), parts.path)) if parts.path else path
    return file, parts.fragment
