"""The ports that are wanted here: the sandbox's, and those of the app's redirect URIs."""

from __future__ import annotations

import socket
from collections.abc import Iterator, Mapping
from typing import Any, Final
from urllib.parse import urlsplit

import msgspec

from gongkit.cli.developing.ports import LOOPBACKS
from gongkit.cli.diagnosis.asking import ask
from gongkit.cli.diagnosis.found import Found, State, ok
from gongkit.cli.diagnosis.surroundings import Surroundings
from gongkit.cli.sandbox_url import MAIN_PORT, PORTS
from gongkit.decoders import decoder_of
from gongkit.errors import GongkitError
from gongkit.loopback import is_loopback
from gongkit.manifest.addresses import mount_of

SANDBOX_PORTS: Final = range(MAIN_PORT, MAIN_PORT + PORTS)

_SECONDS: Final = 3.0
"""How long a program of this machine may take to say what it is."""


def examine_ports(around: Surroundings) -> Iterator[Found]:
    """Say of each port whether it is free, and otherwise who has it."""
    sandbox = _sandbox_at(MAIN_PORT)
    for port in SANDBOX_PORTS:
        yield sandbox_port(port, sandbox)
    for uri in _local_redirect_uris(around):
        yield app_port(uri)


def sandbox_port(port: int, sandbox: Mapping[str, Any] | None) -> Found:
    """Say who has a port that a sandbox takes when it is given no other."""
    name = f"port.{port}"
    if _is_free(port):
        return ok(name, f"{port} is free, for a sandbox")
    if sandbox is not None and port in _ports_of(sandbox):
        return ok(name, f"{port} is a running sandbox's")
    return Found(
        id=name,
        state=State.ADVICE,
        found=f"{port} is taken, and not by a sandbox",
        why="`gongkit sandbox` and `gongkit dev` want it, unless they are given another one.",
        next="End the program that has it, or run `gongkit sandbox --port 0`.",
    )


def app_port(redirect_uri: str) -> Found:
    """Say who has the port of a redirect URI on this machine."""
    port = _port_of(redirect_uri)
    name = f"port.{port}"
    if _is_free(port):
        return ok(name, f"{port} is free, for the app")
    if _is_an_app(redirect_uri):
        return ok(name, f"{port} is a running app's")
    return Found(
        id=name,
        state=State.ADVICE,
        found=f"{port} is taken, and what has it did not answer as an app made with GongApp",
        why="A redirect URI of the manifest is there: Gong sends the browser back to it.",
        next="End the program that has it, unless it is the app; or register another port.",
    )


def _local_redirect_uris(around: Surroundings) -> list[str]:
    """Name those on this machine, one for each port."""
    manifest = around.sound_manifest
    uris = manifest.integration.redirect_uris if manifest else ()
    local = {_port_of(uri): uri for uri in uris if is_loopback(urlsplit(uri).hostname or "")}
    return [uri for port, uri in local.items() if port not in SANDBOX_PORTS]


def _port_of(url: str) -> int:
    parts = urlsplit(url)
    return parts.port or (443 if parts.scheme == "https" else 80)


def _is_free(port: int) -> bool:
    """Try to connect rather than to listen: that disturbs nobody who starts just now."""
    return not any(_is_answered(family, host, port) for family, host in LOOPBACKS)


def _is_answered(family: socket.AddressFamily, host: str, port: int) -> bool:
    try:
        with socket.socket(family) as trial:
            trial.settimeout(_SECONDS)
            return trial.connect_ex((host, port)) == 0
    except OSError:
        return False  # This machine has no IPv6.


def _sandbox_at(port: int) -> Mapping[str, Any] | None:
    found = None if _is_free(port) else _json_at(f"http://127.0.0.1:{port}/_sandbox")
    return found if found and {"url", "companies"} <= found.keys() else None


def _ports_of(sandbox: Mapping[str, Any]) -> set[int]:
    return {_port_of(sandbox["url"]), *(_port_of(c["api_base_url"]) for c in sandbox["companies"])}


def _is_an_app(redirect_uri: str) -> bool:
    """Ask where an app that is mounted to fit this redirect URI says that it is well."""
    return _json_at(f"{mount_of(redirect_uri)}/health") == {"status": "ok"}


def _json_at(url: str) -> Mapping[str, Any] | None:
    try:
        answer = ask(url, seconds=_SECONDS)
        return decoder_of(dict[str, Any]).decode(answer.content)
    except (GongkitError, msgspec.DecodeError):
        return None
