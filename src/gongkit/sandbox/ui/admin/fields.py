"""The fields of the admin center's forms by their place, as a manifest's findings name it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Literal, NamedTuple


class Field(NamedTuple):
    """What a field is called, what is said below it, and how one fills it in.

    `lines` takes one entry a line; `required` is said where nothing was filled in.
    """

    label: str
    hint: str = ""
    kind: Literal["text", "url", "number", "paragraph", "lines", "choices", "picture"] = "text"
    required: str = "This is required."


_ONE = "Write at least one."

REGISTRATION: Final[Mapping[str, Field]] = {
    "integration.name": Field(
        "Name", "What customers read in lists, on the consent page and in the Collective."
    ),
    "integration.short_description": Field(
        "Short description", "One line, below the name in the list of integrations."
    ),
    "integration.description": Field(
        "Description", "What the app does, on the integration's own page.", "paragraph"
    ),
    "integration.logos.small": Field("Small logo", "For lists of apps.", "picture"),
    "integration.logos.large": Field("Large logo", "For the page of consent.", "picture"),
    "integration.scopes": Field(
        "Authorization scopes", "", "choices", "Choose at least one scope."
    ),
    "integration.redirect_uris": Field(
        "Redirect URIs",
        "One a line: https, or http on localhost. Each is compared letter by letter.",
        "lines",
        _ONE,
    ),
    "integration.links.privacy": Field("Privacy policy", "", "url"),
    "integration.links.terms": Field("Terms of service", "", "url"),
    "integration.links.help": Field("Help article", "", "url"),
    "integration.links.authorization": Field(
        "Start of authorization",
        "The page of your app where a customer begins to install it.",
        "url",
    ),
    "integration.contacts": Field(
        "Contact emails", "One a line: who answers for the app.", "lines", _ONE
    ),
    "integration.domains": Field(
        "Domains",
        "One a line, without https://. The sub-domains of acme.com belong to it.",
        "lines",
        _ONE,
    ),
    "iframe.email_composer.url": Field(
        "Email composer URL", "The page behind the button in the email composer.", "url"
    ),
    "iframe.email_composer.label": Field("Button label", "What the button says."),
    "iframe.email_composer.image": Field("Button image", "Beside the button's label.", "picture"),
    "iframe.account_information.url": Field(
        "Account information URL", "The page on account and pipeline pages.", "url"
    ),
    "iframe.allowed_origins": Field(
        "Allowed origins",
        "One a line, such as https://app.acme.com. Each lies under one of the domains;"
        " * is refused.",
        "lines",
        _ONE,
    ),
}
"""The form of an integration, in the order of Gong's."""

TRUSTED_IPS: Final[Mapping[str, Field]] = {
    "trusted_ips.access_token": Field(
        "Access token", "Where calls to the API may come from.", "lines"
    ),
    "trusted_ips.refresh_token": Field(
        "Refresh token", "Where tokens may be refreshed from.", "lines"
    ),
}
"""The window of an integration's trusted IPs."""

ACCESS_KEY: Final[Mapping[str, Field]] = {
    "access_key.name": Field("Name", "What the key is for, such as nightly export."),
    "access_key.lifetime_days": Field(
        "Lifetime in days", "Leave it empty for a key that does not end.", "number"
    ),
    "access_key.trusted_ips": Field(
        "Trusted IPs",
        "One a line: an address, a block (203.0.113.0/24) or a range"
        " (203.0.113.1-203.0.113.9). None allows every address.",
        "lines",
    ),
}
"""The form of an API key."""

SECRET: Final[Mapping[str, Field]] = {
    "secret.grace_hours": Field(
        "Hours for which the present secret keeps working", "0 to 168.", "number"
    ),
}
"""The form that rotates a client secret."""

IMPORT: Final[Mapping[str, Field]] = {
    "import.file": Field("The file gong.app.toml"),
    "import.text": Field("Or its text", "", "lines"),
}
"""The form that takes a manifest."""

FIELDS: Final[Mapping[str, Field]] = {
    **REGISTRATION,
    **TRUSTED_IPS,
    **ACCESS_KEY,
    **SECRET,
    **IMPORT,
}
