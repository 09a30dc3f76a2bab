"""MODULE:APP, which says where an ASGI application is."""

from __future__ import annotations

import re
from typing import Final

from gongkit.errors import UsageError

_TARGET: Final = re.compile(r"[^\W\d]\w*(\.[^\W\d]\w*)*:[^\W\d]\w*(\.[^\W\d]\w*)*")


def check_target(named: str) -> None:
    """Refuse what is not MODULE:APP. Raises UsageError."""
    if not _TARGET.fullmatch(named) or ".py:" in named:
        raise UsageError(
            f"{named!r} does not say where the application is.",
            hint="Name the module and what the application is called in it, as in app:site.",
        )
