"""`gongkit manifest schema`: the JSON Schema of gong.app.toml, for editors."""

from __future__ import annotations


def schema() -> None:
    """Write the JSON Schema of gong.app.toml, for editors.

    They complete and check the file with it.
    """
    import msgspec

    from gongkit.manifest.schema import json_schema

    print(msgspec.json.format(msgspec.json.encode(json_schema())).decode())
