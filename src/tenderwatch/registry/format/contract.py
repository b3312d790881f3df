"""A contract in the registry's format, said once: binder, JSON Schema and reference page are made from here."""

from __future__ import annotations

from typing import Any, get_args

from tenderwatch.registry.format.faults import Faults, Odd
from tenderwatch.registry.format.fields import Choice, Field, ListOf, Record, Slug, Text
from tenderwatch.registry.format.written import AMOUNT, BOOLEAN, COUNT, CPV, DAY, DURATION, MONTHS, TIMES, URL, WHEN
from tenderwatch.registry.model import (
    Abandoned,
    Conflict,
    Contract,
    Ended,
    Evidence,
    Extension,
    Joining,
    KeyDate,
    Notice,
    OptionState,
    Plans,
    Reading,
    Value,
)
from tenderwatch.registry.model.contract import Discretion, JoiningRule, Kind, Regime, Rest, Route, Strength, TakenOver
from tenderwatch.registry.model.stages import STAGE_ORDER, TimetableChange, TimetableName
from tenderwatch.registry.yaml_tree import Node

TEXT = Text()
WORDS = ListOf(Text("a word or phrase", most=200))
OCID = Text("an OCID", r"[A-Za-z0-9-]{6,80}", hint="copy it from the notice, for example ocds-h6vhtk-0513e5")
SERVICE = Text(
    "a service in small letters", r"[a-z0-9][a-z0-9 '/()&-]{1,59}", hint="write plain words, for example home care"
)

EVIDENCE = Record(
    "piece of evidence",
    Evidence,
    (
        Field("source", Slug("sources"), "the source's id", required=True),
        Field("place", TEXT, "where in it: page, section, paragraph, row", required=True),
        Field("supports", ListOf(Text("the name of a key", r"[a-z_]+")), "the keys of this record that it supports"),
        Field("strength", Choice(get_args(Strength)), "where this differs from the source's own strength"),
        Field("checked", DAY, "the day it was last looked at and found unchanged"),
    ),
)


class Alternatives:
    """Lists of options of which only one list can be followed; read late, as options refer to themselves."""

    @property
    def item(self) -> ListOf:
        """One of the lists."""
        return ListOf(EXTENSION, least=1)

    def read(self, node: Node, faults: Faults) -> Any:  # noqa: D102 - as every kind of value
        return ListOf(self.item, least=2).read(node, faults)

    def plain(self, value: Any) -> Any:  # noqa: D102 - as every kind of value
        ways = ListOf(self.item, least=2).plain(value)
        if any(option.alternatives for way in ways for option in way):  # it may be nested too deep
            raise Odd
        return ways

    def schema(self) -> dict[str, Any]:  # noqa: D102 - as every kind of value
        inner = {"type": "array", "items": {"$ref": "#/definitions/extension"}, "minItems": 1}
        return {"type": "array", "items": inner, "minItems": 2}


EXTENSION = Record(
    "option",
    Extension,
    (
        Field("id", Slug(), "a short name that stays with the option"),
        Field("months", MONTHS, "how long it runs, in calendar months"),
        Field("length", DURATION, "the same in weeks or days, for example 26w"),
        Field("times", TIMES, "how many times it can be used; once if left out"),
        Field("since", WHEN, "where the source prints the first day of the option"),
        Field("until", WHEN, "the end it leads to, where the source gives an end and no length"),
        Field("every", DURATION, "roll-on: the length of each step, for example 12m; with `until`, up to then"),
        Field("flexible", BOOLEAN, "true where the length is a total to be used in any slices"),
        Field("alternatives", Alternatives(), "lists of options of which only one can be followed"),
        Field(
            "state",
            Choice(get_args(OptionState)),
            "`permitted` (the contract allows it), `authorised` (someone with the power has decided), "
            "`exercised`, `declined`, or `unknown`",
        ),
        Field("taken_to", WHEN, "where only a part has been used: the end that this part reached"),
        Field(
            "rest",
            Choice(get_args(Rest)),
            "whether what was not used of it is gone or left; if left out, gone for one of fixed length, else left",
        ),
        Field("decided", WHEN, "when the decision was taken"),
        Field("decide_by", WHEN, "the last day for the decision, where the contract names one"),
        Field("discretion", Choice(get_args(Discretion)), "whose choice it is: the authority, the provider, or both"),
        Field("modification", BOOLEAN, "true for an extension that was agreed with no option behind it"),
        Field("condition", TEXT, "what it depends on, in our words"),
        Field("evidence", ListOf(EVIDENCE), "where the state was read"),
    ),
)

READING = Record(
    "reading",
    Reading,
    (
        Field("says", TEXT, "what it says, in our words", required=True),
        Field("source", Slug("sources"), "the source's id", required=True),
        Field("place", TEXT, "where in it"),
    ),
)

NOTICE = Record(
    "notice",
    Notice,
    (
        Field("number", Text("a notice number", most=80), "as printed"),
        Field("kind", TEXT, "UK4 tender notice, award notice, ..."),
        Field("date", WHEN, "when it was published"),
        Field("url", URL, "its address"),
    ),
)

VALUE = Record(
    "value",
    Value,
    (
        Field("amount", AMOUNT, "pounds", required=True),
        Field("basis", TEXT, "a year or in all, with or without options, ...", required=True),
    ),
)

PLANS = Record(
    "plan",
    Plans,
    (
        Field("tender", WHEN, "the next tender notice"),
        Field("tender_deadline", WHEN, "when tenders will be due"),
        Field("award", WHEN, "the award"),
        Field("start", WHEN, "the start of the new contract"),
        Field("end", WHEN, "the end of its initial term"),
        Field("longest_end", WHEN, "its end if every option is used"),
        Field("note", TEXT, "what else is stated, in our words"),
    ),
)

JOINING = Record(
    "joining rule",
    Joining,
    (
        Field("id", Slug(), "a short name that stays with it", required=True),
        Field("rule", Choice(get_args(JoiningRule)), "open at any time, a window, periodic, or closed", required=True),
        Field("opens", WHEN, "when it opens"),
        Field("closes", WHEN, "when it closes"),
        Field("note", TEXT, "how, in our words"),
    ),
)

ENDED = Record(
    "record of the end",
    Ended,
    (
        Field("on", WHEN, "when it ended, or is to end", required=True),
        Field("how", TEXT, "expired, terminated, notice given, ...", required=True),
    ),
)

ABANDONED = Record(
    "record of the abandoned procurement",
    Abandoned,
    (
        Field("on", WHEN, "when it was abandoned", required=True),
        Field("how", TEXT, "withdrawn, no award, to be run again, ...", required=True),
    ),
)


KEY_DATE = Record(
    "date in the contract",
    KeyDate,
    (
        Field("on", WHEN, "the date; the first one where it recurs", required=True),
        Field("notice", DURATION, "how long before it notice must be given, if the contract says so"),
        Field("every", DURATION, "how often it recurs, for example 12m"),
        Field("note", TEXT, "what else the contract says of it, in our words"),
    ),
    short="on",
)

CONFLICT = Record(
    "conflict",
    Conflict,
    (
        Field("about", Text("the name of a key", r"[a-z_]+"), "the key in dispute", required=True),
        Field("readings", ListOf(READING, least=1), "what each source says", required=True),
        Field("chosen", TEXT, "the reading chosen", required=True),
        Field("because", TEXT, "why", required=True),
    ),
)

TIMETABLE_CHANGE = Record(
    "change to the timetable",
    TimetableChange,
    (
        Field("stage", Choice((*STAGE_ORDER[:-1], "extension-decision")), "the stage it changes", required=True),
        Field("because", TEXT, "whose rule it is and where it was read", required=True),
        Field("timetable", Choice(get_args(TimetableName)), "only the default or the short one; both if left out"),
        Field("months", COUNT, "calendar months before the stage that follows"),
        Field("days", COUNT, "calendar days before it (for a decision: to spare once it has taken effect)"),
        Field("clear_days", COUNT, "clear calendar days before it"),
        Field("clear_working_days", COUNT, "clear England working days before it"),
        Field("standstill_days", COUNT, "length of the standstill, in the days its law counts"),
        Field("publish", COUNT, "England working days to publish a decision; 0 where call-in runs from the decision"),
        Field("call_in", COUNT, "England working days of call-in"),
    ),
)

TAKEN_OVER = Record(
    "record taken over",
    TakenOver,
    (
        Field("edition", DAY, "the edition of the registry beneath", required=True),
        Field("hash", Text("a content hash", r"[0-9a-f]{16}"), "the content hash of its record", required=True),
    ),
)
TAKES_OVER = Field("taken_over", TAKEN_OVER, "the record that it takes the place of; kept by the program", ours=True)
CONTRACT = Record(
    "contract",
    Contract,
    (
        Field("id", Slug(), "permanent; it becomes part of calendar events", required=True),
        Field("title", Text("a title", most=300), "a plain title", required=True),
        Field("kind", Choice(get_args(Kind)), "what sort of arrangement it is", required=True),
        Field("services", ListOf(SERVICE, least=1), "what is bought, in small letters", required=True),
        Field("user_groups", WORDS, "who it is for"),
        Field("lead", Slug("authorities", or_unknown=True), "the authority that leads, or unknown", required=True),
        Field("partners", ListOf(Slug("authorities")), "the other authorities in it"),
        Field("providers", WORDS, "who holds it now"),
        Field("ocid", OCID, "its open contracting id"),
        Field("related_ocids", ListOf(OCID), "ids of the processes around it"),
        Field("reference", Text("a reference", most=80), "the lead authority's own reference for it, as printed"),
        Field("department", Text("a department", most=120), "the part of the authority that it belongs to"),
        Field("owner", Text("a role", most=120), "the role that looks after it, never a person's name"),
        Field("cpv", ListOf(CPV), "what is bought, as codes of the Common Procurement Vocabulary"),
        Field("notices", ListOf(NOTICE), "notices published about it"),
        Field("portal", Slug("portals"), "the e-tendering portal stated for it"),
        Field("portal_checked", DAY, "the day the portal was checked"),
        Field("regime", Choice(get_args(Regime)), "the law it was let under, as the notice says"),
        Field("route", Choice(get_args(Route)), "how it was awarded, as the notice says"),
        Field("value", VALUE, "what it is worth"),
        Field("start", WHEN, "when it began or begins"),
        Field("end", WHEN, "when the initial term ends, options apart"),
        Field("term", DURATION, "the initial term, where no end is stated: the end is worked out from the start"),
        Field(
            "worked_out",
            ListOf(Choice(("end",))),
            "what no source prints: we worked it out from what it does print, as a note says",
        ),
        Field("open_ended", BOOLEAN, "true where the source says that it has no end, false where it says that it has"),
        Field("notice", DURATION, "how long before the end an option must be taken up, only if stated"),
        Field("extensions", ListOf(EXTENSION), "the options, in order"),
        Field("let", BOOLEAN, "true or false where it is not plain from the rest whether it has been let"),
        Field("advertised", WHEN, "when the tender notice was published"),
        Field("tender_deadline", WHEN, "when tenders were or are due"),
        Field("awarded", WHEN, "when it was awarded"),
        Field("plans", PLANS, "the next procurement as the buyer states it"),
        Field("joining", ListOf(JOINING), "how providers can join while it runs"),
        Field("breaks", ListOf(KEY_DATE), "break dates: not ends"),
        Field("reviews", ListOf(KEY_DATE), "review dates: not ends"),
        Field("calloffs_until", WHEN, "of a framework or list: how long what is called off from it may run"),
        Field("ended", ENDED, "only on evidence that it ended, or is to end on a day that was decided"),
        Field("abandoned", ABANDONED, "only on evidence that the procurement was given up before anything was let"),
        Field("replaces", ListOf(Slug("contracts")), "the contracts it takes the place of"),
        Field(
            "evidence",
            ListOf(EVIDENCE, least=1),
            "where its facts were read",
            required=True,
            missing_code="missing-evidence",
            missing_hint="add `evidence:` with the source, the place in it and what it supports",
        ),
        Field("conflicts", ListOf(CONFLICT), "sources that disagree"),
        Field("notes", ListOf(TEXT), "remarks in our own words"),
        Field("outside_scope", TEXT, "why it lies outside the registry's scope, and is left off the board"),
        Field("timetable", ListOf(TIMETABLE_CHANGE), "lengths of its own, instead of the usual timetable's"),
        TAKES_OVER,
    ),
)
