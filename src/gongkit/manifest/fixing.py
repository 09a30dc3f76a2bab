"""Mending a manifest's text where there is no doubt what was meant. Nothing else changes."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from gongkit.manifest.document import Document
from gongkit.manifest.finding import Edit, Finding
from gongkit.manifest.list_edits import Change, in_quotes, with_entry, without_entry
from gongkit.manifest.place import path_of
from gongkit.manifest.profiles import TABLE
from gongkit.manifest.toml_places import Path, Span

MOST_ROUNDS = 10
"""What one change brings to light is changed in the next round."""


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
            return None if there or spot.key is None else _rewritten(document, spot.key, edit.text)
        case "replace":
            return _rewritten(document, spot.value, edit.text)
        case "remove":
            return _removal(document, path)
        case "allow":
            return _allowed(document, path, edit)


def _rewritten(document: Document, span: Span, text: str) -> Change:
    """Put a text in the place of another one, in the same quotes, or a key's none."""
    quote = document.text[span.start]
    return Change(span, text if quote not in "\"'" else in_quotes(text, quote))


def _removal(document: Document, path: Path) -> Change | None:
    """Take an entry out of its list, unless it is the first one."""
    *outer, index = path
    if not isinstance(index, int) or (*outer, index - 1) not in document.places:
        return None
    return without_entry(document.text, document.places[path].value)


def _allowed(document: Document, path: Path, edit: Edit) -> Change | None:
    """Add an origin to the list that belongs to a page, in the file or in its profile."""
    iframe = path[: 3 if path[0] == TABLE else 1]
    listed = (*iframe, "allowed_origins")
    origins = document.places.get(listed)
    if origins is None:
        return None
    entries = [document.places[at] for at in document.places if at[:-1] == listed]
    if not entries:
        inside = origins.value.start + 1
        return Change(Span(inside, inside), in_quotes(edit.text))
    if any(_text_at(document, spot.value) == edit.text for spot in entries):
        # The page is in the file, and it is a profile's own list that lacks its origin.
        return None
    return with_entry(document.text, entries[-1].value, edit.text)


def _text_at(document: Document, span: Span) -> object:
    return tomllib.loads(f"text = {document.text[span.start : span.end]}")["text"]
