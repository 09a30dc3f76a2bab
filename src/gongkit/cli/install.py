"""`gongkit install`: installs the app at a company, for scripts and for people at a terminal."""

from __future__ import annotations

from typing import Annotated

import typer


def install(
    *,
    manifest: Annotated[
        str | None,
        typer.Option(metavar="PATH", help="The app's gong.app.toml, or its folder; default: here."),
    ] = None,
    scope: Annotated[
        list[str] | None,
        typer.Option(
            metavar="SCOPE", help="A scope to ask for, instead of the manifest's; repeats."
        ),
    ] = None,
    redirect_uri: Annotated[
        str | None,
        typer.Option(metavar="URL", help="Where the browser comes back: one on this machine."),
    ] = None,
    name: Annotated[
        str | None, typer.Option(metavar="NAME", help="What to call the company.")
    ] = None,
    tenant: Annotated[
        str | None, typer.Option(metavar="ID", help="The app's own id of the customer.")
    ] = None,
    headless: Annotated[
        bool, typer.Option("--headless", help="Let a sandbox's company approve, without a browser.")
    ] = False,
    company: Annotated[
        str | None, typer.Option(metavar="NAME", help="Which company of the sandbox approves.")
    ] = None,
    no_browser: Annotated[
        bool, typer.Option("--no-browser", help="Open no browser; the URL is printed anyway.")
    ] = False,
    timeout: Annotated[
        int,
        typer.Option(metavar="SECONDS", min=1, max=86_400, help="How long to wait for approval."),
    ] = 600,
    json: Annotated[bool, typer.Option("--json", help="Write the installation as JSON.")] = False,
) -> None:
    """Install the app at a company, in the browser.

    Client id and secret come from GONGKIT_CLIENT_ID and GONGKIT_CLIENT_SECRET; on a
    sandbox, without them, from the integration that has the manifest's name.
    """
    from gongkit.cli.installing.installing import Wanted, install_app
    from gongkit.cli.installing.outcome import write_outcome
    from gongkit.settings import Settings

    settings = Settings.from_environment()
    wanted = Wanted(
        manifest=manifest,
        scopes=tuple(scope or ()),
        redirect_uri=redirect_uri,
        name=name,
        tenant=tenant,
        headless=headless,
        company=company,
        open_browser=not no_browser,
        seconds=float(timeout),
    )
    write_outcome(install_app(settings, wanted), settings, as_json=json)
