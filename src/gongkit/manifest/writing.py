"""Writing a manifest as `gong.app.toml`, so that reading it gives the same manifest."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from gongkit.manifest.model import Manifest
from gongkit.manifest.reading import to_json


def to_toml(manifest: Manifest) -> str:
    """Write a manifest as TOML; what is not set is left out.

    Files that it names are not in it: they belong beside the file, under their names.
    """
    return "\n".join(_table("", to_json(manifest))).strip() + "\n"


def _table(place: str, values: Mapping[str, Any]) -> Iterator[str]:
    """Write a table's own lines, then the tables in it."""
    inner = {key: value for key, value in values.items() if _holds_tables(value)}
    own = {key: value for key, value in values.items() if key not in inner}
    if place and (own or not inner):
        yield f"\n[{place}]"
    for key, value in own.items():
        yield f"{key} = {_value(value)}"
    for key, value in inner.items():
        below = f"{place}.{key}" if place else key
        if isinstance(value, Mapping):
            yield from _table(below, value)
        else:
            for each in value:
                yield f"\n[[{below}]]"
                yield from (f"{name} = {_value(text)}" for name, text in each.items())


def _holds_tables(value: Any) -> bool:
    return isinstance(value, Mapping) or (
        isinstance(value, list) and bool(value) and isinstance(value[0], Mapping)
    )


def _value(value: Any) -> str:
    if isinstance(value, str):
        return _long(value) if "\n" in value else _text(value)
    entries = [_text(entry) for entry in value]
    if len(entries) < 2:
        return f"[{', '.join(entries)}]"
    return "".join(["[\n", *(f"    {entry},\n" for entry in entries), "]"])


def _text(value: str) -> str:
    """Write a basic string: JSON's escapes are TOML's too, which wants one more escaped."""
    return msgspec.json.encode(value).decode().replace("\x7f", "\\u007f")


def _long(value: str) -> str:
    lines = [_text(line)[1:-1] for line in value.split("\n")]
    return '"""\n' + "\n".join(lines) + '"""'
