"""`gongkit fleet`: how every installation stands, those first that need somebody's care."""

from __future__ import annotations

from typing import Annotated

import typer

from gongkit.cli.installations.show import COMPANY_HELP
from gongkit.cli.installations.status import Status


def fleet(
    *,
    company: Annotated[str | None, typer.Option(help=f"Only this one. {COMPANY_HELP}")] = None,
    status: Annotated[Status | None, typer.Option(help="Only those of this status.")] = None,
    json: Annotated[bool, typer.Option("--json", help="Write a JSON array.")] = False,
) -> None:
    """Show how every installation stands, what needs care on top.

    That is tokens, scopes and calls, and what somebody has to do about them. Removed
    installations are shown with --status removed only.
    """
    from gongkit.cli.app_store import opened_store, the_store
    from gongkit.cli.fleet_state import read_fleet
    from gongkit.cli.fleet_table import write_fleet
    from gongkit.cli.installations.listing import say_why_empty
    from gongkit.cli.output import write_json
    from gongkit.settings import Settings

    settings = Settings.from_environment()
    with the_store(settings) if company else opened_store(settings) as app:
        found = read_fleet(app, company, status) if app else ()
        any_there = bool(app and app.store.list())
    if json:
        write_json([each.described() for each in found])
    elif found:
        write_fleet(found)
    else:
        say_why_empty(settings, status if any_there else None)
