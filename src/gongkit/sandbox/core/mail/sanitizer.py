"""The sanitizer: of any HTML it leaves what an email may have, and nothing that could run.

What it gives it would give back unchanged: cleaning twice is cleaning once.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Final

import nh3

from gongkit.sandbox.core.mail.html_rules import LINK_SCHEMES, MOST_BYTES, MOST_TAGS
from gongkit.sandbox.core.mail.verdicts import (
    KEPT_ELEMENTS,
    WHY_DROPPED,
    Kept,
    allowed_on,
    judge_attribute,
)

MARK: Final = "data-gongkit-tag"
"""The attribute by which `removal.py` follows a tag through the sanitizer."""

_REL: Final = "noopener noreferrer"
_ROUNDS: Final = 5
_BREAKS_IN_PRE = re.compile(r"(<pre(?: [^>]*)?>)\n+")


class HtmlRefusedError(Exception):
    """The HTML is not taken at all; its text says why."""


def sanitize(html: str) -> str:
    """Leave what an email may have; raise HtmlRefusedError where it is too much."""
    check_size(html)
    cleaned = _settled(html)
    # Tags that were not closed are closed now: it may have grown.
    check_size(cleaned)
    return cleaned


def _settled(html: str) -> str:
    cleaned = clean(html)
    for _ in range(_ROUNDS):
        again = clean(cleaned)
        if again == cleaned:
            return cleaned
        cleaned = again
    # What is read differently each time is never HTML that somebody meant.
    return escape_text(html)


def check_size(html: str) -> None:
    """Refuse HTML that would take too long to read."""
    if len(html) > MOST_BYTES or len(html.encode("utf-8", "replace")) > MOST_BYTES:
        raise HtmlRefusedError(f"The HTML is larger than {MOST_BYTES // 1000:,} KB.")
    if html.count("<") > MOST_TAGS:
        raise HtmlRefusedError(f"The HTML has more than {MOST_TAGS:,} tags.")


def clean(html: str, *, marked: bool = False) -> str:
    """Clean once. Tags that are `marked` keep their mark."""
    cleaned = _cleaner(marked=marked).clean(well_formed(html))
    return _BREAKS_IN_PRE.sub(r"\1", cleaned)


def well_formed(text: str) -> str:
    """Replace halves of characters, which may come in JSON and cannot be written as UTF-8."""
    return text.encode("utf-8", "replace").decode()


def escape_text(text: str) -> str:
    """Write a text as HTML that shows it."""
    whole = well_formed(text).replace("\0", "").replace("\r", "\n")
    for character, written in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ("\xa0", "&nbsp;")):
        whole = whole.replace(character, written)
    return whole


@cache
def _cleaner(*, marked: bool) -> nh3.Cleaner:
    allowed = {name: set(allowed_on(name)) for name in ("*", *KEPT_ELEMENTS)}
    attributes = {name: names for name, names in allowed.items() if names}
    if marked:
        attributes["*"] = {*attributes["*"], MARK}
    return nh3.Cleaner(
        tags=set(KEPT_ELEMENTS),
        clean_content_tags=set(WHY_DROPPED),
        attributes=attributes,
        attribute_filter=_filter,
        link_rel=_REL,
        url_schemes={*LINK_SCHEMES, "data"},
        url_relative="deny",
    )


_GIVEN: Final[Mapping[str, str]] = {"rel": _REL}


def _filter(element: str, name: str, value: str) -> str | None:
    """Judge an attribute that nh3 lets through by its name."""
    if name == MARK:
        return value
    if name in _GIVEN:
        return _GIVEN[name]
    verdict = judge_attribute(element, name, value)
    return verdict.value if isinstance(verdict, Kept) else None
