"""What a content selector asks for, and how a detailed call is put together for it.

The blocks of a call are stored encoded (`call_rows.py`): a selection names the columns
to read and joins what it gets. Nothing is decoded.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from gongkit.contract.types.calls import CallContent, CallInteraction, ContentSelector
from gongkit.sandbox.core.areas.calls import with_app_url
from gongkit.sandbox.core.asked import Asked, Hint, Refused
from gongkit.sandbox.core.call_rows import FORM, PARTY

MEDIA_SCOPE = "api:calls:read:media-url"

_IDS, _NOW, _THEN = range(3)
_TIMINGS = {"Now": _NOW, "TimeOfCall": _THEN}
_OBJECTS = b'"objects":['

_CONTENT = {
    "structure": "structure",
    "topics": "topics",
    "brief": "brief",
    "outline": "outline",
    "highlights": "highlights",
    "call_outcome": "call_outcome",
    "key_points": "key_points",
}
_INTERACTION = {
    "speakers": "speakers",
    "video": "video",
    "person_interaction_stats": "interaction_stats",
    "questions": "questions",
}


class Block(NamedTuple):
    """A part of a detailed call: the columns it comes from, and how it is written.

    `analysed` blocks come from the transcript and are not there before it.
    """

    columns: tuple[str, ...]
    write: Callable[[Sequence[bytes | None]], bytes]
    analysed: bool = False


class Selection:
    """The blocks that one request asks for.

    Refuses (400) a timing without the context it is about, and (403) addresses of
    media without the scope for them; Gong documents both needs, not its answers.
    """

    def __init__(self, asked: Asked, selector: ContentSelector) -> None:
        self._asked = asked
        self._blocks = [Block(("meta",), self._meta), *self._chosen(selector)]
        self._bounds: list[tuple[int, int]] = []
        begin = 1
        for block in self._blocks:
            self._bounds.append((begin, begin + len(block.columns)))
            begin += len(block.columns)

    @property
    def columns(self) -> str:
        """The columns to read, as SQL; `assemble` takes them in this order."""
        names = ["transcript_at", *(name for block in self._blocks for name in block.columns)]
        return ", ".join(names)

    def assemble(self, row: tuple[Any, ...]) -> bytes:
        """Put a call together."""
        analysed = row[0] is not None and row[0] <= self._asked.now
        parts = []
        for block, (begin, end) in zip(self._blocks, self._bounds, strict=True):
            if analysed or not block.analysed:
                part = block.write(row[begin:end])
                if part:
                    parts.append(part)
        return b"{%b}" % b",".join(parts)

    def _chosen(self, selector: ContentSelector) -> list[Block]:
        forms = _forms(selector)
        blocks = [Block(("context",), _context(forms))] if forms else []
        exposed = selector.exposed_fields
        if exposed is None:
            return blocks
        if exposed.parties:
            blocks.append(_parties(forms))
        blocks += _object("content", _content_columns(exposed.content))
        blocks += _object("interaction", _interaction_columns(exposed.interaction))
        if exposed.collaboration and exposed.collaboration.public_comments:
            blocks += _object("collaboration", ("public_comments",))
        if exposed.media:
            if not self._asked.caller.may(MEDIA_SCOPE):
                raise _no_media()
            blocks.append(Block(("media",), self._media))
        return blocks

    def _meta(self, values: Sequence[bytes | None]) -> bytes:
        return b'"metaData":' + with_app_url(self._asked, values[0] or b"{}")

    def _media(self, values: Sequence[bytes | None]) -> bytes:
        return with_app_url(self._asked, values[0] or b"")


def _forms(selector: ContentSelector) -> tuple[int, ...]:
    """Say in which stored forms context is wanted; in none where it is not."""
    if selector.context_timing and selector.context != "Extended":
        raise Refused(
            400, "contentSelector.contextTiming: can only be given when context is Extended"
        )
    if selector.context == "Basic":
        return (_IDS,)
    if selector.context == "Extended":
        chosen = {_TIMINGS[timing] for timing in selector.context_timing or ("Now",)}
        return tuple(sorted(chosen))
    return ()


def _content_columns(content: CallContent | None) -> tuple[str, ...]:
    """Points of interest are accepted and give nothing; occurrences need their trackers."""
    if content is None:
        return ()
    columns = [column for name, column in _CONTENT.items() if getattr(content, name)]
    if content.trackers:
        columns.append("tracker_occurrences" if content.tracker_occurrences else "trackers")
    return tuple(columns)


def _interaction_columns(interaction: CallInteraction | None) -> tuple[str, ...]:
    return tuple(
        column for name, column in _INTERACTION.items() if getattr(interaction, name, None)
    )


def _object(name: str, columns: tuple[str, ...]) -> list[Block]:
    """Write an object of the stored members; leave it out where there are none."""
    if not columns:
        return []
    frame = f'"{name}":{{%b}}'.encode()

    def write(values: Sequence[bytes | None]) -> bytes:
        members = b",".join([value for value in values if value])
        return frame % members if members else b""

    return [Block(columns, write, analysed=name != "collaboration")]


def _context(forms: tuple[int, ...]) -> Callable[[Sequence[bytes | None]], bytes]:
    def write(values: Sequence[bytes | None]) -> bytes:
        return _in_forms(values[0].split(FORM), forms) if values[0] else b""

    return write


def _in_forms(stored: list[bytes], forms: tuple[int, ...]) -> bytes:
    first, *others = [stored[form] for form in forms]
    for other in others:
        if first.count(_OBJECTS) == 1:
            objects = other[other.index(_OBJECTS) + len(_OBJECTS) :]
            first = first.removesuffix(b"]}]") + b"," + objects
        elif first:
            first = first[:-1] + b"," + other.removeprefix(b'"context":[')
    return first


def _parties(forms: tuple[int, ...]) -> Block:
    def plain(values: Sequence[bytes | None]) -> bytes:
        return b'"parties":[%b}]' % (values[0] or b"").replace(PARTY, b"},")

    def with_context(values: Sequence[bytes | None]) -> bytes:
        stored = [form.split(PARTY) for form in (values[1] or b"").split(FORM)]
        written = []
        for place, party in enumerate((values[0] or b"").split(PARTY)):
            context = _in_forms([form[place] for form in stored], forms)
            written.append(b"%b,%b}" % (party, context) if context else party + b"}")
        return b'"parties":[%b]' % b",".join(written)

    if forms:
        return Block(("parties", "party_records"), with_context)
    return Block(("parties",), plain)


def _no_media() -> Refused:
    return Refused(
        403,
        f"The access token lacks the scope {MEDIA_SCOPE},"
        " which contentSelector.exposedFields.media needs",
        hints=(Hint("contentSelector.exposedFields.media", f"{MEDIA_SCOPE} was not granted."),),
    )
