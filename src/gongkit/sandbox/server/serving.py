"""The sandbox as a process: opens data and ports, serves until it is told to stop."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import socket
import threading
from collections.abc import Callable, Generator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import uvicorn

from gongkit.clock import SYSTEM_CLOCK, Clock, parse_instant
from gongkit.errors import UsageError
from gongkit.loopback import is_loopback
from gongkit.redact import Secret
from gongkit.sandbox.core.companies import load_companies
from gongkit.sandbox.core.control import describe
from gongkit.sandbox.core.hosts import Hosts
from gongkit.sandbox.core.sandbox import Sandbox
from gongkit.sandbox.core.state import open_state
from gongkit.sandbox.deliveries.reach import Reach
from gongkit.sandbox.deliveries.recordings import RecordingFetcher
from gongkit.sandbox.server.application import Address, Application
from gongkit.sandbox.server.cache_folder import cache_folder
from gongkit.sandbox.server.ports import listen, listens_everywhere, port_of, shown_host

DEFAULT_PORT = 4664

_KEEP_ALIVE_SECONDS = 60
_STOP_SECONDS = 5
_STDIN = 0
_SIGNALS = (signal.SIGINT, signal.SIGTERM)

Ready = Callable[[dict[str, Any]], None]
"""Gets the sandbox's description once all its ports answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """How to start. `data` None keeps everything in memory; `port` 0 takes free ports.

    `fetch_recordings` says from where the sandbox fetches the `downloadMediaUrl` of a call.
    `seed` (any text; `large` makes 100,000 calls), and `start` (where sandbox time
    begins, ISO-8601), are for new data; the folder `cache` keeps what was made for the
    next new data (None: nothing). With
    `while_stdin_open` the sandbox ends when its standard input does: with the process
    that holds the other end, however that one goes. Sandbox time follows `clock`, from where
    it was moved to.
    """

    data: Path | None = None
    seed: str | None = None
    start: str | None = None
    cache: Path | None = field(default_factory=cache_folder)
    host: str = "127.0.0.1"
    port: int = DEFAULT_PORT
    control_token: Secret | None = None
    while_stdin_open: bool = False
    fetch_recordings: Reach = Reach.LOOPBACK
    clock: Clock = SYSTEM_CLOCK


def serve(options: Options, ready: Ready) -> None:
    """Serve until SIGINT or SIGTERM. Raises SandboxError or UsageError where it cannot start."""
    running = RunningSandbox(options)
    if options.while_stdin_open:
        threading.Thread(target=_stop_at_end_of_stdin, args=(running,), daemon=True).start()
    with asyncio.Runner(loop_factory=_fast_loop()) as runner:
        runner.run(running.run(ready))


class RunningSandbox:
    """A sandbox with its data and ports open. `run` serves, and closes them at its end.

    Raises SandboxError where data or ports cannot be had, UsageError where the options do
    not fit together; then nothing stays open.
    """

    def __init__(self, options: Options) -> None:
        _check_host(options)
        if options.start is not None:
            parse_instant(options.start)  # before ports: what is typed wrong is told first
        self._options = options
        with contextlib.ExitStack() as undo:
            main = undo.enter_context(contextlib.closing(listen(options.host, options.port)))
            state = undo.enter_context(contextlib.closing(open_state(options.data)))
            hosts = Hosts(shown_host(options.host), port_of(main))
            self.sandbox = Sandbox(
                state,
                options.clock,
                hosts,
                seed=options.seed,
                start=options.start,
                cache=options.cache,
            )
            self._sockets = [main]
            for opened in self._missing_ports():
                self._sockets.append(undo.enter_context(contextlib.closing(opened)))
            self._closing = undo.pop_all()
        self._fetcher = RecordingFetcher(self.sandbox, options.fetch_recordings)
        self._server = _Server(self._config())

    async def run(self, ready: Ready) -> None:
        """Serve until `stop`, or a signal where this is the main thread."""
        self._server.ready = lambda: ready(describe(self.sandbox, self.sandbox.hosts))
        with self._closing:
            self._fetcher.wake()
            try:
                await self._server.serve(sockets=self._sockets)
            finally:
                await self._fetcher.close()
            self.sandbox.limits.save()

    def stop(self) -> None:
        """Ask `run` to end, from any thread."""
        self._server.should_exit = True

    def _config(self) -> uvicorn.Config:
        application = Application(
            self.sandbox,
            control_token=self._options.control_token,
            any_host=listens_everywhere(self._options.host),
            open_ports=self._open_missing_ports,
            fetch_recordings=self._fetcher.wake,
            close_connection=self._close_connection,
        )
        return uvicorn.Config(
            application,
            lifespan="off",
            ws="none",
            log_config=None,
            access_log=False,
            proxy_headers=False,
            server_header=False,
            timeout_keep_alive=_KEEP_ALIVE_SECONDS,
            timeout_graceful_shutdown=_STOP_SECONDS,
        )

    def _missing_ports(self) -> Generator[socket.socket, None, None]:
        """Open a port for each company with a cell that has none yet."""
        hosts, host = self.sandbox.hosts, self._options.host
        for company in load_companies(self.sandbox.state).values():
            if company.cell is not None and company.name not in hosts.names.values():
                wanted = max([hosts.main_port, *hosts.names]) + 1
                opened = listen(host, wanted if self._options.port else 0)
                hosts.names[port_of(opened)] = company.name
                yield opened

    async def _open_missing_ports(self) -> None:
        for opened in self._missing_ports():
            await self._server.also_listen(opened)

    def _close_connection(self, client: Address, server: Address) -> None:
        """Close the connection between these addresses, without sending anything."""
        for connection in self._server.server_state.connections:
            if _ends(connection.transport) == (client, server):
                connection.transport.close()


class _Server(uvicorn.Server):
    """Uvicorn's server, which says when it is ready and ends quietly on a signal."""

    ready: Callable[[], None]

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        try:
            self.ready()
        except BaseException:
            # As where nobody reads any more what it prints. Nothing may stay open then.
            await self.shutdown(sockets)
            raise

    async def also_listen(self, opened: socket.socket) -> None:
        """Accept connections on one more socket; it is closed with the others."""
        config = self.config

        def protocol() -> asyncio.Protocol:
            return config.http_protocol_class(  # type: ignore[call-arg]
                config=config, server_state=self.server_state, app_state=self.lifespan.state
            )

        loop = asyncio.get_running_loop()
        self.servers.append(await loop.create_server(protocol, sock=opened))

    @contextlib.contextmanager
    def capture_signals(self) -> Generator[None, None, None]:
        """Let signals end the main loop, without raising them again afterwards."""
        if threading.current_thread() is not threading.main_thread():
            yield
            return
        before = {sign: signal.signal(sign, self.handle_exit) for sign in _SIGNALS}
        try:
            yield
        finally:
            for sign, handler in before.items():
                signal.signal(sign, handler)


def _ends(transport: asyncio.BaseTransport) -> tuple[Address, ...]:
    """Give the addresses of the client and of the server, without what IPv6 adds."""
    ends = (transport.get_extra_info(name) for name in ("peername", "sockname"))
    return tuple((end[0], end[1]) for end in ends if end)


def _check_host(options: Options) -> None:
    if options.control_token is None and not is_loopback(options.host):
        raise UsageError(
            f"On the host {options.host!r} others can reach the sandbox, and its control API"
            " gives away every key in it.",
            hint="Give a --control-token, or leave --host out to stay on this machine.",
        )


def _stop_at_end_of_stdin(running: RunningSandbox) -> None:
    # Not by sys.stdin: a thread that waits in it holds a lock which Python's end needs.
    with contextlib.suppress(OSError):
        while os.read(_STDIN, 4096):
            pass
    running.stop()


def _fast_loop() -> Callable[[], asyncio.AbstractEventLoop] | None:
    try:
        import uvloop
    except ImportError:
        return None
    return uvloop.new_event_loop
