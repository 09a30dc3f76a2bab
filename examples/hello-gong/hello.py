"""The smallest Gong app: it asks for permission, lists calls and reads one. See README.md."""

import json
import os
import secrets
import sys
import webbrowser
from contextlib import closing
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from urllib.parse import urlsplit

from gongkit import Bearer, Gong, Secret, manifest
from gongkit.auth.oauth import OAuthClient, parse_callback
from gongkit.client import run
from gongkit.contract.types.calls import ContentSelector, ExposedFields
from gongkit.errors import GongkitError
from gongkit.http import HttpTransport
from gongkit.wire import Request

APP_URL = os.environ.get("GONGKIT_APP_URL", "http://127.0.0.1:4664")
APP = manifest.load(Path(__file__).parent)


def client_credentials() -> tuple[str, Secret]:
    """Take the integration's id and secret, or register it: a sandbox lets us do that here."""
    if "GONGKIT_CLIENT_ID" in os.environ:
        return os.environ["GONGKIT_CLIENT_ID"], Secret(os.environ["GONGKIT_CLIENT_SECRET"])
    url, body = f"{APP_URL}/_sandbox/integrations", json.dumps(manifest.to_json(APP)).encode()
    with closing(HttpTransport()) as network:
        made = json.loads(network.send(Request(method="POST", url=url, body=body)).content)
    return made["client_id"], Secret(made["client_secret"])


def wait_for_callback(redirect_uri: str) -> str:
    """Serve the redirect URI until the browser comes back, and give the path it asked for."""
    address, came_back = urlsplit(redirect_uri), list[str]()

    class Callback(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b"Thank you. The app goes on in its terminal.")
            if urlsplit(self.path).path == address.path:
                came_back.append(self.path)

        def log_message(self, *_: object) -> None:
            """Keep the URL out of the terminal: the code is in it."""

    with HTTPServer((address.hostname or "localhost", address.port or 80), Callback) as server:
        while not came_back:
            server.handle_request()
    return came_back[0]


def install() -> Bearer:
    """Ask a tech admin for permission, and exchange the code for this company's token."""
    client_id, client_secret = client_credentials()
    oauth = OAuthClient(
        client_id=client_id,
        client_secret=client_secret,
        redirect_uri=APP.integration.redirect_uris[0],
        scopes=APP.integration.scopes,
        app_url=APP_URL,
    )
    state = Secret(secrets.token_urlsafe())
    print(f"Sign in as a tech admin, and approve:\n{oauth.authorize_url(state)}\n", flush=True)
    webbrowser.open(oauth.authorize_url(state))
    code = parse_callback(wait_for_callback(oauth.redirect_uri), state)
    grant = run(oauth.exchange(code))
    print(f"Installed. This company's API is at {grant.base_url}\n")
    return Bearer(grant.access_token, grant.base_url)


def say_hello(gong: Gong) -> None:
    """List the calls of last week, and print what was said in one of them."""
    now = datetime.now(UTC)
    calls = gong.calls.list(from_=now - timedelta(days=7), to=now).all()
    for call in calls:
        print(f"{call.started}  {call.title}")
    transcript = gong.calls.transcripts(call_ids=[call.id or "" for call in calls]).first()
    if transcript is None or transcript.call_id is None:
        return
    parties = ContentSelector(exposed_fields=ExposedFields(parties=True))
    details = gong.calls.list_extensive(call_ids=[transcript.call_id], content=parties).first()
    names = {party.speaker_id: party.name for party in (details and details.parties) or ()}
    for part in transcript.transcript or ():
        said = " ".join(sentence.text or "" for sentence in part.sentences or ())
        print(f"\n{names.get(part.speaker_id)}: {said}")


if __name__ == "__main__":
    try:
        with Gong(install()) as client:
            say_hello(client)
    except GongkitError as error:
        sys.exit(str(error))
