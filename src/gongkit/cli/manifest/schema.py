"""`gongkit manifest schema`: the JSON Schema of gong.app.toml, for editors."""

from __future__ import annotations


def schema() -> None:
    """Write the JSON Schema of gong.app.toml: editors complete and check the file with it."""
    from gongkit.cli.output import write_json
    from gongkit.manifest.schema import json_schema

    write_json(json_schema())
