"""The pages that a person sees on the way: self-contained, and nothing in them runs.

Everything that is put into them is escaped.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from typing import Final

from starlette.responses import HTMLResponse

from gongkit.app.failures import FAILURES, Refused
from gongkit.manifest import Manifest

_STYLE: Final = """
:root { color-scheme: light dark; --ground: #f4f7f6; --sheet: #fff; --ink: #14231f;
  --quiet: #566b65; --line: #d5e0dc; --accent: #0b6b55; --on-accent: #fff; --mark: #0b6b55;
  --trouble: #a8481a; }
@media (prefers-color-scheme: dark) { :root { --ground: #0f1715; --sheet: #182320;
  --ink: #e8f1ee; --quiet: #9db3ac; --line: #2c3b36; --accent: #6fd6b8; --on-accent: #06231b;
  --mark: #6fd6b8; --trouble: #f0a274; } }
* { box-sizing: border-box; }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; padding: 1rem;
  background: var(--ground); color: var(--ink);
  font: 1rem/1.55 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; }
main { width: 100%; max-width: 30rem; padding: 2rem 1.75rem; background: var(--sheet);
  border: 1px solid var(--line); border-top: 4px solid var(--mark); border-radius: .75rem;
  overflow-wrap: anywhere; }
main.trouble { border-top-color: var(--trouble); }
.app { margin: 0 0 1rem; color: var(--quiet); font-size: .875rem; font-weight: 600; }
h1 { margin: 0 0 .75rem; font-size: 1.45rem; line-height: 1.25; }
p { margin: 0 0 .9rem; }
ul { margin: 0 0 .9rem; padding-left: 1.2rem; }
a { color: var(--accent); }
a:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
.go { display: inline-block; margin: .4rem 0 1.1rem; padding: .55rem 1.1rem;
  border-radius: .5rem; background: var(--accent); color: var(--on-accent); font-weight: 600;
  text-decoration: none; }
main > :last-child, main > :last-child > .go { margin-bottom: 0; }
.quiet { margin: 0; color: var(--quiet); font-size: .875rem; }
.quiet a { color: inherit; }
code { font: .9em ui-monospace, SFMono-Regular, Menlo, monospace; }
"""

_STYLE_HASH: Final = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()

_POLICY: Final = (
    f"default-src 'none'; style-src 'sha256-{_STYLE_HASH}'; base-uri 'none'; form-action 'none'"
)
_ALONE: Final = "frame-ancestors 'none'"

HEADERS: Final[Mapping[str, str]] = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": f"{_POLICY}; {_ALONE}",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
"""What every answer of these routes carries: the address of a callback is a secret."""

_PAGE: Final = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>{title}</title>
<style>{style}</style>
</head>
<body>
<main class="{kind}">
<p class="app">{app}</p>
<h1>{title}</h1>
{body}
</main>
</body>
</html>
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pages:
    """The pages of one app. `gong` is the address of the Gong that people come from."""

    manifest: Manifest
    gong: str

    def installed(self) -> HTMLResponse:
        """Say that it worked, and lead back to Gong."""
        app = self.manifest.integration.name
        said = f"{app} now works with your company's Gong. You can close this page."
        body = _paragraphs(said) + _button(self.gong, "Back to Gong")
        return self._page(f"{app} is connected", body, kind="done", status=200)

    def failed(self, refused: Refused, try_again: str) -> HTMLResponse:
        """Say what went wrong, what to do, and where to begin again."""
        failure, app = FAILURES[refused.code], self.manifest.integration.name
        said = (failure.text.format(app=app), failure.advice.format(app=app))
        body = _paragraphs(*said) + self._after(refused.code, try_again)
        page = self._page(
            failure.title.format(app=app), body, kind="trouble", status=failure.status
        )
        if failure.status == 503:
            page.headers["Retry-After"] = "10"
        return page

    def set_up(self, refused: Refused) -> HTMLResponse:
        """Tell the developer, who is the first to see it, how mount and redirect URI disagree."""
        failure = FAILURES[refused.code]
        app = self.manifest.integration.name
        body = _paragraphs(*refused.reason.split("\n")) + _code(refused.code)
        return self._page(
            failure.title.format(app=app), body, kind="trouble", status=failure.status
        )

    def frame_failed(self) -> HTMLResponse:
        """Say inside Gong that a page failed; who may embed it is said elsewhere."""
        app = self.manifest.integration.name
        body = _paragraphs(f"Close it, and try again. If it stays, tell the people who run {app}.")
        page = self._page(f"{app} cannot show this page", body, kind="trouble", status=500)
        page.headers["Content-Security-Policy"] = _POLICY
        return page

    def pop_up(self, script: str, *, signed_in: bool) -> HTMLResponse:
        """Hand the identity of whoever is signed in to the page that opened this pop-up."""
        app = self.manifest.integration.name
        if not signed_in:
            body = _paragraphs(f"Sign in to {app} first, and try again.")
            return self._page("You are not signed in", body, kind="trouble", status=403)
        body = (
            '<p id="state" role="status">One moment.</p>\n'
            f'<script type="module" src="{escape(script)}"></script>\n'
        )
        page = self._page(f"Signing in to {app}", body, kind="done", status=200)
        page.headers["Content-Security-Policy"] = (
            f"{_POLICY}; script-src 'self'; connect-src 'self'; {_ALONE}"
        )
        return page

    def _after(self, code: str, try_again: str) -> str:
        integration = self.manifest.integration
        helps = []
        if integration.links.help:
            helps.append(f'<a href="{escape(integration.links.help)}" rel="noreferrer">Help</a>')
        if integration.contacts:
            address = escape(integration.contacts[0])
            helps.append(f'<a href="mailto:{address}">{address}</a>')
        return _button(try_again, "Begin again") + _code(code, *helps)

    def _page(self, title: str, body: str, *, kind: str, status: int) -> HTMLResponse:
        html = _PAGE.format(
            title=escape(title),
            style=_STYLE,
            kind=kind,
            app=escape(self.manifest.integration.name),
            body=body,
        )
        return HTMLResponse(html, status, HEADERS)


def _paragraphs(*texts: str) -> str:
    return "\n".join(f"<p>{escape(text)}</p>" for text in texts) + "\n"


def _button(url: str, says: str) -> str:
    return f'<p><a class="go" href="{escape(url)}">{escape(says)}</a></p>\n'


def _code(code: str, *helps: str) -> str:
    """Name the code, by which the log tells more, and who can help."""
    return f'<p class="quiet">{" · ".join((f"<code>{escape(code)}</code>", *helps))}</p>'
