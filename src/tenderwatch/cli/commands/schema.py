"""`tenderwatch schema`: the registry's JSON Schema, for editors."""

from tenderwatch.cli import options
from tenderwatch.cli.output import Output


@options.output(only=("json",))
def command(*, output: Output) -> None:
    """Print the JSON Schema (draft-07) of a registry file, which editors use to complete and check."""
    from tenderwatch.registry.format.schema import schema_text

    output.put_bytes(schema_text().encode())
