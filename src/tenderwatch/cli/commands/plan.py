"""`tenderwatch plan`: the timeline of a re-procurement, for a contract or for a bare end date."""

from typing import Annotated, get_args

from tenderwatch.answers.compare import compare_answer
from tenderwatch.answers.plan import plan_answer
from tenderwatch.cli import complete, options
from tenderwatch.cli.options import flag, named, takes
from tenderwatch.cli.output import Output, one_of
from tenderwatch.cli.typed import date_of, length_of
from tenderwatch.dates import When
from tenderwatch.errors import UsageError
from tenderwatch.law.terms import End
from tenderwatch.law.timetables import bundled
from tenderwatch.outlook.plan import make_plan, plan_contract
from tenderwatch.outlook.renewal import ASSUMED_REGIME, Renewal, Which
from tenderwatch.queries.explain.explanation import next_procurement
from tenderwatch.registry.model.stages import TimetableName

# What a registry calls a contract's law, where its timetable goes by another name.
_SAME_LAW = {"pcr2015-light-touch": "pcr2015"}


@options.registry
@options.output()
def command(
    contract_id: Annotated[
        str | None, named("[ID]", "The contract's id; leave it out and give --end.", complete.ids)
    ] = None,
    end: Annotated[
        str | None, takes("--end", "DATE", "Plan for this end, without a contract: 2027-03-31, 2027-03, ...")
    ] = None,
    which: Annotated[str, takes("--which", "initial|current|next|longest", "Which of the contract's ends.")] = "next",
    timetable: Annotated[str, takes("--timetable", "default|short", "How much time each stage gets.")] = "default",
    regime: Annotated[
        str | None,
        takes("--regime", "REGIME", "Law of the new procurement: pa2023-light-touch, pa2023, psr or pcr2015."),
    ] = None,
    notice: Annotated[str | None, takes("--notice", "LENGTH", "Notice needed to extend: 3m, 12w, 28d.")] = None,
    from_today: Annotated[bool, flag("--from-today", "The earliest possible dates if work begins today.")] = False,
    compare: Annotated[
        bool, flag("--compare", "Every way side by side, with the last day to start it: usual, short, extend, ...")
    ] = False,
    *,
    output: Output,
    records: options.Records,
) -> None:
    """Show every stage of a re-procurement with its date, its basis, and what is missed or left.

    With --end no contract is needed. The law of the new procurement is assumed to be the light touch of
    the Procurement Act 2023 unless the contract or --regime says otherwise.
    """  # fmt: skip
    name: TimetableName = one_of("--timetable", timetable, get_args(TimetableName))
    ends: Which = one_of("--which", which, get_args(Which))
    timetables = bundled()
    law = one_of("--regime", _SAME_LAW.get(regime, regime), timetables.regimes) if regime else None
    length = length_of("--notice", notice) if notice else None
    if compare and (from_today or name != "default"):
        raise UsageError("--compare shows every timetable, from the end", "remove --from-today and --timetable")
    if (contract_id is None) == (end is None):
        raise UsageError(
            "give a contract's id or --end, and not both", "for example: tenderwatch plan --end 2027-03-31"
        )
    registry, stands = None, ""
    if contract_id is not None:
        outlook = records.look(contract_id)
        registry = outlook.registry
        stands = next_procurement(outlook)
        plan = plan_contract(outlook, ends, name, regime=law, notice=length, from_today=from_today, compare=compare)
    else:
        renewal = Renewal(
            end=_end(end or ""), regime=law or ASSUMED_REGIME, assumed=law is None, timetables=timetables,
            notice=length, options_left=length is not None,
        )  # fmt: skip
        plan = make_plan(
            renewal, End(renewal.end, "as given"), name, records.day, from_today=from_today, compare=compare
        )
    build = compare_answer if compare else plan_answer
    output.put(build(plan, registry, stands), records)


def _end(text: str) -> When:
    end = date_of("--end", text)
    if not end.known:
        raise UsageError("--end: an end that is not known cannot be planned for", "give a date, a month or a year")
    return end
