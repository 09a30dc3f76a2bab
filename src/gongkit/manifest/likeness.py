"""Whether a name can only have been a slip for another one, so that it may be put in its place.

What is merely near is asked about ("Did you mean …?"), and left to a person.
"""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from typing import Final

_WORD: Final = re.compile(r"[A-Z]?[a-z0-9]+|[A-Z0-9]+")
_ALIKE: Final = 0.75
"""A letter of four may be another one. `read` and `write`, `create` and `delete` are below."""
_SHORTEST: Final = 3
"""So many letters of a word's beginning stand for it, as `prod` for `production`."""


def is_slip(given: str, name: str) -> bool:
    """Tell whether two names are the same words: in other letters or order, or misspelt."""
    given_words, words = _words(given[:100]), _words(name)
    if "".join(given_words) == "".join(words) or sorted(given_words) == sorted(words):
        return True
    return len(given_words) == len(words) and all(map(_are_alike, given_words, words))


def _words(name: str) -> list[str]:
    return [word.casefold() for word in _WORD.findall(name)]


def _are_alike(one: str, other: str) -> bool:
    shorter, longer = sorted((one, other), key=len)
    begins = len(shorter) >= _SHORTEST and longer.startswith(shorter)
    return begins or SequenceMatcher(None, one, other).ratio() >= _ALIKE
