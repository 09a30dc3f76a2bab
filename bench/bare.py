"""The reference server: bare Starlette routes that return bytes, and nothing else."""

from __future__ import annotations

import socket
import sys
from pathlib import Path

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

FOLDER = Path(sys.argv[1])
CONTENT = {path.name: path.read_bytes() for path in FOLDER.iterdir()}


async def small(_: Request) -> Response:
    return Response(CONTENT["small"], media_type="application/json")


async def page(_: Request) -> Response:
    return Response(CONTENT["page"], media_type="application/json")


app = Starlette(
    routes=[
        Route("/v2/users/{id}", small),
        Route("/v2/calls/extensive", page, methods=["POST"]),
    ]
)

listening = socket.create_server(("127.0.0.1", 0))
print(f"http://127.0.0.1:{listening.getsockname()[1]}", flush=True)
server = uvicorn.Server(uvicorn.Config(app, log_level="critical", access_log=False))
server.run(sockets=[listening])
