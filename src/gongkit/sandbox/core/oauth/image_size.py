"""How large a picture is, as far as its first bytes tell, and whether that suits its place.

Gong publishes no sizes for logos: what is said here is advice, and nothing is refused.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

from gongkit.sandbox.core.oauth.images import Image, Kind

SHOWN: Final[dict[Kind, int]] = {"small": 40, "large": 96, "composer": 20}
"""How many CSS pixels high each picture is shown; sharp screens want twice as many."""

MOST_PIXELS: Final = 2_048
MOST_BYTES: Final = 300_000
_SQUARE: Final = 1.1
_WITH_SIZE: Final = {"image/png", "image/gif", "image/jpeg"}
_MARKERS_WITHOUT_SIZE: Final = {0xC4, 0xC8, 0xCC}


class Size(NamedTuple):
    """Width and height in pixels."""

    width: int
    height: int


def size_of(image: Image) -> Size | None:
    """Read the size of a PNG, GIF or JPEG; None for others, and where it cannot be read."""
    content = image.content
    match image.media_type:
        case "image/png" if content[12:16] == b"IHDR":
            return Size(_number(content[16:20]), _number(content[20:24]))
        case "image/gif" if len(content) >= 10:
            return Size(*(int.from_bytes(content[at : at + 2], "little") for at in (6, 8)))
        case "image/jpeg":
            return _size_of_jpeg(content)
    return None


def described(image: Image) -> str:
    """Describe a picture in a few words."""
    size, kilobytes = size_of(image), max(1, len(image.content) // 1000)
    sides = f"{size.width} by {size.height} pixels, " if size else ""
    return f"{sides}{kilobytes:,} KB"


def advice_on(kind: Kind, image: Image) -> list[str]:
    """Say what will not look well, in sentences."""
    size = size_of(image)
    if image.media_type in _WITH_SIZE and not (size and min(size)):
        return ["Its size cannot be read: the file may be broken."]
    return [*_advice_on_bytes(image), *_advice_on_size(kind, size)]


def _advice_on_bytes(image: Image) -> Iterator[str]:
    if len(image.content) > MOST_BYTES:
        yield f"The file has {len(image.content) // 1000:,} KB, which is slow to load."


def _advice_on_size(kind: Kind, size: Size | None) -> Iterator[str]:
    if size is None:
        return
    sides, wanted = f"{size.width} by {size.height} pixels", 2 * SHOWN[kind]
    if min(size) < wanted:
        yield f"It is small ({sides}): below {wanted} by {wanted} it looks blurred."
    if max(size) > MOST_PIXELS:
        yield f"It is very large ({sides}), and shown {SHOWN[kind]} pixels high."
    if max(size) / min(size) > _SQUARE:
        yield f"It is not square ({sides}), so that there is room beside it where it is shown."


def _size_of_jpeg(content: bytes) -> Size | None:
    """Walk over the segments to the frame header, which has the size."""
    at = 2
    while at + 9 <= len(content) and content[at] == 0xFF:
        marker, length = content[at + 1], _number(content[at + 2 : at + 4])
        if marker >> 4 == 0xC and marker not in _MARKERS_WITHOUT_SIZE:
            return Size(_number(content[at + 7 : at + 9]), _number(content[at + 5 : at + 7]))
        at += 2 + length
    return None


def _number(content: bytes) -> int:
    return int.from_bytes(content, "big")
