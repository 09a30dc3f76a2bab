"""Finding what answers a question: sentences that have its words in common.

The sandbox has no language model. It weighs each word by how seldom it is said, and
gives the sentences with the most weight, word for word.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from math import log
from typing import NamedTuple

LABEL = (
    "Extracted by the gongkit sandbox: sentences that share words with the request, word for"
    " word. No AI was asked."
)

_WORD = re.compile(r"\w{3,}")
_ENDINGS = ("ings", "ing", "ers", "ies", "ed", "es", "er", "en", "s", "e", "y")
_SHORTEST_STEM = 3
_MOST_WORDS = 50
_SHORTEST_LINE = 20
_COMMON = frozenset(
    _WORD.findall(
        """about all also and any are auf aus been bei but can could das dem den der des did die
        does ein eine einen for from had haben has hat have her him his how ich ihr ihre ist its
        mit nicht not our out said say says she should sich sie sind tell than that the their
        them then there these they this those und uns von war was wer were what when where which
        who whom why wie wir wird with would you your zum zur"""
    )
)


class Line(NamedTuple):
    """A sentence: what it is, who said it about what, and the place of its source."""

    text: str
    said_by: str
    about: str
    source: int


def words_of(text: str) -> tuple[str, ...]:
    """List the telling words of a text, without their endings."""
    words = (word for word in _WORD.findall(text.lower()) if word not in _COMMON)
    return tuple(dict.fromkeys(_stem(word) for word in words))[:_MOST_WORDS]


def _stem(word: str) -> str:
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_STEM:
            return word.removesuffix(ending)
    return word


def best_lines(words: Sequence[str], lines: Sequence[Line], count: int) -> list[Line]:
    """Choose the lines with the most telling words, the best first; of equals the earlier."""
    if not words:
        return []
    # The longest comes first: an expression takes the first alternative that fits.
    choices = "|".join(sorted(words, key=len, reverse=True))
    find = re.compile(rf"\b(?:{choices})").findall
    found = []
    for place, line in enumerate(lines):
        if len(line.text) >= _SHORTEST_LINE and (hits := find(line.text.lower())):
            found.append((place, frozenset(hits)))
    frequency = Counter(word for _, hits in found for word in hits)
    weight = {word: log(1 + len(lines) / times) for word, times in frequency.items()}
    found.sort(key=lambda one: (-sum(sorted(weight[word] for word in one[1])), one[0]))
    chosen: dict[str, Line] = {}
    for place, _ in found:
        chosen.setdefault(lines[place].text, lines[place])
        if len(chosen) == count:
            break
    return list(chosen.values())
