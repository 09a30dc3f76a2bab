"""The pictures that were chosen in a form which is not saved yet."""

from __future__ import annotations

from typing import Final

from gongkit.sandbox.core.oauth.credentials import new_token
from gongkit.sandbox.core.oauth.images import Image

MOST: Final = 24
"""So many are kept, the latest ones: 24 MB at the worst."""


class KeptPictures:
    """A form that has mistakes comes back without its files; here they wait for the next try."""

    def __init__(self) -> None:
        self._images: dict[str, Image] = {}

    def keep(self, image: Image) -> str:
        """Keep a picture; give the name under which it is found again."""
        name = new_token()
        self._images[name] = image
        if len(self._images) > MOST:
            del self._images[next(iter(self._images))]
        return name

    def find(self, name: str) -> Image | None:
        """Give a picture, unless it had to make room."""
        return self._images.get(name)
