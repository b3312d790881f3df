"""The fast ways of reading notices give what the careful ones give."""

from __future__ import annotations

import json
import random
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from importers_support import advertised, awarded, cancelled, changed, contracted, period, planned, terminated
from support import ROOT, Answer, run_cli
from tenderwatch.importers import ocds, packages
from tenderwatch.importers.fast_json import plain_release
from tenderwatch.importers.glancing import glance
from tenderwatch.importers.ocds import not_of_care
from tenderwatch.importers.scope import _CARE_WORDS, NOT_CARE, care_in
from test_import_mutated import BASES, mutated

sys.path.insert(0, str(ROOT / "benchmarks"))

from generate_notices import releases

pytest.importorskip("msgspec")
TODAY = ("--today", "2026-11-28")
ROAD = {
    "title": "Collecting bins",
    "items": [{"id": "1", "additionalClassifications": [{"scheme": "CPV", "id": "90511000"}]}],
}  # fmt: skip
CARE_IN_A_LOT = [
    {"id": "1", "title": "Respite for carers", "contractPeriod": period("2027-04-01", "2030-03-31")},
    {"id": "2", "title": "Roads", "contractPeriod": period("2027-04-01", "2031-03-31")},
]


def of_roads(notice: dict[str, Any], number: int, **tender: Any) -> dict[str, Any]:
    whole: dict[str, Any] = json.loads(json.dumps(notice)) | {"ocid": f"ocds-h6vhtk-road{number:02}"}
    whole["tender"] |= ROAD | tender
    return whole


@pytest.fixture
def lines(tmp_path: Path) -> Path:
    """Every kind of notice, of care and of something else, with what the fast decoder does not take."""
    notices = [planned(), advertised(), awarded(), contracted(), changed(), terminated(), cancelled()]
    others = [of_roads(notice, number) for number, notice in enumerate(notices)]
    odd = [
        of_roads(advertised(), 20, title="Home care"),
        of_roads(advertised(), 21, lots=CARE_IN_A_LOT),
        of_roads(advertised(), 22, title="TEST"),
        of_roads(awarded(), 23) | {"awards": []},
        of_roads(awarded(), 24) | {"awards": [{"id": "1", "status": "unsuccessful"}]},
        of_roads(contracted(), 25) | {"tag": ["implementation"]},
        of_roads(contracted(), 26) | {"tag": ["gardening"], "shoeSize": 42},
        of_roads(planned(), 27) | {"planning": {"deep": [[[[1]]]], "caption": "Caf\u00e9 \ud83d\ude00"}},
    ]
    path = tmp_path / "notices.jsonl"
    text = "\n".join(map(json.dumps, [*notices, *others, *odd]))
    path.write_text(text + '\n{"ocid": "ocds-x", "id": 1e9999, "tag": NaN}\n', encoding="utf-8")
    return path


def imported(path: Path, *arguments: str) -> Answer:
    return run_cli("import", str(path), *arguments, "--format", "json", *TODAY)


def test_the_decoder_takes_what_is_plain_and_nothing_else() -> None:
    decode = plain_release()
    assert decode is not None
    assert decode(b'{"ocid": "x", "tender": {"lots": [{"id": "1"}]}}') == {
        "ocid": "x",
        "tender": {"lots": [{"id": "1"}]},
    }
    for odd in (
        b'{"shoeSize": 1}',
        b'{"tender": {"shoeSize": 1}}',
        b'{"id": 1e9999}',
        b'{"id": NaN}',
        b"[1]",
        b'{"id":',
    ):
        assert decode(odd) is None


def test_the_answer_is_the_same_without_the_extra(lines: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fast = imported(lines)
    assert fast.json["files"][0]["unknown_fields"] == {"caption": 1, "deep": 1, "shoeSize": 1}
    monkeypatch.setattr(packages, "plain_release", lambda: None)
    assert imported(lines) == fast


def test_damaged_lines_are_the_same_without_the_extra(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rnd = random.Random(17)  # noqa: S311 - not for secrets
    files = [tmp_path / f"{number}.jsonl" for number in range(40)]
    for file in files:
        file.write_bytes(mutated(BASES["lines.jsonl"], rnd))
    fast = [imported(file) for file in files]
    monkeypatch.setattr(packages, "plain_release", lambda: None)
    careful = [imported(file) for file in files]
    assert [(answer.code, answer.out) for answer in fast] == [(answer.code, answer.out) for answer in careful]
    assert sum(answer.code == 0 for answer in fast) >= 3


def test_setting_aside_early_changes_no_outcome(lines: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    early = imported(lines, "--only", "care").json
    monkeypatch.setattr(ocds, "_plainly_not_care", lambda *_: False)
    late = imported(lines, "--only", "care").json
    assert early["account"] == late["account"]
    assert early["account"]["set_aside"] > 8
    kept = [[row for row in answer["rows"] if row["outcome"] == "new"] for answer in (early, late)]
    assert kept[0] == kept[1]
    assert any("carers" in row["title"] for row in kept[0])


@pytest.mark.parametrize("most", [1, 3, 250])
def test_rows_left_out_together_are_counted_and_listed_one_by_one(
    lines: Path, most: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(packages, "_MOST_LEFT_OUT", most)
    fast = imported(lines, "--only", "care")
    page = run_cli("import", str(lines), "--only", "care", *TODAY)
    monkeypatch.setattr(packages, "plain_release", lambda: None)
    assert imported(lines, "--only", "care") == fast
    assert run_cli("import", str(lines), "--only", "care", *TODAY) == page


def test_setting_aside_early_is_the_same_without_the_extra(lines: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fast = imported(lines, "--only", "care")
    assert fast.json["account"]["set_aside"] > 8
    monkeypatch.setattr(packages, "plain_release", lambda: None)
    assert imported(lines, "--only", "care") == fast


def left_to_a_reader(line: bytes) -> bool:
    """Whether a line is of care, or odd, or damaged: whether it has to be decoded."""
    try:
        release = json.loads(line)
    except ValueError:
        return True
    return not (isinstance(release, dict) and release.get("ocid") and not_of_care(release) == NOT_CARE)


def other_forms(release: Any, rnd: random.Random) -> Iterator[bytes]:
    """The same release as other programs might print it, and others like it."""
    text = json.dumps(release, ensure_ascii=rnd.random() < 0.5)
    yield text.encode()
    yield json.dumps(release, indent=rnd.choice((None, " ")), separators=(" ,\t", "\r: ")).replace("\n", " ").encode()
    letter = rnd.choice("abcdehiklmnorstu0158")
    yield text.replace(letter, f"\\u{ord(letter):04x}").encode()
    yield text.replace(letter, f"&#{ord(letter)};").encode()
    yield text.upper().replace("\\U", "\\u").encode()
    yield text.replace(rnd.choice((" ", "/", "a")), rnd.choice((" ", "\\/", "\u00a0", "\\t", "&nbsp;"))).encode()
    for key in ("ocid", "tender", "title", "id", "status"):  # a key that stands twice keeps its last value
        yield text.replace(f'"{key}":', f'"{key}": {rnd.choice(VALUES)}, "{key}":', 1).encode()
        yield text.replace("{", f'{{"{key}": {rnd.choice(VALUES)}, ', rnd.randrange(1, 9)).encode()
        yield (text[:-1] + f', "{key}": {rnd.choice(VALUES)}}}').encode()
    # A file that is not UTF-8 is not looked at in this way.
    yield mutated(text.encode(), rnd).decode(errors="replace").encode()


VALUES = (
    "null", '"Home care"', '"home\\u0020care"', '"85312100"', "85312100", '" 85312100"', '"852"', '"45000000"',
    '"TEST"', '""', "[]", "{}", "[null]", "NaN", "1e9999", '"unsuccessful"', '"cancelled"', '"active"',
    '{"title": "Respite care"}', '{"lots": [{"title": "Carers"}]}', '{"classification": {"id": "85312100"}}',
    '[{"title": "carers"}]', "[" * 150 + "]" * 150,
)  # fmt: skip


def test_what_is_left_out_at_a_glance_is_plainly_not_of_care(lines: Path) -> None:
    look = glance()
    assert look is not None
    rnd = random.Random(20261129)  # noqa: S311 - not for secrets
    notices = [json.loads(line) for line in lines.read_bytes().splitlines()[:-1]]
    notices += [of_roads(release, 40) | {"title": "Roads"} for release in releases(30)]
    counts: Counter[str] = Counter()
    for _ in range(20):
        for notice in notices:
            for line in other_forms(notice, rnd):
                name = look(line)
                assert not (name and left_to_a_reader(line)), line
                assert name != "" or not_of_care(json.loads(line)) == "", line
                counts["unsure" if name is None else "other" if name else "care"] += 1
    assert counts["other"] > 2000 < counts["unsure"], counts
    assert counts["care"] > 200, counts


def test_most_of_what_is_not_of_care_is_left_out_at_a_glance() -> None:
    look = glance()
    assert look is not None
    names = [look(json.dumps(release).encode()) for release in releases(240)]
    assert names.count("") == 240 // 12
    assert set(names) - {""} < {release["id"] for release in releases(240)}


def test_a_release_that_nests_too_deep_is_not_left_out_at_a_glance() -> None:
    look = glance()
    assert look is not None
    road = json.dumps(of_roads(advertised(), 1))
    assert look(road.encode()) == "000002-2026"
    assert look((road[:-1] + ', "documents": ' + "[" * 300 + "]" * 300 + "}").encode()) is None


TITLES = (
    "Home care", "homecare", "Domiciliary support", "Social care", "0-19 services", "0to19 nursing", "School nursing",
    "Homelessness prevention", "Children's homes", "Fostering", "Carers' breaks", "A \N{KELVIN SIGN}it for day care",
    "Health visiting", "Road works", "Street lighting, careful driving", "Daycare of dogs", "Hotel 0 to 191", "",
)  # fmt: skip


@pytest.mark.parametrize("title", TITLES)
def test_looking_for_first_words_loses_no_title(title: str) -> None:
    for text in (title, title.upper(), f"{title}: lot 2", f"New {title}"):
        assert care_in((), text) is bool(_CARE_WORDS.search(text)), text
