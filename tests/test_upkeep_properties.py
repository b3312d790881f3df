"""A thousand edits at random: no line that an edit does not concern changes by a byte, and the file stays valid."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from editing_support import NORTHSHIRE, STYLES, is_subsequence, touched
from support import run_cli
from tenderwatch.dates.parsing import parse_when
from tenderwatch.dates.typed import read_when
from tenderwatch.editing.add import from_flags, new_source, with_source
from tenderwatch.editing.apply import apply, new_faults
from tenderwatch.editing.confirm import confirm
from tenderwatch.editing.earlier import forget, keep_what_was
from tenderwatch.editing.extend import extend_by
from tenderwatch.editing.fields import added, field_path, read_value
from tenderwatch.editing.files import File, Files
from tenderwatch.editing.retire import replace, retire
from tenderwatch.errors import UsageError
from tenderwatch.problems import Problem
from tenderwatch.registry.draft import Cited, Draft
from tenderwatch.registry.draft import Path as Steps
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
Edit = Callable[[random.Random, Files, Registry], tuple[Draft, ...]]


def _cited(rng: random.Random, registry: Registry) -> Cited:
    return Cited(
        rng.choice(sorted(registry.sources)), rng.choice(["Row 14", "item 3", " ".join(rng.choice(TEXTS).split())])
    )


def _contract(rng: random.Random, files: Files, registry: Registry) -> Draft:
    return files.draft("contracts", rng.choice(sorted(registry.by_id)))


def _confirm(rng: random.Random, files: Files, registry: Registry) -> tuple[Draft, ...]:
    draft = _contract(rng, files, registry)
    confirm(draft, (rng.choice(sorted(registry.sources)),) if rng.random() < 0.8 else (), TODAY)
    return (draft,)


def _extend(rng: random.Random, files: Files, registry: Registry) -> tuple[Draft, ...]:
    draft = _contract(rng, files, registry)
    cited = Cited("decision", "Item 1", (("title", "A decision"), ("publisher", "P"), ("strength", "notice")))
    cited = cited if "decision" not in registry.sources else _cited(rng, registry)
    to = rng.choice([None, "2028-03-31", "2029-03-31", "2030-03-31", rng.choice(DATES)])
    extend_by(draft, files.contract(draft.name), rng.randint(1, 4), to, rng.choice([None, "2026-11-19"]), cited, TODAY)
    return with_source(files, cited, TODAY, draft)


def _set(rng: random.Random, files: Files, registry: Registry) -> tuple[Draft, ...]:
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
    before = files.draft("contracts", draft.name)
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
    keep_what_was(draft, before, path, cited, was=was, because=because, titles=files.titles(), today=TODAY)
    return (draft,)


def _retire(rng: random.Random, files: Files, registry: Registry) -> tuple[Draft, ...]:
    draft = _contract(rng, files, registry)
    retire(draft, parse_when("2026-10"), rng.choice(TEXTS), _cited(rng, registry))
    return (draft,)


def _replace(rng: random.Random, files: Files, registry: Registry) -> tuple[Draft, ...]:
    draft = _contract(rng, files, registry)
    cited = _cited(rng, registry) if rng.random() < 0.5 else None
    replace(draft, rng.choice(sorted(registry.by_id)), files, cited)
    return (draft,)


def _source(rng: random.Random, files: Files, _: Registry) -> tuple[Draft, ...]:
    about = (
        ("title", rng.choice(TEXTS)),
        ("publisher", rng.choice(TEXTS)),
        ("strength", "notice"),
        ("published", "2026-10"),
    )
    return (new_source(files, f"source-{rng.randint(1, 99)}", about, TODAY),)


def _add(rng: random.Random, _: Files, registry: Registry) -> tuple[Draft, ...]:
    given: dict[str, str | list[str] | None] = {
        "id": f"new-{rng.randint(1, 99)}", "title": rng.choice(TEXTS), "kind": "contract", "services": ["home care"],
        "lead": rng.choice(sorted(registry.authorities)), "end": rng.choice(DATES[:7]), "extensions": ["12m", "2x12m",
        "until 2040"],
        "providers": [rng.choice(TEXTS)],
    }  # fmt: skip
    return (from_flags(given, _cited(rng, registry)),)


EDITS: tuple[Edit, ...] = (_confirm, _extend, _extend, _set, _set, _set, _set, _retire, _replace, _source, _add)


def _changes(draft: Draft, old: Any, new: Any, path: Steps = ()) -> Iterator[tuple[Steps, bool]]:
    """Where a draft changes its record, by the places that were there before; and whether something comes in there."""
    if isinstance(old, dict) and isinstance(new, dict):
        yield from (((*path, key), False) for key in old if key not in new)
        yield from (((*path, key), True) for key in new if key not in old)
        for key in old.keys() & new.keys():
            yield from _changes(draft, old[key], new[key], (*path, key))
    elif isinstance(old, list) and isinstance(new, list) and old != new:
        pairs = draft.pairs(old, new)
        if not any(pair.old is not None and pair.new is not None for pair in pairs):
            yield path, False
            return
        for pair in pairs:
            if pair.old is None:
                yield (*path, len(old)), True
            elif pair.new is None:
                yield (*path, pair.old), False
            else:
                yield from _changes(draft, old[pair.old], new[pair.new], (*path, pair.old))
    elif old != new:
        yield path, False


def _only_its_own_lines(files: Files, after: Files, draft: Draft) -> None:
    """Of a draft that has been applied, only the lines of the places that it changes may differ."""
    old, new = files.files[0].text, after.files[0].text
    free: set[int] = set()
    for path, comes in _changes(draft, draft.before, draft.data):
        free |= touched(old, draft.section, draft.name, path, new=comes)
    lines, ends = old.splitlines(keepends=True), new.splitlines(keepends=True)
    if not old.endswith(("\n", "\r")):  # the last line gets an end where another comes after it
        lines, ends = old.splitlines(), new.splitlines()
    kept = [line for number, line in enumerate(lines) if number not in free]
    assert is_subsequence(kept, ends), sorted(free)


def _errors(problems: tuple[Problem, ...]) -> list[Problem]:
    return [problem for problem in problems if problem.level == "error"]


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("seed", range(8))
def test_a_thousand_random_edits_touch_their_own_lines_only(style: str, seed: int) -> None:
    """Forty runs of 25 edits, each a fresh registry in one of five styles."""
    rng = random.Random(f"{style} {seed}")  # noqa: S311 - a sequence to be repeated, not a secret
    files = Files((File("contracts.yaml", STYLES[style]),))
    assert files.checked[1] == ()
    made = refused = 0
    while made < 25:
        assert refused < 400, "most edits are refused: the test has lost its way"
        registry = files.checked[0]
        try:
            drafts = rng.choice(EDITS)(rng, files, registry)
            first = apply(files, drafts)
        except UsageError as error:
            if "cannot be changed" in str(error):
                raise
            refused += 1
            continue
        after = apply(files, drafts, TODAY)
        if first is files or _errors(new_faults(files, after)):
            refused += 1
            continue
        made += 1
        assert not _errors(after.checked[1])
        assert after.edition == "2026-11-25"
        added = apply(files, tuple(draft for draft in drafts if draft.new))
        assert is_subsequence(files.files[0].text.split(), added.files[0].text.split())
        for draft in drafts:
            if not draft.new:
                _only_its_own_lines(added, first, draft)
                assert apply(added, (draft,)) == first, "together they are as one after the other"
        assert _others(files, drafts) == _others(first, drafts)
        files = after
    assert refused > 0


def test_a_hundred_drafts_at_once_are_as_one_after_the_other() -> None:
    rng = random.Random(11)  # noqa: S311 - as above
    files = Files((File("contracts.yaml", NORTHSHIRE),))
    registry = files.checked[0]
    drafts: list[Draft] = []
    taken: set[str] = set()
    for edit in (*EDITS, _add, _source) * 12:
        try:
            made = edit(rng, files, registry)
            apply(files, made)
        except UsageError:
            continue
        if taken.isdisjoint(draft.name for draft in made):
            taken |= {draft.name for draft in made}
            drafts += made
    assert len(drafts) > 20
    one_by_one = files
    for draft in drafts:
        one_by_one = apply(one_by_one, (draft,))
    assert apply(files, drafts).files[0].text == one_by_one.files[0].text


def _others(files: Files, drafts: tuple[Draft, ...]) -> dict[str, Any]:
    """Every contract as read, but for the one that a draft concerns."""
    concerned = {draft.name for draft in drafts}
    return {name: item for name, item in files.checked[0].by_id.items() if name not in concerned}


def test_a_new_source_or_contract_only_adds_lines() -> None:
    rng = random.Random(7)  # noqa: S311 - as above
    files = Files((File("contracts.yaml", NORTHSHIRE),))
    for edit in (_source, _add):
        after = apply(files, edit(rng, files, files.checked[0]))
        old, new = files.files[0].text.splitlines(), after.files[0].text.splitlines()
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
        registry = Files((File("f", before.decode("utf-8-sig")),)).checked[0]
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
        assert {path.name for path in tmp_path.iterdir()} == {"contracts.yaml", ".tenderwatch-undo"}
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
    files = Files((File("contracts.yaml", STYLES[style]),))
    for name in files.checked[0].by_id:
        draft = files.draft("contracts", name)
        draft.put(("title",), text)
        draft.append(("providers",), text)
        draft.append(("notes",), text)
        after = apply(files, (draft,))
        found = after.checked[0].by_id[name]
        words = " ".join(text.split())
        assert (found.title, found.providers[-1], found.notes[-1]) == (words, words, words)


@pytest.mark.parametrize("text", DATES)
def test_dates_are_written_as_exactly_as_they_were_given(text: str) -> None:
    files = Files((File("contracts.yaml", NORTHSHIRE),))
    draft = files.draft("contracts", "northshire-advocacy")
    path, kind = field_path(draft, "end")
    try:
        when = read_when(text)
    except ValueError:
        with pytest.raises(UsageError, match="is not a date"):
            read_value(kind, (text,), "end")
        return
    draft.put(path, read_value(kind, (text,), "end"))
    assert apply(files, (draft,)).checked[0].by_id["northshire-advocacy"].end == when
