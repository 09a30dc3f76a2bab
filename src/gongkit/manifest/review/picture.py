"""What a picture looks like, in numbers. Reading it needs Pillow, the extra `check`."""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from PIL.Image import Image

MOST_PIXELS: Final = 4096 * 4096
"""What has more is not read: it would fill the memory."""

_TYPES: Final = (
    (b"\x89PNG\r\n\x1a\n", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
)
_SVG_WITHIN: Final = 1_000
_SIDE, _SMALL_SIDE = 128, 32
_WHITE, _DARK = (255, 255, 255, 255), (24, 24, 32, 255)
_SEEN: Final = 128
"""Of 255: what is less opaque is hardly seen."""
_DIFFERENT: Final = 24
"""Of 255: colours that are nearer than that look the same."""
_STANDS_OUT: Final = 1.4
"""A contrast as WCAG counts it; text needs 4.5, what is merely to be seen much less."""


class NotReadable(Exception):
    """The picture cannot be read; the text says why."""


@dataclass(frozen=True, slots=True)
class Measured:
    """A picture in numbers; shares are between 0 and 1.

    `ink` is the share of the area that differs from an empty one, `on_white` and
    `on_dark` the share of what is seen that stands out there, `lost` how much of it
    is gone at the size of a list's icon.
    """

    width: int
    height: int
    frames: int
    white_box: bool
    ink: float
    on_white: float
    on_dark: float
    lost: float


def kind_of(content: bytes) -> str | None:
    """Tell what kind of picture this is, by its first bytes: those that the sandbox takes."""
    for magic, kind in _TYPES:
        if content.startswith(magic):
            return kind
    if content.startswith(b"RIFF") and content[8:12] == b"WEBP":
        return "WebP"
    if b"<svg" in content[:_SVG_WITHIN] and content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        return "SVG"
    return None


def svg_size(content: bytes) -> tuple[float, float] | None:
    """Read how wide and high a drawing is, from its viewBox or else its own size."""
    text = content.decode("utf-8", "replace")
    tag = re.search(r"<svg\b[^>]*>", text, re.DOTALL)
    number = r"\s*(\d+(?:\.\d+)?)"
    if tag is None:
        return None
    if box := re.search(rf"\bviewBox\s*=\s*[\"'][^\"']*?{number}[\s,]+{number}\s*[\"']", tag[0]):
        return float(box[1]), float(box[2])
    wide, high = (
        re.search(rf"\b{side}\s*=\s*[\"']{number}(?:px)?\s*[\"']", tag[0]) for side in _SIDES
    )
    return (float(wide[1]), float(high[1])) if wide and high else None


def can_measure() -> bool:
    """Tell whether Pillow is installed."""
    return find_spec("PIL") is not None


def measure(content: bytes) -> Measured:
    """Measure a picture that is no drawing. Raises `NotReadable`."""
    from PIL import Image

    try:
        with _quietly(), Image.open(io.BytesIO(content), formats=_READ) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise NotReadable(f"it has {picture.width} x {picture.height} pixels")
            return _measured(picture.convert("RGBA"), getattr(picture, "n_frames", 1))
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise NotReadable(str(error) or type(error).__name__) from None


@contextmanager
def _quietly() -> Iterator[None]:
    """Let Pillow not warn of large or odd pictures: what matters is said by the rules."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def _measured(picture: Image, frames: int) -> Measured:
    icon = picture.resize((_SIDE, _SIDE))
    seen = icon.getchannel("A").point(lambda value: 255 * (value >= _SEEN))
    return Measured(
        width=picture.width,
        height=picture.height,
        frames=frames,
        white_box=_corners_are_white(icon),
        ink=_ink(icon, seen),
        on_white=_standing_out(icon, seen, _WHITE),
        on_dark=_standing_out(icon, seen, _DARK),
        lost=_lost(icon),
    )


def _corners_are_white(icon: Image) -> bool:
    last = _SIDE - 1
    corners = [icon.getpixel(at) for at in ((0, 0), (last, 0), (0, last), (last, last))]
    return all(isinstance(each, tuple) and min(each) > 255 - _DIFFERENT for each in corners)


def _ink(icon: Image, seen: Image) -> float:
    """Count what differs from the first pixel, or from nothing where that is transparent."""
    from PIL import Image, ImageChops

    corner = icon.getpixel((0, 0))
    if not isinstance(corner, tuple) or corner[3] < _SEEN:
        return _share(seen)
    paper = Image.new("RGB", icon.size, corner[:3])
    bands = ImageChops.difference(icon.convert("RGB"), paper).split()
    most = ImageChops.lighter(ImageChops.lighter(bands[0], bands[1]), bands[2])
    return _share(most.point(lambda value: 255 * (value >= _DIFFERENT)))


def _share(mask: Image) -> float:
    return mask.histogram()[255] / (mask.width * mask.height)


def _standing_out(icon: Image, seen: Image, background: tuple[int, int, int, int]) -> float:
    """Tell which share of what is seen has contrast against a background."""
    counts = _on(icon, background).histogram(seen)
    level = _grey(background)
    visible = sum(count for value, count in enumerate(counts) if _contrast(value, level))
    return visible / max(sum(counts), 1)


def _contrast(one: int, other: int) -> bool:
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05) >= _STANDS_OUT


def _luminance(grey: int) -> float:
    value = grey / 255
    return float(value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4)


def _grey(colour: tuple[int, int, int, int]) -> int:
    red, green, blue, _ = colour
    return (299 * red + 587 * green + 114 * blue) // 1000


def _on(icon: Image, background: tuple[int, int, int, int]) -> Image:
    from PIL import Image

    return Image.alpha_composite(Image.new("RGBA", icon.size, background), icon).convert("L")


def _lost(icon: Image) -> float:
    """Compare the picture with itself after it was small, by how much there is to see in it."""
    from PIL import ImageChops, ImageStat

    whole = _on(icon, _WHITE)
    again = whole.resize((_SMALL_SIDE, _SMALL_SIDE)).resize(whole.size)
    gone = ImageStat.Stat(ImageChops.difference(whole, again)).mean[0]
    return float(gone / max(ImageStat.Stat(whole).stddev[0], 8.0))


_READ: Final = ("PNG", "JPEG", "GIF", "WEBP")
_SIDES: Final = ("width", "height")
