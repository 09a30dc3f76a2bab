"""What is said where no company has installed the app: how that begins, or where else to look."""

from __future__ import annotations

from pathlib import Path

from gongkit.settings import STORE, Settings


def only_under_dev(settings: Settings) -> bool:
    """Tell whether `gongkit dev` has a store in this folder, and no other store is named."""
    from gongkit.cli.developing.folder import Folder

    return settings.store == STORE and Folder(Path()).store_file.exists()


def what_to_do(settings: Settings) -> str:
    """Say how to install the app, or how to see what was installed under `gongkit dev`."""
    if only_under_dev(settings):
        return (
            "What was installed under `gongkit dev` is in a store of its own: set GONGKIT_APP_URL"
            " and GONGKIT_STORE to what it shows under Elsewhere."
        )
    return "Install it at one with `gongkit install`."
