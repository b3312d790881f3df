"""`tenderwatch why`: how each date is worked out."""

from typing import Annotated

from tenderwatch.answers.why import why_answer
from tenderwatch.cli import complete, options
from tenderwatch.cli.options import flag, named
from tenderwatch.cli.output import Output
from tenderwatch.dates.parsing import WhenError
from tenderwatch.dates.typed import read_when
from tenderwatch.errors import UsageError
from tenderwatch.problems import did_you_mean
from tenderwatch.queries.explain import NAMES, Explanation, explain


@options.registry
@options.output()
def command(
    contract_id: options.IdArgument,
    which: Annotated[
        str | None,
        named("[DATE]", "One date only: its name (tender-notice, longest-end, ...) or the day.", complete.dates),
    ] = None,
    *,
    everything: Annotated[bool, flag("--all", "Explain every date, not only those that make it due.")] = False,
    output: Output,
    records: options.Records,
) -> None:
    """Explain how each date of a contract is worked out: by what rule, from which source, and what is assumed.

    The dates that make it due come first; --all explains the others too. A date has several names: that of a reason
    (extension-decision), of a calendar event, or of a stage of the plan.
    """
    outlook = records.look(contract_id)
    found, title = explain(outlook), outlook.contract.title
    if which is not None:
        found = _chosen(found, which)
    shown = everything or which is not None
    output.put(why_answer(found, title, contract_id, records.day, everything=shown), records)


def _chosen(found: tuple[Explanation, ...], which: str) -> tuple[Explanation, ...]:
    """The explanations of one name, or of the dates that a day may be. Raises UsageError for none."""
    names = {which, *NAMES.get(which, ())} - {""}
    named = tuple(item for item in found if names & {item.kind, item.kind.partition(".")[0], item.reason})
    if named:
        return named
    try:
        asked = read_when(which)
    except WhenError:
        asked = None
    if asked and asked.earliest and asked.latest:
        same = tuple(item for item in found if item.when and item.when.touches(asked.earliest, asked.latest))
        if same:
            return same
    kinds = [item.kind for item in found]
    hint = did_you_mean(which, kinds) or (f"its dates are {', '.join(kinds)}" if kinds else "no date of it is known")
    raise UsageError(f"this contract has no date '{which}'", hint)
