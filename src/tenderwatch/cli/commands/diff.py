"""`tenderwatch diff`: a record of one's own against the one that it takes the place of."""

from __future__ import annotations

from difflib import unified_diff
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from tenderwatch.cli import complete, options, streams
from tenderwatch.cli.edit import Edit, edit_options
from tenderwatch.cli.options import flag, named
from tenderwatch.cli.output import Output
from tenderwatch.errors import UsageError

if TYPE_CHECKING:
    from tenderwatch.registry.yaml_tree import Data


@edit_options
@options.output(only=("plain",))
def command(
    record_id: Annotated[str, named("ID", "The record's id.", complete.ids)],
    seen: Annotated[bool, flag("--seen", "Keep yours, and note that you have seen the other as it is now.")] = False,
    *,
    output: Output,
    edit: Edit,
) -> None:
    """Show how your own record differs from the one that it replaces in the layer below.

    Nothing is merged: take over what you want with `set`. With --seen, `check` stays silent until the other record
    changes again.
    """
    from tenderwatch.editing.writing import item
    from tenderwatch.registry.layers import content_hash
    from tenderwatch.registry.yaml_tree import data_of

    section = edit.section_of(record_id, None)
    own, lower = edit.files.having(section, record_id), edit.files.beneath(section, record_id)
    if not (own or lower):
        edit.draft(record_id, section)  # says which ids are near
    if own is None or lower is None:
        where = own.name if own else lower.layer if lower else ""
        raise UsageError(f"'{record_id}' is in {where} only", "there is nothing to compare it with")
    mine, other = (_data(data_of(file.record(section, record_id))) for file in (own, lower))
    noted = mine.pop("taken_over", None)
    edition = next((file.edition_written for file in edit.files.below if file.edition_written), "")
    name = f"{lower.layer} ({lower.name}, edition {edition})"
    before, after = (item(record, 0) for record in (other, mine))
    lines = unified_diff(before, after, name, own.name, lineterm="")
    output.put_bytes("".join(f"{line}\n" for line in lines).encode(), *(Path(file.name) for file in edit.files.files))
    if before == after:
        streams.say("both say the same")
    now: Data = {"edition": edition, "hash": content_hash(other)}
    if noted == now:
        return
    if seen:
        draft = edit.draft(record_id, section)
        draft.put(("taken_over",), now)
        edit.settle(draft)
    elif not isinstance(noted, dict):
        streams.say("yours does not say which state it takes the place of: note it with --seen")
    elif noted.get("hash") != content_hash(other):
        streams.say(f"the other has changed since {noted.get('edition')}: once you have compared them, add --seen")


def _data(record: Data) -> dict[str, Data]:
    return dict(record) if isinstance(record, dict) else {}
