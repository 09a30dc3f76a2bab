"""Reading what the token endpoint answers, whatever it answers.

`expires_in` is taken where it means something: a number, or a text that is one, above 0
and of at most ten years. Everything else (missing, zero, negative, words) is read as
"not said": such a token is refreshed like one of a day, and used until Gong refuses it.

Nothing of an answer is repeated in an error but RFC 6749's `error` and
`error_description`, with the tokens of the request masked in them.
"""

from __future__ import annotations

import logging
import math
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any, Final

import msgspec

from gongkit.auth.header import is_header_safe
from gongkit.errors import BaseUrlRefused, InvalidAnswer, OAuthError
from gongkit.installations.installation import TokenGrant
from gongkit.redact import MASK, Secret, mask_text
from gongkit.wire import Response

log = logging.getLogger("gongkit.auth")

_LONGEST: Final = 10 * 366 * 86_400
_SHOWN: Final = 300


def check_answer(response: Response, secrets: Sequence[Secret]) -> dict[str, Any]:
    """Give the fields of a success; raise `OAuthError` or `InvalidAnswer` for the rest.

    `secrets` were in the request, and may come back in an error's description.
    """
    fields = _object(response.content)
    status = response.status
    if isinstance(error := fields.get("error"), str) and error:
        description = fields.get("error_description")
        text = description if isinstance(description, str) else ""
        raise OAuthError(said(error, secrets), said(text, secrets), status=status)
    if 200 <= status < 300 and fields:
        return fields
    raise _failure(response)


def first_grant(fields: dict[str, Any], now: float, asked: tuple[str, ...]) -> TokenGrant:
    """Read the answer to a code. Without scopes it grants those that were `asked` for."""
    access_token = _access_token(fields)
    base_url = fields.get("api_base_url_for_customer")
    if not isinstance(base_url, str) or not base_url:
        raise InvalidAnswer(
            "The token endpoint's answer has no api_base_url_for_customer,"
            " so there is no telling where this company's data is."
        )
    return TokenGrant(
        base_url=base_url,
        access_token=access_token,
        refresh_token=_refresh_token(fields),
        scopes=_scopes(fields) or asked,
        issued_at=now,
        expires_at=_expires_at(fields, now),
    )


def next_grant(fields: dict[str, Any], now: float, previous: TokenGrant) -> TokenGrant:
    """Read the answer to a refresh token. What it omits is as before (RFC 6749, section 6)."""
    grant = replace(
        previous,
        access_token=_access_token(fields),
        refresh_token=_refresh_token(fields) or previous.refresh_token,
        scopes=_scopes(fields) or previous.scopes,
        issued_at=now,
        expires_at=_expires_at(fields, now),
    )
    base_url = fields.get("api_base_url_for_customer")
    if not isinstance(base_url, str) or not base_url:
        return grant
    try:
        return replace(grant, base_url=base_url)
    except BaseUrlRefused as refused:
        # The old refresh token is spent: to fail here would cost the installation. The
        # tokens stay good for the host that was checked when it was stored.
        log.warning("A refresh named another API host; the old one is kept. %s", refused.message)
        return grant


def said(text: str, secrets: Iterable[Secret] = ()) -> str:
    """Make a text from outside fit to show: on one line, of bounded length, without secrets."""
    for secret in filter(None, secrets):
        text = text.replace(secret.reveal(), MASK)
    printable = "".join(letter if letter.isprintable() else " " for letter in text)
    return mask_text(printable).strip()[:_SHOWN]


def _object(content: bytes) -> dict[str, Any]:
    try:
        value = msgspec.json.decode(content)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}


def _failure(response: Response) -> OAuthError | InvalidAnswer:
    status = response.status
    if status == 429:
        wait = said(response.header("retry-after") or "")
        text = "too many token requests" + (f"; Gong asks for {wait} s of patience" if wait else "")
        return OAuthError("temporarily_unavailable", text, status=status)
    if status >= 500:
        return OAuthError("server_error", f"the token endpoint answered {status}", status=status)
    kind = (response.header("content-type") or "nothing of a named type").partition(";")[0]
    return InvalidAnswer(
        f"The token endpoint answered {status} with {said(kind)}, which is not an OAuth answer.",
        hint="Check app_url: it is Gong's app host (https://app.gong.io), not an API host.",
    )


def _access_token(fields: dict[str, Any]) -> Secret:
    token = fields.get("access_token")
    if not isinstance(token, str) or not is_header_safe(token):
        raise InvalidAnswer("The token endpoint's answer has no usable access_token.")
    kind = fields.get("token_type", "Bearer")
    if not isinstance(kind, str) or kind.casefold() != "bearer":
        raise InvalidAnswer("The token endpoint's answer is not a bearer token.")
    return Secret(token)


def _refresh_token(fields: dict[str, Any]) -> Secret | None:
    token = fields.get("refresh_token")
    return Secret(token) if isinstance(token, str) and token else None


def _scopes(fields: dict[str, Any]) -> tuple[str, ...]:
    scope = fields.get("scope")
    return tuple(scope.split()) if isinstance(scope, str) else ()


def _expires_at(fields: dict[str, Any], now: float) -> float | None:
    value = fields.get("expires_in")
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        seconds = float(value)
    except (ValueError, OverflowError):
        return None
    usable = math.isfinite(seconds) and 0 < seconds <= _LONGEST
    return now + seconds if usable else None
