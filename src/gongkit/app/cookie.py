"""The cookie that ties an authorization to the browser in which it was begun.

One value serves all tabs: an authorization that begins beside another keeps it. Over
https the `__Host-` prefix keeps other hosts of the domain from setting it; over plain
http, on this machine, browsers would refuse that, and the name is a plain one.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping
from typing import Final

from starlette.responses import Response

from gongkit.redact import Secret

_NAMES: Final = {True: "__Host-gongkit", False: "gongkit"}
_SHAPE: Final = re.compile(r"[A-Za-z0-9_-]{43}", re.ASCII)


def browser_of(cookies: Mapping[str, str], redirect_uri: str) -> Secret | None:
    """Read the browser's value; None where it has none of ours."""
    value = cookies.get(_NAMES[_is_https(redirect_uri)], "")
    return Secret(value) if _SHAPE.fullmatch(value) else None


def new_browser() -> Secret:
    """Make a value nobody can guess."""
    return Secret(secrets.token_urlsafe(32))


def set_browser(response: Response, browser: Secret, redirect_uri: str, seconds: int) -> None:
    """Let the browser keep the value until the authorization has ended."""
    https = _is_https(redirect_uri)
    response.set_cookie(
        _NAMES[https],
        browser.reveal(),
        max_age=seconds,
        path="/",
        secure=https,
        httponly=True,
        samesite="lax",
    )


def _is_https(redirect_uri: str) -> bool:
    return redirect_uri.startswith("https://")
