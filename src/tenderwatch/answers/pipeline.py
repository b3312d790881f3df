"""The pipeline notice of a buyer: the tenders to be named in it, and those of which nobody can say so yet."""

from datetime import date

from tenderwatch.answers.answer import Cell, Cells, Column, Reference
from tenderwatch.answers.report import Body, Group, LeftOut, Question
from tenderwatch.dates.words import day_text
from tenderwatch.errors import UsageError
from tenderwatch.labels.records import REGIME
from tenderwatch.law.schedule.pipeline import Period, next_period, period_of
from tenderwatch.law.timetables import PipelineRule, bundled
from tenderwatch.named_tuple import NamedTuple
from tenderwatch.outlook.pipeline import Missing, Named, NotNamed, pipeline_entry
from tenderwatch.queries.row import Row
from tenderwatch.registry.model import Registry
from tenderwatch.text import count, pounds

COLUMNS: tuple[Column, ...] = (
    Column("contract", "Contract", "contract"),
    Column("council", "Council"),
    Column("notice_expected", "Notice expected", "date", bounds=True),
    Column("reason", "Why then"),
    Column("value", "Value", "money"),
    Column("notice", "Notice"),
    Column("not_known", "Not known"),
    Column("council_id", "Council id", extra=True),
    Column("ppon", "Council code (GB-PPON)", extra=True),
    Column("services", "Services", "list", extra=True),
    Column("cpv", "CPV codes", "list", extra=True),
    Column("regime", "Law of the tender", extra=True),
    Column("publish_by", "Pipeline notice by", "day", extra=True),
)
_MISSING: dict[Missing, str] = {
    "buyer": "who buys",
    "pays": "whether the council pays over £100 million a year",
    "value": "what it is worth",
}


class Pipeline(NamedTuple):
    """What one notice is about, and the rule it follows."""

    period: Period
    rule: PipelineRule

    def cells(self, named: Named, registry: Registry) -> Cells:
        """A tender as a row of `COLUMNS`."""
        contract, expected = named.outlook.contract, named.expected
        lead = registry.authorities.get(contract.lead or "")
        law = f"{REGIME[named.regime]}{', assumed' if named.assumed else ''}"
        row: tuple[Cell, ...] = (
            Reference(contract.id, contract.title), lead.name if lead else contract.lead, expected.when, _reason(named),
            contract.value, _notice(named), "; ".join(_MISSING[item] for item in named.missing), contract.lead,
            lead.ppon if lead else None, contract.services, contract.cpv, law, self.period.publish_by,
        )  # fmt: skip
        return row

    @property
    def text(self) -> str:
        """'1 April 2027 to 30 September 2028'."""
        return f"{day_text(self.period.begins)} to {day_text(self.period.ends)}"


def pipeline_of(today: date, year: int | None) -> Pipeline:
    """The notice of a year, or the next to be published. Raises UsageError for a year without the duty."""
    rule = bundled().pipeline
    first = rule.in_force.year
    if year is not None and not first <= year <= first + 100:
        raise UsageError(f"there is no pipeline notice for {year}", f"the first is that of April {first}")
    return Pipeline(period_of(year, rule) if year is not None else next_period(today, rule), rule)


def pipeline(question: Question) -> Body:
    """The tenders to be named, the rest by reason."""
    notice = pipeline_of(question.today, question.year)
    entries = [(row, pipeline_entry(row.outlook, notice.period)) for row in question.agenda.rows]
    named = [entry for _, entry in entries if isinstance(entry, Named)]
    named.sort(key=lambda entry: (*entry.expected.when.sort_key, entry.outlook.contract.id))
    bound = [entry for entry in named if entry.binds]
    open_ = [entry for entry in named if not entry.binds]
    groups = tuple(
        Group(heading, tuple(notice.cells(entry, question.registry) for entry in some), note)
        for heading, some, note in (
            ("To be named", bound, ""),
            ("Not known whether to be named", open_, "The duty may apply: what would have to be known is in the row."),
        )
        if some
    )
    rule = notice.rule
    summary = (
        f"{count(len(bound), 'tender')} to be named in the pipeline notice for {notice.text}, to be published by "
        f"{day_text(notice.period.publish_by)}. Of {len(open_)} more it is not known whether the duty applies."
    )
    notes = (
        f"The duty applies to a council that expects to pay over {pounds(rule.payer_over)} a year, for contracts worth "
        f"over {pounds(rule.contract_over)} ({rule.title}). The registry knows the first only where the record of the "
        "council says so (`pays_over_100m`). The value is that of the present contract.",
        "The date is the buyer's own where it has stated one, and otherwise counted back from the end on the default "
        "timetable. A date that is not known to the day counts if any of its days fall into that time.",
    )
    listed = frozenset(entry.outlook.contract.id for entry in named)
    return Body(summary, COLUMNS, groups, listed, "not-in-period", notes, _also(entries), until=notice.period.ends)


def _also(entries: list[tuple[Row, Named | NotNamed]]) -> tuple[tuple[LeftOut, int], ...]:
    reasons: list[LeftOut] = [entry for _, entry in entries if isinstance(entry, str) and entry != "not-in-period"]
    return tuple((reason, reasons.count(reason)) for reason in dict.fromkeys(reasons))


def _reason(named: Named) -> str:
    """Where the date comes from: 'counted back from the end on 31 March 2028, if it is not extended'."""
    expected = named.expected
    if expected.end is None:
        return "as the council states it"
    text = f"counted back from {'the longest end' if expected.extended else 'the end'}, {expected.end.text}"
    if expected.extended or named.outlook.next_how == "current":
        return f"{text}, if it is not extended" if expected.may_extend else text
    return f"{text}, if it was extended{' and is not extended further' if expected.may_extend else ''}"


def _notice(named: Named) -> str:
    """A contract that was last let without a call for competition may be so again."""
    return "tender or transparency notice" if named.competition is False else "tender notice"
