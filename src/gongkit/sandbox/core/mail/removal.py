"""What the sanitizer took out of some HTML, piece by piece, with the reason and the place.

Nobody is asked twice: the very sanitizer runs over the HTML with its tags numbered, and the
numbers that come back say which tags stayed, and with which attributes.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from string import ascii_lowercase
from typing import Final, NamedTuple

import msgspec
import nh3

from gongkit.sandbox.core.mail.html_rules import MOST_STYLE_CHARACTERS
from gongkit.sandbox.core.mail.html_tokens import (
    COMMENT,
    END,
    START,
    VOID,
    Attribute,
    Token,
    name_end,
    read_tokens,
)
from gongkit.sandbox.core.mail.sanitizer import MARK, clean, sanitize, well_formed
from gongkit.sandbox.core.mail.verdicts import (
    KEPT_ELEMENTS,
    WHY_DROPPED,
    Declaration,
    Removed,
    declarations_of,
    judge_attribute,
    why_declaration_goes,
    why_element_goes,
)

_SHOWN: Final = 80
_NAMES = re.compile(r"<([a-zA-Z][^\s/>]*)")

_NO_PLACE = "An element like this has no place here: browsers leave it out too."
_HIDDEN = "Only a browser finds this, in what looks like something else."
_COMMENT = "Nobody sees comments. Those for Outlook alone are comments as well."
_UNREADABLE = "The address cannot be read."


class Gone(msgspec.Struct, frozen=True, kw_only=True):
    """Something that was taken out, as often as `count` says; `line` is that of the first one.

    `kind` is element, attribute, url, style or comment, `what` its name, `where` the element
    that it stood on, `value` what it said, cut short.
    """

    kind: str
    what: str
    where: str = ""
    value: str = ""
    why: str
    line: int = 0
    count: int = 1


class Piece(msgspec.Struct, frozen=True):
    """A piece of the source; `gone` is the number of what was taken out, counted from 0."""

    text: str
    gone: int | None = None


class Comparison(msgspec.Struct, frozen=True, kw_only=True):
    """HTML before and after the sanitizer. The pieces together are the source."""

    html: str
    gone: list[Gone]
    source: list[Piece]


class _Found(NamedTuple):
    """Something that was taken out, with its places in the source."""

    gone: Gone
    places: tuple[tuple[int, int], ...] = ()


def compare(html: str) -> Comparison:
    """Sanitize HTML and say what went; raise HtmlRefusedError where it is too much."""
    sanitized = sanitize(html)
    html = well_formed(html)
    found = list(_Follower(html).found())
    groups: dict[tuple[str, str, str, str], int] = {}
    gone: list[Gone] = []
    places: list[tuple[int, int, int]] = []
    for each in found:
        key = (each.gone.kind, each.gone.what, each.gone.where, each.gone.why)
        number = groups.setdefault(key, len(groups))
        if number == len(gone):
            gone.append(each.gone)
        else:
            gone[number] = msgspec.structs.replace(gone[number], count=gone[number].count + 1)
        places += [(start, end, number) for start, end in each.places]
    return Comparison(html=sanitized, gone=gone, source=list(_pieces(html, places)))


class _Follower:
    """Follows the tags of some HTML through the sanitizer."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._tokens = read_tokens(source)
        self._ends = _ends_of(self._tokens)
        self._kept = _kept_tags(clean(self._marked(), marked=True))
        self._lines = [match.start() for match in re.finditer("\n", source)]

    def found(self) -> Iterator[_Found]:
        """Give what went, in the order of the source."""
        inside = 0
        for number, token in enumerate(self._tokens):
            if token.start < inside:
                continue
            if token.kind == COMMENT:
                yield self._gone("comment", "comment", _COMMENT, (token.start, token.end))
            elif token.kind == START and number in self._kept:
                yield from self._attributes(token, self._kept[number])
            elif token.kind == START:
                yield self._element(number, token)
                if token.name in WHY_DROPPED:
                    inside = self._end_of(number)
        yield from self._hidden()

    def _element(self, number: int, token: Token) -> _Found:
        why = why_element_goes(token.name) or _NO_PLACE
        if token.name in WHY_DROPPED:
            return self._gone("element", token.name, why, (token.start, self._end_of(number)))
        places = [(token.start, token.end)]
        end = self._ends.get(number)
        if end is not None:
            places.append((self._tokens[end].start, self._tokens[end].end))
        return self._gone("element", token.name, why, *places)

    def _end_of(self, number: int) -> int:
        """Say where a dropped element ends, unless something in it was kept after all."""
        token = self._tokens[number]
        if token.name in VOID:
            return token.end
        last = self._ends.get(number, len(self._tokens) - 1)
        if any(kept in self._kept for kept in range(number, last)):
            return token.end
        return self._tokens[last].end

    def _attributes(self, token: Token, kept: dict[str, str]) -> Iterator[_Found]:
        for attribute in token.attributes:
            found = []
            if attribute.name == "style" and len(attribute.value) <= MOST_STYLE_CHARACTERS:
                found = list(self._declarations(token, attribute))
                yield from found
            if attribute.name not in kept and not found:
                verdict = judge_attribute(token.name, attribute.name, attribute.value)
                kind, why = verdict if isinstance(verdict, Removed) else ("url", _UNREADABLE)
                yield self._attribute(token, attribute, kind, why)

    def _attribute(self, token: Token, attribute: Attribute, kind: str, why: str) -> _Found:
        return self._gone(
            kind,
            attribute.name,
            why,
            (attribute.start, attribute.end),
            where=token.name,
            value=attribute.value,
        )

    def _declarations(self, token: Token, attribute: Attribute) -> Iterator[_Found]:
        for declaration in declarations_of(attribute.value):
            why = why_declaration_goes(declaration)
            if why is not None:
                yield self._gone(
                    "style",
                    declaration.name,
                    why,
                    self._place_of(attribute, declaration),
                    where=token.name,
                    value=declaration.value,
                )

    def _place_of(self, attribute: Attribute, declaration: Declaration) -> tuple[int, int]:
        """Find a declaration in the source; where it is written with entities, all of the style."""
        span = attribute.value_start, attribute.value_end
        start = self._source.find(declaration.text, *span) if declaration.text else -1
        return span if start < 0 else (start, start + len(declaration.text))

    def _hidden(self) -> Iterator[_Found]:
        """Find what went of elements that are none in the source: what hides in broken HTML."""
        names = {*KEPT_ELEMENTS, *(name.lower() for name in _NAMES.findall(self._source))}
        seen = nh3.clean(
            self._marked(),
            tags=names,
            clean_content_tags=set(),
            attributes={"*": {MARK}},
            generic_attribute_prefixes=set(ascii_lowercase),
            link_rel=None,
        )
        for token in read_tokens(seen):
            if token.kind == START and token.get(MARK) is None:
                why = why_element_goes(token.name)
                if why is not None:
                    yield _Found(Gone(kind="element", what=token.name, why=f"{_HIDDEN} {why}"))
                else:
                    yield from _hidden_attributes(token)

    def _marked(self) -> str:
        pieces, place = [], 0
        for number, token in enumerate(self._tokens):
            if token.kind == START:
                end = name_end(token)
                pieces += [self._source[place:end], f' {MARK}="{number}"']
                place = end
        return "".join([*pieces, self._source[place:]])

    def _gone(
        self,
        kind: str,
        what: str,
        why: str,
        *places: tuple[int, int],
        where: str = "",
        value: str = "",
    ) -> _Found:
        line = 1 + bisect_left(self._lines, places[0][0])
        short = value if len(value) <= _SHOWN else f"{value[:_SHOWN]}…"
        gone = Gone(kind=kind, what=what, where=where, value=short, why=why, line=line)
        return _Found(gone, places)


def _hidden_attributes(token: Token) -> Iterator[_Found]:
    for attribute in token.attributes:
        verdict = judge_attribute(token.name, attribute.name, attribute.value)
        if isinstance(verdict, Removed):
            why = f"{_HIDDEN} {verdict.why}"
            gone = Gone(kind=verdict.kind, what=attribute.name, where=token.name, why=why)
            yield _Found(gone)


def _ends_of(tokens: list[Token]) -> dict[int, int]:
    """Find for each start tag the end tag of its element, by number; some have none."""
    ends: dict[int, int] = {}
    opened: dict[str, list[int]] = {}
    for number, token in enumerate(tokens):
        if token.kind == START and token.name not in VOID:
            opened.setdefault(token.name, []).append(number)
        elif token.kind == END and opened.get(token.name):
            ends[opened[token.name].pop()] = number
    return ends


def _kept_tags(cleaned: str) -> dict[int, dict[str, str]]:
    """Read the numbers of the tags that came back, each with its attributes."""
    kept: dict[int, dict[str, str]] = {}
    for token in read_tokens(cleaned):
        mark = token.get(MARK) if token.kind == START else None
        if mark is not None and mark.isdigit():
            kept[int(mark)] = {each.name: each.value for each in token.attributes}
    return kept


def _pieces(source: str, places: Iterable[tuple[int, int, int]]) -> Iterator[Piece]:
    """Cut the source where something went; of two places that overlap the first one counts."""
    done = 0
    for start, end, number in sorted(places):
        if start < done or start == end:
            continue
        if start > done:
            yield Piece(source[done:start])
        yield Piece(source[start:end], number)
        done = end
    if done < len(source):
        yield Piece(source[done:])
