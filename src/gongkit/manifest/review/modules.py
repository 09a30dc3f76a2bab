"""Which modules a project has, as its own code would import them."""

from __future__ import annotations

from collections.abc import Collection


def modules(paths: Collection[str]) -> frozenset[str]:
    """Name the modules that can be imported from a folder of the project, as from `src`."""
    packages = {path.rpartition("/")[0] for path in paths if path.endswith("/__init__.py")}
    found: set[str] = set()
    for path in paths:
        parts = path.removesuffix(".py").split("/")
        inside = ("/".join(parts[:depth]) in packages for depth in range(len(parts)))
        found |= {part for part, within in zip(parts, inside, strict=True) if not within}
    return frozenset(found)
