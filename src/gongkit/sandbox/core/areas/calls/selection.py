"""What a content selector asks for, and how a detailed call is put together for it.

The blocks of a call are stored encoded (`core/calls/rows.py`): a selection names the columns
to read and joins what it gets. Nothing is decoded.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import accumulate
from typing import Any, NamedTuple

from gongkit.contract.types.calls import CallContent, CallInteraction, ContentSelector
from gongkit.sandbox.core.api.asked import Asked, Hint, Refused
from gongkit.sandbox.core.calls.rows import APP_URL, CALL_ID, FORM, PARTY

MEDIA_SCOPE = "api:calls:read:media-url"

_IDS, _NOW, _THEN = range(3)
_TIMINGS = {"Now": _NOW, "TimeOfCall": _THEN}
_OBJECTS = b'"objects":['
_STAND_IN = APP_URL.encode()

_CONTENT_FIELDS = "contentSelector.exposedFields.content"
_CONTENT = {
    "structure": "structure",
    "topics": "topics",
    "brief": "brief",
    "outline": "outline",
    "highlights": "highlights",
    "call_outcome": "call_outcome",
    "key_points": "key_points",
}
_BRIEFED = frozenset({"brief", "outline", "highlights", "key_points"})
"""Columns of what is written about a call, which comes last."""
_INTERACTION = {
    "speakers": "speakers",
    "video": "video",
    "person_interaction_stats": "interaction_stats",
    "questions": "questions",
}


Values = Sequence[Any]
"""What the columns of a block hold for one call: encoded members or, for `id`, its id."""
Out = list[bytes]
"""The pieces of an answer, in order."""


class Block(NamedTuple):
    """A part of a detailed call: the columns it comes from, and how it is written.

    `write` adds its pieces, beginning with a comma, or nothing. `analysed` blocks come
    from the transcript and are not there before it.
    """

    columns: tuple[str, ...]
    write: Callable[[Values, Out], None]
    analysed: bool = False


class Selection:
    """The blocks that one request asks for.

    Refuses (400) a timing without the context it is about, and (403) addresses of
    media without the scope for them; Gong documents both needs, not its answers.
    """

    def __init__(self, asked: Asked, selector: ContentSelector) -> None:
        self._now, self._may, self._hint = asked.now, asked.caller.may, asked.hint
        self._app_url = asked.app_url.encode()
        blocks = self._chosen(selector)
        ends = list(accumulate(len(block.columns) for block in blocks))
        begins = (0, *ends)
        self._blocks = [
            (block.write, begin, end, block.analysed)
            for block, begin, end in zip(blocks, begins, ends, strict=False)
        ]
        names = [name for block in blocks for name in block.columns]
        self._briefed = [place for place, name in enumerate(names) if name in _BRIEFED]
        self.columns = ", ".join(["meta", "transcript_at", "brief_at", *names])
        """The columns to read, as SQL; `assemble` takes them in this order."""

    def assemble(self, rows: Iterable[tuple[Any, ...]]) -> bytes:
        """Put calls together, with commas between them."""
        out: Out = []
        opening = b'{"metaData":'
        for meta, transcript_at, brief_at, *values in rows:
            out += (opening, meta.replace(_STAND_IN, self._app_url))
            analysed = transcript_at is not None and transcript_at <= self._now
            if brief_at is None or brief_at > self._now:
                for place in self._briefed:
                    values[place] = None
            for write, begin, end, of_transcript in self._blocks:
                if analysed or not of_transcript:
                    write(values[begin:end], out)
            out.append(b"}")
            opening = b',{"metaData":'
        return b"".join(out)

    def _chosen(self, selector: ContentSelector) -> list[Block]:
        forms = _forms(selector)
        blocks = [Block(("context",), _context(forms))] if forms else []
        exposed = selector.exposed_fields
        if exposed is None:
            return blocks
        self._ask_in_vain(exposed.content)
        if exposed.parties:
            blocks.append(_parties(forms))
        blocks += _object("content", _content_columns(exposed.content))
        blocks += _object("interaction", _interaction_columns(exposed.interaction))
        if exposed.collaboration and exposed.collaboration.public_comments:
            blocks += _object("collaboration", ("public_comments",))
        if exposed.media:
            if not self._may(MEDIA_SCOPE):
                raise _no_media()
            blocks.append(Block(("media", "id"), self._media))
        return blocks

    def _ask_in_vain(self, content: CallContent | None) -> None:
        """Leave hints on switches that give nothing."""
        if content and content.tracker_occurrences and not content.trackers:
            self._hint(
                f"{_CONTENT_FIELDS}.trackerOccurrences",
                "It gives nothing without trackers: set trackers to true as well.",
            )
        if content and content.points_of_interest:
            self._hint(
                f"{_CONTENT_FIELDS}.pointsOfInterest",
                "Gong accepts it and no longer sends anything for it: next steps are in"
                " highlights.",
            )

    def _media(self, values: Values, out: Out) -> None:
        media, call_id = values
        if media:
            own = media.replace(CALL_ID, call_id.encode())
            out += (b",", own.replace(_STAND_IN, self._app_url))


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
    opening = f',"{name}":{{'.encode()

    def write(values: Values, out: Out) -> None:
        before = opening
        for value in values:
            if value:
                out += (before, value)
                before = b","
        if before is not opening:
            out.append(b"}")

    return [Block(columns, write, analysed=name != "collaboration")]


def _context(forms: tuple[int, ...]) -> Callable[[Values, Out], None]:
    def write(values: Values, out: Out) -> None:
        stored = (values[0] or b"").split(FORM)
        if stored[0]:
            out += (b",", _in_forms(stored, forms))

    return write


def _in_forms(stored: list[bytes], forms: tuple[int, ...]) -> bytes:
    """Give a stored context in one form, or in two put together."""
    first, *others = [stored[form] for form in forms]
    for other in others:
        if first.count(_OBJECTS) == 1:
            objects = other[other.index(_OBJECTS) + len(_OBJECTS) :]
            first = first.removesuffix(b"]}]") + b"," + objects
        else:
            first = first[:-1] + b"," + other.removeprefix(b'"context":[')
    return first


def _parties(forms: tuple[int, ...]) -> Block:
    def plain(values: Values, out: Out) -> None:
        out += (b',"parties":[', (values[0] or b"").replace(PARTY, b"},"), b"}]")

    def with_context(values: Values, out: Out) -> None:
        stored = [form.split(PARTY) for form in (values[1] or b"").split(FORM)]
        before = b',"parties":['
        for party, *contexts in zip((values[0] or b"").split(PARTY), *stored, strict=True):
            out += (before, party)
            if contexts[0]:
                out += (b",", _in_forms(contexts, forms))
            before = b"},"
        out.append(b"}]")

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
