"""No output takes the place of what its command reads, by whatever name or link the two are called."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from support import registry_text, run_cli

BASE = ("--base-url", "https://care.example.org/")
COMMANDS = (
    ("ical", ".ics"), ("timeline", ".svg"), ("due", ".csv"), ("list", ".json"), ("show home-care", ".md"),
    ("digest", ".html"), ("digest --state {}/state.json", ".json"), ("report extensions", ".xlsx"),
    ("plan home-care", ".json"), ("why home-care", ".txt"), ("coverage", ".csv"),
)  # fmt: skip


@pytest.mark.parametrize("how", ["hard", "soft"])
@pytest.mark.parametrize(("command", "ending"), COMMANDS)
def test_a_registry_a_watch_file_and_a_state_are_never_written_over(
    command: str, ending: str, how: str, tmp_path: Path
) -> None:
    registry, watch, state = (tmp_path / name for name in ("r/north/care.yaml", "watch.yaml", "state.json"))
    registry.parent.mkdir(parents=True)
    registry.write_text(registry_text("end: 2027-03-31"), encoding="utf-8")
    watch.write_text("councils: [testshire]\n", encoding="utf-8")
    options = ("--registry", str(tmp_path / "r"), "--today", "2026-02-01")
    run_cli("digest", "--state", str(state), *options)
    typed = command.format(tmp_path).split()
    inputs = [registry, *([state] if "--state" in typed else []), *([watch] if typed[0] in ("ical", "due") else [])]
    for number, path in enumerate(inputs):
        target, before = tmp_path / f"out-{number}{ending}", path.read_bytes()
        os.link(path, target) if how == "hard" else target.symlink_to(path)
        more = ("--watch", str(watch)) if path == watch else ()
        answer = run_cli(*typed, *more, "-o", str(target), *options)
        assert answer.code == 2, (typed, answer.err)
        assert path.read_bytes() == before
        assert "is an input of this command" in answer.err
