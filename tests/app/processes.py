"""Apps in processes of their own, configured by manifest and environment alone."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.app.installing import SCOPES, Registered

LOG = "app.log"

MANIFEST = """
[integration]
name = "Deal Notes"
scopes = {scopes}
redirect_uris = ["{redirect_uri}"]
"""

# A script is followed by this: it serves `application`, and says when.
_SERVE = """
import sys, uvicorn

class Server(uvicorn.Server):
    async def startup(self, sockets=None):
        await super().startup(sockets)
        print("ready", flush=True)

Server(uvicorn.Config(application, port=int(sys.argv[1]), log_config=None, ws="none")).run()
"""


def configured(registered: Registered, folder: Path) -> dict[str, str]:
    """Write the manifest into a folder; give the environment."""
    scopes = "[" + ", ".join(f'"{scope}"' for scope in SCOPES) + "]"
    text = MANIFEST.format(scopes=scopes, redirect_uri=registered.oauth.redirect_uri)
    (folder / "gong.app.toml").write_text(text)
    return {
        **os.environ,
        "GONGKIT_APP_URL": registered.gong.url,
        "GONGKIT_CLIENT_ID": registered.oauth.client_id,
        "GONGKIT_CLIENT_SECRET": registered.oauth.client_secret.reveal(),
        "GONGKIT_STORE": "sqlite:///installations.db",
    }


@contextmanager
def served(
    script: str, registered: Registered, folder: Path, port: int, **more: str
) -> Iterator[subprocess.Popen[str]]:
    """Run a script that makes an `application`, and serve that; end it in order.

    `more` goes into its environment, what it says on stderr into the folder's `LOG`.
    """
    path, log = folder / "site.py", folder / LOG
    path.write_text(script + _SERVE)
    with log.open("w") as stderr:
        process = subprocess.Popen(
            [sys.executable, "-W", "error", str(path), str(port)],
            cwd=folder,
            env=configured(registered, folder) | more,
            stdout=subprocess.PIPE,
            stderr=stderr,
            text=True,
        )
    try:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n", log.read_text()
        yield process
    finally:
        process.terminate()
        process.communicate(timeout=30)
