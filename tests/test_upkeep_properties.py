"""A thousand edits at random: no line that an edit does not concern changes by a byte, and the file stays valid."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from editing_support import NORTHSHIRE, STYLES, is_subsequence, touched
from support import run_cli
from tenderwatch.dates.parsing import parse_when
from tenderwatch.editing.add import from_flags
from tenderwatch.editing.apply import Addition, apply, with_edition
from tenderwatch.editing.cited import Cited, new_source, source_edits
from tenderwatch.editing.confirm import confirm
from tenderwatch.editing.draft import Draft, changed
from tenderwatch.editing.earlier import forget, keep_what_was
from tenderwatch.editing.extend import extend_by
from tenderwatch.editing.fields import added, field_path, read_value
from tenderwatch.editing.files import File, draft_of, edition_of
from tenderwatch.editing.retire import replace, retire
from tenderwatch.editing.verdict import faults, holds_up, new_faults, sound_contract, sound_registry
from tenderwatch.errors import UsageError
from tenderwatch.registry.model import Registry

TODAY = date(2026, 11, 25)
TEXTS = (
    "plain words", "colon: inside", "hash # inside", "- dash", "'quoted'", '"double"', "back\\slash", "null", "no",
    "012", "a, b",
    "[brackets]", "{braces}", "@at", "%percent", "`tick`", "&and", "*star", "!bang", "|pipe", ">more", "? what",
    "ends:", "#first",
    "Café £5 – naïve", "🙂", "a\u00a0b", "  many   spaces ", "'", '"', "''", "x" * 150, "word " * 39, "true", "~",
    "<<", "=", "...", "---",
    "it's \"both\" of \\ them", "key: 'v' # c", "1e5", "-", "?", ":", "a\tb",
)  # fmt: skip
DATES = (
    "2027-03-31",
    "2028-02",
    "2030",
    "spring 2027",
    "2027/28",
    "2026-Q1",
    "2026-01..2026-04",
    "31/03/2027",
    "soon",
    "unknown",
)
Edit = Callable[[random.Random, tuple[File, ...], Registry], tuple[Draft | Addition, ...]]


def _cited(rng: random.Random, registry: Registry) -> Cited:
    return Cited(
        rng.choice(sorted(registry.sources)), rng.choice(["Row 14", "item 3", " ".join(rng.choice(TEXTS).split())])
    )


def _contract(rng: random.Random, files: tuple[File, ...], registry: Registry) -> Draft:
    return draft_of(files, "contracts", rng.choice(sorted(registry.by_id)))


def _confirm(rng: random.Random, files: tuple[File, ...], registry: Registry) -> tuple[Draft, ...]:
    draft = _contract(rng, files, registry)
    confirm(draft, (rng.choice(sorted(registry.sources)),) if rng.random() < 0.8 else (), TODAY)
    return (draft,)


def _extend(rng: random.Random, files: tuple[File, ...], registry: Registry) -> tuple[Draft | Addition, ...]:
    draft = _contract(rng, files, registry)
    cited = Cited("decision", "Item 1", (("title", "A decision"), ("publisher", "P"), ("strength", "notice")))
    cited = cited if "decision" not in registry.sources else _cited(rng, registry)
    to = rng.choice([None, "2028-03-31", "2029-03-31", "2030-03-31", rng.choice(DATES)])
    extend_by(
        draft, sound_contract(files, draft.name), rng.randint(1, 4), to, rng.choice([None, "2026-11-19"]), cited, TODAY
    )
    return (*source_edits(files, cited, TODAY), draft)


def _set(rng: random.Random, files: tuple[File, ...], registry: Registry) -> tuple[Draft, ...]:
    field = rng.choice(
        ("title", "start", "end", "notice", "plans.tender", "plans.note", "value", "providers", "services",
        "user_groups", "notes",
         "breaks", "extensions.1.condition", "extensions.1.months", "extensions.2.state", "evidence.1.place",
         "portal", "ocid", "let",
         "related_ocids", "partners", "regime", "advertised", "evidence.1.strength")
    )  # fmt: skip
    values: dict[str, tuple[str, ...]] = {
        "start": DATES, "end": DATES, "tender": DATES, "breaks": DATES, "advertised": ("2024-01-01", "2025"),
        "notice": ("3m", "12w", "x"),
        "services": ("home care", "care homes", "advocacy"), "months": ("12", "24", "none"), "state": ("declined",
        "permitted", "odd"),
        "portal": ("nepo", "example-portal", "nobody"), "ocid": ("ocds-h6vhtk-0513e5",), "let": ("true", "false"),
        "related_ocids": ("ocds-h6vhtk-0513e5", "ocds-b5fd17-1"), "partners": ("otherham", "eastport"),
        "regime": ("psr", "pa2023"),
        "strength": ("notice", "notice-data"),
    }  # fmt: skip
    draft = _contract(rng, files, registry)
    before = draft_of(files, "contracts", draft.name)
    path, kind = field_path(draft, field)
    choice = values.get(field.split(".")[-1], TEXTS)
    cited: Cited | None = _cited(rng, registry)
    how = rng.random()
    if how < 0.15:
        forget(draft, path)
        cited = None
    elif how < 0.4 and field in ("providers", "services", "notes", "breaks", "user_groups"):
        added(draft, path, kind, (rng.choice(choice),), field)
    elif field == "value":
        draft.put(path, read_value(kind, (f"amount={rng.randint(1, 10**6)}", f"basis={rng.choice(TEXTS)}"), field))
    else:
        several = rng.randint(1, 3) if field in ("providers", "services", "notes", "breaks", "user_groups") else 1
        draft.put(path, read_value(kind, tuple(rng.choice(choice) for _ in range(several)), field))
    was: Any = rng.choice([None, "slip", "moved", "disputed"])
    because = rng.choice(TEXTS) if was == "disputed" else None
    keep_what_was(draft, before, path, cited, was=was, because=because, files=files, today=TODAY)
    return (draft,)


def _retire(rng: random.Random, files: tuple[File, ...], registry: Registry) -> tuple[Draft, ...]:
    draft = _contract(rng, files, registry)
    retire(draft, "2026-10", rng.choice(TEXTS), _cited(rng, registry))
    return (draft,)


def _replace(rng: random.Random, files: tuple[File, ...], registry: Registry) -> tuple[Draft, ...]:
    draft = _contract(rng, files, registry)
    cited = _cited(rng, registry) if rng.random() < 0.5 else None
    replace(draft, rng.choice(sorted(registry.by_id)), sound_registry(files), cited)
    return (draft,)


def _source(rng: random.Random, files: tuple[File, ...], _: Registry) -> tuple[Addition, ...]:
    about = (
        ("title", rng.choice(TEXTS)),
        ("publisher", rng.choice(TEXTS)),
        ("strength", "notice"),
        ("published", "2026-10"),
    )
    return (new_source(files, f"source-{rng.randint(1, 99)}", about, TODAY),)


def _add(rng: random.Random, _: tuple[File, ...], registry: Registry) -> tuple[Addition, ...]:
    given: dict[str, str | list[str] | None] = {
        "id": f"new-{rng.randint(1, 99)}", "title": rng.choice(TEXTS), "kind": "contract", "services": ["home care"],
        "lead": rng.choice(sorted(registry.authorities)), "end": rng.choice(DATES[:7]), "extensions": ["12m", "2x12m",
        "until 2040"],
        "providers": [rng.choice(TEXTS)],
    }  # fmt: skip
    return (from_flags(given, _cited(rng, registry)),)


EDITS: tuple[Edit, ...] = (_confirm, _extend, _extend, _set, _set, _set, _set, _retire, _replace, _source, _add)


def _step_by_step(files: tuple[File, ...], draft: Draft) -> tuple[File, ...]:
    """The files after each change of a draft in turn; of each, only the lines of its own place may differ."""
    data = draft_of(files, draft.section, draft.name).data
    for change in draft.changes:
        assert isinstance(data, dict)
        item = Draft(draft.section, draft.name, data)
        item.changes = [change]
        data = item.data = changed(data, *_placed(change))
        after = apply(files, (item,))
        old, new = files[0].text, after[0].text
        free = touched(old, draft.section, draft.name, change.path, new=change.action == "insert")
        lines, ends = old.splitlines(keepends=True), new.splitlines(keepends=True)
        if not old.endswith(("\n", "\r")):  # the last line gets an end where another comes after it
            lines, ends = old.splitlines(), new.splitlines()
        kept = [line for number, line in enumerate(lines) if number not in free]
        assert is_subsequence(kept, ends), (change, sorted(free))
        files = after
    return files


def _placed(change: Any) -> tuple[Any, str, Any]:
    return change.path, change.action, change.value


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("seed", range(8))
def test_a_thousand_random_edits_touch_their_own_lines_only(style: str, seed: int) -> None:
    """Forty runs of 25 edits, each a fresh registry in one of five styles."""
    rng = random.Random(f"{style} {seed}")  # noqa: S311 - a sequence to be repeated, not a secret
    files: tuple[File, ...] = (File("contracts.yaml", STYLES[style]),)
    assert faults(files) == ()
    made = refused = 0
    while made < 25:
        assert refused < 400, "most edits are refused: the test has lost its way"
        registry = sound_registry(files)
        try:
            edits = rng.choice(EDITS)(rng, files, registry)
            first = apply(files, edits)
        except UsageError as error:
            if "cannot be changed" in str(error):
                raise
            refused += 1
            continue
        after = with_edition(first, TODAY)
        if first == files or any(map(holds_up, new_faults(files, after))):
            refused += 1
            continue
        made += 1
        assert not any(map(holds_up, faults(after)))
        assert edition_of(after) == "2026-11-25"
        added = apply(files, tuple(edit for edit in edits if isinstance(edit, Addition)))
        assert is_subsequence(files[0].text.split(), added[0].text.split())
        for draft in edits:
            if isinstance(draft, Draft):
                assert _step_by_step(added, draft) == first
        assert _others(files, edits) == _others(first, edits)
        files = after
    assert refused > 0


def _others(files: tuple[File, ...], edits: tuple[Draft | Addition, ...]) -> dict[str, Any]:
    """Every contract as read, but for the one that an edit concerns."""
    concerned = {edit.name for edit in edits if isinstance(edit, Draft)}
    concerned |= {str(edit.data["id"]) for edit in edits if isinstance(edit, Addition) and isinstance(edit.data, dict)}
    return {name: item for name, item in sound_registry(files).by_id.items() if name not in concerned}


def test_a_new_source_or_contract_only_adds_lines() -> None:
    rng = random.Random(7)  # noqa: S311 - as above
    files = (File("contracts.yaml", NORTHSHIRE),)
    registry = sound_registry(files)
    for edit in (_source, _add):
        after = apply(files, edit(rng, files, registry))
        old, new = files[0].text.splitlines(), after[0].text.splitlines()
        assert len(new) > len(old)
        assert is_subsequence(old, new)


@pytest.mark.parametrize("style", STYLES)
def test_random_edits_through_the_command_line(style: str, tmp_path: Path) -> None:
    rng = random.Random(style)  # noqa: S311 - as above
    path = tmp_path / "contracts.yaml"
    mark = "\ufeff" if "Windows" in style else ""
    path.write_bytes((mark + STYLES[style]).encode())
    made = 0
    for number in range(14):
        before = path.read_bytes()
        registry = sound_registry((File("f", before.decode("utf-8-sig")),))
        name, source = rng.choice(sorted(registry.by_id)), rng.choice(sorted(registry.sources))
        cite = ("--source", source, "--place", f"Item {number}: a, b")
        command = rng.choice((
            ("set", name, "title", rng.choice(TEXTS[:20])),
            ("set", name, "end", rng.choice(DATES), *cite),
            ("set", name, "notes", "--add", rng.choice(TEXTS[:20])),
            ("extend", name, "--option", str(rng.randint(1, 3)), "--to", "2028-03-31", *cite),
            ("confirm", name, "--source", source),
            ("retire", name, "--on", "2026-10-01", "--how", "expired", *cite),
            ("source", "add", f"new-{number}", "--title", rng.choice(TEXTS[:20]), "--publisher", "P", "--strength",
            "notice"),
            ("add", f"c-{number}", "--title", "New", "--service", "home care", "--lead", "unknown", "--end",
            "2028-03", *cite),
        ))  # fmt: skip
        more = ("--registry", str(path), "--today", "2026-11-25")
        # Words that begin with a dash stand after `--`.
        tried = run_cli(command[0], "--dry-run", *more, *_after_dashes(command[1:]))
        assert path.read_bytes() == before, "a dry run writes nothing"
        answer = run_cli(command[0], *more, *_after_dashes(command[1:]))
        assert (answer.code, answer.out) == (tried.code, tried.out)
        if answer.code:
            assert (answer.code, answer.out, path.read_bytes()) == (2, "", before)
            continue
        made += 1
        assert answer.out.startswith(f"--- {path}\n+++ {path}\n@@ ")
        after = path.read_bytes()
        assert after.startswith(mark.encode())
        warned = [line for line in run_cli("check", str(path)).lines if not line.startswith("  ")]
        assert all(line.endswith("[unused-source]") for line in warned)
        assert _ends(after) == _ends(before)
        gone, come = (Counter(line[1:] for line in answer.lines[2:] if line.startswith(sign)) for sign in ("-", "+"))
        assert Counter(_bare(before)) - gone + come == Counter(_bare(after))
        assert [path.name for path in tmp_path.iterdir()] == ["contracts.yaml"]
    assert made >= 3


def _bare(data: bytes) -> list[str]:
    """The lines of a file as a difference shows them."""
    return data.decode("utf-8-sig").splitlines()


def _after_dashes(words: tuple[str, ...]) -> tuple[str, ...]:
    """The same command, with what might be taken for an option behind `--`."""
    options = [at for at, word in enumerate(words) if word.startswith("--") and word not in ("---", "--add")]
    first = options[0] if options else len(words)
    flags = tuple(word for word in words[:first] if word == "--add")
    return (*words[first:], *flags, "--", *(word for word in words[:first] if word != "--add"))


def _ends(data: bytes) -> set[str]:
    """The kinds of line end in a file."""
    text = data.decode()
    return {line[len(line.rstrip("\r\n")) :] for line in text.splitlines(keepends=True)} - {""}


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("style", ["the example", "every style"])
def test_any_words_are_read_back_as_they_were_given(text: str, style: str) -> None:
    files = (File("contracts.yaml", STYLES[style]),)
    for name in sound_registry(files).by_id:
        draft = draft_of(files, "contracts", name)
        draft.put(("title",), text)
        draft.append(("providers",), text)
        draft.append(("notes",), text)
        after = apply(files, (draft,))
        found = sound_registry(after).by_id[name]
        words = " ".join(text.split())
        assert (found.title, found.providers[-1], found.notes[-1]) == (words, words, words)


@pytest.mark.parametrize("text", DATES)
def test_dates_are_written_as_exactly_as_they_were_given(text: str) -> None:
    files = (File("contracts.yaml", NORTHSHIRE),)
    draft = draft_of(files, "contracts", "northshire-advocacy")
    path, kind = field_path(draft, "end")
    try:
        when = parse_when(text)
    except ValueError:
        with pytest.raises(UsageError, match="is not a date"):
            read_value(kind, (text,), "end")
        return
    draft.put(path, read_value(kind, (text,), "end"))
    assert sound_registry(apply(files, (draft,))).by_id["northshire-advocacy"].end == when
