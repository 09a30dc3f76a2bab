"""The commands of `gongkit manifest`."""

from __future__ import annotations

import typer

from gongkit.cli.manifest.diff import diff
from gongkit.cli.manifest.schema import schema
from gongkit.cli.manifest.validate import validate

manifest = typer.Typer(help="Check the app's gong.app.toml, and compare it.")
manifest.command()(validate)
manifest.command()(diff)
manifest.command()(schema)
