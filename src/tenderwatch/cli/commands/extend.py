"""`tenderwatch extend`: an option to extend was used."""

from typing import Annotated, get_args

from tenderwatch.cli import options, streams
from tenderwatch.cli.edit import Edit, edit_options, source_options
from tenderwatch.cli.options import flag, takes
from tenderwatch.registry.draft import Cited


@edit_options
@source_options
def command(
    contract_id: options.IdArgument,
    option: Annotated[int | None, takes("--option", "N", "The option used, as `show` numbers them.")] = None,
    to: Annotated[
        str | None, takes("--to", "DATE", "The new end. Needed if an option is used in part; else a check.")
    ] = None,
    rest: Annotated[
        str | None, takes("--rest", "WORD", "What was not used of the option: gone, or left for later.")
    ] = None,
    modification: Annotated[
        bool, flag("--modification", "Extended by agreement, with no option in the contract.")
    ] = False,
    decided: Annotated[str | None, takes("--decided", "DATE", "When it was decided, if the source says so.")] = None,
    *,
    source: Cited | None,
    edit: Edit,
) -> None:
    """Record that a contract was extended: the option was used, on the evidence you name.

    The end as first let stays as it is; the program adds the option. If only a part of an option was used, --to
    says how far. What makes no sense is refused, and the options are listed.
    """  # fmt: skip
    from tenderwatch.cli.output import one_of
    from tenderwatch.cli.typed import date_of
    from tenderwatch.editing.extend import extend_by, extend_by_agreement
    from tenderwatch.errors import UsageError
    from tenderwatch.registry.model.contract import Rest

    if to is not None and not date_of("--to", to).known:
        raise UsageError("--to: the new end has to be known", "give it as exactly as the source does")
    draft, remark = edit.draft(contract_id), ""
    lacking = [] if option is not None or modification or source else ["--option"]
    if modification and to is None and option is None:
        lacking.append("--to")
    cited = edit.evidence(source, draft.get("lead"), *lacking)
    contract = edit.files.contract(contract_id)
    if modification:
        if option is not None or rest is not None or to is None:
            raise UsageError("--modification takes no option", "give --to DATE alone")
        remark = extend_by_agreement(draft, contract, to, decided, cited, edit.day)
    elif option is None:
        hint = "give its number with --option, or --modification if the contract has no option for it"
        raise UsageError("which option was used?", hint)
    else:
        word = one_of("--rest", rest, get_args(Rest)) if rest is not None else None
        remark = extend_by(draft, contract, option, to, decided, cited, edit.day, word)
    edit.settle(draft, source=cited)
    if remark:
        streams.say(f"note: {remark}")
