"""The redirect URI of `gongkit install`: one of the integration's that this machine can serve."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final
from urllib.parse import urlsplit

from gongkit.errors import UsageError
from gongkit.loopback import is_loopback
from gongkit.manifest import FILE_NAME

_HINT: Final = (
    'Register one such as "http://localhost:8400/callback" with the integration, and add it'
    f" to redirect_uris in {FILE_NAME}."
)


def choose_redirect_uri(named: str | None, registered: Sequence[str], *, served: bool) -> str:
    """Take the redirect URI that was named, or the first registered one that can be served.

    Where none has to be `served`, any will do. Raises `UsageError` where there is none.
    """
    if named is not None:
        if served and not _can_be_served(named):
            raise UsageError(
                "--redirect-uri is not plain http on this machine, so it cannot be served here.",
                hint=_HINT,
            )
        return named
    possible = [uri for uri in registered if _can_be_served(uri)]
    if not served:
        possible += registered
    if not possible:
        raise UsageError(
            "No redirect URI of the integration is on this machine.",
            hint=_HINT if registered else f"Name it with --redirect-uri. {_HINT}",
        )
    return possible[0]


def _can_be_served(uri: str) -> bool:
    try:
        parts = urlsplit(uri)
        return parts.scheme == "http" and is_loopback(parts.hostname or "") and parts.port != 0
    except ValueError:
        return False
