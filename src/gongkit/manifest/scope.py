"""Scopes in a manifest: each must be one of Gong's, and a near miss is recognised."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher

from gongkit.contract.scopes import SCOPES
from gongkit.manifest.finding import Code, Edit, Problem, quoted
from gongkit.manifest.likeness import is_slip


def scope(text: str) -> Iterator[Problem]:
    """Check that a scope exists."""
    if text in SCOPES:
        return
    several = text.replace(",", " ").split()
    if len(several) > 1:
        yield Problem(
            Code.UNKNOWN_SCOPE,
            f"{quoted(text)} holds several scopes.",
            "Give each an entry of its own.",
        )
        return
    near = nearest_scope(text)
    fix = f"Did you mean {near!r}?" if near else "Gong's scopes look like 'api:calls:read:basic'."
    edit = Edit("replace", near) if near and is_slip(_bare(text), _bare(near)) else None
    yield Problem(Code.UNKNOWN_SCOPE, f"Gong has no scope {quoted(text)}.", fix, edit)


def nearest_scope(given: str) -> str | None:
    """Find the scope that was most likely meant, comparing word by word."""
    wanted = _words(given[:100])
    likeness = {name: _likeness(wanted, _words(name)) for name in SCOPES}
    found = max(likeness, key=likeness.__getitem__)
    return found if likeness[found] >= 0.6 else None


def _bare(name: str) -> str:
    return re.sub(r"(?i)^\W*api\W+", "", name)


def _words(name: str) -> list[str]:
    """Split `api:calls:read` into words, with the singular and the plural alike."""
    words = re.split(r"[^a-z0-9]+", name.casefold())
    return [word.removesuffix("s") for word in words if word and word != "api"]


def _likeness(wanted: list[str], known: list[str]) -> float:
    """Weigh that each wanted word is there more than that there are no others."""
    best = [max(SequenceMatcher(None, word, other).ratio() for other in known) for word in wanted]
    covered = sum(best) / max(len(best), 1)
    return 0.75 * covered + 0.25 * len(set(wanted) & set(known)) / len(known)
