"""The hash of what is handed in: of all values of the manifest, and the bytes of its pictures.

How the file is laid out, its comments, its other profiles, the order of a list and the names
of the pictures' files do not count: Gong's form has none of these.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from gongkit.manifest.model import Manifest
from gongkit.manifest.reading import to_json


def fingerprint(manifest: Manifest, pictures: Mapping[str, str]) -> str:
    """Give the hash, in hex. `pictures` has the digest of each by its place."""
    tables = to_json(manifest)
    for place, digest in pictures.items():
        *path, key = place.split(".")
        table = tables
        for name in path:
            table = table.setdefault(name, {})
        table[key] = digest
    return digest_of(tables)


def digest_of(value: Any) -> str:
    """Give the SHA-256 of a JSON value, however it is laid out and ordered."""
    return hashlib.sha256(_canonical(_ordered(value))).hexdigest()


def grouped(digest: str) -> str:
    """Write a hash so that two can be compared by eye."""
    return " ".join(_groups(digest, 8))


def _groups(text: str, length: int) -> Iterable[str]:
    return (text[at : at + length] for at in range(0, len(text), length))


def _canonical(value: Any) -> bytes:
    return msgspec.json.encode(value, order="sorted")


def _ordered(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _ordered(each) for key, each in value.items()}
    if isinstance(value, list):
        return sorted((_ordered(each) for each in value), key=_canonical)
    return value
