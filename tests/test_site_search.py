"""The files of the search of a large site: every word is found, and changes give the same files as beginning anew."""

from __future__ import annotations

import json
import random
from collections import Counter

import pytest

from tenderwatch.own_json import DamageError
from tenderwatch.site.large.search import INDEX, Search, words_in

COUNCILS = ("durham", "leeds", "otherham")


def files_of(
    delta: Counter[tuple[str, str]], before: dict[str, bytes] | None = None, most: int = 200
) -> dict[str, bytes]:
    before = before or {}
    found = Search(before.get, most).apply(delta)
    return {path: before[path] if data is None else data for path, data in found}


def found_in(files: dict[str, bytes]) -> dict[str, dict[str, int]]:
    """Every word that the files hold, once."""
    words: dict[str, dict[str, int]] = {}
    for path, data in files.items():
        if path != INDEX:
            file = json.loads(data)
            for word, held in file["words"].items():
                assert word not in words
                numbers = iter([held, 1] if isinstance(held, int) else held)
                words[word] = {file["councils"][place]: number for place, number in zip(numbers, numbers, strict=True)}
    return words


def some_word(pick: random.Random) -> str:
    return "".join(pick.choices("abcé1", k=pick.randint(2, 6)))


@pytest.mark.parametrize("seed", range(30))
def test_changes_give_the_files_of_a_new_beginning(seed: int) -> None:
    pick = random.Random(seed)  # noqa: S311 - the same ones each time
    whole: Counter[tuple[str, str]] = Counter()
    files: dict[str, bytes] = {}
    for _ in range(8):
        # Now more words come, now more go, so that files are divided and joined again.
        delta: Counter[tuple[str, str]] = Counter()
        for _ in range(pick.choice((0, 1, 5, 60))):
            delta[some_word(pick), pick.choice(COUNCILS)] += pick.randint(1, 3)
        for key in pick.sample(sorted(whole), pick.randint(0, len(whole))) if pick.random() < 0.6 else ():
            delta[key] -= whole[key]
        delta = Counter({key: number for key, number in delta.items() if number})
        whole.update(delta)
        whole = Counter({key: number for key, number in whole.items() if number})
        files = files_of(delta, files)
        assert files == files_of(whole)
        expected: dict[str, dict[str, int]] = {}
        for (word, council), number in whole.items():
            expected.setdefault(word, {})[council] = number
        assert found_in(files) == expected


def test_a_change_of_one_word_writes_one_file_and_the_list() -> None:
    words = Counter({(f"{a}{b}{c}", "durham"): 1 for a in "abcdef" for b in "abcdef" for c in "abcdef"})
    files = files_of(words)
    assert len(files) > 10
    assert all(len(data) < 400 for path, data in files.items() if path != INDEX)
    written = [path for path, data in Search(files.get, 200).apply({("abc", "leeds"): 1}) if data is not None]
    assert sorted(written) == [INDEX, "search/w-ab.json"]


def test_words_are_those_that_a_reader_types() -> None:
    assert list(words_in("Children’s café-bar (REF-0012/B) & Ærø")) == [
        "childrens",
        "cafe",
        "bar",
        "ref",
        "0012",
        "ærø",
    ]
    assert list(words_in("x" * 99)) == ["x" * 40]


@pytest.mark.parametrize("spoil", [b"", b"{", b"[]", b'{"schema_version": 9, "files": {}}', b'{"schema_version": 1}'])
def test_a_damaged_list_is_not_built_upon(spoil: bytes) -> None:
    with pytest.raises(DamageError, match=INDEX):
        Search({INDEX: spoil}.get)


def test_a_damaged_file_is_named() -> None:
    files = files_of(Counter({("home", "durham"): 2}))
    (path,) = files.keys() - {INDEX}
    for spoil in (
        b"",
        b"[",
        b'{"home": 3}',
        files[path].replace(b"[0,2]", b"[1,2]"),
        files[path].replace(b",2]", b"]"),
    ):
        assert spoil != files[path]
        with pytest.raises(DamageError, match="search/w-h"):
            list(Search((files | {path: spoil}).get).apply({("house", "durham"): 1}))
