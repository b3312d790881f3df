"""Where the data of a site of many contracts is, for programs."""

from __future__ import annotations

import json

from tenderwatch import licence
from tenderwatch.site.large.pages import Summary
from tenderwatch.site.large.search import INDEX
from tenderwatch.site.large.shard import shard_path
from tenderwatch.site.site import ATOM, Site

_SCHEMA_VERSION = 1


def index_json(site: Site, summaries: tuple[Summary, ...]) -> bytes:
    """The councils with the addresses of their data, the calendars and the files of the search."""
    base, registry = site.base_url, site.agenda.registry
    value = {
        "schema_version": _SCHEMA_VERSION,
        "generated_for": site.agenda.today.isoformat(),
        "registry": {"edition": registry.edition.isoformat(), "records": registry.records},
        "contracts": {"count": sum(item.own for item in summaries), "all": None, "one": []},
        "councils": [
            {"id": item.council or None, "name": item.name, "count": item.rows, "due": item.due,
             "url": f"{base}{shard_path(item.council)}"}
            for item in summaries
        ],
        "feeds": [
            {"title": feed.title, "group": feed.group, "key": feed.key, "audience": feed.audience,
             "events": feed.events, "url": f"{base}{feed.path}"}
            for feed in site.feeds
        ],
        "changes": f"{base}{ATOM}",
        "search": f"{base}{INDEX}",
        "licence": {"name": licence.DATA_LICENCE, "url": licence.DATA_LICENCE_URL, "notice": licence.ATTRIBUTION},
    }  # fmt: skip
    return (json.dumps(value, indent=1, ensure_ascii=False) + "\n").encode()
