"""The stores that the proofs run on, each opened by its URL as processes do."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.auth.conftest import gong, started

__all__ = ["gong", "started"]


@pytest.fixture(params=["sqlite", "postgres"])
def store_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A store of the test's own."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/installations.db"
    url: str = request.getfixturevalue("postgres_dsn")
    return url
