"""What an app may be registered with and ask for: redirect URIs, scopes, a lifetime."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final
from urllib.parse import urlsplit

from gongkit.contract.scopes import SCOPES
from gongkit.errors import UnknownName, UsageError
from gongkit.loopback import is_loopback

_PLACES: Final = ("query", "body")


def checked_redirect(uri: str) -> str:
    """Give the redirect URI if it can be one: whole, without fragment, https but on loopback."""
    try:
        parts = urlsplit(uri)
    except ValueError:
        raise UsageError("The redirect URI is not a URL.") from None
    if parts.scheme not in {"https", "http"} or not parts.hostname:
        raise UsageError("The redirect URI must be a whole URL, as in https://example.com/callback")
    if "#" in uri:
        raise UsageError("The redirect URI must not have a fragment (#).")
    if parts.scheme == "http" and not is_loopback(parts.hostname):
        raise UsageError(
            "The redirect URI is plain http, which is for localhost only.", hint="Use https."
        )
    return uri


def checked_scopes(scopes: Sequence[str]) -> tuple[str, ...]:
    """Give the scopes, at least one of them, if Gong has them all."""
    if isinstance(scopes, str):
        raise UsageError("The scopes are one text, not a list.", hint=f"Write {scopes.split()}.")
    listed = tuple(scopes)
    if not listed:
        raise UsageError("An authorization asks for at least one scope.")
    for scope in listed:
        if scope not in SCOPES:
            raise UnknownName("scope", scope, SCOPES)
    return listed


def check_place(place: str) -> None:
    """Refuse another place for the parameters of a token request than Gong's two."""
    if place not in _PLACES:
        raise UnknownName("place for parameters_in", str(place), _PLACES)


def check_validity(seconds: int | None) -> None:
    """Refuse a lifetime that is not a whole number of seconds."""
    if seconds is not None and (type(seconds) is not int or seconds < 1):
        raise UsageError(f"validity_duration is a whole number of seconds, not {seconds!r}.")
