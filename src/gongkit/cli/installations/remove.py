"""`gongkit installations remove`: forgets a company's tokens."""

from __future__ import annotations

from typing import Annotated

import typer

from gongkit.cli.installations.show import COMPANY_HELP


def remove(
    *,
    company: Annotated[str, typer.Argument(metavar="COMPANY", help=COMPANY_HELP)],
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Erase an installation's tokens and mark it as removed.

    The app stays connected in the customer's Gong until its tech admin disconnects it.
    """
    from gongkit.cli.app_store import the_store
    from gongkit.cli.confirm import confirm
    from gongkit.cli.output import note
    from gongkit.settings import Settings

    with the_store(Settings.from_environment()) as app:
        found = app.company(company)
        called = f"{found.company} ({found.name})" if found.name else found.company
        if not yes and found.status != "removed":
            confirm(
                "remove",
                "Its tokens are erased; only the approval of its tech admin gives new ones.",
                f"Remove the installation of {called}?",
                declined="Nothing was removed.",
            )
        if not app.store.remove(found.company):
            note(f"The installation of {called} was removed before.")
            return
    print(f"Removed the installation of {called}.")
    note(
        "In Gong the app stays connected until the customer's tech admin disconnects it,"
        " in Gong's admin center under Ecosystem."
    )
