"""The manifest's page documents every key, and every code that a finding can have."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec import inspect

from gongkit.manifest import Code, Manifest

PAGE = (Path(__file__).parents[2] / "docs" / "manifest.md").read_text("utf-8")


def keys(kind: inspect.Type) -> Iterator[str]:
    """Name all keys of the model's tables."""
    match kind:
        case inspect.StructType(fields=fields):
            for field in fields:
                yield field.encode_name
                yield from keys(field.type)
        case inspect.Metadata(type=inner) | inspect.VarTupleType(item_type=inner):
            yield from keys(inner)
        case inspect.UnionType(types=types):
            for each in types:
                yield from keys(each)


@pytest.mark.parametrize("key", sorted(set(keys(inspect.type_info(Manifest)))))
def test_every_key_is_documented(key: str) -> None:
    assert re.search(rf"[`\[.]{key}[`\].]", PAGE)


@pytest.mark.parametrize("code", list(Code))
def test_every_code_is_documented(code: Code) -> None:
    assert f"| `{code}` |" in PAGE
