"""Recordings: what is heard or seen under the addresses that a call's media block gives.

`/media/<call id>` is a call's sound, `/media/<call id>/video` its film. The calls of
the demo data were never held: a second of a soft tone, or of a color, stands for them.
"""

from __future__ import annotations

import struct
import wave
from functools import cache
from io import BytesIO
from math import pi, sin

import msgspec

from gongkit.contract.types.call_details import MediaUrls
from gongkit.decoders import decoder_of
from gongkit.sandbox.core.calls.rows import CALL_ID
from gongkit.sandbox.core.state import State

_SAMPLES_A_SECOND = 8000
_WIDTH, _HEIGHT = 32, 24
_COLOR = bytes((160, 96, 48))
"""Blue, green and red of the film."""


class _Media(msgspec.Struct):
    media: MediaUrls


def media_of(
    state: State, company_id: str, call_id: str, *, video: bool = False
) -> tuple[str, bytes] | None:
    """Give a recording's content type and bytes; None where the call has none such.

    An upload is given back as it came, also as the sound of a film. One that was too
    large to keep is stood in for like the calls of the demo data.
    """
    row = state.row(
        "SELECT content_type, m.content, media FROM calls JOIN call_blocks USING (content)"
        " LEFT JOIN call_media m ON m.call = number WHERE company_id = ? AND id = ?",
        company_id,
        call_id,
    )
    if row is None or row[2] is None:
        return None
    content_type, content, block = row
    stored = block.replace(CALL_ID, call_id.encode())
    urls = decoder_of(_Media).decode(b"{%b}" % stored).media
    if (urls.video_url if video else urls.audio_url) is None:
        return None
    if content is not None:
        return content_type, content
    return ("video/x-msvideo", short_film()) if video else ("audio/wav", short_tone())


@cache
def short_tone() -> bytes:
    """Make a WAV file of one second: a soft A."""
    step = 2 * pi * 440 / _SAMPLES_A_SECOND
    samples = [int(6000 * sin(step * place)) for place in range(_SAMPLES_A_SECOND)]
    file = BytesIO()
    with wave.open(file, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(_SAMPLES_A_SECOND)
        sound.writeframes(struct.pack(f"<{len(samples)}h", *samples))
    return file.getvalue()


@cache
def short_film() -> bytes:
    """Make an AVI file of one second: a single, uncompressed picture of one color."""
    picture = _COLOR * (_WIDTH * _HEIGHT)
    size = len(picture)
    main = (1_000_000, size, 0, 0x10, 1, 0, 1, size, _WIDTH, _HEIGHT, 0, 0, 0, 0)
    stream = (0, 0, 0, 0, 1, 1, 0, 1, size, 0, 0, 0, 0, _WIDTH, _HEIGHT)
    bitmap = (40, _WIDTH, _HEIGHT, 1, 24, 0, size, 0, 0, 0, 0)
    header = _chunk(b"avih", struct.pack("<14I", *main)) + _list(
        b"strl",
        _chunk(b"strh", b"vidsDIB " + struct.pack("<IHHIIIIIIII4H", *stream)),
        _chunk(b"strf", struct.pack("<IiiHHIIiiII", *bitmap)),
    )
    index = _chunk(b"idx1", struct.pack("<4s3I", b"00db", 0x10, 4, size))
    film = _list(b"hdrl", header) + _list(b"movi", _chunk(b"00db", picture)) + index
    return _chunk(b"RIFF", b"AVI " + film)


def _chunk(name: bytes, content: bytes) -> bytes:
    return name + struct.pack("<I", len(content)) + content + b"\0" * (len(content) % 2)


def _list(kind: bytes, *chunks: bytes) -> bytes:
    return _chunk(b"LIST", kind + b"".join(chunks))
