"""Mending a manifest's text where there is no doubt what was meant. Nothing else changes."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

import msgspec

from gongkit.manifest.document import Document
from gongkit.manifest.finding import Edit, Finding
from gongkit.manifest.place import path_of
from gongkit.manifest.profiles import TABLE
from gongkit.manifest.toml_places import Path, Span

MOST_ROUNDS = 10
"""What one change brings to light is changed in the next round."""


class Change(NamedTuple):
    """A piece of the text, and what takes its place."""

    span: Span
    text: str


class Mended(NamedTuple):
    """A text after its changes, and the findings that are gone by them."""

    document: Document
    done: tuple[Finding, ...]


def mended(document: Document) -> Mended:
    """Mend what can be mended; the findings that stay are the new document's."""
    done: list[Finding] = []
    for _ in range(MOST_ROUNDS):
        changes = dict(_changes(document))
        if not changes:
            break
        text = document.text
        for change in sorted(changes.values(), key=lambda c: c.span.start, reverse=True):
            text = text[: change.span.start] + change.text + text[change.span.end :]
        document = replace(document, text=text)
        done += changes
    return Mended(document, tuple(done))


def can_be_mended(document: Document, finding: Finding) -> bool:
    """Tell whether `mended` would do something about a finding."""
    return _change(document, finding) is not None


def _changes(document: Document) -> Iterator[tuple[Finding, Change]]:
    """Give the changes of one round: they do not touch one another."""
    taken: list[Span] = []
    for finding in document.all_findings():
        change = _change(document, finding)
        if change and not any(_touch(change.span, other) for other in taken):
            taken.append(change.span)
            yield finding, change


def _touch(one: Span, other: Span) -> bool:
    return one.start <= other.end and other.start <= one.end


def _change(document: Document, finding: Finding) -> Change | None:
    edit, path = finding.edit, path_of(finding.place)
    spot = document.places.get(path)
    if edit is None or spot is None:
        return None
    match edit.kind:
        case "rename":
            # A key that is there already is for a person to decide on.
            there = (*path[:-1], edit.text) in document.places
            return None if there or spot.key is None else Change(spot.key, edit.text)
        case "replace":
            return Change(spot.value, _written(edit))
        case "remove":
            return _removal(document, path)
        case "allow":
            return _allowed(document, path, edit)


def _removal(document: Document, path: Path) -> Change | None:
    """Take an entry out of its list together with the comma before it."""
    *outer, index = path
    before = document.places.get((*outer, index - 1)) if isinstance(index, int) else None
    spot = document.places[path]
    return None if before is None else Change(Span(before.value.end, spot.value.end), "")


def _allowed(document: Document, path: Path, edit: Edit) -> Change | None:
    """Add an origin to the list that belongs to a page, in the file or in its profile."""
    iframe = path[: 3 if path[0] == TABLE else 1]
    listed = (*iframe, "allowed_origins")
    origins = document.places.get(listed)
    if origins is None:
        return None
    entries = [document.places[at] for at in document.places if at[:-1] == listed]
    if not entries:
        return Change(origins.value, f"[{_written(edit)}]")
    if any(_text_at(document, spot.value) == edit.text for spot in entries):
        # The page is in the file, and it is a profile's own list that lacks its origin.
        return None
    last = entries[-1].value
    indent = re.search(r"\n([ \t]*)$", document.text[: last.start])
    lead = f",\n{indent[1]}" if indent else ", "
    return Change(Span(last.end, last.end), lead + _written(edit))


def _text_at(document: Document, span: Span) -> object:
    return tomllib.loads(f"text = {document.text[span.start : span.end]}")["text"]


def _written(edit: Edit) -> str:
    return msgspec.json.encode(edit.text).decode()
