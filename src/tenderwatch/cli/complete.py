"""Words for shell completion. A registry that cannot be read completes nothing and says nothing."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from contextlib import suppress

import typer

from tenderwatch.errors import TenderwatchError
from tenderwatch.registry.model import Registry


def _from_registry(words: Callable[[Registry], Iterable[str]]) -> Callable[[typer.Context, str], list[str]]:
    def complete(ctx: typer.Context, incomplete: str) -> list[str]:
        from tenderwatch.cli.context import registry_layers
        from tenderwatch.registry.load import load_layers

        with suppress(TenderwatchError, OSError):
            registry = load_layers(
                registry_layers(ctx.params.get("registry") or os.environ.get("TENDERWATCH_REGISTRY") or None)
            ).registry
            wanted = incomplete.casefold()
            return sorted(word for word in words(registry) if word.casefold().startswith(wanted))
        return []

    return complete


def _services(registry: Registry) -> Iterable[str]:
    return {service for contract in registry.contracts for service in contract.services}


ids = _from_registry(lambda registry: registry.by_id)
councils = _from_registry(lambda registry: registry.authorities)
portals = _from_registry(lambda registry: registry.portals)
sources = _from_registry(lambda registry: registry.sources)
services = _from_registry(_services)
departments = _from_registry(lambda registry: filter(None, {item.department for item in registry.contracts}))
kinds = _from_registry(lambda registry: {contract.kind for contract in registry.contracts})


def statuses(incomplete: str) -> list[str]:
    """Every status."""
    from tenderwatch.law.terms import STATUS_WORDS

    return [word for word in STATUS_WORDS if word.startswith(incomplete.casefold())]


def commands(incomplete: str) -> list[str]:
    """Every command."""
    from tenderwatch.cli.app import COMMANDS

    return [word for word in COMMANDS if word.startswith(incomplete.casefold())]


def explained(incomplete: str) -> list[str]:
    """Everything that `explain` knows."""
    from tenderwatch.cli.explained import explanations

    with suppress(TenderwatchError, OSError):
        return [word for word in explanations() if word.casefold().startswith(incomplete.casefold())]
    return []


def reports(incomplete: str) -> list[str]:
    """Every kind of report."""
    from tenderwatch.answers.report import REPORTS

    return [word for word in REPORTS if word.startswith(incomplete.casefold())]
