"""Recordings: what is heard or seen under the address that a call's media block gives."""

from __future__ import annotations

import struct
import wave
from functools import cache
from io import BytesIO
from math import pi, sin

from gongkit.sandbox.core.state import State

_RATE = 8000
_SECONDS = 1


def media_of(state: State, company_id: str, call_id: str) -> tuple[str, bytes] | None:
    """Give a recording's content type and bytes; None where the call has none.

    The calls of the demo data have no real recording: a short tone stands for it. So
    it does for an upload that was too large to keep.
    """
    row = state.row(
        "SELECT content_type, content, media FROM calls JOIN call_blocks b ON b.call = number"
        " LEFT JOIN call_media m ON m.call = number WHERE company_id = ? AND id = ?",
        company_id,
        call_id,
    )
    if row is None:
        return None
    content_type, content, block = row
    if content is not None:
        return content_type, content
    return ("audio/wav", short_tone()) if block is not None else None


@cache
def short_tone() -> bytes:
    """Make a WAV file of one second: a soft A."""
    samples = [int(6000 * sin(2 * pi * 440 * n / _RATE)) for n in range(_RATE * _SECONDS)]
    file = BytesIO()
    with wave.open(file, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(_RATE)
        sound.writeframes(struct.pack(f"<{len(samples)}h", *samples))
    return file.getvalue()
