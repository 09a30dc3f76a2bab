"""What only the real Gong can confirm, how to see it there, and how to switch the profile."""

from __future__ import annotations

from typing import Final, NamedTuple


class OnlyGong(NamedTuple):
    """Something that no sandbox can prove."""

    what: str
    see: str
    """How to see it at Gong."""


ONLY_GONG: Final = (
    OnlyGong(
        "Single-use refresh tokens",
        "Gong documents them; whether a second use ends the whole grant, it does not say."
        " Run `gongkit installations refresh COMPANY` and then a call.",
    ),
    OnlyGong(
        "Private, then published",
        "Until Gong has published it, only the integration's own company can approve the app."
        " Try it with a tech admin of another company.",
    ),
    OnlyGong(
        "Trusted IPs",
        "They are in force as soon as they are saved; from elsewhere a call is answered 403."
        " Call once from the app's own machines.",
    ),
    OnlyGong(
        "The composer's sanitizer",
        "Gong removes what it does not like from HTML, and publishes no list."
        " Send yourself the message that the app makes.",
    ),
    OnlyGong(
        "Pages inside Gong",
        "The messages between the page and Gong, and the parameters of the account page, are"
        " not documented. Open each page once inside Gong.",
    ),
    OnlyGong(
        "A webhook's signature",
        "Each rule has a public key of its own; retries and order are not documented."
        " Use the rule's test, and let one real call come.",
    ),
    OnlyGong(
        "A company's API host",
        "It comes with the company's tokens. Install at a company of every region.",
    ),
    OnlyGong(
        "The limits",
        "3 calls a second and 10,000 a day are the company's, shared with its other apps.",
    ),
    OnlyGong(
        "When calls appear",
        "Minutes to hours after they ended; transcripts later still, mostly.",
    ),
)

SWITCHING: Final = (
    "Set GONGKIT_PROFILE to staging (a Gong of your own) or prod (your customers').",
    "Unset GONGKIT_APP_URL: Gong's is the default.",
    "Set GONGKIT_CLIENT_ID and GONGKIT_CLIENT_SECRET to those of the integration at Gong.",
    "Set GONGKIT_STORE to a store of its own, and GONGKIT_KEY to a key of its own.",
    "Put what differs, such as redirect_uris, under [profiles.staging] in gong.app.toml.",
    "Run `gongkit doctor --live` again.",
)
