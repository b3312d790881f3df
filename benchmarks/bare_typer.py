"""The yardstick for start-up: the least that a program built on typer can do."""

from __future__ import annotations

import typer


def main() -> None:
    """Print one line."""
    typer.echo("nothing is due")


if __name__ == "__main__":
    typer.run(main)
