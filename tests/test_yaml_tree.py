"""YAML to a tree: what is kept as written, what is refused, and where each fault stands."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support import shown_text
from tenderwatch.registry.yaml_tree import MAX_DEPTH, Mapping, Node, Scalar, Sequence, read_tree

LOOK = "look at this line and the one before: indent with spaces, put text with `: ` or ` #` in quotes"


def value(node: Node | None) -> object:
    """A node as plain values: text, lists and dicts; None for what was left empty."""
    if isinstance(node, Mapping):
        return {key: value(child) for key, (_, child) in node.pairs.items()}
    if isinstance(node, Sequence):
        return [value(child) for child in node.items]
    assert isinstance(node, Scalar)
    return None if node.empty else node.text


KEPT = [
    ("a: no", {"a": "no"}, "no is a word, not False"),
    ("a: 012", {"a": "012"}, "a leading zero is kept"),
    ("a: 1e5", {"a": "1e5"}, "1e5 is not a number"),
    ("a: 0x1F", {"a": "0x1F"}, "nor is 0x1F"),
    ("a: 1_000", {"a": "1_000"}, "nor 1_000"),
    ("a: 12:30:45", {"a": "12:30:45"}, "nor a time of sixty seconds"),
    ("a: 2026-02-30", {"a": "2026-02-30"}, "a day that does not exist is text like any other"),
    ("a: .inf", {"a": ".inf"}, "infinity is a word"),
    ("no: yes", {"no": "yes"}, "also as a key"),
    ("2026: x", {"2026": "x"}, "numbers as keys are words"),
    ("a: null", {"a": None}, "null is nothing"),
    ("a: ~", {"a": None}, "so is the tilde"),
    ("a:", {"a": None}, "and so is nothing"),
    ("a: 'null'", {"a": "null"}, "null in quotes is a word"),
    ('a: "~"', {"a": "~"}, "so is the tilde"),
    ("a: ''", {"a": ""}, "empty quotes are a word of no letters"),
    ("a: Null", {"a": "Null"}, "only YAML's plain null is nothing"),
    ("a: {b: [c, d], e: {}}", {"a": {"b": ["c", "d"], "e": {}}}, "groups and lists nest"),
    ("- - a\n  - b\n- c", [["a", "b"], "c"], "lists of lists"),
    ("a: >-\n  one\n  two\nb: x", {"a": "one two", "b": "x"}, "folded text is one line"),
    ("a: |\n  one\n  two\n", {"a": "one\ntwo\n"}, "literal text keeps its lines"),
    ("%YAML 1.1\n---\na: b\n...\n", {"a": "b"}, "one document may be marked as one"),
    ("a: b # c\n# d", {"a": "b"}, "comments are left out"),
    ("a: 'it''s [bold] | 50%'", {"a": "it's [bold] | 50%"}, "quotes protect marks"),
    ("'a': 😀 é £", {"a": "😀 é £"}, "every script is welcome"),
]
REFUSED = [
    (
        "a: 1\nb: 2\na: 3",
        ["f:3:1: error: 'a' is written twice here (first on line 1) [duplicate-key]", "keep one of the two"],
        {"a": "1", "b": "2"},
        "a key stands once",
    ),
    (
        "x:\n  - {a: 1, b: {c: 1, c: 2}}",
        ["f:2:22: error: 'c' is written twice here (first on line 2) [duplicate-key]", "keep one of the two"],
        {"x": [{"a": "1", "b": {"c": "1"}}]},
        "also deep within",
    ),
    ("a: !!str 2026", ["f:1:4: error: the tag !!str is not allowed [tag]", "remove it"], {"a": "2026"}, "no tags"),
    (
        "a: !python/object:os.system [ls]",
        ["f:1:4: error: the tag !python/object:os.system is not allowed [tag]", "remove it"],
        {"a": ["ls"]},
        "least of all those that build objects",
    ),
    ("a: &x b", ["f:1:4: error: the anchor &x is not allowed [anchor]", "remove it"], {"a": "b"}, "no anchors"),
    (
        "a: &x {b: c}\nd: *x",
        [
            "f:1:4: error: the anchor &x is not allowed [anchor]",
            "remove it",
            "f:2:4: error: *x repeats another entry [alias]",
            "write the entry out",
        ],
        {"a": {"b": "c"}, "d": None},
        "no aliases, and what one repeats is not made up",
    ),
    (
        "a: b\n---\nc: d",
        ["f:2:1: error: a second document begins here [second-document]", "remove the line `---`"],
        {"a": "b"},
        "one document a file; the first is still read",
    ),
    (
        "? [a]\n: b",
        ["f:1:3: error: a key must be a plain word [bad-key]", "write `key: value`"],
        None,
        "no lists as keys",
    ),
    (
        'a: "\\e[31mred"',
        [
            "f:1:4: error: control character U+001B, written as an escape [control-character]",
            "delete it; text holds only what shows",
        ],
        {"a": "\x1b[31mred"},
        "a control character is found behind its escape",
    ),
    (
        'a: "\\u202Eevil"',
        [
            "f:1:4: error: control character U+202E, written as an escape [control-character]",
            "delete it; text holds only what shows",
        ],
        {"a": "\u202eevil"},
        "so is a mark that turns the writing round",
    ),
    (
        "a: b: c",
        ["f:1:5: error: not readable as YAML: mapping values are not allowed in this context [not-yaml]", LOOK],
        None,
        "a colon in plain text",
    ),
    (
        "a:\n\t- b",
        ["f:2:1: error: not readable as YAML: found character that cannot start any token [not-yaml]", LOOK],
        None,
        "tabs do not indent",
    ),
    (
        "a: 'b",
        ["f:1:6: error: not readable as YAML: found unexpected end of stream [not-yaml]", LOOK],
        None,
        "a quote left open",
    ),
    (
        "a: [b, c",
        ["f:2:1: error: not readable as YAML: did not find expected ',' or ']' [not-yaml]", LOOK],
        None,
        "a bracket left open",
    ),
]


@pytest.mark.parametrize(("text", "expected", "sentence"), KEPT, ids=[row[-1] for row in KEPT])
def test_scalars_stay_as_written(text: str, expected: object, sentence: str) -> None:
    root, problems = read_tree(text, "f")
    assert (value(root), problems) == (expected, []), sentence


@pytest.mark.parametrize(("text", "said", "kept", "sentence"), REFUSED, ids=[row[-1] for row in REFUSED])
def test_what_is_refused(text: str, said: list[str], kept: object, sentence: str) -> None:
    root, problems = read_tree(text, "f")
    assert [line.strip() for problem in problems for line in problem.lines()] == said, sentence
    assert (value(root) if root else None) == kept, sentence


@pytest.mark.parametrize("fault", ["b: {c: 1, c: 2}", "b: !x 1", "b: &x 1", 'b: "\\0"', "b: *x"])
def test_a_fault_spoils_the_record_around_it_and_no_other(fault: str) -> None:
    root, _ = read_tree(f"- {{id: one}}\n- {{id: two, deeper: [{{{fault}}}]}}\n- {{id: three}}", "f")
    assert isinstance(root, Sequence)
    assert [isinstance(node, Mapping) and node.broken for node in root.items] == [False, True, False]


def test_a_tag_on_a_record_spoils_it() -> None:
    root, _ = read_tree("- !x {id: one}\n- {id: two}", "f")
    assert isinstance(root, Sequence)
    assert [isinstance(node, Mapping) and node.broken for node in root.items] == [True, False]


def test_places_count_from_one_and_in_characters() -> None:
    root, _ = read_tree("é: {ü: 'ö', a: b}\n", "f")
    assert isinstance(root, Mapping)
    inner = root.pairs["é"][1]
    assert isinstance(inner, Mapping)
    key, child = inner.pairs["a"]
    assert [(node.line, node.column) for node in (root, inner, key, child)] == [(1, 1), (1, 4), (1, 13), (1, 16)]


@pytest.mark.parametrize("opening", ["[", "{a: ", "- "])
def test_depth_is_bounded(opening: str) -> None:
    closing = {"[": "]", "{a: ": "}", "- ": ""}[opening]
    fits = opening * MAX_DEPTH + "x" + closing * MAX_DEPTH
    assert read_tree(fits, "f")[1] == []
    for levels in (MAX_DEPTH + 1, 500):
        root, problems = read_tree(opening * levels + "x" + closing * levels, "f")
        assert root is None
        assert [problem.code for problem in problems] == ["too-deep"]
        assert str(problems[0].place) == f"f:1:{len(opening) * MAX_DEPTH + 1}"


@pytest.mark.parametrize("hostile", ["[" * 100_000, "{" * 100_000, "- " * 50_000, "? " * 50_000, "&a [" * 20_000])
def test_a_hundred_thousand_brackets_cost_nothing(hostile: str) -> None:
    root, problems = read_tree(hostile, "f")
    assert root is None
    assert problems
    assert len(problems) <= 2 * MAX_DEPTH + 2


def test_comments_and_blank_lines_are_no_data() -> None:
    assert read_tree("# nothing yet\n\n", "f") == (None, [])


_MARKS = st.text(alphabet="abc:-[]{}&*!?|>'\"#%@`,~ \n\t\\é😀0", max_size=60)


@given(_MARKS | st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=60))
def test_any_text_gives_a_tree_or_problems_and_never_raises(text: str) -> None:
    root, problems = read_tree(text, "f")
    assert root is None or isinstance(value(root), str | list | dict | None)
    assert all(problem.place.line >= 1 and problem.place.column >= 1 for problem in problems)


@given(shown_text(max_size=60))
def test_quoted_text_is_kept_to_the_letter(text: str) -> None:
    single = text.replace("'", "''")
    double = text.replace("\\", "\\\\").replace('"', '\\"')
    root, problems = read_tree(f"a: '{single}'\nb: \"{double}\"\n", "f")
    assert problems == []
    assert isinstance(root, Mapping)
    assert [node.text for _, node in root.pairs.values() if isinstance(node, Scalar)] == [text, text]
