"""What a profile keeps from being sent: dev changes nothing at Gong, prod calls no sandbox.

A host on this machine is a sandbox's, any other one Gong's. Reads from dev are free, and
so is everything from staging. Whoever sends for an app asks here first: `engine.perform`
before each call, `OAuthClient` before an authorization and each token request.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from gongkit.errors import ProfileRefused
from gongkit.loopback import is_loopback


@dataclass(frozen=True, slots=True)
class Guard:
    """The rule of one profile; without one nothing is refused."""

    profile: str | None = None

    def check(self, what: str, url: str, *, writes: bool) -> None:
        """Refuse to send this there. Raises `ProfileRefused`, before anything is sent.

        `writes`: something is another afterwards: data, tokens, credits.
        """
        host = urlsplit(url).hostname or ""
        if self.profile == "dev" and writes and not is_loopback(host):
            raise _refused("dev", "changes nothing at Gong", what, url, _TO_GONG)
        if self.profile == "prod" and is_loopback(host):
            raise _refused("prod", "calls no sandbox", what, url, _TO_SANDBOX)


UNGUARDED: Final = Guard()
"""Of clients that are made without settings: their owner has named key and host."""

_TO_GONG: Final = (
    "If it is meant for Gong, set GONGKIT_PROFILE to staging or prod, and GONGKIT_APP_URL to"
    " Gong's; otherwise name a company of the sandbox."
)
_TO_SANDBOX: Final = (
    "If it is meant for a sandbox, set GONGKIT_PROFILE=dev; otherwise unset GONGKIT_APP_URL,"
    " or name a company of Gong's."
)


def _refused(profile: str, rule: str, what: str, url: str, hint: str) -> ProfileRefused:
    host = urlsplit(url).netloc.rpartition("@")[2]
    return ProfileRefused(f"Profile {profile} {rule}: {what} was not sent to {host}.", hint=hint)
