"""`tenderwatch replace`: a contract was followed by another."""

from typing import Annotated

from tenderwatch.cli import complete
from tenderwatch.cli.edit import Edit, edit_options, source_options
from tenderwatch.cli.options import named, takes
from tenderwatch.registry.draft import Cited


@edit_options
@source_options
def command(
    old: Annotated[str, named("OLD", "The earlier contract's id.", complete.ids)],
    new: Annotated[str, takes("--with", "NEW", "The id of its successor.", complete.ids)],
    *,
    source: Cited | None,
    edit: Edit,
) -> None:
    """Record that one contract takes the place of another. Both have to be in the registry, and both stay."""
    from tenderwatch.editing.retire import replace

    edit.draft(old)
    draft = edit.draft(new)
    cited = edit.evidence(source, draft.get("lead")) if source else None
    replace(draft, old, edit.files, cited)
    edit.settle(draft, source=cited)
