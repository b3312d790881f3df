"""A pattern over a row of letters, compiled when a row first holds all the letters that the pattern cannot do without.

Most productions are of words that few wordings have. To look for their letters costs a fraction of a search, and of
what it takes to compile patterns that a run never needs.
"""

import re

_CLASS, _COUNT, _GROUP = re.compile(r"\\.|\[\^?[^\]]+\]"), re.compile(r"\{[^}]*\}"), re.compile(r"\([^()]*\)")
_LETTER = re.compile(r"[^.^$+*?](?![*?])")


class RowPattern:
    """Searched in rows as a `re.Pattern` is."""

    __slots__ = ("_needed", "_pattern", "source")

    def __init__(self, source: str) -> None:
        self.source, self._needed = source, letters_needed(source)
        self._pattern: re.Pattern[str] | None = None

    @property
    def compiled(self) -> bool:
        """Whether a row has held all that it needs."""
        return self._pattern is not None

    def search(self, row: str) -> re.Match[str] | None:
        """Where it is first found in a row; None where it is not."""
        for letter in self._needed:
            if letter not in row:
                return None
        if self._pattern is None:
            self._pattern = re.compile(self.source)
        return self._pattern.search(row)


def letters_needed(source: str) -> str:
    """Letters that every row holds in which a pattern is found: those outside its classes and groups, '@' apart.

    None of a pattern with ways that exclude each other.
    """
    plain = _COUNT.sub("*", _CLASS.sub(".", source))
    while "(" in plain:
        plain = _GROUP.sub("", plain)
    return "" if "|" in plain else "".join(dict.fromkeys(_LETTER.findall(plain.replace("@", ""))))
