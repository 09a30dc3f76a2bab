"""The files of a packet, by their names in its folder."""

from __future__ import annotations

import hashlib
from typing import Final

import msgspec

from gongkit.manifest.submission.as_html import as_html
from gongkit.manifest.submission.as_json import as_json
from gongkit.manifest.submission.as_markdown import as_markdown
from gongkit.manifest.submission.packet import Packet

VALUES: Final = "submission.json"
PAGES: Final = ("submission.md", "submission.html")
"""What its author may go on writing in, where something is to be filled in."""


def files_of(packet: Packet) -> dict[str, bytes]:
    """Write all files of a packet."""
    markdown, page = PAGES
    files = {
        markdown: as_markdown(packet).encode(),
        page: as_html(packet).encode(),
        **{each.file: each.content for each in packet.pictures},
        **{each.file: each.content for each in packet.screenshots},
    }
    digests = {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}
    written = msgspec.json.format(msgspec.json.encode(as_json(packet, digests)))
    return files | {VALUES: written + b"\n"}
