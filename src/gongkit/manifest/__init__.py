"""The manifest of an app, `gong.app.toml`: everything that Gong's form asks for, checked.

    manifest = gongkit.manifest.load("gong.app.toml")
    manifest.integration.scopes

A manifest that is not right raises `gongkit.errors.ManifestError`, whose `findings`
name each place, what is wrong there, and what to write instead.
"""

from gongkit.manifest.finding import Code, Finding
from gongkit.manifest.model import (
    AccountInformation,
    EmailComposer,
    Iframe,
    Integration,
    Links,
    Logos,
    Manifest,
    Residency,
    TrustedIps,
    WebhookRule,
    Webhooks,
)
from gongkit.manifest.reading import FILE_NAME, from_json, from_toml, load, to_json
from gongkit.manifest.writing import to_toml

__all__ = [
    "FILE_NAME",
    "AccountInformation",
    "Code",
    "EmailComposer",
    "Finding",
    "Iframe",
    "Integration",
    "Links",
    "Logos",
    "Manifest",
    "Residency",
    "TrustedIps",
    "WebhookRule",
    "Webhooks",
    "from_json",
    "from_toml",
    "load",
    "to_json",
    "to_toml",
]
