"""Templates filled with registry text: everything is escaped, and a name that is not given is an error."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from tenderwatch.dates.words import day_text, month_text

if TYPE_CHECKING:
    from jinja2 import Environment, Template


def template(package: str, name: str) -> Template:
    """A template of ours: `name` in the folder `templates` of a package, such as `tenderwatch.site`."""
    return _environment(package).get_template(name)


def base_style() -> str:
    """The style that all our pages begin from: type, colours for light and dark, tables, print."""
    return files("tenderwatch.formats").joinpath("base.css").read_text(encoding="utf-8")


@cache
def _environment(package: str) -> Environment:
    from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=ChoiceLoader([PackageLoader(package), PackageLoader("tenderwatch.formats")]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["day"] = day_text
    environment.filters["month"] = month_text
    return environment
