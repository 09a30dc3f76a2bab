"""Putting a page together: the templates, and the headers that every page has."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import jinja2
from starlette.responses import HTMLResponse

from gongkit.sandbox.ui.navigation import ECOSYSTEM, SECTIONS


def policy(*, frames: Iterable[str] = (), images: Iterable[str] = (), forms: bool = True) -> str:
    """Write a Content-Security-Policy: only what is our own, and nothing inline.

    `frames` and `images` are further sources of these. Without `forms` it does not say
    where forms go: a browser holds that against the redirects after a form too.
    """
    parts = [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "connect-src 'self'",
        " ".join(("img-src 'self'", *images)),
        " ".join(("frame-src", *(tuple(frames) or ("'none'",)))),
        "base-uri 'none'",
        "frame-ancestors 'none'",
    ]
    return "; ".join([*parts, "form-action 'self'"] if forms else parts)


HEADERS: Mapping[str, str] = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": policy(),
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}

_templates = jinja2.Environment(
    loader=jinja2.PackageLoader("gongkit.sandbox.ui"),
    autoescape=True,
    undefined=jinja2.StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_templates.globals["sections"] = SECTIONS
_templates.globals["ecosystem"] = ECOSYSTEM


def page(
    template: str, status: int = 200, headers: Mapping[str, str] = HEADERS, **values: Any
) -> HTMLResponse:
    """Answer with a page made from a template; its values are escaped.

    Every page may have the `user` who is signed in, the `section` of the navigation that
    it is in, and a `notice` of what has just been done.
    """
    shown = {"user": None, "section": None, "notice": None, **values}
    return HTMLResponse(_templates.get_template(template).render(shown), status, headers)
