"""Watch files: what they keep, what they refuse, and that one fitting list is enough."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from support import run_cli

DAY = ("--today", "2026-01-10")
RECORDS = (
    "id: home-care\nservices: [home care]\nend: 2026-05-31",
    "id: respite\ntitle: Short breaks for carers\nservices: [respite]\nlead: otherham\nend: 2027",
    "id: joint\nservices: [advocacy]\npartners: [otherham]\nend: 2027",
    "id: other\nservices: [day services]\nnotes: [Has a lot for dementia]\nend: 2027",
)

# A watch file | the ids it keeps | a sentence.
KEPT = [
    ("contracts: [home-care]", ["home-care"], "a contract by its id"),
    ("councils: [Otherham]", ["joint", "respite"], "a council by a name of its, as lead or partner"),
    ("services: [Home Care, advocacy]", ["home-care", "joint"], "services in any case of letters"),
    ("words: [DEMENTIA]", ["other"], "words in notes"),
    ("contracts: [home-care]\nwords: [short breaks]", ["home-care", "respite"], "one list that fits is enough"),
    ("# ours\ncouncils:\n  - otherham\nservices: []\n", ["joint", "respite"], "an empty list asks nothing"),
]


@pytest.fixture
def path(registry: Callable[..., str]) -> str:
    return registry(*RECORDS)


@pytest.mark.parametrize(("text", "kept", "sentence"), KEPT, ids=[row[-1] for row in KEPT])
def test_kept(path: str, tmp_path: Path, text: str, kept: list[str], sentence: str) -> None:
    watch = tmp_path / "ours.yaml"
    watch.write_text(text)
    answer = run_cli("list", "--registry", path, "--watch", str(watch), "--format", "json", *DAY)
    assert (answer.code, answer.err) == (0, "")
    assert sorted(row["id"] for row in answer.json["rows"]) == kept, sentence


def test_a_watch_list_and_filters_must_both_fit(path: str, tmp_path: Path) -> None:
    watch = tmp_path / "ours.yaml"
    watch.write_text("councils: [otherham]")
    answer = run_cli(
        "due",
        "--months",
        "36",
        "--registry",
        path,
        "--watch",
        str(watch),
        "--service",
        "respite",
        "--format",
        "json",
        *DAY,
    )
    assert [row["id"] for row in answer.json["rows"]] == ["respite"]


# A watch file | what is said | a sentence.
REFUSED = [
    ("contracts: [home-car]", "watch list 'ours': there is no contract 'home-car'", "an id that nothing bears"),
    ("councils: [Atlantis]", "watch list 'ours': there is no council 'Atlantis' in the registry", "an unknown council"),
    ("services: [jazz]", "watch list 'ours': no contract in the registry has the service 'jazz'", "an unknown service"),
    ("council: [otherham]", "'council' is not a key of a watch file", "a key written wrong"),
    ("councils: otherham", "a list is wanted here", "a word in place of a list"),
    ("", "the file is empty", "nothing at all"),
    ("words: []", "the file names nothing to watch", "lists with nothing in them"),
    ("- a\n- b", "a watch file is wanted here", "a list in place of keys"),
    ("words: !!python/name:os.system ['x']", "the tag", "a tag"),
]


@pytest.mark.parametrize(("text", "said", "sentence"), REFUSED, ids=[row[-1] for row in REFUSED])
def test_refused(path: str, tmp_path: Path, text: str, said: str, sentence: str) -> None:
    watch = tmp_path / "ours.yaml"
    watch.write_text(text)
    answer = run_cli("list", "--registry", path, "--watch", str(watch), *DAY)
    assert (answer.code, answer.out) == (2, ""), sentence
    assert said in answer.err
    assert len(answer.err.splitlines()) == 2, "one fault and one next step"
    assert "registry begins" not in answer.err, "a watch file is no registry"


def test_a_watch_file_that_is_not_there(path: str) -> None:
    answer = run_cli("list", "--registry", path, "--watch", "nowhere.yaml", *DAY)
    assert (answer.code, answer.err.splitlines()[0]) == (2, "tenderwatch: there is no watch file nowhere.yaml")
