"""The HTML of an email as a document of its own, to be shown in a frame.

It is sanitized, and would not matter if it were not: the document has no scripts by its
frame's sandbox, by its own policy's sandbox, and by its policy's sources.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from markupsafe import Markup
from starlette.responses import Response

from gongkit.sandbox.core.mail.sanitizer import sanitize
from gongkit.sandbox.ui.rendering import HEADERS, page

EDITED: Final = "allow-same-origin"
"""The page around an edited document writes into it."""
READ: Final = "allow-popups allow-popups-to-escape-sandbox"
"""Links of a document that is read open in a tab of their own."""
SHOWN: Final = ""


def mail_document(
    html: str, *, title: str, sandbox: str = SHOWN, remote_images: bool = True
) -> Response:
    """Answer with the document of an email; `sandbox` is what its frame allows too."""
    headers = {
        **HEADERS,
        "Content-Security-Policy": _policy(sandbox, remote_images=remote_images),
        "Referrer-Policy": "no-referrer",
    }
    return page("engage/document.html", 200, headers, title=title, html=Markup(sanitize(html)))  # noqa: S704


def has_remote_images(html: str) -> bool:
    """Tell whether sanitized HTML shows images from elsewhere."""
    return 'src="https://' in html.lower()


def _policy(sandbox: str, *, remote_images: bool) -> str:
    parts: Mapping[str, str] = {
        "default-src": "'none'",
        "img-src": "data: https:" if remote_images else "data:",
        # An email's own styles are inline; those of /ui/mail.css are around them.
        "style-src": "'self' 'unsafe-inline'",
        "base-uri": "'none'",
        "form-action": "'none'",
        "frame-ancestors": "'self'",
        "sandbox": sandbox,
    }
    return "; ".join(f"{name} {value}".strip() for name, value in parts.items())
