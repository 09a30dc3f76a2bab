"""The pictures that are handed in: read once, measured, and named for what they are."""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from gongkit.errors import GongkitError
from gongkit.manifest.model import Manifest
from gongkit.manifest.reading import to_json
from gongkit.manifest.review.picture import can_measure, kind_of, svg_size
from gongkit.manifest.submission.form import PICTURES, value_at

_NAMES: Final = dict(zip(PICTURES, ("small", "large", "button"), strict=True))
_KINDS: Final = {
    "PNG": ("png", "image/png"),
    "JPEG": ("jpg", "image/jpeg"),
    "GIF": ("gif", "image/gif"),
    "WebP": ("webp", "image/webp"),
    "SVG": ("svg", "image/svg+xml"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A logo, or the image of the button. `source` is its file in the project."""

    place: str
    source: str
    content: bytes
    kind: str | None
    width: float | None = None
    height: float | None = None

    @property
    def file(self) -> str:
        """Its name in the packet."""
        ending = _KINDS[self.kind][0] if self.kind else _ending(self.source)
        return f"logos/{_NAMES[self.place]}{ending and f'.{ending}'}"

    @property
    def media_type(self) -> str | None:
        """What it is; None for what browsers would not show."""
        return _KINDS[self.kind][1] if self.kind else None

    @property
    def sha256(self) -> str:
        """The digest of its bytes."""
        return hashlib.sha256(self.content).hexdigest()

    @property
    def about(self) -> str:
        """Describe it in a few words."""
        sides = f"{self.width:g} by {self.height:g}" if self.width and self.height else ""
        unit = " pixels" if self.kind != "SVG" else ""
        parts = (self.kind or "no picture", sides and sides + unit, f"{len(self.content):,} bytes")
        return ", ".join(filter(None, parts))


def pictures_of(manifest: Manifest, folder: Path) -> tuple[Picture, ...]:
    """Read the pictures that a manifest names. Raises GongkitError for one that cannot be read."""
    return tuple(_pictures(manifest, folder))


def with_plain_ends(text: bytes) -> bytes:
    """End lines as everywhere but on Windows, where git may have ended them otherwise."""
    return text.replace(b"\r\n", b"\n")


def _pictures(manifest: Manifest, folder: Path) -> Iterator[Picture]:
    tables = to_json(manifest)
    for place in PICTURES:
        source = value_at(tables, place)
        if source is None:
            continue
        try:
            content = (folder / source).read_bytes()
        except OSError as error:
            raise GongkitError(
                f"{source} cannot be read: {error.strerror}.", hint=f"It is named in {place}."
            ) from None
        kind = kind_of(content)
        if kind == "SVG":
            content = with_plain_ends(content)
        width, height = _size(content, kind) or (None, None)
        yield Picture(
            place=place, source=source, content=content, kind=kind, width=width, height=height
        )


def _size(content: bytes, kind: str | None) -> tuple[float, float] | None:
    """Measure it; other than drawings that needs Pillow, the extra `check`."""
    if kind == "SVG":
        return svg_size(content)
    if kind is None or not can_measure():
        return None
    from PIL import Image

    try:
        with Image.open(io.BytesIO(content)) as picture:
            return picture.size
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return None


def _ending(source: str) -> str:
    """Keep the ending of a file's name, where it is a plain one."""
    found = re.search(r"\.([A-Za-z0-9]{1,8})$", source)
    return found[1].lower() if found else ""
