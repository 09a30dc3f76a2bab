"""`gongkit installations show`: everything about one installation but its secrets."""

from __future__ import annotations

from typing import Annotated

import typer

COMPANY_HELP = "Its key, base URL, name or tenant; its region, if it is the only one there."


def show(
    *,
    company: Annotated[str, typer.Argument(help=COMPANY_HELP)],
    json: Annotated[bool, typer.Option("--json", help="Write a JSON object.")] = False,
) -> None:
    """Show one installation, without its tokens."""
    from gongkit.cli.app_store import the_store
    from gongkit.cli.installations.described import described
    from gongkit.cli.installations.fields import write_fields
    from gongkit.cli.output import write_json
    from gongkit.settings import Settings

    with the_store(Settings.from_environment()) as app:
        fields = described(app.company(company))
    if json:
        write_json(fields)
    else:
        write_fields(fields)
