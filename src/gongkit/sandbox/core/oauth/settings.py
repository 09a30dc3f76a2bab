"""How the OAuth server behaves where Gong is silent: the stricter way, or what a test asks for.

Kept with the data; `PUT /_sandbox/oauth` changes it. A client secret's grace is said
at its rotation instead, since that is where Gong asks for it.
"""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec

from gongkit.decoders import decoder_of
from gongkit.sandbox.core.state import State

_KEY = "oauth"


class OAuthSettings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The switches of the OAuth server.

    `body_parameters`: whether the token endpoint reads a form body too, as integrators
    report that Gong does; the request log then warns. `refresh`: what becomes of a
    refresh token that was used: `rotate` replaces it; `grace` replaces it and takes it
    for `grace_seconds` more; `revoke_family` replaces it and ends the whole grant when
    it comes again; `reuse` keeps it. `pkce` (RFC 7636), `metadata` (RFC 8414) and `iss`
    (RFC 9207) are not known of Gong and therefore off.
    """

    body_parameters: Literal["accept", "refuse"] = "accept"
    refresh: Literal["rotate", "reuse", "grace", "revoke_family"] = "rotate"
    grace_seconds: Annotated[float, msgspec.Meta(ge=0)] = 60
    pkce: Literal["off", "optional", "required"] = "off"
    metadata: bool = False
    iss: bool = False


def load_settings(state: State) -> OAuthSettings:
    """Read the settings."""
    known: OAuthSettings | None = state.memory.get(_KEY)
    if known is None:
        text = state.meta(_KEY)
        known = OAuthSettings() if text is None else decoder_of(OAuthSettings).decode(text)
        state.memory[_KEY] = known
    return known


def save_settings(state: State, settings: OAuthSettings) -> None:
    """Change the settings, from the next request on."""
    with state.write():
        state.set_meta(_KEY, msgspec.json.encode(settings).decode())
    state.memory[_KEY] = settings
