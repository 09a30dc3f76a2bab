"""A sandbox for the examples, started as a reader starts it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from tests.sandbox.box import Box
from tests.sandbox.process import started


@pytest.fixture
def sandbox() -> Iterator[Box]:
    with started("--port", "0", "--data", ":memory:") as (box, _):
        box.lift_limits()
        yield box
