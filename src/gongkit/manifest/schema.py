"""The manifest's JSON Schema, made from the model: with it editors complete and check the file."""

from __future__ import annotations

from typing import Any, Final

import msgspec

from gongkit.manifest import model
from gongkit.manifest.profiles import TABLE
from gongkit.manifest.shape import MAX_ENTRIES
from gongkit.profile import PROFILES

_OVERLAY: Final = "Overlay"
_DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"


def json_schema() -> dict[str, Any]:
    """Describe the file: its tables, the scopes there are, and the profiles."""
    _, made = msgspec.json.schema_components([model.Manifest], ref_template="#/$defs/{name}")
    tables = {name: _as_in_toml(table) for name, table in made.items()}
    overlays = {f"{name}{_OVERLAY}": _overlay(table) for name, table in tables.items()}
    manifest = tables.pop("Manifest")
    manifest["properties"][TABLE] = {
        "description": "What is different in development, staging and production.",
        "type": "object",
        "properties": {name: {"$ref": f"#/$defs/Manifest{_OVERLAY}"} for name in PROFILES},
        "additionalProperties": False,
    }
    return {
        "$schema": _DIALECT,
        "title": "gong.app.toml",
        **manifest,
        "$defs": tables | overlays,
    }


def _as_in_toml(value: Any) -> Any:
    """Take out what TOML has not: null, and defaults that are nothing but empty."""
    if isinstance(value, list):
        return [_as_in_toml(each) for each in value]
    if not isinstance(value, dict):
        return value
    kept = {key: _as_in_toml(each) for key, each in value.items()}
    if "anyOf" in kept:
        kept |= next(each for each in kept.pop("anyOf") if each != {"type": "null"})
    if "properties" in kept:
        kept.pop("title", None)
    if not kept.get("default", True):
        del kept["default"]
    return _bounded(kept)


def _bounded(kept: dict[str, Any]) -> dict[str, Any]:
    """Say what is true of all texts and lists, wherever they stand."""
    if kept.get("type") == "string" and "enum" not in kept:
        kept["minLength"] = 1
    elif kept.get("type") == "array":
        kept["maxItems"] = MAX_ENTRIES
        # Whether two tables are alike is told by their names, which a schema cannot compare.
        kept |= {"uniqueItems": True} if "$ref" not in kept["items"] else {}
    return kept


def _overlay(value: Any) -> Any:
    """Copy a table so that nothing in it is required, and its tables are overlays too."""
    if not isinstance(value, dict):
        return value
    # An entry of a list is whole, also in a profile.
    copied = {
        key: each if key == "items" else _overlay(each)
        for key, each in value.items()
        if key not in {"required", "default"} or isinstance(each, dict)
    }
    if isinstance(copied.get("$ref"), str):
        copied["$ref"] += _OVERLAY
    return copied
