"""A process of the app as the story starts it: it has the store's URL and key, and no more.

For each line on stdin, the two ends of a period, it lists the calls of the one company
that has installed the app, and writes how many there are.
"""

from __future__ import annotations

import sys
from contextlib import closing

from gongkit import Gong, InstallationCredentials
from gongkit.app.configuration import oauth_client, open_installations
from gongkit.clock import parse_instant
from gongkit.settings import Settings


def serve() -> None:
    """Answer until stdin ends."""
    settings = Settings.from_environment()
    oauth = oauth_client(settings, None)
    with closing(open_installations(settings, None, client_id=oauth.client_id)) as store:
        (installation,) = store.list()
        with Gong(InstallationCredentials(store, oauth, installation.company)) as gong:
            for line in sys.stdin:
                since, until = map(parse_instant, line.split())
                print(len(gong.calls.list(from_=since, to=until).all()), flush=True)


if __name__ == "__main__":
    serve()
