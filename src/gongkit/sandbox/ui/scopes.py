"""Scopes as people read them."""

from __future__ import annotations

from collections.abc import Collection
from itertools import groupby

from gongkit.contract.scopes import SCOPES, Scope


def by_area(scopes: Collection[str]) -> list[tuple[str, list[Scope]]]:
    """Put scopes in order and under their areas."""
    chosen = [scope for name, scope in SCOPES.items() if name in scopes]
    return [(area, list(group)) for area, group in groupby(chosen, key=lambda scope: scope.area)]
