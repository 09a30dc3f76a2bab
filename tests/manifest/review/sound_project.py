"""A sound project, ready to be published, and what one edit of it leads to."""

from __future__ import annotations

import io
from functools import cache
from pathlib import Path

from PIL import Image, ImageDraw

from gongkit.manifest.review import (
    Grade,
    Outcome,
    Project,
    addresses,
    form,
    links,
    logo_looks,
    logos,
    manifest_findings,
    review,
    trusted_ips,
)

SOUND = """\
[integration]
name = "Deal Notes"
short_description = "Notes from your calls, in your deals"
description = \"\"\"
Deal Notes reads the calls of your team, and writes what was agreed into the deals that \\
they are about. It never changes a call.\"\"\"
scopes = ["api:calls:read:basic", "api:users:read"]
redirect_uris = ["https://app.dealnotes.io/oauth/callback"]
contacts = ["apps@dealnotes.io"]
domains = ["dealnotes.io"]

[integration.logos]
small = "small.png"
large = "art/large.png"

[integration.links]
privacy = "https://dealnotes.io/privacy"
terms = "https://dealnotes.io/terms"
help = "https://help.dealnotes.io/gong"
authorization = "https://app.dealnotes.io/install"

[iframe]
allowed_origins = ["https://app.dealnotes.io"]

[iframe.email_composer]
url = "https://app.dealnotes.io/composer"
label = "Insert note"
image = "small.png"

[trusted_ips]
access_token = ["52.29.14.6", "52.29.14.64/28"]
refresh_token = ["52.29.14.6"]

[[webhooks.rules]]
name = "processed"
url = "https://app.dealnotes.io/hooks"
"""

NAVY, GOLD, CLEAR, WHITE = (20, 60, 160), (230, 180, 60), (0, 0, 0, 0), (255, 255, 255)


def png(image: Image.Image, kind: str = "PNG") -> bytes:
    """The bytes of a picture."""
    written = io.BytesIO()
    image.save(written, kind)
    return written.getvalue()


def drawn(side: int, plate: tuple[int, ...] = NAVY, mark: tuple[int, ...] = GOLD) -> Image.Image:
    """A round mark on a rounded plate, transparent around it."""
    image = Image.new("RGBA", (side, side), CLEAR)
    draw = ImageDraw.Draw(image)
    draw.rounded_rectangle((0, 0, side - 1, side - 1), side // 5, fill=plate)
    draw.ellipse((side // 4, side // 4, side * 3 // 4, side * 3 // 4), fill=mark)
    return image


@cache
def logo(side: int) -> bytes:
    return png(drawn(side))


def write(folder: Path, text: str = SOUND) -> Path:
    """Write the project with this manifest."""
    (folder / "art").mkdir()
    (folder / "gong.app.toml").write_text(text)
    (folder / "small.png").write_bytes(logo(96))
    (folder / "art/large.png").write_bytes(logo(384))
    return folder


def edited(old: str, new: str) -> str:
    """The sound manifest with one edit."""
    assert SOUND.count(old) == 1, old
    return SOUND.replace(old, new)


OF_THE_MANIFEST = {
    rule.id
    for subject in (
        *(manifest_findings.FILE, manifest_findings.SUBJECT, form.SUBJECT, logos.SUBJECT),
        *(logo_looks.SUBJECT, addresses.SUBJECT, links.SUBJECT, trusted_ips.SUBJECT),
    )
    for rule in subject.rules
}
"""The rules that can be told without any code, which this project has none of."""


def reviewed(folder: Path, *, publish: bool = True) -> list[Outcome]:
    """What a review of the manifest and its pictures finds that is not fine."""
    project = Project.read(folder, profile="prod" if publish else "dev", publish=publish)
    made = review(project, OF_THE_MANIFEST)
    return [each for each in made.outcomes if each.grade is not Grade.PASS]


def line_of(text: str, there: str) -> int:
    """The line on which something stands, which is there once."""
    assert text.count(there) == 1, there
    return text[: text.index(there)].count("\n") + 1
