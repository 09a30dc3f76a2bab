"""Listening sockets: one for the main port, one for each company with a cell."""

from __future__ import annotations

import errno
import os
import socket

from gongkit.errors import SandboxError

_EVERYWHERE = {"0.0.0.0", "::", ""}  # noqa: S104


def listens_everywhere(host: str) -> bool:
    """Tell whether this host means all addresses of the machine."""
    return host in _EVERYWHERE


def shown_host(host: str) -> str:
    """Give the host to write in URLs: this machine's own, where all addresses are meant."""
    if not listens_everywhere(host):
        return host
    return "::1" if host == "::" else "127.0.0.1"


def listen(host: str, port: int) -> socket.socket:
    """Open a listening socket; port 0 takes a free one. Raises SandboxError."""
    try:
        found = socket.getaddrinfo(
            host or None, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )
    except socket.gaierror:
        raise SandboxError(
            f"There is no address for the host {host!r}.",
            hint="Give --host an address of this machine, such as 127.0.0.1.",
        ) from None
    family, kind, protocol, _, address = found[0]
    opened = socket.socket(family, kind, protocol)
    try:
        if os.name == "posix":
            opened.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        opened.bind(address)
        opened.listen(1024)
    except OSError as error:
        opened.close()
        raise _refusal(host, port, error) from None
    opened.settimeout(0)
    return opened


def port_of(opened: socket.socket) -> int:
    """Tell which port a socket listens on."""
    return int(opened.getsockname()[1])


def _refusal(host: str, port: int, error: OSError) -> SandboxError:
    if error.errno == errno.EADDRINUSE:
        return SandboxError(
            f"Port {port} on {host} is taken.",
            hint="Stop what uses it, or choose another with --port (0 takes free ones).",
        )
    if error.errno == errno.EACCES:
        return SandboxError(
            f"Port {port} may not be opened by this user.",
            hint="Choose one above 1023 with --port (0 takes free ones).",
        )
    return SandboxError(
        f"Port {port} on {host} cannot be opened: {error.strerror}.",
        hint="Check --host and --port.",
    )
