"""The registry's sections: authorities, portals, sources and contracts, each a list of records."""

from __future__ import annotations

from typing import Any, get_args

from tenderwatch.registry.format.contract import CONTRACT, OCID, SERVICE, TAKES_OVER, TEXT, TIMETABLE_CHANGE, WORDS
from tenderwatch.registry.format.fields import Choice, Field, FieldType, ListOf, Record, Slug, Text
from tenderwatch.registry.format.written import BOOLEAN, DAY, URL, WHEN
from tenderwatch.registry.model import Authority, Event, InHouse, Look, NotFound, Portal, ReadNext, Source, Unread
from tenderwatch.registry.model.contract import Kind, Regime, Strength
from tenderwatch.registry.model.registry import AuthorityKind, EventState, Region


def _authority(*, codes: dict[str, Any] | None = None, **values: Any) -> Authority:
    return Authority(**(codes or {}), **values)


AUTHORITY = Record(
    "authority",
    _authority,
    (
        Field("id", Slug(), "permanent", required=True),
        Field("name", Text("a name", most=200), "its full name", required=True),
        Field("kind", Choice(get_args(AuthorityKind)), "what it is", required=True),
        Field("region", Choice(get_args(Region)), "the region of England (ONS) that all of it lies in"),
        Field(
            "codes",
            Record(
                "set of codes",
                dict,
                (
                    Field(
                        "ons",
                        Text("an ONS code", r"[A-Z][0-9]{8}", hint="for example E06000002"),
                        "ONS area code",
                    ),
                    Field(
                        "ppon",
                        Text("a PPON", r"[A-Z]{4}-[0-9]{4}-[A-Z]{4}", hint="for example PBXN-1234-ABCD"),
                        "GB-PPON",
                    ),
                ),
            ),
            "official codes",
        ),
        Field("aliases", WORDS, "other names people use, old ones included"),
        Field("portal", Slug("portals"), "the portal it usually uses"),
        Field("portal_checked", DAY, "the day that was checked"),
        Field("ceases", DAY, "the first day on which it no longer exists"),
        Field("successors", ListOf(Slug("authorities")), "who takes over"),
        Field("pays_over_100m", BOOLEAN, "whether it expects to pay over 100 million pounds a year"),
        Field("consent_needed", BOOLEAN, "false if no section 24 direction applies to it before it ceases to exist"),
        Field("timetable", ListOf(TIMETABLE_CHANGE), "lengths of its own, instead of the usual timetable's"),
        Field("note", TEXT, "what is planned for it but not decided, such as being abolished, in our words"),
        TAKES_OVER,
    ),
)
PORTAL = Record(
    "portal",
    Portal,
    (
        Field("id", Slug(), "permanent", required=True),
        Field("name", Text("a name", most=200), "its name", required=True),
        Field("url", URL, "its address"),
        Field("aliases", WORDS, "other names people use"),
        Field("checked", DAY, "the day the address was checked"),
        Field("until", WHEN, "when it closed or closes"),
        Field("replaced_by", Slug("portals"), "what replaces it"),
        TAKES_OVER,
    ),
)
SOURCE = Record(
    "source",
    Source,
    (
        Field("id", Slug(), "permanent", required=True),
        Field("title", Text("a title", most=300), "what it is called", required=True),
        Field("publisher", TEXT, "who published it", required=True),
        Field("url", URL, "its address"),
        Field("published", WHEN, "when it was published or last updated"),
        Field("read", DAY, "the day it was read", required=True),
        Field("strength", Choice(get_args(Strength)), "how strong it is as evidence", required=True),
        TAKES_OVER,
    ),
)
NOT_FOUND = Record(
    "thing not found",
    NotFound,
    (
        Field("what", TEXT, "what was looked for and not found, in your own words", required=True),
        Field("service", SERVICE, "the kind of service it would belong to"),
        Field("ocid", OCID, "the procurement it would have continued"),
    ),
)
IN_HOUSE = Record(
    "service run in-house",
    InHouse,
    (
        Field("service", SERVICE, "the kind of service", required=True),
        Field("what", TEXT, "what the authority runs itself, in your own words", required=True),
    ),
)
UNREAD = Record(
    "lead",
    Unread,
    (
        Field("what", TEXT, "what was seen of it, in your own words", required=True),
        Field("ocid", OCID, "its procurement"),
        Field("url", URL, "where to read it"),
    ),
)
READ_NEXT = Record(
    "page to read",
    ReadNext,
    (
        Field("what", TEXT, "what it is, in your own words", required=True),
        Field("url", URL, "its address"),
        Field("services", ListOf(SERVICE), "the services it can tell of; all if left out"),
    ),
)
LOOK = Record(
    "look",
    Look,
    (
        Field("id", Slug(), "permanent", required=True),
        Field("authority", Slug("authorities"), "the authority that was looked at", required=True),
        Field("looked", DAY, "the day on which it was looked at", required=True),
        Field("places", ListOf(TEXT, least=1), "where: kinds of notices, pages, registers", required=True),
        Field("services", ListOf(SERVICE), "what was looked for by name; none if whatever turned up was taken"),
        Field("sources", ListOf(Slug("sources")), "the documents that were read through"),
        Field("reaches", WHEN, "how recent the newest of what was seen is"),
        Field("not_found", ListOf(NOT_FOUND), "what was looked for and not found"),
        Field("in_house", ListOf(IN_HOUSE), "services that the authority runs itself, so that none has a contract"),
        Field("unread", ListOf(UNREAD), "what was seen and not read: leads to follow"),
        Field("read_next", ListOf(READ_NEXT), "where to look next for what has no contract here"),
        Field("note", TEXT, "what a reader should know of this look"),
        TAKES_OVER,
    ),
)


def _event(**values: Any) -> Event:
    return Event(**{"begins" if key == "from" else key: value for key, value in values.items()})


EVENT = Record(
    "event",
    _event,
    (
        Field("id", Slug(), "permanent", required=True),
        Field("what", TEXT, "what happens, in one sentence", required=True),
        Field("from", WHEN, "when it takes effect, or is to", required=True),
        Field(
            "state", Choice(get_args(EventState)), "planned, or in force once law or a decision says so", required=True
        ),
        Field("source", Slug("sources"), "the source's id", required=True),
        Field("place", TEXT, "where in it", required=True),
        Field("authorities", ListOf(Slug("authorities")), "only contracts of these authorities"),
        Field("services", ListOf(SERVICE), "only contracts for one of these services"),
        Field("kinds", ListOf(Choice(get_args(Kind))), "only arrangements of these kinds"),
        Field("regimes", ListOf(Choice(get_args(Regime))), "only what was let under these laws"),
        Field("note", TEXT, "what a reader should know of it"),
        TAKES_OVER,
    ),
)

SECTIONS: dict[str, tuple[str, FieldType]] = {
    "edition": ("the day the data was last updated", DAY),
    "portals": ("e-tendering portals", ListOf(PORTAL)),
    "authorities": ("councils and other bodies that buy", ListOf(AUTHORITY)),
    "sources": ("documents and notices that facts were read from", ListOf(SOURCE)),
    "contracts": ("the contracts", ListOf(CONTRACT)),
    "coverage": ("where was looked for contracts, and what was not found", ListOf(LOOK)),
    "events": ("what happens outside the contracts, inside the term or renewal of some", ListOf(EVENT)),
}
RECORDS: dict[str, Record] = {
    "portals": PORTAL,
    "authorities": AUTHORITY,
    "sources": SOURCE,
    "contracts": CONTRACT,
    "coverage": LOOK,
    "events": EVENT,
}
