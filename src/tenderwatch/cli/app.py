"""The commands, each imported only when it is called, so that starting one does not pay for the others."""

from importlib import import_module
from typing import Annotated, Any

import typer
from typer.core import TyperCommand, TyperGroup

from tenderwatch import __version__

# The commands as help groups them.
SECTIONS: dict[str, tuple[str, ...]] = {
    "Ask": (
        "due", "list", "show", "why", "plan", "report", "coverage", "timeline", "backtest", "wording", "explain",
    ),
    "Publish": ("ical", "digest", "publish", "serve", "export", "convert"),
    "Record": (
        "add", "extend", "set", "fetch", "import", "confirm", "replace", "retire", "abandon", "undo", "aside", "source",
        "authority", "portal", "check", "diff", "fmt",
    ),
    "Set up": ("init", "config", "doctor", "schema", "help"),
}  # fmt: skip
# Commands that are groups, and the commands in them.
GROUPS: dict[str, tuple[str, ...]] = {"source": ("add",), "authority": ("add",), "portal": ("add",)}
# The modules that have another name than their command, and the functions in them if that is not `command`.
_MODULES = dict.fromkeys(GROUPS, "named") | {
    "abandon": "retire:abandon", "convert": "export:convert", "help": "explain:show_help",
    "import": "import_", "list": "list_", "replace": "retire:replace", "set": "set_",
}  # fmt: skip
COMMANDS: dict[str, str] = {
    name: f"tenderwatch.cli.commands.{_MODULES.get(name, name)}" for names in SECTIONS.values() for name in names
}


def _format_examples(command: Any, ctx: Any, formatter: Any) -> None:
    """The examples of a command by its name, 'source add' in a group, which only help reads."""
    from tenderwatch.cli.examples import examples_of

    command.epilog = examples_of(ctx.command_path.removeprefix("tenderwatch "))
    TyperCommand.format_epilog(command, ctx, formatter)


class _Command(TyperCommand):
    """A command whose options are completed in any case, and that takes no empty value for one that is not given."""

    format_epilog = _format_examples

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        left = super().parse_args(ctx, args)
        for param in self.params:
            given = ctx.params.get(param.name)
            words = given if isinstance(given, list | tuple) else (given,)
            if param.opts[0].startswith("-") and any(isinstance(word, str) and not word.strip() for word in words):
                source = ctx.get_parameter_source(param.name)
                if source is not None and source.name == "COMMANDLINE" and not ctx.resilient_parsing:
                    from tenderwatch.errors import UsageError

                    raise UsageError(f"{param.opts[-1]} is empty", "give a value, or leave the option out")
        return left

    def shell_complete(self, ctx: Any, incomplete: str) -> Any:
        return super().shell_complete(ctx, incomplete.lower() if incomplete.startswith("--") else incomplete)


class _Group(TyperGroup):
    """A command that is a group of others."""

    format_epilog = _format_examples


class _LazyGroup(TyperGroup):
    """A group that imports a command's module when the command is asked for."""

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002 - the interface's own
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ARG002 - the interface's own
        if cmd_name not in COMMANDS:
            return None
        place, _, function = COMMANDS[cmd_name].partition(":")
        module = import_module(place)
        app = typer.Typer(add_completion=False, rich_markup_mode=None)
        if cmd_name in GROUPS:
            # With a callback typer makes a group of it, even of a single command.
            app.callback(cls=_Group, help=module.ABOUT[cmd_name])(lambda: None)
            for name in GROUPS[cmd_name]:
                app.command(name, cls=_Command)(getattr(module, f"{cmd_name}_{name}"))
        else:
            app.command(cmd_name, cls=_Command)(getattr(module, function or "command"))
        return typer.main.get_command(app)

    def shell_complete(self, ctx: Any, incomplete: str) -> Any:
        return super().shell_complete(ctx, incomplete.lower())

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """The commands in their groups, each with the whole first sentence of its help."""
        for section, commands in SECTIONS.items():
            with formatter.section(section):
                rows = [(name, self.get_command(ctx, name).help or "") for name in commands]
                formatter.write_dl([(name, " ".join(about.split("\n\n")[0].split())) for name, about in rows])

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        name = args[0]
        if name not in COMMANDS and (name == "-" or not name.startswith("-")) and not ctx.resilient_parsing:
            from tenderwatch.errors import UsageError
            from tenderwatch.problems import did_you_mean

            hint = did_you_mean(name, COMMANDS) or f"the commands are {', '.join(COMMANDS)}"
            raise UsageError(f"there is no command '{name}'", hint)
        return super().resolve_command(ctx, args)


def _version(asked: bool) -> None:
    if asked:
        from tenderwatch.cli.context import bundled_edition
        from tenderwatch.dates.words import day_text

        edition = bundled_edition()
        typer.echo(f"tenderwatch {__version__}" + (f" (data of {day_text(edition)})" if edition else ""))
        raise typer.Exit


def build(*, completing: bool = True) -> Any:
    """The whole command line; without the options that set up completion, where no option of its own is asked for."""
    app = typer.Typer(
        cls=_LazyGroup,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        add_completion=completing,
        context_settings={"help_option_names": ["-h", "--help"]},
    )

    @app.callback()
    def tenderwatch(
        version: Annotated[
            bool,
            typer.Option(
                "-V",
                "--version",
                help="Print the version and the edition of its data, and exit.",
                callback=_version,
                is_eager=True,
            ),
        ] = False,
    ) -> None:
        """What care contracts run out, what must be decided, by when, and why."""

    return typer.main.get_command(app)
