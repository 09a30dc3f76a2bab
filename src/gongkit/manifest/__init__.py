"""The manifest of an app, `gong.app.toml`: everything that Gong's form asks for, checked.

    manifest = gongkit.manifest.load("gong.app.toml")
    manifest.integration.scopes

A manifest that is not right raises `gongkit.errors.ManifestError`, whose `findings`
name each place, what is wrong there, and what to write instead.
"""

from gongkit.manifest.document import FILE_NAME, Document
from gongkit.manifest.finding import Code, Finding, Position
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
from gongkit.manifest.reading import from_json, from_toml, load, to_json
from gongkit.manifest.writing import to_toml
from gongkit.profile import PROFILES

__all__ = [
    "FILE_NAME",
    "PROFILES",
    "AccountInformation",
    "Code",
    "Document",
    "EmailComposer",
    "Finding",
    "Iframe",
    "Integration",
    "Links",
    "Logos",
    "Manifest",
    "Position",
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
