"""The commands of `gongkit installations`."""

from __future__ import annotations

import typer

from gongkit.cli.installations.export import export
from gongkit.cli.installations.listing import list_installations
from gongkit.cli.installations.refresh import refresh
from gongkit.cli.installations.rekey import rekey
from gongkit.cli.installations.remove import remove
from gongkit.cli.installations.show import show

installations = typer.Typer(help="See who has installed the app, and keep that in order.")
installations.command("list")(list_installations)
installations.command()(show)
installations.command()(refresh)
installations.command()(rekey)
installations.command()(remove)
installations.command()(export)
