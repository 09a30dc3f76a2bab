"""What registers an app in a sandbox: its manifest, with the pictures that lie beside it."""

from __future__ import annotations

import base64
from pathlib import Path
from typing import Any

from gongkit.errors import GongkitError
from gongkit.manifest import FILE_NAME, Manifest, to_json


def registration(manifest: Manifest, folder: Path) -> dict[str, Any]:
    """Write a manifest, with the pictures of its folder, as the control API takes it.

    The folder may be named by the manifest's own path. Raises GongkitError for a picture that
    cannot be read.
    """
    beside = folder.parent if folder.is_file() else folder
    composer = manifest.iframe.email_composer if manifest.iframe else None
    named = {
        "small": manifest.integration.logos.small,
        "large": manifest.integration.logos.large,
        "composer": composer.image if composer else None,
    }
    images = {kind: _encoded(beside / name) for kind, name in named.items() if name}
    return to_json(manifest) | {"images": images}


def _encoded(picture: Path) -> str:
    try:
        return base64.b64encode(picture.read_bytes()).decode()
    except OSError as error:
        raise GongkitError(
            f"{picture} cannot be read: {error.strerror}.",
            hint=f"{FILE_NAME} names it: check its permissions.",
        ) from None
