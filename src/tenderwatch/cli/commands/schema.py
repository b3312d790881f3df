"""`tenderwatch schema`: the registry's JSON Schema, for editors."""

from __future__ import annotations

import sys


def command() -> None:
    """Print the JSON Schema (draft-07) of a registry file, which editors use to complete and check."""
    from tenderwatch.registry.format.schema import schema_text

    sys.stdout.write(schema_text())
