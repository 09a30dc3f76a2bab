"""`gongkit installations refresh`: gets new tokens now, due or not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from gongkit.cli.installations.show import COMPANY_HELP

if TYPE_CHECKING:
    from gongkit.cli.app_store import AppStore
    from gongkit.installations.installation import Installation


def refresh(
    *,
    company: Annotated[str | None, typer.Argument(metavar="COMPANY", help=COMPANY_HELP)] = None,
    every: Annotated[bool, typer.Option("--all", help="Refresh every active one.")] = False,
) -> None:
    """Refresh tokens now, whether they are due or not.

    Others that refresh at the same moment are waited for: a refresh token is spent once.
    With --all the exit code is that of the last one that failed.
    """
    from gongkit.cli.app_store import the_store
    from gongkit.errors import UsageError
    from gongkit.settings import Settings

    if (company is None) != every:
        raise UsageError("Whose tokens?", hint="Name one company, or say --all.")
    with the_store(Settings.from_environment()) as app:
        if company is not None:
            _refresh(app, app.company(company))
        else:
            _refresh_all(app)


def _refresh_all(app: AppStore) -> None:
    from gongkit.cli.output import note, report
    from gongkit.errors import GongkitError

    exit_code, waiting = 0, 0
    for installation in app.store.list():
        waiting += installation.status == "needs_reconnect"
        if installation.status != "active":
            continue
        try:
            _refresh(app, installation)
        except GongkitError as error:
            report(error)
            exit_code = error.exit_code
    if waiting:
        note(f"Left out, since they need a reconnect: {waiting}.")
    if exit_code:
        raise typer.Exit(exit_code)


def _refresh(app: AppStore, installation: Installation) -> None:
    """Have the present token replaced, as if Gong had just refused it."""
    from gongkit.cli.installations.durations import brief
    from gongkit.client import run
    from gongkit.clock import SYSTEM_CLOCK
    from gongkit.engine.effects import Authorization
    from gongkit.wire import bearer_authorization

    company, token = installation.company, installation.grant.access_token
    present = Authorization(installation.base_url, bearer_authorization(token))
    run(app.credentials(company).authorization(present))
    refreshed = app.store.get(company)
    until = refreshed.grant.expires_at if refreshed else None
    lasts = f"; the new token expires in {brief(until - SYSTEM_CLOCK.now())}" if until else ""
    print(f"Refreshed {company}{lasts}.")
