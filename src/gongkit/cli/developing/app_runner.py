"""The app's process, as `gongkit dev` starts it.

Its first line on stdin is an `Order`: until that comes, while the sandbox is still
starting, it loads what every app needs. It ends when stdin does.
"""

from __future__ import annotations

import importlib
import os
import sys
from pathlib import Path
from typing import Final, NoReturn

import uvicorn

import gongkit.app.gong_app  # noqa: F401 - ahead of the app, which will need it
from gongkit.cli.developing.app_order import READY, Order
from gongkit.cli.developing.finding import application
from gongkit.cli.developing.own_traceback import FRAME, own_traceback
from gongkit.cli.lifeline import Lifeline
from gongkit.decoders import decoder_of
from gongkit.errors import GongkitError

STARTUP_FAILED: Final = 3

_LOGGING: Final = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "plain": {
            "()": "gongkit.cli.developing.log_lines.ErrorLine",
            "format": "%(levelname)s: %(message)s",
        },
        "access": {"()": "gongkit.cli.developing.log_lines.AccessLine"},
    },
    "handlers": {
        "plain": {"class": "logging.StreamHandler", "formatter": "plain"},
        "access": {"class": "logging.StreamHandler", "formatter": "access"},
    },
    "loggers": {
        # Its notes about starting and stopping are told by gongkit dev.
        "uvicorn": {"handlers": ["plain"], "level": "WARNING", "propagate": False},
        "uvicorn.access": {"handlers": ["access"], "level": "INFO", "propagate": False},
    },
}


class _Server(uvicorn.Server):
    """Uvicorn's server, which says when it answers."""

    async def startup(self, sockets: list[object] | None = None) -> None:  # type: ignore[override]
        await super().startup(sockets)  # type: ignore[arg-type]
        if self.started:
            print(READY, flush=True)


def run() -> None:
    """Wait for the order, and serve the app until it is over."""
    lifeline = Lifeline()
    line = lifeline.first_line()
    if not line:
        return
    order = decoder_of(Order).decode(line)
    os.environ.update(order.settings)
    sys.path.insert(0, str(Path.cwd()))
    lifeline.watch()
    try:
        found = application(importlib.import_module(order.module), order.name)
    except Exception as error:  # noqa: BLE001 - whatever the app's own code raises
        _fail(error)
    config = uvicorn.Config(
        found,
        host=order.host,
        port=order.port,
        log_config=_LOGGING,
        timeout_graceful_shutdown=1,
    )
    lifeline.server = server = _Server(config)
    server.run()
    if not server.started:
        sys.exit(STARTUP_FAILED)


def _fail(error: Exception) -> NoReturn:
    """Show what went wrong while the app was loaded."""
    told = own_traceback(error)
    if isinstance(error, GongkitError) and FRAME not in told:
        # Not the app's code but what was asked for: the sentences say it all.
        told = str(error)
    print(told, file=sys.stderr, flush=True)
    sys.exit(1)


if __name__ == "__main__":
    run()
