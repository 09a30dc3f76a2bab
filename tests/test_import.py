"""`import gongkit` costs next to nothing, and its names are all there."""

from __future__ import annotations

import subprocess
import sys

import pytest

import gongkit

HEAVY = ["httpx2", "msgspec", "cryptography", "typer", "rich", "starlette", "asyncio", "anyio"]


def test_importing_loads_nothing_heavy() -> None:
    script = f"import gongkit, sys; print([m for m in {HEAVY} if m in sys.modules])"
    command = [sys.executable, "-c", script]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    assert done.stdout.strip() == "[]"


def test_making_a_client_does_not_load_the_http_library() -> None:
    script = (
        "import sys; from gongkit import AccessKey, Gong, Secret;"
        "Gong(AccessKey(Secret('k'), Secret('s'))).calls;"
        "print('httpx2' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], check=True, capture_output=True, text=True
    )
    assert done.stdout.strip() == "False", "it is imported on the first request"


@pytest.mark.parametrize("name", gongkit.__all__)
def test_every_public_name_is_there(name: str) -> None:
    assert getattr(gongkit, name) is not None


def test_a_misspelt_name_names_the_nearest() -> None:
    with pytest.raises(AttributeError, match="Did you mean 'AsyncGong'"):
        _ = gongkit.AsyncGnog
