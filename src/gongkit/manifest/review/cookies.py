"""Which cookies the pages' own scripts have to read."""

from __future__ import annotations

import re
from typing import Final

_FOR_SCRIPTS: Final = re.compile(r"(?i)csrf|xsrf")


def is_for_scripts(name: str) -> bool:
    """Tell whether a cookie cannot be HttpOnly: a script sends it back to show whose page it is."""
    return _FOR_SCRIPTS.search(name) is not None
