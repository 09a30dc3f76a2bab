"""Registers the app in a sandbox, with its pictures, and prints the settings that it needs."""

import base64
import json
import os
from contextlib import closing
from pathlib import Path

from gongkit import manifest
from gongkit.http import HttpTransport
from gongkit.wire import Request

HERE = Path(__file__).parent
APP_URL = os.environ.get("GONGKIT_APP_URL", "http://127.0.0.1:4664")
IMAGES = {"small": "logo-small.svg", "large": "logo-large.svg", "composer": "button.svg"}


def register() -> dict[str, str]:
    """Register, for all companies of the sandbox; give client id and secret."""
    images = {
        kind: base64.b64encode((HERE / name).read_bytes()).decode() for kind, name in IMAGES.items()
    }
    tables = manifest.to_json(manifest.load(HERE))
    body = json.dumps({**tables, "images": images, "published": True}).encode()
    with closing(HttpTransport()) as network:
        url = f"{APP_URL}/_sandbox/integrations"
        answer = network.send(Request(method="POST", url=url, body=body))
    made: dict[str, str] = json.loads(answer.content)
    return made


if __name__ == "__main__":
    found = register()
    print(f"export GONGKIT_APP_URL={APP_URL}")
    print(f"export GONGKIT_CLIENT_ID={found['client_id']}")
    print(f"export GONGKIT_CLIENT_SECRET={found['client_secret']}")
