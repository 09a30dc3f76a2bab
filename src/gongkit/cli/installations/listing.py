"""`gongkit installations list`: all companies in one table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from gongkit.cli.installations.status import Status

if TYPE_CHECKING:
    from gongkit.installations.installation import Installation
    from gongkit.settings import Settings


def list_installations(
    *,
    status: Annotated[Status | None, typer.Option(help="Only those of this status.")] = None,
    json: Annotated[bool, typer.Option("--json", help="Write a JSON array.")] = False,
) -> None:
    """List the companies that have installed the app."""
    from gongkit.cli.app_store import opened_store
    from gongkit.cli.installations.described import described
    from gongkit.cli.output import write_json
    from gongkit.settings import Settings

    settings = Settings.from_environment()
    with opened_store(settings) as app:
        listed = app.installations() if app else ()
    found = [each for each in listed if status is None or each.status == status]
    if json:
        write_json([described(each) for each in found])
    elif found:
        _write_table(found)
    else:
        say_why_empty(settings, status if listed else None)


def _write_table(found: list[Installation]) -> None:
    from gongkit.cli.installations.table import write_shrunk_table
    from gongkit.clock import SYSTEM_CLOCK

    now = SYSTEM_CLOCK.now()
    write_shrunk_table([_row(each, now) for each in found])


def _row(installation: Installation, now: float) -> dict[str, Any]:
    from gongkit.cli.installations.durations import brief

    grant, removed = installation.grant, installation.status == "removed"
    left = None if removed or grant.expires_at is None else grant.expires_at - now
    return {
        "company": installation.company,
        "name": installation.name,
        "tenant": installation.tenant,
        "region": installation.region,
        "status": installation.status,
        "expires": None if left is None else f"in {brief(left)}" if left > 0 else "expired",
        "refreshed": None if removed else f"{brief(now - grant.issued_at)} ago",
    }


def say_why_empty(settings: Settings, status: Status | None) -> None:
    """Say on stderr that there is nothing: of this status, or at all."""
    from gongkit.cli.none_installed import what_to_do
    from gongkit.cli.output import note

    if status:
        note(f"No installation is {status}.")
    else:
        note(f"No company has installed the app yet. {what_to_do(settings)}")
