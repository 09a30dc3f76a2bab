"""A packet as one page that needs nothing else: `submission.html`. Needs Jinja2."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from importlib.resources import files
from typing import Final

import jinja2
from markupsafe import Markup

from gongkit.manifest.review.counts import counts_of
from gongkit.manifest.review.rule import Grade
from gongkit.manifest.submission import texts
from gongkit.manifest.submission.fingerprint import grouped
from gongkit.manifest.submission.packet import Packet

_PACKAGE: Final = "gongkit.manifest.submission"


def as_html(packet: Packet) -> str:
    """Write the packet as a page. Its policy lets nothing run but the page's own script."""
    return (
        _templates()
        .get_template("packet.html")
        .render(
            packet=packet,
            counts=counts_of(packet.review),
            graded=[
                (title, packet.review.of(grade))
                for grade, title in ((Grade.FAIL, "Fails"), (Grade.REVIEW, "Needs review"))
            ],
            style=Markup(_own("packet.css")),  # noqa: S704 - a file of this package
            script=Markup(_own("packet.js")),  # noqa: S704 - a file of this package
            policy=_policy(),
            texts=texts,
        )
    )


def _policy() -> str:
    """Allow what is in the page, and nothing from anywhere else."""
    style, script = (_source(_own(name)) for name in ("packet.css", "packet.js"))
    return (
        f"default-src 'none'; img-src data:; style-src {style}; script-src {script};"
        " base-uri 'none'; form-action 'none'"
    )


def _source(content: str) -> str:
    digest = hashlib.sha256(content.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


@cache
def _own(name: str) -> str:
    return files(_PACKAGE).joinpath("templates", name).read_text("utf-8")


def _data_url(content: bytes, media_type: str) -> str:
    return f"data:{media_type};base64,{base64.b64encode(content).decode()}"


@cache
def _templates() -> jinja2.Environment:
    made = jinja2.Environment(
        loader=jinja2.PackageLoader(_PACKAGE),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {"grouped": grouped, "data_url": _data_url}
    return made
