"""A small app that has nothing to be found in it, and what one edit of it leads to."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from gongkit.manifest.review import Grade, Outcome, Project, review
from gongkit.manifest.review.table import SUBJECTS

MANIFEST = """\
[integration]
name = "Call Recaps"
scopes = [
    "api:calls:read:basic",
    "api:calls:read:transcript",
    "api:users:read",
]
redirect_uris = ["http://localhost:8000/gong/callback"]
domains = ["call-recaps.example"]

[iframe]
allowed_origins = ["http://localhost:8000"]

[iframe.email_composer]
url = "http://localhost:8000/gong/composer"
label = "Insert a recap"
"""

APP = '''\
"""Call Recaps, in the composer."""

import logging
from datetime import UTC, datetime, timedelta
from pathlib import Path

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Mount, Route

from gongkit import Gong, GongApp
from gongkit.errors import NeedsReconnect

log = logging.getLogger("recaps")
known: dict[str, int] = {}

gong = GongApp.from_manifest()


@gong.on_installed
async def welcome(company, async_client):
    known[company] = len(await async_client.users.list().all())
    log.info("company=%s people=%s", company, known[company])


@gong.on_removed
def forget(company):
    known.pop(company, None)


@gong.email_composer
def composer(request: Request):
    page = (Path(__file__).parent / "page.html").read_text()
    return HTMLResponse(page)


def home(request: Request) -> Response:
    answer = Response("Recaps of your calls.\\n" + "\\n".join(map(latest, known)))
    answer.set_cookie("seen", "1", httponly=True, secure=True, samesite="lax")
    return answer


def latest(company: str) -> str:
    try:
        return counted(gong.client(company))
    except NeedsReconnect:
        return "no longer connected"


def counted(client: Gong) -> str:
    now = datetime.now(UTC)
    calls = client.calls.list(from_=now - timedelta(days=3), to=now).all()
    said = client.calls.transcripts(call_ids=[call.id for call in calls[:1]]).all()
    return f"{len(calls)} calls, {len(said)} transcripts"


site = Starlette(
    routes=[Route("/", home), Mount("/gong", app=gong)],
    lifespan=gong.lifespan,
)
'''

PAGE = """\
<!doctype html>
<title>Insert a recap</title>
<script type="module">
addEventListener("message", (event) => {
  if (event.origin !== location.origin) return;
  document.title = event.data;
});
parent.postMessage({ ready: true }, location.origin);
</script>
"""

FILES: Mapping[str, str] = {"gong.app.toml": MANIFEST, "app.py": APP, "page.html": PAGE}

OURS = {
    rule.id
    for subject in SUBJECTS
    if subject.title
    in {
        *("The code", "Scopes", "Secrets", "Logs", "Hosts", "Pages inside Gong"),
        *("Scripts of the pages", "Privacy", "The app's start", "The running app"),
    }
    for rule in subject.rules
}
"""The rules that look at the app's code, its pages, and at it running."""


def write(folder: Path, files: Mapping[str, str] = FILES) -> Path:
    """Write the app's files."""
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def edited(name: str, old: str, new: str) -> dict[str, str]:
    """The app's files with one edit. A file that is new has nothing to be replaced."""
    text = FILES.get(name, "")
    assert not old or text.count(old) == 1, old
    return {**FILES, name: text.replace(old, new) if old else text + new}


def found(folder: Path, *, publish: bool = False) -> list[Outcome]:
    """What a review finds in the code that is not fine."""
    project = Project.read(folder, profile="dev", publish=publish)
    outcomes = review(project, only=OURS).outcomes
    return [each for each in outcomes if each.grade is not Grade.PASS]


def line_of(text: str, there: str) -> int:
    """The line on which something stands, which is there once."""
    assert text.count(there) == 1, there
    return text[: text.index(there)].count("\n") + 1
