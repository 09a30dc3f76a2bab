"""One process of an app under test: so many threads, each of which makes one call a round.

It reads its configuration as a line of JSON, says "ready", and then takes a line for each
round: the seconds by which the app's clock is ahead of the machine's. It answers with a
line: what became of each thread's call.
"""

from __future__ import annotations

import json
import sys
import time
from typing import Any

from gongkit.auth.oauth import OAuthClient
from gongkit.auth.refresh import InstallationCredentials
from gongkit.client._sync.gong import Gong
from gongkit.engine.perform import Options
from gongkit.engine.throttle import SharedThrottle
from gongkit.errors import GongkitError, HeldBack, NeedsReconnect
from gongkit.http import HttpTransport
from gongkit.installations.keyring import Keyring
from gongkit.installations.opening import open_store
from gongkit.limits import UNLIMITED, Limits
from gongkit.redact import Secret
from gongkit.testing.store_contract import at_once


class AheadClock:
    """The machine's clock, put forward."""

    ahead = 0.0

    def now(self) -> float:
        return time.time() + self.ahead


def main() -> None:
    given: dict[str, Any] = json.loads(sys.stdin.readline())
    clock = AheadClock()
    oauth = OAuthClient(
        client_id=given["client_id"],
        client_secret=Secret(given["client_secret"]),
        redirect_uri=given["redirect_uri"],
        scopes=tuple(given["scopes"]),
        app_url=given["app_url"],
        clock=clock,
    )
    keyring = Keyring.parse(given["key"])
    store = open_store(given["store"], keyring, client_id=oauth.client_id)
    credentials = InstallationCredentials(
        store, oauth, given["company"], lease_seconds=given["lease_seconds"]
    )
    transport = HttpTransport()
    limits = Limits(**given["limits"]) if given["limits"] else UNLIMITED
    options = Options(throttle=SharedThrottle(store, limits), bulk=given["bulk"])

    def call(_: int) -> str:
        try:
            Gong(credentials, options=options, transport=transport).users.list().first()
        except NeedsReconnect as error:
            return f"needs_reconnect: {error.reason}"
        except HeldBack:
            return "held_back"
        except GongkitError as error:
            return f"{error.code}: {error}"
        return "called"

    print("ready", flush=True)
    for line in sys.stdin:
        clock.ahead = float(line)
        print(json.dumps(at_once(call, given["threads"])), flush=True)
    transport.close()
    store.close()


if __name__ == "__main__":
    main()
