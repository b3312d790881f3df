"""Words for shell completion. A registry that cannot be read completes nothing and says nothing."""

import os
from collections.abc import Callable, Iterable
from contextlib import suppress
from importlib import import_module

import typer

from tenderwatch.errors import TenderwatchError
from tenderwatch.registry.model import Registry


class _Word(str):
    """A word that fits what was typed in any case: typer asks once more, and would mind the case."""

    __slots__ = ()

    def startswith(self, prefix: str | tuple[str, ...], *_: object) -> bool:
        prefixes = prefix if isinstance(prefix, tuple) else (prefix,)
        return self.casefold().startswith(tuple(text.casefold() for text in prefixes))


def fitting(known: Iterable[str], incomplete: str) -> list[str]:
    """The words that begin with what was typed, whatever its case, in their order."""
    return [word for word in map(_Word, known) if word.startswith(incomplete)]


def _from_registry(
    words: Callable[[Registry, typer.Context], Iterable[str]],
) -> Callable[[typer.Context, str], list[str]]:
    def complete(ctx: typer.Context, incomplete: str) -> list[str]:
        from tenderwatch.cli.context import registry_layers
        from tenderwatch.registry.load import load_layers

        with suppress(TenderwatchError, OSError):
            registry = load_layers(
                registry_layers(ctx.params.get("registry") or os.environ.get("TENDERWATCH_REGISTRY") or None)
            ).registry
            return fitting(sorted(words(registry, ctx)), incomplete)
        return []

    return complete


def _from_table(module: str, name: str) -> Callable[[str], list[str]]:
    """Every word of a table; its module is imported when it is asked for."""
    return lambda incomplete: fitting(getattr(import_module(module), name), incomplete)


def _dates(registry: Registry, ctx: typer.Context) -> Iterable[str]:
    """The names of the dates of the contract that is named before."""
    from tenderwatch.cli import clock
    from tenderwatch.outlook import look_at
    from tenderwatch.queries.explain import explain

    contract = registry.by_id.get(ctx.params.get("contract_id") or "")
    today = ctx.params.get("today") or os.environ.get("TENDERWATCH_TODAY")
    return {item.kind for item in explain(look_at(contract, registry, clock.today(today)))} if contract else ()


ids = _from_registry(lambda registry, _: registry.by_id)
councils = _from_registry(lambda registry, _: registry.authorities)
portals = _from_registry(lambda registry, _: registry.portals)
sources = _from_registry(lambda registry, _: registry.sources)
services = _from_registry(lambda registry, _: registry.words("services"))
dates = _from_registry(_dates)
departments = _from_registry(lambda registry, _: registry.words("department"))
kinds = _from_registry(lambda registry, _: registry.words("kind"))
regions = _from_table("tenderwatch.labels.records", "REGION")
statuses = _from_table("tenderwatch.law.terms", "STATUSES")
commands = _from_table("tenderwatch.cli.app", "COMMANDS")
reports = _from_table("tenderwatch.answers.report", "REPORTS")


def explained(incomplete: str) -> list[str]:
    """Everything that `explain` knows."""
    from tenderwatch.cli.explained import explanations

    with suppress(TenderwatchError, OSError):
        return fitting(explanations(), incomplete)
    return []
