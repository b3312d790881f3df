"""Puts the manual pages into the wheel, where pip lays them into share/man of the environment."""

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

sys.path.insert(0, str(Path(__file__).parent / "scripts"))


class ManPages(BuildHookInterface):  # type: ignore[type-arg, misc]
    """Makes them from the page of commands at each build."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002 - the interface's own
        """Write the pages, and name them as data of the wheel."""
        from man_pages import write

        for path in write(Path(self.root) / "build" / "man"):
            build_data["shared_data"][str(path)] = f"share/man/man1/{path.name}"
