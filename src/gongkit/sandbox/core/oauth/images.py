"""The pictures of an integration: two logos, and the image of its button in the email composer.

Gong publishes neither formats nor sizes; what browsers show in `<img>` is taken here.
"""

from __future__ import annotations

from typing import Final, Literal, NamedTuple, get_args

from gongkit.errors import UsageError
from gongkit.sandbox.core.state import State

Kind = Literal["small", "large", "composer"]
"""The logo of lists, the logo of the consent page, the image of the composer's button."""

KINDS: Final[tuple[Kind, ...]] = get_args(Kind)
MAX_IMAGE_BYTES: Final = 1_000_000

_TYPES: Final = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF8", "image/gif"),
)
_SVG_WITHIN: Final = 1_000


class Image(NamedTuple):
    """A picture as it was given."""

    media_type: str
    content: bytes


def read_image(content: bytes) -> Image:
    """Tell what kind of picture this is, by its first bytes; UsageError where it is none."""
    if len(content) > MAX_IMAGE_BYTES:
        raise UsageError(f"The image has more than {MAX_IMAGE_BYTES // 1000:,} KB.")
    media_type = _media_type(content)
    if media_type is None:
        raise UsageError("The file is not a PNG, JPEG, GIF, WebP or SVG image.")
    return Image(media_type, content)


def save_image(state: State, client_id: str, kind: Kind, image: Image) -> None:
    """Keep a picture of an integration, in the place of an earlier one."""
    with state.write():
        state.execute(
            "INSERT OR REPLACE INTO integration_images VALUES (?, ?, ?, ?)",
            client_id,
            kind,
            image.media_type,
            image.content,
        )


def forget_image(state: State, client_id: str, kind: Kind) -> None:
    """Let an integration have no such picture."""
    with state.write():
        state.execute(
            "DELETE FROM integration_images WHERE client_id = ? AND kind = ?", client_id, kind
        )


def find_image(state: State, client_id: str, kind: str) -> Image | None:
    """Give a picture of an integration, if it has that one."""
    row = state.row(
        "SELECT media_type, content FROM integration_images WHERE client_id = ? AND kind = ?",
        client_id,
        kind,
    )
    return None if row is None else Image(*row)


def images_of(state: State, client_id: str) -> frozenset[str]:
    """Say which pictures an integration has."""
    rows = state.rows("SELECT kind FROM integration_images WHERE client_id = ?", client_id)
    return frozenset(kind for (kind,) in rows)


def _media_type(content: bytes) -> str | None:
    for magic, media_type in _TYPES:
        if content.startswith(magic):
            return media_type
    if content.startswith(b"RIFF") and content[8:12] == b"WEBP":
        return "image/webp"
    if b"<svg" in content[:_SVG_WITHIN] and content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        return "image/svg+xml"
    return None
