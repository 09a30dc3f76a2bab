"""The app's process, as `gongkit check --run` starts it: serves an application on a socket.

    python -m gongkit.cli.checking.app_server MODULE:APP DESCRIPTOR

The socket is open already, so that nobody else can take its port. It ends when stdin does.
"""

from __future__ import annotations

import inspect
import socket
import sys
from pathlib import Path

import uvicorn
from uvicorn.importer import ImportFromStringError, import_from_string

from gongkit.cli.lifeline import Lifeline


def serve(target: str, descriptor: int) -> None:
    """Serve until stdin ends. Whatever the app raises when it is imported ends this process."""
    lifeline = Lifeline()
    lifeline.watch()
    sys.path.insert(0, str(Path.cwd()))
    try:
        application = import_from_string(target)
    except ImportFromStringError as error:
        sys.exit(str(error))
    if _is_wsgi(application):
        sys.exit(f"{target} is a WSGI application. Wrap it as ASGI, as with a2wsgi, and name that.")
    config = uvicorn.Config(
        application, timeout_graceful_shutdown=2, forwarded_allow_ips="127.0.0.1", use_colors=False
    )
    lifeline.server = server = uvicorn.Server(config)
    server.run(sockets=[socket.socket(fileno=descriptor)])
    sys.exit(0 if server.started else 3)


def _is_wsgi(application: object) -> bool:
    """Tell whether it is what Flask has, and Django in its wsgi.py: nothing here can serve it."""
    try:
        names = inspect.signature(application).parameters  # type: ignore[arg-type]
    except (TypeError, ValueError):
        return False
    return "start_response" in names


if __name__ == "__main__":
    serve(sys.argv[1], int(sys.argv[2]))
