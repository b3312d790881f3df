"""`tenderwatch add`: a new contract, from flags, a filled template, or questions."""

import sys
from pathlib import Path
from typing import Annotated

from tenderwatch.cli import complete, streams
from tenderwatch.cli.edit import Edit, edit_options, source_options
from tenderwatch.cli.options import flag, named, takes
from tenderwatch.errors import UsageError
from tenderwatch.registry.decoding import decode
from tenderwatch.registry.draft import Cited
from tenderwatch.registry.files import read_bytes

# What no contract can be without, and how it is given.
_NEEDED = {"id": "the ID", "title": "--title", "services": "--service", "lead": "--lead"}


@edit_options
@source_options
def command(
    contract_id: Annotated[str | None, named("[ID]", "Its id: the council, then the service.")] = None,
    from_: Annotated[
        str | None, takes("--from", "FILE", "Add what a filled template holds; - reads it from a pipe.")
    ] = None,
    print_template: Annotated[bool, flag("--template", "Print a template to fill in, and stop.")] = False,
    interactive: Annotated[bool, flag("--interactive", "Ask for what is not given, question by question.")] = False,
    title: Annotated[str | None, takes("--title", "TEXT", "A plain title.")] = None,
    kind: Annotated[str, takes("--kind", "KIND", "contract, framework, open-framework, dps, ...")] = "contract",
    service: Annotated[list[str] | None, takes("--service", "WORDS", "What is bought. May be repeated.")] = None,
    lead: Annotated[
        str | None, takes("--lead", "ID", "The authority that leads, or unknown.", complete.councils)
    ] = None,
    partner: Annotated[list[str] | None, takes("--partner", "ID", "May be repeated.")] = None,
    provider: Annotated[list[str] | None, takes("--provider", "NAME", "May be repeated.")] = None,
    start: Annotated[str | None, takes("--start", "DATE", "When it began or begins.")] = None,
    end: Annotated[str | None, takes("--end", "DATE", "The end as first agreed, without options.")] = None,
    option: Annotated[
        list[str] | None, takes("--option", "12m", "An option to extend, in order. May be repeated.")
    ] = None,
    notice: Annotated[
        str | None, takes("--notice", "3m", "How long before the end notice of an option must be given.")
    ] = None,
    portal: Annotated[str | None, takes("--portal", "ID", "The portal stated for it.")] = None,
    regime: Annotated[str | None, takes("--regime", "LAW", "The law it was let under, if stated.")] = None,
    tender: Annotated[str | None, takes("--tender", "DATE", "When the buyer plans to tender.")] = None,
    reference: Annotated[str | None, takes("--reference", "TEXT", "Your own reference.")] = None,
    department: Annotated[
        str | None, takes("--department", "NAME", "The department it belongs to.", complete.departments)
    ] = None,
    owner: Annotated[str | None, takes("--owner", "ROLE", "The role that looks after it, not a person's name.")] = None,
    cpv: Annotated[list[str] | None, takes("--cpv", "CODE", "A CPV code. May be repeated.")] = None,
    value: Annotated[
        str | None, takes("--value", "TEXT", "What it is worth and what that covers: '£90,000 a year'.")
    ] = None,
    file: Annotated[str, takes("--in", "FILE", "In a folder: the file it goes into.")] = "",
    *,
    source: Cited | None,
    edit: Edit,
) -> None:
    """Add a contract: from the options below, from a filled template (--template, then --from), or by questions.

    The options hold what most records need; a template can hold everything, and several records at once.
    """  # fmt: skip
    from tenderwatch.editing.add import from_flags, from_text, template
    from tenderwatch.editing.apply import placed

    if print_template:
        streams.write(template())
        return
    given: dict[str, str | list[str] | None] = {
        "id": contract_id, "title": title, "kind": kind, "services": service, "lead": lead, "partners": partner,
        "providers": provider, "portal": portal, "regime": regime, "start": start, "end": end, "notice": notice,
        "extensions": option, "plans": tender, "reference": reference, "department": department, "owner": owner,
        "cpv": cpv, "value": value,
    }  # fmt: skip
    if from_ is not None:
        if interactive or source or any(value for key, value in given.items() if key != "kind"):
            raise UsageError("--from takes everything from the file", "remove the other options, or put them into it")
        drafts = from_text(_text(from_), from_)
        placed(edit.files, drafts, file)
        edit.settle(*drafts)
        return
    if interactive:
        from tenderwatch.cli.questions import ask_contract, ask_source

        ask_contract(given, edit.files)
        source = source if source and source.own else ask_source(source, edit.files)
    cited = edit.evidence(source, given["lead"], *(flag for key, flag in _NEEDED.items() if not given[key]))
    draft = from_flags(given, cited)
    placed(edit.files, (draft,), file)
    edit.settle(draft, source=cited)


def _text(name: str) -> str:
    """What a filled template holds. Raises UsageError where it is not UTF-8 text."""
    data = sys.stdin.buffer.read() if name == "-" else read_bytes(Path(name))
    text, problems = decode(data, name)
    if text is None:
        raise UsageError(f"cannot read {name}: {problems[0].message}", problems[0].hint)
    return text
