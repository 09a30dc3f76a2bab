"""An app's folder with everything in it that a packet tells of."""

from __future__ import annotations

import shutil
from pathlib import Path

from gongkit.manifest.review import Project, review
from gongkit.manifest.submission import Packet, packet_of

EXAMPLES = Path(__file__).parents[3] / "examples"

TEXT = """\
[integration]
name = "Deal Pulse"
short_description = "How your deals feel."
description = "Tells how deals feel."
scopes = [
    "api:calls:read:basic",  # the calls of each deal
    "api:users:read",
]
redirect_uris = ["https://app.pulse.example/gong/callback", "https://app.pulse.example/again"]
contacts = ["apps@pulse.example"]
domains = ["pulse.example"]

[integration.logos]
small = "small.png"
large = "large.png"

[integration.links]
privacy = "https://pulse.example/privacy"
terms = "https://pulse.example/terms"
help = "https://pulse.example/help"
authorization = "https://app.pulse.example/gong/install"

[iframe]
allowed_origins = ["https://app.pulse.example"]

[iframe.email_composer]
url = "https://app.pulse.example/gong/composer"
label = "Insert a pulse"
image = "button.png"

[iframe.account_information]
url = "https://app.pulse.example/gong/account"

[trusted_ips]
access_token = ["203.0.113.7", "203.0.113.8"]

[[webhooks.rules]]
name = "New calls"
url = "https://app.pulse.example/gong/webhooks"

[residency]
default = "us"

[residency.regions]
eu = ["eu-*.api.gong.io"]

[profiles.dev.integration]
redirect_uris = ["http://localhost:8000/gong/callback"]
"""

CODE = """\
from datetime import UTC, datetime
from gongkit import GongApp

BEGIN, END = datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 2, 1, tzinfo=UTC)

gong = GongApp.from_manifest("gong.app.toml")


@gong.on_installed
def welcome(client):
    print(len(client.calls.list(from_=BEGIN, to=END).all()))


@gong.on_removed
def forget(company):
    print(company)
"""


def app_in(folder: Path, text: str = TEXT, code: str | None = CODE) -> Path:
    """Make the app's folder."""
    (folder / "gong.app.toml").write_text(text)
    if code is not None:
        (folder / "app.py").write_text(code)
    for name in ("small", "large", "button"):
        source = "large" if name == "large" else "small"
        shutil.copy(EXAMPLES / f"hello-gong/logo-{source}.png", folder / f"{name}.png")
    return folder


def packet_in(folder: Path, profile: str = "prod") -> Packet:
    """Make the packet of an app's folder."""
    project = Project.read(folder, profile=profile, publish=True)
    return packet_of(project, review(project))
