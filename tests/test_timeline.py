"""Bars: which days of a contract are drawn how, and never with more certainty than the registry has."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from support import known_whens, registry_of, registry_text
from tenderwatch.dates import When, from_bounds, on_day
from tenderwatch.outlook import Outlook, look_at
from tenderwatch.queries.filters import Filters
from tenderwatch.queries.select import full_agenda
from tenderwatch.registry.parse import parse_files
from tenderwatch.timeline.bars import Bar, bar_of
from tenderwatch.timeline.chart import Timeline, drawing_of, timeline_of
from tenderwatch.timeline.segments import Ink, Piece, Segment, cut_at, lanes_of, pieces_of

TODAY = date(2026, 1, 10)


def outlooks(*records: str, today: date = TODAY) -> list[Outlook]:
    registry = registry_of(*records)
    return [look_at(contract, registry, today) for contract in registry.contracts]


def bar(*records: str) -> Bar:
    return bar_of(outlooks(*records)[0])


def chart(*records: str, first: date | None = None, last: date | None = None, by: str = "council") -> Timeline:
    registry = registry_of(*records)
    agenda = full_agenda(registry, TODAY, Filters().resolve(registry))
    return timeline_of(agenda, group="service" if by == "service" else "council", first=first, last=last)


def written(pieces: tuple[Piece, ...]) -> list[str]:
    return [f"{piece.first or ''}..{piece.last or ''} {piece.ink}" for piece in pieces]


# What the registry says | the pieces drawn, on 10 January 2026.
PIECES = [
    (
        "a term from day to day is drawn whole",
        "start: 2024-04-01\nend: 2027-03-31",
        ["2024-04-01..2027-03-31 initial"],
    ),
    (
        "an end known to the month is drawn over the month",
        "start: 2024-04-01\nend: 2027-03",
        ["2024-04-01..2027-02-28 initial", "2027-03-01..2027-03-31 uncertain"],
    ),
    (
        "a start known to the year is drawn over the year",
        "start: 2024\nend: 2027-03-31",
        ["2024-01-01..2024-12-31 uncertain", "2025-01-01..2027-03-31 initial"],
    ),
    (
        "where start and end may be the same year, nothing is certain",
        "start: 2026\nend: 2026-06..2027-02",
        ["2026-01-01..2026-12-31 uncertain", "2027-01-01..2027-02-28 uncertain"],
    ),
    (
        "a start that nobody has stated is open, up to today where it is known to run",
        "end: 2027-03-31",
        ["..2026-01-09 open", "2026-01-10..2027-03-31 initial"],
    ),
    (
        "an end that nobody has stated is open, from the first certain day",
        "start: 2024-04",
        ["2024-04-01..2024-04-30 uncertain", "2024-05-01.. open"],
    ),
    (
        "open-ended, as stated, is another thing than an end that is not known",
        "start: 2024-04-01\nopen_ended: true",
        ["2024-04-01.. open-ended"],
    ),
    ("nothing known, nothing drawn", "", []),
    ("an end that is said to be unknown is drawn like one not stated", "end: unknown", []),
    (
        "each option is drawn in its own state",
        "start: 2024-04-01\nend: 2025-03-31\nextensions: [{months: 12, state: exercised}, {months: 12, "
        "state: authorised}, {months: 12, state: permitted}, {months: 12}]",
        [
            "2024-04-01..2025-03-31 initial",
            "2025-04-01..2026-03-31 exercised",
            "2026-04-01..2027-03-31 authorised",
            "2027-04-01..2028-03-31 permitted",
            "2028-04-01..2029-03-31 undecided",
        ],
    ),
    (
        "a declined option is drawn as declined, and those it closes are not drawn",
        "start: 2024-04-01\nend: 2026-03-31\nextensions: [{months: 12, state: declined}, {months: 12}]",
        ["2024-04-01..2026-03-31 initial", "2026-04-01..2027-03-31 declined"],
    ),
    (
        "an option after an uncertain end begins when that has certainly passed",
        "start: 2024-04-01\nend: 2026-03\nextensions: [{months: 12, state: permitted}]",
        [
            "2024-04-01..2026-02-28 initial",
            "2026-03-01..2026-03-31 uncertain",
            "2026-04-01..2027-02-28 permitted",
            "2027-03-01..2027-03-31 uncertain",
        ],
    ),
    (
        "an option whose length is not stated is open",
        "start: 2024-04-01\nend: 2026-03-31\nextensions: [{until: unknown, state: permitted}]",
        ["2024-04-01..2026-03-31 initial", "2026-04-01.. open"],
    ),
    (
        "of ways that exclude each other the longest is drawn",
        "start: 2024-04-01\nend: 2026-03-31\nextensions: [{alternatives: [[{months: 24, state: permitted}], "
        "[{months: 36, state: permitted}, {months: 12, state: permitted}]]}]",
        ["2024-04-01..2026-03-31 initial", "2026-04-01..2029-03-31 permitted", "2029-04-01..2030-03-31 permitted"],
    ),
    (
        "the way that has been taken is drawn, though another was longer",
        "start: 2023-04-01\nend: 2025-03-31\nextensions: [{alternatives: [[{months: 24, state: exercised}], "
        "[{months: 36, state: permitted}]]}]",
        ["2023-04-01..2025-03-31 initial", "2025-04-01..2027-03-31 exercised"],
    ),
    (
        "a flexible option used in part is drawn as used so far and permitted beyond",
        "start: 2023-04-01\nend: 2025-03-31\nextensions: [{months: 36, flexible: true, state: exercised, "
        "taken_to: 2026-09-30}]",
        [
            "2023-04-01..2025-03-31 initial",
            "2025-04-01..2026-09-30 exercised",
            "2026-10-01..2028-03-31 permitted",
        ],
    ),
    (
        "a roll-on used up to a day within a step",
        "start: 2023-04-01\nend: 2025-03-31\nextensions: [{every: 12m, until: 2028-03-31, state: exercised, "
        "taken_to: 2026-09-30}]",
        [
            "2023-04-01..2025-03-31 initial",
            "2025-04-01..2026-03-31 exercised",
            "2026-04-01..2026-09-30 exercised",
            "2026-10-01..2027-03-31 permitted",
            "2027-04-01..2028-03-31 permitted",
        ],
    ),
    (
        "the law ends a purchasing system of 2015, whatever its options say",
        "kind: dps\nregime: pcr2015\nstart: 2024-04-01\nend: 2028-03-31\nextensions: [{months: 24, state: permitted}]",
        ["2024-04-01..2028-03-31 initial", "2028-04-01..2029-02-23 permitted"],
    ),
    (
        "an open-ended purchasing system of 2015 ends with its law",
        "kind: dps\nregime: pcr2015\nstart: 2024-04-01\nopen_ended: true",
        ["2024-04-01..2029-02-23 open-ended"],
    ),
    (
        "past its last known end nobody knows, up to today",
        "start: 2022-04-01\nend: 2025-03-31",
        ["2022-04-01..2025-03-31 initial", "2025-04-01..2026-01-10 open"],
    ),
    (
        "without a start nothing before a past end is certain",
        "end: 2025-03-31",
        ["..2025-03-31 open", "2025-04-01..2026-01-10 open"],
    ),
    (
        "a permitted option after a past end stays permitted",
        "start: 2022-04-01\nend: 2025-03-31\nextensions: [{months: 24, state: permitted}]",
        ["2022-04-01..2025-03-31 initial", "2025-04-01..2027-03-31 permitted"],
    ),
    (
        "what was ended early is cut there",
        "start: 2022-04-01\nend: 2027-03-31\nended: {on: 2025-06-30, how: terminated}",
        ["2022-04-01..2025-06-30 initial"],
    ),
    (
        "a termination known to the month cuts with that uncertainty",
        "start: 2022-04-01\nend: 2027-03-31\nended: {on: 2025-06, how: terminated}",
        ["2022-04-01..2025-05-31 initial", "2025-06-01..2025-06-30 uncertain"],
    ),
    (
        "an end brought forward to a day ahead is the last that is drawn",
        "start: 2022-04-01\nend: 2028-03-31\nextensions: [{months: 12, state: permitted}]\n"
        "ended: {on: 2026-06-30, how: handed back}",
        ["2022-04-01..2026-06-30 initial"],
    ),
    (
        "an end brought forward into a used option keeps the term before it",
        "start: 2022-04-01\nend: 2025-03-31\nextensions: [{months: 24, state: exercised}]\n"
        "ended: {on: 2026-06, how: handed back}",
        ["2022-04-01..2025-03-31 initial", "2025-04-01..2026-05-31 exercised", "2026-06-01..2026-06-30 uncertain"],
    ),
    (
        "an end put off by a decision is drawn up to its day",
        "start: 2022-04-01\nend: 2025-03-31\nended: {on: 2026-06-30, how: runs on until then}",
        ["2022-04-01..2025-03-31 initial", "2025-04-01..2026-06-30 initial"],
    ),
    (
        "what ended on a day that nobody states may have stopped at any time up to today",
        "start: 2022-04-01\nend: 2028-03-31\nended: {on: unknown, how: terminated}",
        ["2022-04-01..2026-01-10 uncertain"],
    ),
    (
        "notice ends what had no end",
        "start: 2022-04-01\nopen_ended: true\nended: {on: 2026-06-30, how: notice given}",
        ["2022-04-01..2026-06-30 open-ended"],
    ),
    (
        "a decision ends what had no known end",
        "start: 2022-04-01\nended: {on: 2026-06-30, how: notice given}",
        ["2022-04-01..2026-06-30 initial"],
    ),
    (
        "a purchasing system of 2015 without an end of its own ends with its law",
        "kind: dps\nregime: pcr2015\nstart: 2024-04-01",
        ["2024-04-01..2029-02-23 initial"],
    ),
    (
        "a plan without a term leaves silence from its last date to today",
        "plans: {tender: spring 2025, start: 2025-09}",
        ["2025-10-01..2026-01-10 open"],
    ),
    ("a plan that lies ahead leaves none", "plans: {tender: spring 2026}", []),
    (
        "a term of what has not been let is planned",
        "let: false\nstart: 2026-04-01\nend: 2028-03-31\nplans: {tender: 2026-02}",
        ["2026-04-01..2028-03-31 planned"],
    ),
]


@pytest.mark.parametrize(("sentence", "lines", "expected"), PIECES, ids=[row[0] for row in PIECES])
def test_pieces(sentence: str, lines: str, expected: list[str]) -> None:
    assert written(bar(lines).pieces) == expected, sentence


def test_what_is_replaced_is_cut_where_its_successor_started() -> None:
    old = bar("id: old\nstart: 2022-04-01\nend: 2027-03-31", "id: new\nstart: 2025-10-01\nreplaces: [old]")
    assert written(old.pieces) == ["2022-04-01..2025-10-01 initial"]
    assert [mark.words for mark in old.marks] == ["replaced by what started 1 October 2025"]


# --- Words ---

SAYS = [
    ("end: 2027-03-31", "31 March 2027"),
    ("end: 2027", "2027"),
    ("end: 2027-03-31\nextensions: [{months: 12, state: permitted}]", "31 March 2027, at most 31 March 2028"),
    ("end: 2025-03-31\nextensions: [{months: 12, state: permitted}]", "31 March 2026 if extended"),
    ("end: 2025-03-31", "31 March 2025, no news since"),
    ("start: 2024", "end not known"),
    ("start: 2024\nopen_ended: true", "open-ended"),
    ("plans: {tender: spring 2026, start: 2027}", "tender planned for spring 2026"),
    ("plans: {tender: autumn 2025, start: 2027}", "tender was planned for autumn 2025"),
    ("plans: {start: 2027}", "start planned for 2027"),
    ("plans: {start: 2025}", "start was planned for 2025"),
    ("advertised: 2025-10-01\ntender_deadline: 2026-01-10", "tenders due 10 January 2026"),
    ("advertised: 2025-10-01\ntender_deadline: 2026-01-09", "tenders were due 9 January 2026"),
    ("end: 2027\nended: {on: 2025-06, how: terminated}", "ended June 2025 (terminated)"),
    ("end: 2027\nended: {on: 2026-06, how: notice given}", "June 2026"),
    ("advertised: 2021\nend: 2027\nended: {on: unknown, how: terminated}", "ended, on evidence"),
]


@pytest.mark.parametrize(("lines", "expected"), SAYS)
def test_the_end_that_is_read_beside_a_bar(lines: str, expected: str) -> None:
    assert bar(lines).says == expected


def test_the_words_of_a_bar_hold_what_is_drawn() -> None:
    told = bar("end: 2026-03\nextensions: [{until: 2030, state: permitted}]\nplans: {tender: autumn 2025}").words
    assert told == (
        "Home care: running, ends March 2026; longest end 2030; start not stated; tender was planned for autumn 2025"
    )


LANES = [
    ("start: 2024-04-01\nend: 2027-03-31", ["Initial term: from 1 April 2024 to 31 March 2027"]),
    ("end: 2027", ["Initial term: start not stated, to 2027"]),
    (
        "end: 2026-03-31\nextensions: [{until: 2030, state: permitted}, {every: 12m, until: 2032-03-31}]",
        [
            "Initial term: start not stated, to 31 March 2026",
            "Option 1: to 2030: permitted",
            "Option 2: 12 months, to 2031: state not known",
            "Option 3: to 31 March 2032: state not known",
        ],
    ),
    (
        "end: 2026-03-31\nextensions: [{months: 12, state: declined}, {months: 12, state: permitted}]",
        [
            "Initial term: start not stated, to 31 March 2026",
            "Option 1: 12 months, to 31 March 2027: declined",
            "Option 2: 12 months, to 31 March 2028: permitted, closed by a decision",
        ],
    ),
    (
        "end: 2025-03-31\nextensions: [{months: 36, flexible: true, state: exercised, taken_to: 2026-09-30}]",
        [
            "Initial term: start not stated, to 31 March 2025",
            "Option 1: up to 36 months in any periods, to 31 March 2028: used to 30 September 2026, the rest permitted",
        ],
    ),
    (
        "end: 2026-03-31\nextensions: [{alternatives: [[{months: 24, state: permitted}], [{until: unknown}]]}]",
        [
            "Initial term: start not stated, to 31 March 2026",
            "Option 1: 24 months, to 31 March 2028: permitted (way 1 of 2)",
            "Option 2: its end is not known: state not known (way 2 of 2)",
        ],
    ),
]


@pytest.mark.parametrize(("lines", "expected"), LANES)
def test_lanes_in_words(lines: str, expected: list[str]) -> None:
    assert [f"{lane.name}: {lane.words}" for lane in lanes_of(outlooks(lines)[0])] == expected


def test_each_way_sets_out_from_before_the_fork_and_what_follows_goes_on_from_each() -> None:
    ways = "[[{months: 24, state: permitted}, {months: 12, state: permitted}], [{months: 60, state: permitted}]]"
    lines = f"end: 2026-03-31\nextensions: [{{months: 12, state: permitted}}, {{alternatives: {ways}}}, {{months: 6}}]"
    starts = [lane.start.text if lane.start else None for lane in lanes_of(outlooks(lines)[0])]
    first_way, second_way = ["31 March 2027", "31 March 2029", "31 March 2030"], ["31 March 2027", "31 March 2032"]
    assert starts == [None, "31 March 2026", *first_way, *second_way]


# --- Which contracts, and which days ---


def test_every_record_is_drawn_or_counted() -> None:
    records = (
        "id: a\nend: 2027-05", "id: b", "id: c\nstart: 2018\nended: {on: 2020-01-01, how: expired}",
        "id: d\nend: soon", "id: e\nplans: {tender: 2035}", "id: f\nlead: otherham\nend: 2027",
    )  # fmt: skip
    registry, _, _ = parse_files([("f", registry_text(*records).encode())], "f")
    filters = Filters(lead=("Testshire",)).resolve(registry)
    found = timeline_of(full_agenda(registry, TODAY, filters), last=date(2030, 1, 1))
    assert [item.id for item in found.bars] == ["a"]
    assert found.account == (
        "Not drawn: 1 without any known date; 1 wholly before 10 January 2025; 1 wholly after 1 January 2030; "
        "1 filtered out; 1 with faults."
    )
    assert registry.records == found.contracts + sum(number for _, number in found.left_out)


def test_a_contract_stands_under_each_of_its_services_and_is_counted_once() -> None:
    found = chart("id: a\nservices: [home care, advocacy]\nend: 2027-05", "id: b\nend: 2026-05", by="service")
    assert [(heading, [item.id for item in bars]) for heading, bars in found.groups] == [
        ("Advocacy", ["a"]),
        ("Home care", ["b", "a"]),
    ]
    assert found.contracts == 2
    assert found.heading.startswith("2 contracts, ")


def test_councils_in_order_of_name_and_the_unknown_last() -> None:
    found = chart("id: a\nlead: unknown\nend: 2026-05", "id: b\nend: 2027", "id: c\nlead: otherham\nend: 2028")
    assert [heading for heading, _ in found.groups] == [
        "Otherham Borough Council",
        "Testshire County Council",
        "Lead not known",
    ]


SPANS = [
    ("a year back, and to the last day that a bar reaches", "end: 2029", None, None, ("2025-01-10", "2029-12-31")),
    ("at least a year ahead", "end: 2026-02", None, None, ("2025-01-10", "2027-01-10")),
    ("at most ten years ahead", "end: 2060", None, None, ("2025-01-10", "2036-01-10")),
    ("the days asked for", "end: 2029", "2020-01-01", "2027-12-31", ("2020-01-01", "2027-12-31")),
    ("a first day after all of it", "end: 2029", "2050-01-01", None, ("2050-01-01", "2051-01-01")),
    ("a last day before all of it", "end: 2029", None, "2001-12-31", ("2000-12-31", "2001-12-31")),
]


@pytest.mark.parametrize(("sentence", "lines", "first", "last", "expected"), SPANS, ids=[row[0] for row in SPANS])
def test_spans(sentence: str, lines: str, first: str | None, last: str | None, expected: tuple[str, str]) -> None:
    found = chart(
        lines, first=date.fromisoformat(first) if first else None, last=date.fromisoformat(last) if last else None
    )
    assert (found.first.isoformat(), found.last.isoformat()) == expected, sentence


# --- Any dates ---

firsts: st.SearchStrategy[Ink] = st.sampled_from(["initial", "planned", "open-ended"])
options: st.SearchStrategy[Ink] = st.sampled_from(["exercised", "authorised", "permitted", "undecided", "declined"])


def bounds(when: When) -> tuple[date, date]:
    assert when.earliest
    assert when.latest
    return when.earliest, when.latest


@st.composite
def chains(draw: st.DrawFn) -> tuple[When | None, list[Segment]]:
    """A start and ends of which neither bound goes back; some of them not known."""
    whens = sorted(draw(st.lists(known_whens, min_size=1, max_size=6)), key=lambda when: when.sort_key)
    ordered: list[When] = []
    for when in whens:
        latest = max([bounds(when)[1], *(bounds(item)[1] for item in ordered)])
        ordered.append(from_bounds(bounds(when)[0], latest))
    known = [item if draw(st.integers(0, 5)) else None for item in ordered]
    return known[0], [Segment(draw(options if number else firsts), end) for number, end in enumerate(known[1:])]


_WITHOUT_END = (
    on_day(date(2026, 1, 1)),
    [Segment("open-ended", None), Segment("declined", from_bounds(date(2026, 1, 1), date(2026, 12, 31)))],
)


@given(chain=chains(), after=st.booleans())
@example(chain=_WITHOUT_END, after=False)
@settings(max_examples=150)
def test_what_is_not_certain_is_never_drawn_as_certain(chain: tuple[When | None, list[Segment]], after: bool) -> None:
    start, segments = chain
    pieces = pieces_of(start, segments, after_end=after)
    for piece in pieces:
        assert piece.first is None or piece.last is None or piece.first <= piece.last
        if piece.ink in ("open", "uncertain"):
            continue
        # What runs without an end as stated is not ended by an option that was declined.
        without_end = piece.ink == "open-ended"
        ends = [segment.end for segment in segments if not (without_end and segment.ink == "declined")]
        for first, last in (bounds(when) for when in (start, *ends) if when):
            begin, end = piece.first or date.min, piece.last or date.max
            # The earliest day on which it may end is still a day of the term.
            assert first == last or last < begin or end <= first
    for item, other in pairwise(pieces):
        assert item.last
        assert other.first
        assert item.last < other.first
    if start is None:
        # Nobody has said that it ran before the first end that is known.
        known = [bounds(segment.end)[0] for segment in segments if segment.end]
        assert all(
            piece.ink in ("open", "uncertain") for piece in pieces if piece.first is None or piece.first < known[0]
        )


@given(chains(), known_whens)
def test_nothing_is_drawn_after_the_day_on_which_it_was_over(
    chain: tuple[When | None, list[Segment]], over: When
) -> None:
    first, last = bounds(over)
    for piece in cut_at(pieces_of(*chain), over):
        assert piece.last is not None
        assert piece.last <= last
        assert piece.ink in ("open", "uncertain") or first == last or piece.last < first


def test_one_contract_is_drawn_from_its_first_date_to_its_last() -> None:
    drawn = drawing_of(outlooks("start: 2020-04\nend: 2027-03-31\nextensions: [{months: 12, state: permitted}]")[0])
    assert (drawn.first, drawn.last) == (date(2020, 4, 1), date(2028, 3, 31))
    assert [line.words.partition(":")[0].partition(" between")[0] for line in drawn.lines] == [
        "Initial term", "Option 1", "Next possible end", "Longest end", "Renewal window", "Tender likely",
        "Tender likely",
    ]  # fmt: skip
    cases = [line.words.partition(" if ")[2] for line in drawn.lines[-2:]]
    assert cases == ["not extended", "extended as far as possible"]


def test_one_contract_of_which_nothing_is_known_says_so() -> None:
    drawn = drawing_of(outlooks("")[0])
    assert drawn.about == (
        "Initial term: start not stated, end not known. Next possible end: none known (end not known)."
    )
    assert drawn.first <= TODAY < drawn.last
