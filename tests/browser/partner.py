"""A partner's server on a loopback port: its pages are in Gong's frames, and behave or not."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

from tests.sandbox.box import Box

_PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>Partner</title>
<style>body {{ font: 1rem system-ui; padding: 1rem; }} button {{ font: inherit; }}</style>
<script type="importmap">{{"imports": {{"@gong.io/frontend-sdk": "{sdk}"}}}}</script>
<script type="module">
import {{ init, GongFrontendApi }} from "@gong.io/frontend-sdk";
const told = (text) => {{ document.getElementById("told").textContent = text; }};
const on = (id, act) => document.getElementById(id)?.addEventListener("click", act);
const raw = (message) => parent.postMessage(message, "{app}");
const message = (type, more = {{}}) =>
  ({{ gong: "frontend-sdk", version: 1, id: crypto.randomUUID(), type, ...more }});
window.addEventListener("unhandledrejection", (event) => {{
  event.preventDefault();
  told(event.reason.message);
}});
window.addEventListener("error", (event) => {{
  event.preventDefault();
  told(event.message);
}});
{script}
</script>
</head>
<body>
<h1>{title}</h1>
<p id="told"></p>
{body}
</body>
</html>
"""


class Partner:
    """Its pages by path. `at` gives the origin under one of this machine's names."""

    def __init__(self) -> None:
        partner = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                partner._answer(self)

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.port: int = self.server.server_address[1]
        self.pages: dict[str, tuple[int, dict[str, str], str]] = {}
        self.asked: list[str] = []

    def at(self, host: str = "localhost") -> str:
        return f"http://{host}:{self.port}"

    def page(self, path: str, box: Box, script: str, body: str = "", title: str = "Hello") -> None:
        """Put a page at a path; its script has the bridge, and helpers to send by hand."""
        text = _PAGE.format(
            sdk=f"{box.url}/frontend-sdk.js", app=box.url, script=script, body=body, title=title
        )
        self.pages[path] = (200, {"Content-Type": "text/html; charset=utf-8"}, text)

    def redirect(self, path: str, target: str) -> None:
        self.pages[path] = (302, {"Location": target}, "")

    def _answer(self, handler: BaseHTTPRequestHandler) -> None:
        self.asked.append(f"http://{handler.headers['Host']}{handler.path}")
        found = self.pages.get(urlsplit(handler.path).path)
        status, headers, text = found or (404, {}, "")
        handler.send_response(status)
        for name, value in headers.items():
            handler.send_header(name, value)
        content = text.encode()
        handler.send_header("Content-Length", str(len(content)))
        handler.end_headers()
        handler.wfile.write(content)


@contextmanager
def partner_running() -> Iterator[Partner]:
    partner = Partner()
    thread = threading.Thread(target=partner.server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield partner
    finally:
        partner.server.shutdown()
        partner.server.server_close()
        thread.join(10)
