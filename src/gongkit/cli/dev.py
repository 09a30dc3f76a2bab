"""`gongkit dev`: sandbox, app and log in one terminal, until Ctrl-C."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from gongkit.cli.developing.wanted import Wanted


def dev(
    target: Annotated[
        str | None,
        typer.Argument(
            metavar="MODULE:APP", help="The ASGI application; found by looking unless given."
        ),
    ] = None,
    *,
    port: Annotated[
        int | None,
        typer.Option(
            metavar="PORT",
            min=1,
            max=65_535,
            help="The app's port. Default: that of the manifest's redirect URI here, else 8000.",
        ),
    ] = None,
    sandbox_port: Annotated[
        int | None,
        typer.Option(
            metavar="PORT",
            min=0,
            max=65_000,
            help="The sandbox's main port; 0 takes free ones. Default: 4664.",
        ),
    ] = None,
    data: Annotated[
        str | None,
        typer.Option(
            metavar="FILE",
            help="The sandbox's file; :memory: keeps nothing. Default: one in .gongkit here.",
        ),
    ] = None,
    open_console: Annotated[
        bool,
        typer.Option("--open/--no-open", help="Open the sandbox's console in the browser."),
    ] = True,
    reload: Annotated[
        bool, typer.Option("--reload/--no-reload", help="Watch the folder for changes.")
    ] = True,
) -> None:
    """Run the app in this folder beside a sandbox, with reload.

    The app is started anew when its code changes. The manifest is registered in the sandbox,
    and registered again when it changes.
    """
    try:
        from gongkit.cli.developing.wanted import Wanted

        wanted = Wanted(
            target=target,
            port=port,
            sandbox_port=sandbox_port,
            data=data,
            open_console=open_console,
            reload=reload,
        )
        _develop(wanted)
    except KeyboardInterrupt:
        return


def _develop(wanted: Wanted) -> None:
    import asyncio

    from gongkit.cli.developing.session import develop

    # SIGTERM, which cancels it, ends it as Ctrl-C does.
    with suppress(asyncio.CancelledError):
        asyncio.run(develop(wanted))
